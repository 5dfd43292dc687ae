"""Every part of a draft is written in the browser; everything typed stays, rows move as their buttons say."""

import json

import pytest

from lms.courses.domain import QuestionKind
from tests.client import hidden_fields_of
from tests.factories.authoring import send
from tests.factories.pages import fields_of

PARTS = (
    "",
    "/about",
    "/aims",
    "/sources",
    "/lessons",
    "/lessons/first",
    "/lessons/first/tasks",
    "/lessons/first/remove",
    "/quiz",
    "/quiz/new",
    "/quiz/import",
    "/quiz/single",
    "/quiz/single/remove",
    "/pictures",
    "/preview",
    "/preview/first",
    "/preview-quiz",
    "/compare",
    "/send",
    "/discard",
)


@pytest.fixture
def mori(cast, author, client_as):
    return client_as(cast.mori)


@pytest.fixture
def place(draft_id):
    return f"/courses/drafts/{draft_id}"


@pytest.fixture
def text_of(get, author, draft_id):
    return lambda: get(author, draft_id).text


@pytest.fixture
def change(mori, place):
    """Open a page of the draft, change some of its fields, press a button."""

    def send(part: str, fields: dict, intent: str = "save"):
        url = f"{place}{part}"
        return mori.post(url, data={**fields_of(mori.get(url)), **fields, "intent": intent})

    return send


@pytest.mark.parametrize("part", PARTS)
def test_every_page_opens_within_its_statements(mori, place, part, count_statements):
    mori.get(f"{place}{part}")
    assert count_statements(lambda: mori.get(f"{place}{part}")) <= 15
    assert mori.get(f"{place}{part}").status_code == 200


@pytest.mark.parametrize("part", PARTS)
def test_outsiders_and_readers_find_no_page(cast, client_as, place, part):
    assert client_as(cast.chie).get(f"{place}{part}").status_code == 404
    assert client_as(cast.aoi).get(f"{place}{part}").status_code == 403


@pytest.mark.parametrize(
    "part",
    [
        "/about",
        "/aims",
        "/sources",
        "/lessons",
        "/lessons/first",
        "/lessons/first/tasks",
        "/quiz",
        "/quiz/single",
    ],
)
def test_saving_what_stands_there_changes_no_word(change, text_of, part):
    before = text_of()
    assert change(part, {}).status_code == 303
    assert json.dumps(text_of().course, sort_keys=True) == json.dumps(before.course, sort_keys=True)
    assert (text_of().quiz, text_of().lessons) == (before.quiz, before.lessons)


def test_what_a_course_says_of_itself_is_saved_with_gaps(change, text_of, place):
    answer = change("/about", {"title-ja": "新しい題", "title-en": "", "minutes": "４０", "version": "2.0"})
    assert (answer.status_code, answer.location) == (303, place)
    course = text_of().course
    assert (course["title"], course["minutes"], course["version"]) == (
        {"ja": "新しい題", "en": ""},
        40,
        "2.0",
    )
    change("/about", {"minutes": ""})
    assert "minutes" not in text_of().course


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"minutes": "many"}, "12や12.5のような数"),
        ({"minutes": "0"}, "1以上"),
        ({"minutes": "1.5"}, "整数"),
        ({"version": "first"}, "2.1"),
        ({"slug": "Not a slug"}, "英小文字と数字"),
        ({"slug": "drafts"}, "使えません"),
        ({"title-ja": "あ" * 1001}, "1000"),
    ],
)
def test_what_cannot_be_saved_is_refused_and_stays(change, text_of, fields, words):
    before = text_of()
    answer = change("/about", {"summary-ja": "この文は残る", **fields})
    assert answer.status_code in {409, 422}
    assert words in answer.text
    assert "この文は残る" in answer.text
    assert text_of() == before


def test_missing_things_lead_to_their_fields(mori, change, place):
    change("/about", {"title-en": ""})
    page = mori.get(place).text
    assert f"{place}/about#title-en" in page
    assert "題名（英語）：まだ書かれていません。" in page
    assert "レビューに出すまでに、あと1件" in page
    assert "/send" not in page
    assert mori.get(f"{place}/send").location == place
    assert mori.get(f"{place}/export.zip").location == place


def test_aims_are_added_moved_and_taken_out(change, text_of, place):
    answer = change("/aims", {}, "add:serves")
    assert answer.location == f"{place}/aims#serves-1"
    filled = {"serves-1-criterion": "A2", "serves-1-levels": ["1"], "serves-1-objective-ja": "できる"}
    assert change("/aims", filled, "up:serves-1").location == f"{place}/aims#serves-0"
    aims = text_of().course["serves"]
    assert [(aim["criterion"], aim["levels"]) for aim in aims] == [("A2", [1]), ("A1", [1, 2])]
    assert change("/aims", {}, "drop:serves-0").location == f"{place}/aims#serves-0"
    assert len(text_of().course["serves"]) == 1


