"""Lessons and answers without a network, on a phone that really has none."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.offline_device import COURSE, HOME, QUIZ, phone

TYPED = "相手の言葉を待てずに、補助金の話を返していた"


@pytest.fixture
def device(visitor, tmp_path):
    device = phone(visitor, tmp_path)
    device.keep()
    return device


@pytest.fixture
def lost_replies(device):
    """Let the server do what is sent and drop its answer, as long as the list is not cleared."""
    dropped = [True]

    def drop(route):
        if route.request.method != "POST" or not dropped:
            route.continue_()
            return
        route.fetch()
        route.abort("connectionreset")

    device.page.context.route("**/courses/**", drop)
    return dropped


def test_a_lesson_once_opened_reads_without_a_network_and_answers_arrive_later_once(device):
    attempts, read, thoughts = map(device.count, ("attempt", "lesson_progress", "lesson_reflection"))
    device.lose_connection()
    page = device.page
    page.reload()
    expect(page.locator("h1:visible")).to_have_text("「補助金、ありますか」の前にあるもの")
    expect(page.locator(".connection")).to_contain_text("つながっていません")
    assert page.locator(".prose").inner_text().count("表の課題") > 1
    device.person.check()

    page.locator(".think textarea").first.fill(TYPED)
    page.wait_for_timeout(600)
    device.reopen(device.lesson)
    page = device.page
    expect(page.locator(".think textarea").first).to_have_value(TYPED)
    page.locator(".think button").first.click()
    expect(page.locator(".think .callout--success")).to_be_visible()
    page.get_by_role("button", name="読みました").click()
    expect(page.locator(".connection")).to_contain_text("未送信 2件")

    device.go(QUIZ)
    page.locator("fieldset.question").first.locator("label").first.click()
    page.wait_for_timeout(600)
    page.reload()
    expect(page.locator("fieldset.question").first.locator("input:checked")).to_have_count(1)
    page.get_by_role("button", name="解答を提出する").click()
    expect(page.locator(".callout--success")).to_be_visible()
    device.person.check()
    device.reopen(QUIZ)
    page = device.page
    expect(page.locator(".callout--success")).to_be_visible()
    expect(page.locator("fieldset.question")).to_have_count(0)

    device.go(HOME)
    device.unsent(3)
    expect(device.outcome).to_contain_text("つながっていません")
    assert device.count("attempt") == attempts
    device.person.check()

    device.find_connection()
    device.unsent(0)
    expect(page.locator('[data-list="sent"] .kept')).to_have_count(3)
    assert device.count("attempt") == attempts + 1
    assert device.count("lesson_progress") == read, "it had been read before, and is read once"
    assert device.count("lesson_reflection") == thoughts + 1
    device.person.check()
    page.get_by_role("link", name="確認テスト").first.click()
    expect(page).to_have_url(re.compile("/attempts/"))


def test_what_is_not_kept_says_so_and_the_rest_is_listed(device):
    device.lose_connection()
    device.go("/me")
    page = device.page
    expect(page.locator("h1:visible")).to_have_text("このページは、この端末に保存されていません")
    device.person.check()
    page.locator('[data-list="shelf"]').get_by_role("link", name="伴走支援の基本").click()
    expect(page.locator("h1:visible")).to_have_text("伴走支援の基本")
    page.get_by_role("link", name="確認テスト").click()
    expect(page.locator("fieldset.question").first).to_be_visible()
    page.get_by_role("button", name="解答を提出する").click()
    expect(page.get_by_role("alert")).to_have_text("まだ何も答えていません。")
    page.goto(f"{device.person.site}{COURSE}?lang=en")
    expect(page.locator(".connection")).to_contain_text("No connection")


def test_neither_names_nor_texts_nor_pages_of_a_person_lie_on_the_device_in_the_clear(device):
    device.lose_connection()
    page = device.page
    page.reload()
    page.locator(".think textarea").first.fill(TYPED)
    page.locator(".think button").first.click()
    expect(page.locator(".think .callout--success")).to_be_visible()
    kept = device.everything_kept()
    rows = str(kept["rows"])
    assert len(kept["rows"]["item"]) == 1
    assert len(kept["rows"]["page"]) >= 3
    for words in (TYPED, "補助金", "藤井"):
        assert words not in rows
        assert words.encode().decode("latin-1") not in rows
    files = {address.removeprefix(device.person.site).split("?")[0]: text for address, text in kept["files"]}
    assert "藤井" not in str(files)
    assert {path for path in files if not path.startswith(("/static/", "/style.css"))} == {
        "/offline",
        "/offline/locale",
    }
    key = page.evaluate("""async () => {
        const { listOwners } = await import("offline/store");
        const [{ key }] = await listOwners();
        return crypto.subtle.exportKey("raw", key).then(() => "readable", (reason) => reason.name);
    }""")
    assert key == "InvalidAccessError"


def test_a_session_that_ended_meanwhile_keeps_everything_until_one_is_signed_in_again(device):
    attempts = device.count("attempt")
    device.answer_offline()
    device.page.context.clear_cookies()
    device.find_connection()
    device.go(HOME)
    expect(device.outcome).to_contain_text("サインアウトしています")
    device.unsent(1)
    assert device.count("attempt") == attempts
    device.person.check()
    device.page.locator('[data-act="sign-in"]').click()
    device.sign_in("advisor")
    device.go(HOME)
    device.unsent(0)
    assert device.count("attempt") == attempts + 1


def test_another_person_on_the_device_neither_sees_nor_sends_what_is_unsent(device):
    attempts = device.count("attempt")
    device.answer_offline()
    device.page.context.clear_cookies()
    device.find_connection()
    device.sign_in("supervisor")
    device.go("/")
    expect(device.page.locator(".unsent")).to_be_hidden()
    device.go(HOME)
    expect(device.page.locator('[data-part="others"]')).to_contain_text("別の人の未送信の記録が1件")
    assert "確認テスト" not in device.page.locator("main").inner_text()
    device.person.check()

    device.lose_connection()
    device.go(device.lesson)
    expect(device.page.locator("h1:visible")).to_have_text("このページは、この端末に保存されていません")
    assert device.page.locator(".kept:visible").count() == 0

    device.find_connection()
    device.page.context.clear_cookies()
    assert device.count("attempt") == attempts
    device.sign_in("advisor")
    device.go(HOME)
    device.unsent(0)
    assert device.count("attempt") == attempts + 1


def test_an_answer_whose_reply_is_lost_is_sent_again_and_done_once(device, lost_replies):
    attempts = device.count("attempt")
    device.answer_offline()
    device.find_connection()
    with device.page.expect_event("requestfailed", lambda request: request.method == "POST"):
        device.go(HOME)
    device.unsent(1)
    assert device.count("attempt") == attempts + 1, "the server did it, and nobody here knows"
    lost_replies.clear()
    device.page.get_by_role("button", name="今すぐ送信する").click()
    device.unsent(0)
    assert device.count("attempt") == attempts + 1


def test_two_windows_that_send_at_the_same_time_send_once(device):
    attempts = device.count("attempt")
    device.answer_offline()
    other = device.page.context.new_page()
    for page in (device.page, other):
        page.goto(f"{device.person.site}{HOME}")
    device.find_connection()
    for page in (device.page, other):
        expect(page.locator("#unsent-title")).to_have_text("未送信はありません")
    assert device.count("attempt") == attempts + 1


def test_a_connection_that_breaks_while_answering_loses_nothing(device):
    attempts = device.count("attempt")
    device.go(QUIZ)
    page = device.page
    expect(page.locator(".keep__state")).not_to_be_empty()
    page.locator("fieldset.question").first.locator("label").first.click()
    device.lose_connection()
    page.get_by_role("button", name="解答を提出する").click()
    expect(page.locator(".callout--success")).to_contain_text("この端末に保存しました")
    device.person.check()
    device.find_connection()
    expect(page.locator(".unsent")).to_be_hidden()
    device.go(HOME)
    expect(page.locator('[data-list="sent"] .kept')).to_have_count(1)
    assert device.count("attempt") == attempts + 1


def test_with_a_connection_a_kept_quiz_is_handed_in_as_ever(device):
    attempts = device.count("attempt")
    device.go(QUIZ)
    expect(device.page.locator(".keep__state")).not_to_be_empty()
    device.answer()
    expect(device.page).to_have_url(re.compile("/attempts/"))
    assert device.count("attempt") == attempts + 1
    device.go(HOME)
    device.unsent(0)


def test_what_is_refused_stays_with_its_reason_and_can_be_corrected(device, visitor):
    device.lose_connection()
    page = device.page
    page.reload()
    page.locator(".think textarea").first.fill(TYPED)
    page.locator(".think button").first.click()
    expect(page.locator(".think .callout--success")).to_be_visible()
    desk = visitor()
    desk.sign_in("advisor")
    expect(desk.page).not_to_have_url(re.compile("/sign-in"))
    desk.open(device.lesson)
    desk.page.locator(".think textarea").first.fill("机で書いた言葉")
    desk.page.locator(".think button").first.click()
    expect(desk.page.locator(".flash")).to_be_visible()

    device.find_connection()
    device.go(HOME)
    expect(page.locator(".kept__reasons")).not_to_be_empty()
    expect(page.locator(".kept .status--bad")).to_have_text("直してください")
    device.person.check()
    page.get_by_role("link", name="開いて直す").click()
    expect(page.locator("textarea[name=text]")).to_have_value(TYPED)
    page.locator("main form .button--primary").click()
    expect(page.locator(".conflict")).to_contain_text("机で書いた言葉")
    page.locator("main form .button--primary").click()
    expect(page).to_have_url(re.compile(device.lesson))
    device.go(HOME)
    device.unsent(0)
    expect(page.locator('[data-list="sent"] .kept')).to_have_count(1)


def test_signing_out_asks_first_when_something_is_unsent_and_then_empties_the_device(device):
    device.answer_offline()
    device.page.context.route("**/offline/session", lambda route: route.abort())
    device.find_connection()
    device.go("/account")
    device.page.locator(".menu__summary").click()
    device.page.get_by_role("button", name="サインアウト").click()
    expect(device.page.locator("h1")).to_have_text("未送信のままサインアウトしますか")
    device.unsent(1)
    device.person.check()
    device.page.get_by_role("button", name="削除してサインアウトする").click()
    expect(device.page).to_have_url(re.compile("/sign-in"))
    device.page.context.unroute("**/offline/session")
    device.go(HOME)
    expect(device.page.get_by_text("この端末には何も保存していません")).to_be_visible()
    assert device.page.evaluate("caches.keys()") == []
    assert "banso-offline" not in [one["name"] for one in device.page.evaluate("indexedDB.databases()")]


def test_after_fourteen_days_nothing_is_left_and_lost_work_is_told(device):
    device.answer_offline()
    device.page.clock.install()
    device.page.clock.fast_forward(15 * 24 * 3600 * 1000)
    device.go(HOME)
    expect(device.page.locator('[data-part="lost"]')).to_contain_text("1件を削除しました")
    device.unsent(0)
    assert device.page.locator(".kept:visible").count() == 0
    device.page.get_by_role("button", name="確認しました").click()
    expect(device.page.locator('[data-part="lost"]')).to_be_hidden()


def test_a_page_of_an_older_release_keeps_everything_and_asks_to_be_reloaded(device):
    device.answer_offline()
    newer = {"protocol": 99, "person": None, "csrf_token": ""}
    device.page.context.route("**/offline/session", lambda route: route.fulfill(json=newer))
    device.find_connection()
    device.go(HOME)
    expect(device.outcome).to_contain_text("古い版のため送信できません")
    device.unsent(1)


def test_whether_a_device_keeps_lessons_is_asked_once_and_changed_on_the_course_page(visitor, tmp_path):
    device = phone(visitor, tmp_path)
    device.sign_in("advisor")
    device.person.open(COURSE)
    page = device.page
    lessons = [link.get_attribute("href") for link in page.locator(".way__link").all()]
    device.person.open(lessons[0])
    page.get_by_role("button", name="この端末には保存しない").click()
    device.person.open(lessons[1])
    expect(page.locator('[data-part="question"]')).to_be_hidden()
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0

    device.person.open(COURSE)
    page.get_by_role("button", name="この端末に保存する").click()
    expect(page.get_by_text("開いたレッスンを、この端末に14日間保存します。")).to_be_visible()
    device.person.open(lessons[1])
    expect(page.locator(".keep__state")).to_contain_text("この端末で読めます")
    device.person.open(COURSE)
    page.get_by_role("button", name="この端末への保存をやめる").click()
    expect(page.get_by_text("この端末にはレッスンを保存していません。")).to_be_visible()
    assert device.everything_kept()["rows"]["page"] == []
    assert page.evaluate("caches.keys()") == []
