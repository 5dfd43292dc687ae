"""The whole path once, as the people it is for walk it: on a phone, at a desk, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

WAYS = [
    pytest.param(PHONE, True, id="phone"),
    pytest.param(DESK, True, id="desk"),
    pytest.param(PHONE, False, id="phone-without-javascript"),
    pytest.param(DESK, False, id="desk-without-javascript"),
]
COURSE = "/courses/bansou-shien-kihon"


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_a_new_advisor_reads_the_course_and_passes_its_quiz_at_the_second_try(visitor, width, javascript):
    advisor = visitor(width=width, javascript=javascript)
    advisor.sign_in("advisor")
    assert advisor.sees("いまの位置")
    assert advisor.sees("今週の三つ")
    assert advisor.sees("待っていること")

    advisor.open(COURSE)
    advisor.follow("続ける")
    while "/quiz" not in advisor.page.url:
        button = advisor.page.locator("main form button[type=submit]")
        button.last.click()
        advisor.page.wait_for_load_state()
        advisor.check()
        if advisor.page.url.endswith(COURSE):
            advisor.follow("確認テスト")

    advisor.answer_quiz(right=False)
    assert "/attempts/" in advisor.page.url
    assert advisor.sees("もう一度受ける")
    first_attempt = advisor.page.url
    advisor.follow("もう一度受ける")
    advisor.answer_quiz(right=True)
    assert advisor.page.url != first_attempt
    assert advisor.sees("合格")

    advisor.open(COURSE)
    assert advisor.sees("修了")
    advisor.open(first_attempt)
    assert advisor.sees("もう一度") or advisor.sees("正解"), "the first attempt is still there"


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_a_visit_is_recorded_acknowledged_signed_and_counts(visitor, width, javascript):
    supervisor = visitor(width=width, javascript=javascript)
    advisor = visitor(width=width, javascript=javascript)
    supervisor.sign_in("supervisor")
    supervisor.follow("訪問を記録する")
    page = supervisor.page
    trainee = page.locator("select[name=advisor] option", has_text="藤井").get_attribute("value")
    page.select_option("select[name=advisor]", value=trainee)
    page.select_option("select[name=case]", index=1)
    page.get_by_text("同席", exact=True).click()
    page.fill("input[name=minutes]", "75")
    page.fill(
        "textarea[name=comment]", "社長の話を最後まで聞き、値上げの相談の奥にある原価の悩みを言葉にした。"
    )
    for criterion, level in (("判断力", "B3"), ("思考力", "B2")):
        page.locator("summary", has_text=criterion).click()
        page.locator(f"input[name=level_{level}][value='2']").check()
    supervisor.press("提出する")
    entry = page.url.removeprefix(supervisor.site)
    assert re.fullmatch(r"/ojt/[0-9a-f-]{36}", entry)
    assert supervisor.sees("原価の悩みを言葉にした")

    advisor.sign_in("advisor")
    before = advisor.evidence("B3")
    advisor.open(entry)
    advisor.follow("確認")
    advisor.page.fill("textarea[name=text]", "原価を聞く順番が分かりました。次は帳簿を一緒に見ます。")
    advisor.press("確認する")
    assert advisor.sees("次は帳簿を一緒に見ます")
    assert advisor.evidence("B3") == before, "nothing counts before it is signed"

    supervisor.open(entry)
    supervisor.follow("署名")
    supervisor.press("署名する")
    supervisor.open(entry)
    assert supervisor.sees("署名済み")
    assert page.locator("main").get_by_role("link", name="書き直す").count() == 0, "a signed record is locked"
    assert advisor.evidence("B3") == before + 1

    advisor.open("/me/criteria/B3")
    assert advisor.sees("判断力")


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_levels_say_what_they_rest_on_and_what_comes_next(visitor, width, javascript):
    advisor = visitor(width=width, javascript=javascript)
    advisor.sign_in("advisor")
    advisor.open("/me")
    assert advisor.page.locator("main h2").count() >= 3
    assert advisor.page.locator(".level-line").count() == 11
    assert advisor.sees("根拠不足")
    assert advisor.sees(re.compile(r"\d+件・\d+人"))
    assert advisor.sees("次の段階：")
    assert advisor.sees("研修：伴走支援の基本")
    advisor.page.locator("#criterion-C1").get_by_role("link", name="段階の決まり方").click()
    assert advisor.sees("知識")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("account", ["advisor", "supervisor", "hr", "host", "author", "admin", "outsider"])
def test_every_page_of_the_navigation_is_sound_in_both_languages(visitor, width, account):
    person = visitor(width=width)
    person.sign_in(account)
    links = person.page.locator("nav.nav a").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    assert 1 < len(links) <= 6
    for language in ("en", "ja"):
        for link in (*links, "/account"):
            person.open(f"{link}?lang={language}")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_outsider_sees_nothing_of_all_this(visitor, width):
    outsider = visitor(width=width)
    outsider.sign_in("outsider")
    for path in (
        "/",
        "/me",
        "/courses",
        "/ojt",
        "/cases",
        "/clients",
        "/people",
        "/organisations",
        "/rubric",
        "/pairing",
    ):
        outsider.open(path)
        assert not outsider.sees("広島")
        assert not outsider.sees("藤井")
        assert not outsider.sees("伴走支援の基本")


def test_text_typed_into_an_ended_session_comes_back_after_sign_in(visitor):
    supervisor, other_window = visitor(), visitor()
    supervisor.sign_in("supervisor")
    supervisor.open("/ojt/new")
    other_window.sign_in("supervisor")
    other_window.open("/account")
    other_window.page.get_by_role("link", name="サインアウトさせる").first.click()
    other_window.press("サインアウトさせる")
    supervisor.page.fill("textarea[name=comment]", "消えては困る所見です。")
    supervisor.press("下書き保存する")
    assert "/sign-in" in supervisor.page.url
    supervisor.page.fill("#email", "supervisor@example.jp")
    supervisor.page.fill("#password", "demo-lms-2026")
    supervisor.press("サインイン")
    assert supervisor.page.url.endswith("/ojt/new")
    assert supervisor.page.input_value("textarea[name=comment]") == "消えては困る所見です。"


def test_the_keyboard_alone_reaches_the_content_and_picks_a_level(visitor):
    supervisor = visitor()
    supervisor.sign_in("supervisor")
    supervisor.open("/ojt/new")
    page = supervisor.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    page.locator("summary", has_text="判断力").focus()
    page.keyboard.press("Enter")
    page.locator("input[name=level_B3]").first.focus()
    page.keyboard.press("3")
    assert page.locator("input[name=level_B3][value='3']").is_checked()


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_hr_pairs_the_open_cases_and_decides(visitor, width, javascript):
    hr = visitor(width=width, javascript=javascript)
    hr.sign_in("hr")
    hr.open("/pairing")
    hr.press("担当割当を作成")
    run = hr.page.url.removeprefix(hr.site)
    assert re.fullmatch(r"/pairing/[0-9a-f-]{36}", run)
    assert hr.sees("37件の案件")
    assert hr.sees("主担当")
    assert hr.sees("チームメンバー")
    assert hr.sees("次点")

    cases = hr.page.locator("main h3 a, main h2 a").evaluate_all("links => links.map(link => link.href)")
    assert len(cases) >= 3
    hr.open(cases[0])
    assert hr.sees("なぜ？")
    assert hr.sees(re.compile(r"\d点\s"))
    hr.page.get_by_label("提案どおりに決める").check()
    hr.press("決める")
    assert run in hr.page.url

    hr.open(cases[1])
    hr.page.get_by_label("ほかの人に変える").check()
    other = hr.page.locator("select[name=lead] option:not([value=''])").nth(1).get_attribute("value")
    hr.page.select_option("select[name=lead]", value=other)
    hr.press("決める")
    assert hr.page.url.split("?")[0] == cases[1].split("?")[0], "a change needs a reason"
    hr.page.fill("textarea[name=reason]", "先方の希望で、以前の支援を知る人に替えます。")
    hr.press("決める")
    hr.open(cases[1])
    assert hr.sees("以前の支援を知る人に替えます")

    hr.open(cases[2])
    hr.page.get_by_label("見送る").check()
    hr.page.fill("textarea[name=reason]", "融資の返事を待ちます。")
    hr.press("決める")
    hr.open(run)
    assert hr.sees("3／37")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_people_list_finds_while_one_types_and_by_the_button(visitor, javascript):
    hr = visitor(javascript=javascript)
    hr.sign_in("hr")
    hr.open("/people")
    assert hr.page.locator("main tbody tr").count() > 1
    hr.page.fill("#q", "藤井")
    if not javascript:
        hr.press("探す")
    expect(hr.page.locator("main tbody tr")).to_have_count(1)
    expect(hr.page).to_have_url(re.compile("q="))
    assert hr.sees("藤井")
    hr.check()
