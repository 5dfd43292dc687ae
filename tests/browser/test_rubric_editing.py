"""The next version of a rubric, written at a desk or on a phone, without JavaScript too; its readers."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

WAYS = [
    pytest.param(DESK, True, id="desk"),
    pytest.param(PHONE, True, id="phone"),
    pytest.param(DESK, False, id="desk-without-javascript"),
]
LEVELS = (
    "助言を得て要因を挙げる。",
    "自分で要因を確かめる。",
    "利害の違う人とも確かめる。",
    "地域の要因を確かめる。",
)


@pytest.fixture
def begin():
    """Discard the demo's draft as its owner, begin another, and return its address."""

    def of(person, account: str = "hr", title: str = "伴走支援者", action: str = "次の版を作る") -> str:
        person.sign_in(account)
        person.open("/rubrics")
        person.follow(title)
        person.follow("この下書きを破棄する")
        person.press("下書きを破棄する")
        person.follow(action)
        person.press("下書きを始める")
        return person.page.url

    return of


@pytest.fixture
def write():
    """Write a criterion in both languages on the page that is open."""

    def on(page) -> None:
        page.fill("#name_ja", "要因を確かめる力")
        page.fill("#name_en", "Testing causes")
        page.fill("#definition_ja", "見立てた要因を、事実に当たって確かめる力。")
        page.fill("#definition_en", "Testing the supposed causes against facts.")
        for number, words in enumerate(LEVELS, start=1):
            page.fill(f"#text_{number}_ja", words)
            page.fill(f"#text_{number}_en", f"Causes, level {number}.")

    return on


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_a_version_with_a_split_and_a_shifted_criterion_is_written_published_and_read(
    visitor, begin, write, width, javascript
):
    person = visitor(width=width, javascript=javascript)
    draft = begin(person)
    page = person.page

    person.open(f"{draft}/criteria/new")
    page.fill("#code", "B5")
    page.select_option("#domain", "B")
    page.fill("#name_ja", "要因を確かめる力")
    person.press("保存する")
    assert person.sees("公開までに、あと")
    person.follow("名称：英語の文がまだありません。")
    assert page.url.endswith("/criteria/B5#name_en")
    write(page)
    person.press("保存する")
    assert person.sees("下書きはそろっています")

    person.open(f"{draft}/crosswalk")
    person.follow("B1 課題発見力")
    page.locator("input[name=kind][value=split]").check()
    page.locator("input[name=targets][value=B5]").check()
    person.press("保存する")
    person.follow("A1 オーナーシップ")
    expect(page.locator("#level_3")).to_be_hidden()
    page.locator("input[name=kind][value=shifted]").check()
    page.select_option("#level_3", "2")
    page.select_option("#level_4", "3")
    assert person.sees(re.compile("これまで段階3 チャレンジャーと評価された記録は、新しい版では"))
    person.press("保存する")
    assert person.sees("段階3は段階2として読みます")

    person.open(f"{draft}/about")
    assert page.input_value("#version") == "2"
    page.fill("#note_ja", "課題発見力を二つに分けました。")
    page.fill("#note_en", "Issue discovery has become two.")
    person.press("保存する")
    person.follow("公開する")
    assert person.sees("資質能力1項目は分割します")
    person.press("第2版を公開する")
    assert person.sees("公開しました")

    reader = visitor(width=width, javascript=javascript)
    reader.sign_in("advisor")
    reader.open("/rubric")
    assert reader.sees("課題発見力を二つに分けました。")
    reader.follow("何が変わったかを並べて見る")
    assert reader.sees("これまで段階3と評価された記録は、段階2として読みます。")
    assert reader.sees("前の版のB1 課題発見力から。")
    reader.open("/rubrics")
    reader.follow("第1版")
    assert reader.sees("この版はいまは使われていません")
    reader.follow("現行の第2版を読む")
    assert reader.sees("要因を確かめる力")
    assert not reader.sees("次の版を作る")


def test_the_preview_follows_what_is_typed(visitor, begin):
    person = visitor(width=DESK)
    draft = begin(person)
    person.open(f"{draft}/criteria/B1")
    page = person.page
    preview = page.locator("#preview article").first
    page.fill("#definition_ja", "新しい意味")
    expect(preview.locator("[data-of=definition_ja]")).to_have_text("新しい意味")
    page.fill("#sign_2_ja", "")
    expect(preview.locator("[data-of=sign_2_ja]")).to_be_hidden()
    page.fill("#sign_2_ja", "別の例")
    expect(preview.locator("[data-of=sign_2_ja]")).to_be_visible()
    page.fill("#text_1_ja", "<b>太字</b>")
    expect(preview.locator("[data-of=text_1_ja]")).to_have_text("<b>太字</b>")


def test_without_javascript_a_button_shows_the_preview_and_keeps_what_was_typed(visitor, begin):
    person = visitor(width=PHONE, javascript=False)
    draft = begin(person)
    person.open(f"{draft}/criteria/B1")
    person.page.fill("#definition_ja", "新しい意味")
    person.press("プレビュー")
    assert "新しい意味" in person.page.locator("#preview").inner_text()
    assert person.page.input_value("#definition_ja") == "新しい意味"
    person.open(f"{draft}/criteria/B1")
    assert person.page.input_value("#definition_ja") != "新しい意味"


def test_leaving_with_unsaved_words_asks_first_and_saving_does_not(visitor, begin):
    person = visitor(width=DESK)
    draft = begin(person)
    person.open(f"{draft}/criteria/B1")
    page = person.page
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#name_ja").press_sequentially("新")
    page.goto(f"{draft}/about")
    assert asked == ["beforeunload"]
    page.locator("#note_ja").press_sequentially("新")
    person.press("保存する")
    assert asked == ["beforeunload"]


def test_what_somebody_else_saved_is_shown_beside_what_was_typed(visitor, begin):
    first, second = visitor(width=DESK), visitor(width=PHONE)
    draft = begin(first)
    second.sign_in("hr")
    for person in (first, second):
        person.open(f"{draft}/criteria/A1")
        person.page.fill("#name_ja", f"名{person.page.viewport_size['width']}")
    first.press("保存する")
    second.press("保存する")
    assert second.sees("名1280")
    assert second.page.locator(".conflict__field").count() == 1
    second.press("保存する")
    assert second.sees("A1 名390")


def test_a_member_adds_an_example_that_its_advisors_read(visitor, begin):
    author = visitor(width=PHONE)
    begin(author, "author", "広島商工会議所の追加項目", "当会の追加を直す")
    author.follow("B1 課題発見力")
    author.page.fill("#example_2_1_ja", "港の町工場で、工程表と突き合わせて聞く。")
    author.page.fill("#example_2_1_en", "Asks beside the schedule of a workshop at the port.")
    author.press("保存する")
    author.follow("公開する")
    author.press("第1.1版を公開する")
    advisor = visitor(width=PHONE)
    advisor.sign_in("advisor")
    advisor.open("/rubric?criterion=B1")
    assert advisor.sees("港の町工場で")
    assert advisor.sees("当会の追加")


def test_every_page_of_a_draft_is_in_order(visitor, begin):
    for width in (DESK, PHONE):
        person = visitor(width=width)
        draft = begin(person)
        for part in (
            "",
            "/about",
            "/levels",
            "/domains",
            "/criteria/new",
            "/criteria/B1",
            "/criteria/B1/remove",
            "/crosswalk",
            "/crosswalk/B1",
            "/preview",
            "/compare?show=all",
            "/publish",
            "/discard",
        ):
            person.open(draft + part)
        person.open("/rubric?on=2026-01-10")
