"""Target profiles as people use them: made at a desk by keyboard or on a phone, read with what helps next."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

WAYS = [
    pytest.param(PHONE, True, id="phone"),
    pytest.param(DESK, True, id="desk"),
    pytest.param(PHONE, False, id="phone-without-javascript"),
]


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_a_profile_is_made_given_and_read(visitor, width, javascript):
    hr = visitor(width=width, javascript=javascript)
    hr.sign_in("hr")
    hr.open("/targets/new")
    page = hr.page
    page.fill("#code", "lead-2026")
    page.locator("label", has_text="個別に割り当てた人だけ").click()
    page.fill("#starts_on", "2026-04-01")
    hr.press("公開する")
    assert hr.sees("入力内容を確かめてください")
    assert page.input_value("#code") == "lead-2026"
    page.fill("#name_ja", "リーダー候補")
    page.locator("input[name=level_A1][value='3']").check(force=True)
    page.locator("input[name=level_B1][value='4']").check(force=True)
    hr.press("公開する")
    assert hr.sees("リーダー候補")
    assert hr.sees("チェンジ・メイカー")

    hr.open("/people?q=藤井 美咲")
    hr.follow("藤井 美咲")
    hr.follow("目標との差")
    hr.follow("目標像を割り当てる")
    page.select_option("#profile", label="リーダー候補 – 経営力再構築伴走支援推進協議会")
    page.fill("#reason", "来年度の異動に備えて")
    hr.press("この目標像を割り当てる")
    assert hr.sees("来年度の異動に備えて")

    advisor = visitor(width=width, javascript=javascript)
    advisor.sign_in("advisor")
    advisor.open("/me/target")
    assert advisor.sees("リーダー候補")
    advisor.page.locator("summary", has_text="なぜこの目標像ですか").click()
    assert advisor.sees("来年度の異動に備えて")
    advisor.open("/me")
    advisor.open("/")


def test_levels_are_chosen_by_keyboard(visitor):
    hr = visitor(width=DESK)
    hr.sign_in("hr")
    hr.open("/targets/new")
    page = hr.page
    page.locator("input[name=level_A1]").first.focus()
    page.keyboard.press("3")
    expect(page.locator("input[name=level_A1][value='3']")).to_be_checked()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("input[name=level_A1][value='2']")).to_be_checked()
