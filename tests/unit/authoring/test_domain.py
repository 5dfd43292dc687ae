"""A draft's life, its text, and putting parts into it."""

import pytest

from lms.authoring.access import can_review, can_write
from lms.authoring.domain import (
    DraftState,
    Page,
    Place,
    add_lesson,
    add_questions,
    append_figure,
    empty_text,
    figure_words,
    free_name,
    next_version,
    place_of,
    put_in_course,
    put_lesson,
    put_lessons,
    put_question,
    put_quiz,
    remove_lesson,
    remove_question,
    require_in_review,
    require_other_eyes,
    require_writable,
    stored_text,
    text_from,
)
from lms.kernel.actor import Actor, Grant
from lms.kernel.errors import Conflict, NotAllowed
from lms.kernel.ids import new_id
from lms.kernel.permission import Permission
from tests.factories.authoring import whole_text

NOTHING = {"ja": "", "en": ""}


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (DraftState.IN_REVIEW, "authoring.in_review"),
        (DraftState.PUBLISHED, "authoring.published_already"),
        (DraftState.DISCARDED, "authoring.discarded"),
    ],
)
def test_only_a_draft_is_written_in(state, code):
    require_writable(DraftState.DRAFT)
    with pytest.raises(Conflict) as refused:
        require_writable(state)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (DraftState.DRAFT, "authoring.not_in_review"),
        (DraftState.PUBLISHED, "authoring.published_already"),
        (DraftState.DISCARDED, "authoring.discarded"),
    ],
)
def test_only_what_is_in_review_is_decided_about(state, code):
    require_in_review(DraftState.IN_REVIEW)
    with pytest.raises(Conflict) as refused:
        require_in_review(state)
    assert refused.value.code == code


def test_who_wrote_does_not_decide():
    one, other = new_id(), new_id()
    require_other_eyes(one, {other})
    with pytest.raises(NotAllowed):
        require_other_eyes(one, {one, other})


def test_rights_hold_below_the_organisation_they_are_for():
    person = new_id()
    actor = Actor(
        person, frozenset({Grant(Permission.COURSE_EDIT, "/a/"), Grant(Permission.COURSE_PUBLISH, "/a/b/")})
    )
    assert can_write(actor, publisher_path="/a/b/")
    assert not can_write(actor, publisher_path="/c/")
    assert can_review(actor, publisher_path="/a/b/", writers=set())
    assert not can_review(actor, publisher_path="/a/b/", writers={person})
    assert not can_review(actor, publisher_path="/a/", writers=set())


def test_a_text_is_stored_and_comes_back_as_a_copy_of_its_own():
    text = whole_text()
    stored = stored_text(text)
    again = text_from(stored)
    assert again == text
    stored["course"]["lessons"][0]["slug"] = "other"
    assert again.lesson_slugs == ("first", "second")
    assert again.question_codes == ("single", "multiple")
    assert again.markdown("first", "ja") == "firstの本文"
    assert again.markdown("none", "ja") == ""
    with pytest.raises(KeyError):
        again.lesson("none")


def test_the_digest_tells_every_word_and_picture():
    text = whole_text()
    same = text_from(stored_text(text))
    assert text.digest({"a.png": "1"}) == same.digest({"a.png": "1"})
    assert text.digest({}) != text.digest({"a.png": "1"})
    assert text.digest({}) != append_figure(text, "first", "a.png", {"ja": "絵", "en": "x"}).digest({})


def test_a_new_course_says_nothing_but_its_name():
    text = empty_text(slug="new", title={"ja": "新しい"})
    assert (text.slug, text.title) == ("new", {"ja": "新しい", "en": ""})
    assert text.lesson_slugs == text.question_codes == ()


@pytest.mark.parametrize(("before", "after"), [("1.0", "1.1"), ("2", "3"), ("1.2.9", "1.2.10")])
def test_the_next_version_counts_on(before, after):
    text = put_in_course(whole_text(), {"version": before})
    assert next_version(text).course["version"] == after


def test_lessons_are_added_put_and_taken_out():
    text, slug = add_lesson(whole_text())
    assert slug == "lesson-1"
    assert text.lesson_slugs == ("first", "second", "lesson-1")
    written = put_lesson(text, slug, {"title": {"ja": "題"}}, {"ja": "本文", "en": ""})
    assert written.lesson(slug) == {"title": {"ja": "題"}, "slug": slug}
    assert written.markdown(slug, "ja") == "本文"
    assert text.markdown(slug, "ja") == ""
    gone = remove_lesson(written, slug)
    assert gone.lesson_slugs == ("first", "second")
    assert slug not in gone.lessons