def test_a_source_is_added_with_the_day_of_today(change, text_of):
    change("/sources", {}, "add:sources")
    source = text_of().course["sources"][1]
    assert (source["checked"], source["key"]) == ("2026-11-20", "source-1")
    change(
        "/sources",
        {"sources-1-title-ja": "本", "sources-1-url": "https://example.com/", "sources-1-checked": ""},
    )
    source = text_of().course["sources"][1]
    assert (source["url"], "checked" in source) == ("https://example.com/", False)
    assert change("/sources", {"sources-1-url": "javascript:x"}).status_code == 422


def test_lessons_get_names_and_an_order(change, text_of, place):
    assert change("/lessons", {}, "add:lessons").status_code == 303
    assert text_of().lesson_slugs == ("first", "second", "lesson-1")
    change("/lessons", {"lessons-0-slug": "begin"}, "down:lessons-0")
    assert text_of().lesson_slugs == ("second", "begin", "lesson-1")
    assert text_of().markdown("begin", "ja") == "firstの本文"
    assert text_of().question("single")["lesson"] == "begin"
    before = text_of()
    for slug, words in (
        ("second", "すでに使われています"),
        ("quiz", "すでに使われています"),
        ("", "英小文字と数字"),
    ):
        refused = change("/lessons", {"lessons-1-slug": slug})
        assert refused.status_code == 422
        assert words in refused.text
    assert text_of() == before


def test_a_lesson_is_written_in_both_languages(change, text_of, mori, place):
    words = {
        "text-ja": "## 見出し\r\n\r\n文[^paper]",
        "text-en": "## Heading",
        "title-ja": "題",
        "minutes": "8",
    }
    assert change("/lessons/first", words).location == place
    text = text_of()
    assert text.markdown("first", "ja") == "## 見出し\n\n文[^paper]"
    assert (text.lesson("first")["minutes"], text.lesson("first")["slug"]) == (8, "first")
    change("/lessons/first", {}, "add:serves")
    change("/lessons/first", {"serves-0-criterion": "A1", "serves-0-levels": ["2"]})
    assert text_of().lesson("first")["serves"] == [{"criterion": "A1", "levels": [2]}]
    assert mori.get(f"{place}/lessons/none").status_code == 404
    assert mori.get(f"{place}/preview/none").status_code == 404


def test_a_preview_shows_what_is_typed_and_saves_nothing(change, text_of):
    before = text_of()
    typed = "## 見出し\n\n<script>alert(1)</script>\n\n![](figures/none.png)"
    answer = change("/lessons/first", {"text-ja": typed}, "preview")
    assert answer.status_code == 200
    assert '<h2 id="' in answer.text or "<h2>見出し" in answer.text
    assert "<script>alert" not in answer.text
    assert "日本語 3行目：" in answer.text
    assert "日本語 5行目：" in answer.text
    assert text_of() == before


def test_an_autosave_answers_with_what_the_next_one_needs(mori, place, text_of):
    url = f"{place}/lessons/first"
    fields = {**fields_of(mori.get(url)), "text-ja": "一度目", "intent": "autosave"}
    first = mori.post(url, data=fields)
    assert first.location == f"{url}?part=saved"
    saved = mori.get(first.location).text
    assert "保存しました 12:00" in saved
    operation, seen = (saved.split(f'data-{name}="')[1].split('"')[0] for name in ("operation", "seen"))
    again = mori.post(url, data={**fields, "text-ja": "二度目", "operation": operation, "seen": seen})
    assert again.status_code == 303
    assert text_of().markdown("first", "ja") == "二度目"


def test_two_people_write_two_parts_and_meet_in_one(cast, session, mori, reviewer, client_as, place, text_of):
    sato = client_as(cast.sato)
    url = f"{place}/about"
    mine, theirs = fields_of(mori.get(url)), fields_of(sato.get(url))
    lesson = fields_of(mori.get(f"{place}/lessons/first"))
    assert sato.post(url, data={**theirs, "title-ja": "佐藤の題", "version": "3.0"}).status_code == 303
    assert mori.post(f"{place}/lessons/first", data={**lesson, "text-ja": "別の部分"}).status_code == 303
    answer = mori.post(url, data={**mine, "title-ja": "森の題", "version": "4.0"})
    assert answer.status_code == 409
    assert "佐藤の題" in answer.text
    assert "森の題" in answer.text
    assert fields_of(answer)["version"] == "4.0"
    again = mori.post(url, data={**fields_of(answer), "title-ja": "二人の題"})
    assert again.status_code == 303
    assert text_of().course["title"]["ja"] == "二人の題"
    assert text_of().markdown("first", "ja") == "別の部分"


def test_a_form_sent_twice_is_done_once(mori, place, text_of):
    url = f"{place}/aims"
    fields = {**fields_of(mori.get(url)), "intent": "add:serves"}
    assert mori.post(url, data=fields).location == mori.post(url, data=fields).location
    assert len(text_of().course["serves"]) == 2


