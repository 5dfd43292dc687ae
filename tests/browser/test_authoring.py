"""A course written in the browser with a picture and a question, read over by another, then by a learner."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.factories.authoring import photograph

LESSON_JA = (
    "## 耳を澄ます\n\n相手の**最初の一言**を書き留めます。\n\n/// takeaway | 持ち帰り\n急がない。\n///"
)
LESSON_EN = "## Listening\n\nWrite down the **first words**.\n\n/// note | Note\nDo not hurry.\n///"


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """A photograph on the author's disk."""
    file = tmp_path / "shop.jpg"
    file.write_bytes(photograph())
    return file


@pytest.fixture
def begin():
    """Begin a course as the author of the demo; its address."""

    def of(person) -> str:
        person.sign_in("author")
        person.open("/courses/drafts/new")
        person.page.locator("input[name=what][value^=new-]").check()
        person.page.fill("#title", "最初の一言")
        person.page.fill("#slug", "first-words")
        person.press("下書きを始める")
        return person.page.url.removesuffix("/about")

    return of


@pytest.fixture
def fill():
    """Fill in both languages of a text."""

    def both(page, name: str, ja: str, en: str) -> None:
        page.fill(f"#{name}-ja", ja)
        page.fill(f"#{name}-en", en)

    return both


@pytest.fixture
def describe(fill):
    """Write what a course says of itself: title, aim, source."""

    def write(person, draft: str) -> None:
        page = person.page
        person.open(f"{draft}/about")
        fill(page, "title", "最初の一言", "The first words")
        fill(page, "summary", "最初の一言を聞き取ります。", "Hear the first words.")
        fill(page, "audience", "新しい方。", "Newcomers.")
        page.fill("#minutes", "１０")
        person.press("保存する")
        person.open(f"{draft}/aims")
        person.press("ねらいを加える")
        page.select_option("#serves-0-criterion", "B1")
        page.locator("#serves-0-levels-0").check()
        fill(page, "serves-0-objective", "一言を書き留められる", "Can write the words down")
        person.press("保存する")
        person.open(f"{draft}/sources")
        person.press("出典を加える")
        fill(page, "sources-0-title", "当会の記録", "Our own records")
        person.press("保存する")
        person.open(f"{draft}/lessons")
        person.press("レッスンを加える")
        page.fill("#lessons-0-slug", "listen")
        person.press("保存する")

    return write


@pytest.fixture
def ask(fill):
    """Write a question with one right answer."""

    def write(person, draft: str) -> None:
        page = person.page
        person.open(f"{draft}/quiz/new")
        person.press("問いを書く")
        fill(page, "prompt", "どうしますか", "What do you do?")
        for number, (ja, en) in enumerate((("聞く", "Listen"), ("急ぐ", "Hurry"))):
            fill(page, f"options-{number}-text", ja, en)
            fill(page, f"options-{number}-feedback", f"{ja}の説明", f"About {en}")
        page.locator("#options-0-correct").check()
        for _ in range(2):
            page.get_by_role("button", name="外す 選択肢3").click()
            page.wait_for_load_state()
        person.press("保存する")

    return write


@pytest.mark.parametrize(
    ("width", "javascript"),
    [
        pytest.param(DESK, True, id="desk"),
        pytest.param(PHONE, False, id="phone-without-javascript"),
    ],
)
def test_a_course_is_written_reviewed_published_and_read(
    visitor, begin, describe, ask, fill, snapshot, width, javascript
):
    author = visitor(width=width, javascript=javascript)
    draft = begin(author)
    page = author.page
    describe(author, draft)
    author.open(f"{draft}/lessons/listen")
    for name, ja, en in (("title", "耳を澄ます", "Listening"), ("objective", "書き留める", "Write down")):
        fill(page, name, ja, en)
    page.fill("#text-ja", LESSON_JA)
    page.locator(".side-tabs__tab--en").click()
    page.fill("#text-en", LESSON_EN)
    author.press("保存する")
    author.open(f"{draft}/pictures?lesson=listen")
    page.set_input_files("#file", str(snapshot))
    page.fill("#alt_ja", "店の前に立つ人")
    page.fill("#alt_en", "Somebody in front of a shop")
    author.press("画像を加える")
    assert author.sees("店の前に立つ人")
    ask(author, draft)
    author.open(draft)
    assert author.sees("下書きはそろっています")
    author.follow("レビューに出す")
    page.fill("#request", "画像の説明を見てください。")
    author.press("レビューに出す")
    assert author.sees("だれも書き込めません")

    reviewer = visitor(width=width, javascript=javascript)
    reviewer.sign_in("hr")
    reviewer.open("/courses/drafts")
    reviewer.follow("最初の一言")
    assert reviewer.sees("画像の説明を見てください。")
    reviewer.follow("1. 耳を澄ます")
    assert reviewer.sees("急がない。")
    reviewer.open(f"{draft}/review")
    reviewer.page.locator("input[name=decision][value=publish]").check()
    reviewer.press("決める")
    assert reviewer.sees("公開しました") or "first-words" in reviewer.page.url

    learner = visitor(width=width, javascript=javascript)
    learner.sign_in("advisor")
    learner.open("/courses/first-words")
    learner.follow("耳を澄ます")
    assert learner.sees("最初の一言")
    shown = learner.page.locator(".lesson img")
    assert shown.get_attribute("alt") == "店の前に立つ人"
    assert shown.evaluate("image => image.complete && image.naturalWidth") == 20