def test_texts_and_questions_follow_a_new_name():
    text = whole_text()
    lessons = [{**lesson, "slug": f"{lesson['slug']}-new"} for lesson in text.course["lessons"]]
    renamed = put_lessons(text, lessons, ["first", "second"])
    assert renamed.lesson_slugs == ("first-new", "second-new")
    assert renamed.markdown("first-new", "en") == "Text of first"
    assert [question["lesson"] for question in renamed.quiz["questions"]] == ["first-new", "second-new"]
    assert text.lesson_slugs == ("first", "second")


def test_a_picture_goes_to_the_end_of_both_languages():
    text = append_figure(whole_text(), "first", "a.png", {"ja": "絵", "en": "A picture"})
    assert text.markdown("first", "ja") == "firstの本文\n\n![絵](figures/a.png)\n"
    assert text.markdown("first", "en").endswith("![A picture](figures/a.png)\n")
    empty = append_figure(put_lesson(text, "first", {}, NOTHING), "first", "a.png", {"ja": "絵", "en": "x"})
    assert empty.markdown("first", "ja") == "![絵](figures/a.png)\n"


def test_pictures_are_described_by_the_words_they_are_shown_with():
    text = append_figure(whole_text(), "first", "a.png", {"ja": "絵", "en": "A picture"})
    assert figure_words(text) == {"a.png": {"ja": "絵", "en": "A picture"}}
    words = {"ja": "![絵](figures/b.ja.png)", "en": ""}
    assert figure_words(put_lesson(whole_text(), "first", {}, words)) == {
        "b.ja.png": {"ja": "絵", "en": "絵"}
    }


def test_questions_are_added_under_names_of_their_own():
    text, codes = add_questions(
        whole_text(),
        [{"code": "single", "kind": "short"}, {"kind": "short"}, {"code": "third", "kind": "short"}],
    )
    assert codes == ["single-1", "question-1", "third"]
    assert text.question_codes == ("single", "multiple", *codes)
    changed = put_question(text, "third", {"code": "else", "kind": "numeric", "prompt": NOTHING})
    assert changed.question_codes == text.question_codes
    again = put_question(text, "single-1", {"kind": "numeric", "prompt": NOTHING})
    assert again.question("single-1") == {"code": "single-1", "kind": "short", "prompt": NOTHING}
    assert remove_question(text, "third").question_codes == text.question_codes[:-1]
    assert put_quiz(text, {"pass_mark": 1}).question_codes == ()


def test_a_free_name_is_the_first_not_taken():
    assert free_name("a", []) == "a-1"
    assert free_name("a", ["a-1", "a-2"]) == "a-3"


@pytest.mark.parametrize(
    ("file", "path", "place", "field"),
    [
        ("course.yaml", ("title", "en"), Place(Page.ABOUT, "", ("title", "en")), "title-en"),
        ("course.yaml", (), Place(Page.ABOUT), ""),
        ("course.yaml", ("serves", 0, "levels", 1), Place(Page.AIMS, "", ("serves", 0, "levels", 1)), None),
        ("course.yaml", ("sources", 0, "key"), Place(Page.SOURCES, "", ("sources", 0, "key")), None),
        ("course.yaml", ("lessons",), Place(Page.LESSONS, "", ("lessons",)), None),
        ("course.yaml", ("lessons", 1, "slug"), Place(Page.LESSONS, "", ("lessons", 1, "slug")), None),
        ("course.yaml", ("lessons", 1, "minutes"), Place(Page.LESSON, "second", ("minutes",)), "minutes"),
        (
            "course.yaml",
            ("lessons", 0, "practices", 2, "task", "ja"),
            Place(Page.TASKS, "first", ("practices", 2, "task", "ja")),
            "practices-2-task-ja",
        ),
        ("quiz.yaml", ("pass_mark",), Place(Page.QUIZ, "", ("pass_mark",)), "pass_mark"),
        ("quiz.yaml", ("questions", 0, "code"), Place(Page.QUIZ, "", ("questions", 0, "code")), None),
        ("quiz.yaml", ("questions", 1), Place(Page.QUESTION, "multiple"), ""),
        (
            "quiz.yaml",
            ("questions", 0, "accepted", "ja", 3),
            Place(Page.QUESTION, "single", ("accepted", "ja", 3)),
            "accepted-ja",
        ),
        ("lessons/02-second.en.md", (), Place(Page.LESSON, "second", ("text", "en")), "text-en"),
    ],
)
def test_every_problem_has_a_page_and_a_field(file, path, place, field):
    found = place_of(whole_text(), file, path)
    assert found == place
    if field is not None:
        assert found.field == field
