"""A calibration session in real browsers: led at a desk, rated alone on phones, talked about, summed up."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.calibrating import RATERS
from tests.browser.conftest import DESK, PASSWORD, PHONE, ROOT, _environment

WAYS = [
    pytest.param(DESK, PHONE, True, id="desk-and-phones"),
    pytest.param(PHONE, DESK, False, id="without-javascript"),
]
ACCOUNTS = ("supervisor", *RATERS)


@pytest.fixture
def prepared(site: str, tmp_path) -> str:
    """The demo with two more supervisors at the chamber."""
    command = [sys.executable, "-m", "tests.browser.calibrating", PASSWORD]
    environment = _environment(tmp_path / "site")
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return site


@pytest.fixture
def session_page(prepared, visitor):
    """Let HR prepare and open a session of two vignettes and three raters; return HR and its address."""

    def prepare(width: int, *, javascript: bool):
        leader = visitor(width=width, javascript=javascript)
        leader.sign_in("hr")
        leader.open("/calibration")
        leader.follow("すり合わせを準備する")
        page = leader.page
        page.fill("#title", "秋のすり合わせ")
        page.fill("#purpose", "課題発見の読み方をそろえる")
        for box in page.locator("input[name=vignettes]").all()[:2]:
            box.check()
        leader.press("保存して評価者を選ぶ")
        address = page.url.removeprefix(leader.site).removesuffix("/raters")
        for name in ("北", "中 悟"):
            leader.open(f"{address}/raters?q={name}")
            page.locator("input[name=people]").first.check()
            leader.press("選んだ人を加える")
        assert leader.sees("評価者は2人です")
        leader.open(f"{address}/raters?q=岡田")
        page.locator("input[name=people]").first.check()
        leader.press("選んだ人を加える")
        leader.follow("いま始める")
        leader.press("いま始める")
        assert leader.sees("3人のうち0人が回答")
        return leader, address

    return prepare


@pytest.fixture
def rate():
    """Rate both vignettes as somebody, every ability at one level but the first, and hand in."""

    def rating(person, address: str, level: int) -> None:
        person.open(address)
        person.follow("評価を始める")
        page = person.page
        for number in (1, 2):
            names = {box.get_attribute("name") for box in page.locator("input[type=radio]").all()}
            assert len(names) == 11
            for name in sorted(names):
                value = "0" if name == "level_C3" else str(level if name == "level_B1" else 2)
                page.locator(f"input[name={name}][value='{value}']").check()
            page.fill("textarea[name=note_B1]", f"段階{level}だと思った場面")
            person.press("保存して次の事例へ" if number == 1 else "保存して提出内容を確かめる")
        person.press("提出する")
        assert person.sees("提出しました")

    return rating


@pytest.mark.parametrize(("leads_at", "rates_at", "javascript"), WAYS)
def test_three_rate_alone_talk_rate_again_and_sum_up(
    session_page, visitor, rate, leads_at, rates_at, javascript
):
    leader, address = session_page(leads_at, javascript=javascript)
    raters = []
    for account, level in zip(ACCOUNTS, (1, 3, 4), strict=True):
        person = visitor(width=rates_at, javascript=javascript)
        person.sign_in(account)
        assert person.sees("秋のすり合わせ")
        rate(person, address, level)
        person.open(f"{address}/results")
        assert not person.sees("ここから話し合う")
        raters.append(person)

    leader.open(address)
    leader.follow("分布を公開して話し合う")
    leader.press("分布を公開して話し合う")
    leader.follow("分布を見る")
    assert leader.sees("ここから話し合う")
    leader.page.locator(".points__link").first.click()
    leader.check()
    assert leader.sees("課題発見力")
    for level in (1, 3, 4):
        assert leader.sees(f"段階{level}だと思った場面")
    assert not leader.sees("北 良子")

    leader.open(address)
    leader.follow("書く")
    leader.page.fill("textarea[name=text_B1]", "聴いた事実と、掘り下げた問いの両方を見る。")
    leader.press("保存する")
    leader.open(address)
    leader.follow("2回目を始める")
    leader.press("2回目を始める")

    first = raters[0]
    first.open(f"{address}/rate/1")
    assert first.page.locator("input[name=level_B1][value='1']").is_checked()
    first.page.locator("input[name=level_B1][value='3']").check()
    first.press("保存して次の事例へ")
    for person in raters:
        person.open(f"{address}/hand-in")
        person.press("提出する")
    leader.open(address)
    leader.follow("終了する")
    leader.press("終了する")

    first.open(f"{address}/mine")
    assert first.sees("あなただけが見られます")
    assert first.sees("2回目では、1件の段階を変えました")
    first.open(f"{address}/summary")
    assert first.sees("聴いた事実と、掘り下げた問いの両方を見る。")
    assert first.sees("3人のうち1人が段階を変えました")
    assert not any(first.sees(name) for name in RATERS.values())


def test_digits_choose_and_the_draft_saves_itself_beside_the_text(session_page, visitor):
    _leader, address = session_page(DESK, javascript=True)
    person = visitor(width=DESK)
    person.sign_in("supervisor")
    person.open(f"{address}/rate/1")
    page = person.page
    page.locator("input[name=level_A1]").first.focus()
    for key in ("3", "Enter", "0", "Enter", "2"):
        page.keyboard.press(key)
    expect(page.locator(".own-bar__count")).to_have_text("11項目のうち3項目を回答")
    expect(page.locator(".own-bar__saved")).to_have_text(re.compile("^保存しました"))
    assert page.locator(".judge__text").is_visible()
    person.open(f"{address}/rate/1")
    assert page.locator("input[name=level_A1][value='3']").is_checked()
    assert page.locator("input[name=level_A2][value='0']").is_checked()


def test_the_summary_prints_on_a4_without_losing_a_column(session_page, visitor, rate):
    leader, address = session_page(DESK, javascript=True)
    for account, level in zip(ACCOUNTS, (1, 2, 3), strict=True):
        person = visitor(width=PHONE)
        person.sign_in(account)
        rate(person, address, level)
    leader.open(f"{address}/steps/discuss")
    leader.press("分布を公開して話し合う")
    leader.open(f"{address}/summary")
    page = leader.page
    page.set_viewport_size({"width": 690, "height": 980})
    page.emulate_media(media="print")
    widths = page.evaluate(
        "[...document.querySelectorAll('.summary table')].map(t => t.getBoundingClientRect().right)"
    )
    assert widths
    assert max(widths) <= 690