def test_tasks_and_questions_to_oneself_are_written(change, text_of):
    change("/lessons/first/tasks", {}, "add:practices")
    change("/lessons/first/tasks", {}, "add:reflections")
    filled = {"practices-0-title-ja": "聞く", "practices-0-criterion": "A1", "practices-0-levels": ["1"]}
    change("/lessons/first/tasks", {**filled, "reflections-0-prompt-ja": "前回は"})
    lesson = text_of().lesson("first")
    assert lesson["practices"][0]["code"] == "first-task-1"
    assert lesson["practices"][0]["title"] == {"ja": "聞く", "en": ""}
    assert "watch" not in lesson["practices"][0]
    assert lesson["reflections"][0]["prompt"]["ja"] == "前回は"
    change("/lessons/first/tasks", {}, "drop:practices-0")
    assert "practices" not in text_of().lesson("first")


def test_a_lesson_is_removed_on_its_own_page(mori, place, text_of):
    assert "確認テストの1問" in mori.get(f"{place}/lessons/first/remove").text
    assert mori.submit(f"{place}/lessons/first/remove").location == place
    assert text_of().lesson_slugs == ("second",)


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_a_question_of_every_kind_is_added_opened_and_previewed(mori, place, text_of, kind):
    answer = mori.submit(f"{place}/quiz/new", {"question_kind": kind.value})
    assert answer.location == f"{place}/quiz/question-1"
    assert mori.get(answer.location).status_code == 200
    assert "直すところが" in mori.get(answer.location).text
    assert text_of().question("question-1")["kind"] == kind.value
    saved = mori.post(answer.location, data={**fields_of(mori.get(answer.location)), "intent": "save"})
    assert saved.location == f"{place}/quiz"


def test_a_numeric_question_is_written_and_tried(mori, change, place, text_of):
    mori.submit(f"{place}/quiz/new", {"question_kind": "numeric"})
    both = {"prompt-ja": "いくつ", "prompt-en": "How many", "unit-ja": "件", "unit-en": "cases"}
    change("/quiz/question-1", {**both, "answer": "１２．５", "tolerance": "0"}, "add:near")
    mistake = {"near-0-answer": "1,000", "near-0-tolerance": "1"}
    change("/quiz/question-1", {**mistake, "near-0-feedback-ja": "桁", "near-0-feedback-en": "digits"})
    question = text_of().question("question-1")
    assert (question["answer"], question["tolerance"], question["near"][0]["answer"]) == (12.5, 0, 1000)
    assert "feedback" not in question
    assert 'inputmode="decimal"' in mori.get(f"{place}/quiz/question-1").text
    assert change("/quiz/question-1", {"tolerance": "-1"}).status_code == 422


def test_a_short_question_lists_its_forms(mori, change, place, text_of):
    mori.submit(f"{place}/quiz/new", {"question_kind": "short"})
    change("/quiz/question-1", {"accepted-ja": "傾聴\n\n 聞くこと ", "accepted-en": "listening"})
    assert text_of().question("question-1")["accepted"] == {"ja": ["傾聴", "聞くこと"], "en": ["listening"]}


def test_a_case_gets_steps_that_lead_on(mori, change, place, text_of):
    mori.submit(f"{place}/quiz/new", {"question_kind": "scenario"})
    change("/quiz/question-1", {}, "add:steps")
    change("/quiz/question-1", {}, "drop:steps-0-choices-1")
    change("/quiz/question-1", {"steps-0-choices-0-to": "step-2", "steps-0-choices-0-good": "y"})
    (choice,) = text_of().question("question-1")["steps"][0]["choices"]
    assert (choice["to"], choice["good"]) == ("step-2", True)
    change("/quiz/question-1", {}, "drop:steps-1")
    assert "step-2（今はありません）" in mori.get(f"{place}/quiz/question-1").text


def test_the_quiz_gets_rules_names_and_an_order(change, text_of, mori, place):
    change("/quiz", {"pass_mark": "1", "shuffle": "y", "questions-0-code": "renamed"}, "down:questions-0")
    assert text_of().question_codes == ("multiple", "renamed")
    assert (text_of().quiz["pass_mark"], text_of().quiz["shuffle"]) == (1, True)
    change("/quiz", {}, "add:pools")
    change("/quiz", {"pools-0-draw": "1"})
    change("/quiz/multiple", {"pool": "pool-1"})
    assert text_of().question("multiple")["pool"] == "pool-1"
    assert change("/quiz", {"questions-0-code": "renamed"}).status_code == 422
    assert mori.submit(f"{place}/quiz/renamed/remove").location == f"{place}/quiz"
    assert text_of().question_codes == ("multiple",)
    assert mori.get(f"{place}/quiz/renamed").status_code == 404


def test_nobody_writes_in_a_draft_that_is_away(session, clock, mori, author, place, draft_id, text_of):
    fields = fields_of(mori.get(f"{place}/about"))
    send(session, author, draft_id, clock)
    assert mori.get(f"{place}/about").location == place
    answer = mori.post(f"{place}/about", data={**fields, "title-ja": "まだ書きたい"})
    assert answer.status_code == 409
    assert "まだ書きたい" in answer.text
    assert "レビュー中" in answer.text
    assert hidden_fields_of(mori.get(f"{place}/take-back"))
    assert mori.submit(f"{place}/take-back").status_code == 303
    assert mori.post(f"{place}/about", data={**fields, "title-ja": "まだ書きたい"}).status_code == 303
    assert text_of().course["title"]["ja"] == "まだ書きたい"