def test_the_page_and_what_is_wrong_follow_what_is_typed_and_it_is_saved_by_itself(visitor, begin):
    person = visitor(width=DESK)
    draft = begin(person)
    person.open(f"{draft}/lessons")
    person.press("レッスンを加える")
    person.open(f"{draft}/lessons/lesson-1")
    page = person.page
    page.locator("#text-ja").press_sequentially("## 見出し")
    expect(page.locator("#page-ja h2")).to_have_text("見出し")
    expect(page.locator("[data-saved]")).to_have_text(re.compile("保存しました"))
    page.fill("#text-ja", "一行目\n\n<b>太字</b>")
    expect(page.locator("#remarks-ja")).to_contain_text("日本語 3行目")
    page.locator("#remarks-ja a").first.click()
    assert page.evaluate("getSelection().toString() || document.activeElement.id") in {
        "text-ja",
        "<b>太字</b>",
    }
    page.fill("#text-ja", "保存される文")
    expect(page.locator("[data-saved]")).to_have_text(re.compile("未保存"))
    expect(page.locator("[data-saved]")).to_have_text(re.compile("保存しました"))
    person.open(f"{draft}/lessons/lesson-1")
    assert page.input_value("#text-ja") == "保存される文"


def test_a_picture_goes_in_where_one_writes(visitor, begin, snapshot):
    person = visitor(width=PHONE)
    draft = begin(person)
    page = person.page
    person.open(f"{draft}/lessons")
    person.press("レッスンを加える")
    person.open(f"{draft}/pictures")
    page.set_input_files("#file", str(snapshot))
    page.fill("#alt_ja", "店")
    page.fill("#alt_en", "Shop")
    person.press("画像を加える")
    person.open(f"{draft}/lessons/lesson-1")
    page.locator(".side-tabs__tab--en").click()
    expect(page.locator("#text-ja")).to_be_hidden()
    page.fill("#text-en", "Before")
    page.get_by_role("button", name=re.compile("カーソルの位置に入れる")).click()
    assert re.fullmatch(
        r"Before\n\n!\[Shop\]\(figures/[0-9a-f]{16}\.jpeg\)\n\n", page.input_value("#text-en")
    )
    expect(page.locator("#page-en img")).to_have_attribute("alt", "Shop")


def test_what_somebody_else_saved_is_shown_beside_what_was_typed(visitor, begin):
    first, second = visitor(width=DESK), visitor(width=PHONE)
    draft = begin(first)
    second.sign_in("hr")
    for person in (first, second):
        person.open(f"{draft}/about")
        person.page.fill("#title-ja", f"題{person.page.viewport_size['width']}")
    first.press("保存する")
    second.press("保存する")
    assert second.sees("題1280")
    assert second.page.locator(".conflict__field").count() == 1
    second.press("保存する")
    assert second.sees("題390")


def test_every_page_of_a_draft_is_in_order(visitor, begin):
    for width in (DESK, PHONE):
        person = visitor(width=width)
        person.sign_in("hr")
        person.open("/courses/drafts")
        person.open("/courses/drafts/import")
        person.open("/courses/drafts/new")
        person.page.locator("input[name=what][value^=next-]").check()
        person.press("下書きを始める")
        draft = person.page.url
        for part in (
            "",
            "/about",
            "/aims",
            "/sources",
            "/lessons",
            "/lessons/itsutsu-no-shouheki",
            "/lessons/itsutsu-no-shouheki/tasks",
            "/lessons/itsutsu-no-shouheki/remove",
            "/quiz",
            "/quiz/new",
            "/quiz/import",
            "/quiz/first-reply",
            "/quiz/first-reply/remove",
            "/pictures",
            "/pictures/barriers.ja.svg/remove",
            "/preview",
            "/preview/itsutsu-no-shouheki",
            "/preview-quiz",
            "/compare",
            "/discard",
        ):
            person.open(draft + part)
