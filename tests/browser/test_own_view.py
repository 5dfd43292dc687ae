"""Self-assessment as people do it: on a phone between visits, at a desk by keyboard, without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

WAYS = [
    pytest.param(PHONE, True, id="phone"),
    pytest.param(DESK, True, id="desk"),
    pytest.param(PHONE, False, id="phone-without-javascript"),
]
PAGE = "/me/self-assessment"


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_one_sitting_is_begun_left_finished_and_compared(visitor, width, javascript):
    person = visitor(width=width, javascript=javascript)
    person.sign_in("supervisor")
    person.open(PAGE)
    page = person.page
    assert page.locator("main .steps-mark").count() == 0
    assert not person.sees("%")
    page.locator("input[name=level_A1][value='2']").check()
    page.locator("summary", has_text="自分用のメモ").first.click()
    page.fill("textarea[name=note_A1]", "値上げの案件を思い出した")
    person.press("保存して後で続ける")
    assert person.sees("11項目のうち1項目を回答")
    assert page.locator("input[name=level_A1][value='2']").is_checked()
    assert page.input_value("textarea[name=note_A1]") == "値上げの案件を思い出した"

    person.press("自己評価を提出する")
    assert person.sees("まだ答えていません")
    assert page.locator(".error-summary a").count() == 10

    names = {box.get_attribute("name") for box in page.locator("input[type=radio]").all()}
    for name in sorted(names - {"level_A1"}):
        page.locator(f"input[name={name}][value='{'0' if name == 'level_A2' else '3'}']").check()
    person.press("自己評価を提出する")
    expect(page).to_have_url(re.compile(r"/me/self-assessment/[0-9a-f-]{36}$"))
    person.check()
    assert person.sees("段階の判定にも目標の達成にも使いません")
    assert person.sees("値上げの案件を思い出した")
    assert person.sees("まだわからない")

    person.open(PAGE)
    assert re.search(r"/me/self-assessment/[0-9a-f-]{36}$", page.url), "the next one has to wait"
    person.open("/me/criteria/B1")
    assert person.sees("自己評価")


def test_digits_choose_enter_leads_on_and_the_draft_saves_itself(visitor):
    person = visitor(width=DESK)
    person.sign_in("supervisor")
    person.open(PAGE)
    page = person.page
    page.locator("input[name=level_A1]").first.focus()
    for key in ("3", "Enter", "0", "Enter", "2"):
        page.keyboard.press(key)
    expect(page.locator(".own-bar__count")).to_have_text("11項目のうち3項目を回答")
    expect(page.locator(".own-bar__saved")).to_have_text(re.compile(r"^保存しました \d\d:\d\d$"))
    page.keyboard.press("4")
    expect(page.locator(".own-bar__saved")).to_have_text("未保存")
    expect(page.locator(".own-bar__saved")).to_have_text(re.compile("^保存しました"))
    page.keyboard.press("1")
    page.keyboard.press("4")
    page.goto(person.site)
    person.open(PAGE)
    chosen = {"level_A1": "3", "level_A2": "0", "level_A3": "4"}
    for name, level in chosen.items():
        assert page.locator(f"input[name={name}][value='{level}']").is_checked()


def test_without_a_connection_the_page_says_so_and_saves_once_it_is_back(visitor):
    person = visitor(width=PHONE)
    person.sign_in("supervisor")
    person.open(PAGE)
    page = person.page
    page.context.set_offline(True)
    page.locator("input[name=level_A1][value='2']").check()
    expect(page.locator(".own-bar__saved")).to_have_text(re.compile("つながらない"))
    page.locator("input[name=level_A1][value='3']").check()
    page.context.set_offline(False)
    expect(page.locator(".own-bar__saved")).to_have_text(re.compile("^保存しました"), timeout=15_000)
    person.open(PAGE)
    assert page.locator("input[name=level_A1][value='3']").is_checked()


def test_submitting_waits_for_the_draft_that_is_being_saved(visitor):
    person = visitor(width=PHONE)
    person.sign_in("supervisor")
    person.open(PAGE)
    page = person.page
    names = {box.get_attribute("name") for box in page.locator("input[type=radio]").all()}
    for name in sorted(names):
        page.locator(f"input[name={name}][value='2']").check()
    with page.expect_request(lambda request: request.method == "POST"):
        page.evaluate("""() => {
            Object.defineProperty(document, "hidden", {value: true});
            document.dispatchEvent(new Event("visibilitychange"));
            document.querySelector('button[value="submit"]').click();
        }""")
    expect(page).to_have_url(re.compile(r"/me/self-assessment/[0-9a-f-]{36}$"))


def test_a_page_out_of_date_says_so_and_shows_both(visitor):
    phone, desk = visitor(width=PHONE), visitor(width=DESK)
    for person in (phone, desk):
        person.sign_in("supervisor")
        person.open(PAGE)
    phone.page.locator("input[name=level_A1][value='2']").check()
    expect(phone.page.locator(".own-bar__saved")).to_have_text(re.compile("^保存しました"))
    desk.page.locator("input[name=level_A1][value='4']").check()
    expect(desk.page.locator(".own-bar__saved")).to_have_text(re.compile("保存できませんでした"))
    desk.press("保存して後で続ける")
    assert desk.sees("別の画面か端末で")
    assert desk.page.locator(".conflict__field").count() == 1
    desk.press("保存して後で続ける")
    expect(desk.page.locator(".flash")).to_be_visible()
    assert desk.page.locator("input[name=level_A1][value='4']").is_checked()
