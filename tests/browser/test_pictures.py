"""The pictures of levels in use: on a phone, at a desk, by keyboard, on paper, without JavaScript."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

WAYS = [
    pytest.param(PHONE, True, id="phone"),
    pytest.param(DESK, True, id="desk"),
    pytest.param(DESK, False, id="desk-without-javascript"),
]
A3_LANDSCAPE = (1191, 842)
"""In points."""


@pytest.mark.parametrize(("width", "javascript"), WAYS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_planner_finds_a_person_on_the_map_and_reads_why(visitor, width, javascript, language):
    planner = visitor(width=width, javascript=javascript)
    planner.sign_in("hr")
    planner.open(f"/reports/levels?lang={language}")
    page = planner.page
    everybody = page.locator(".heat tbody tr").count()
    page.locator(".more-filters summary").click()
    page.locator("#level-4").click()
    page.wait_for_url(re.compile("level=4"))
    expect(page.locator("#level-4")).to_have_attribute("aria-current", "true")
    planner.check()
    few = page.locator(".heat tbody tr").count()
    assert 0 < few < everybody
    name = page.locator(".heat tbody th a").first.inner_text()

    page.locator(".heat tbody td a").nth(1).click()
    page.wait_for_url(re.compile(r"/people/[0-9a-f-]{36}/criteria/A1"))
    planner.check()
    assert planner.sees(name)


def test_filters_answer_without_loading_the_page_anew(visitor):
    planner = visitor()
    planner.sign_in("hr")
    planner.open("/reports/levels?level=4")
    page = planner.page
    page.evaluate("window.stayed = true")
    page.locator("#level-2").click()
    expect(page.locator("#level-2")).to_have_attribute("aria-current", "true")
    assert page.evaluate("window.stayed") is True
    assert page.evaluate("document.activeElement.id") == "level-2", "the keyboard stays where it was"
    page.fill("#q", "藤")
    page.wait_for_url(re.compile("q="))
    expect(page.locator("#level-2")).to_have_attribute("aria-current", "true")
    expect(page.locator(".heat tbody th a").first).to_contain_text("藤")
    assert page.evaluate("window.stayed") is True


def test_arrow_keys_move_over_the_map_in_one_tab_stop(visitor):
    planner = visitor()
    planner.sign_in("hr")
    planner.open("/reports/levels")
    page = planner.page
    place = (
        "(() => { const cell = document.activeElement.closest('td, th');"
        "return [cell.parentElement.sectionRowIndex, cell.cellIndex] })()"
    )
    page.locator(".heat tbody th a").first.focus()
    for key, expected in (
        ("ArrowRight", [0, 1]),
        ("ArrowDown", [1, 1]),
        ("End", [1, 12]),
        ("ArrowRight", [1, 12]),
        ("Home", [1, 0]),
        ("ArrowUp", [0, 0]),
        ("ArrowUp", [0, 0]),
    ):
        page.keyboard.press(key)
        assert page.evaluate(place) == expected, key
    assert page.locator(".heat tbody a[tabindex='0'], .heat tbody a:not([tabindex])").count() == 1
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/criteria/A1"))


def test_on_a_phone_the_map_moves_in_its_frame_with_names_in_view(visitor):
    planner = visitor(width=PHONE)
    planner.sign_in("hr")
    planner.open("/reports/levels")
    page = planner.page
    frame = page.locator(".table-frame")
    frame.scroll_into_view_if_needed()
    frame.evaluate("frame => { frame.scrollLeft = 500; frame.scrollTop = 300 }")
    edge = frame.bounding_box()
    name = page.locator(".heat tbody tr:nth-child(8) th").bounding_box()
    head = page.locator(".heat thead tr:last-child th").nth(5).bounding_box()
    assert abs(name["x"] - edge["x"]) < 3, "the names stay at the left"
    assert abs(head["y"] - edge["y"]) < 3, "the abilities stay on top"
    size = page.locator(".heat td small").first.evaluate(
        "text => parseFloat(getComputedStyle(text).fontSize)"
    )
    assert size >= 12
    planner.check()


def test_the_map_is_printed_on_a3_with_its_headings_on_every_sheet(visitor):
    planner = visitor()
    planner.sign_in("hr")
    planner.open("/reports/levels")
    printed = planner.page.pdf(prefer_css_page_size=True)
    boxes = {
        tuple(round(float(number)) for number in box.split()[2:4])
        for box in re.findall(rb"/MediaBox ?\[([^\]]*)\]", printed)
    }
    assert boxes == {A3_LANDSCAPE}
    planner.page.emulate_media(media="print")
    heading = planner.page.locator(".heat thead")
    assert heading.evaluate("part => getComputedStyle(part).display") == "table-header-group"
    assert not planner.page.locator(".chips").first.is_visible()


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_an_advisor_reads_profile_and_way(visitor, width, javascript):
    advisor = visitor(width=width, javascript=javascript)
    advisor.sign_in("advisor")
    advisor.open("/me")
    radar = advisor.page.locator(".radar")
    assert radar.get_attribute("role") == "img"
    assert radar.bounding_box()["width"] <= width
    advisor.follow("段階の推移")
    assert advisor.page.url.endswith("/me/history")
    assert advisor.page.locator(".timeline").count() >= 1
    today = datetime.now(ZoneInfo("Asia/Tokyo"))
    assert advisor.sees(f"{today.year}/{today.month}/{today.day}")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_supervisor_reaches_the_pictures_from_the_navigation(visitor, width):
    supervisor = visitor(width=width)
    supervisor.sign_in("supervisor")
    supervisor.check()
    supervisor.page.get_by_role("navigation").get_by_role("link", name="段階一覧").first.click()
    supervisor.page.wait_for_url(re.compile("/reports/levels"))
    supervisor.check()
    supervisor.follow("分布")
    assert supervisor.page.url.endswith("/reports/distribution")
    supervisor.open("/reports")
    supervisor.open("/reports/distribution?of=B1&lang=en")
