"""A draft beside the version before it."""

import pytest

from lms.authoring.domain import (
    Change,
    Page,
    add_questions,
    compare_texts,
    put_in_course,
    put_lesson,
    put_question,
    remove_lesson,
    remove_question,
)
from lms.authoring.domain.comparing import MOST_WORDS, compare_lines
from lms.rubric.domain.comparing import RunKind
from tests.factories.authoring import whole_text


@pytest.fixture
def changes():
    def compare(old, new):
        return {
            (part.page, part.key): part for part in compare_texts(old, new) if part.change is not Change.SAME
        }

    return compare


@pytest.fixture
def told():
    """Return compared lines as text: -gone-, +come+, the rest as it stands."""
    marks = {RunKind.REMOVED: "-", RunKind.ADDED: "+", RunKind.KEPT: ""}

    def tell(old, new):
        return [
            (line.number, "".join(f"{marks[run.kind]}{run.text}{marks[run.kind]}" for run in line.runs))
            for line in compare_lines(old, new)
        ]

    return tell


def test_nothing_changed_is_said_of_every_part(changes):
    text = whole_text()
    assert changes(text, text) == {}
    assert len(compare_texts(text, text)) == 4 + 2 + 1 + 2


def test_new_gone_and_changed_parts_are_told_apart(changes):
    old = whole_text()
    new = put_in_course(old, {"title": {"ja": "別の題", "en": "Course written"}, "minutes": 30})
    new = put_lesson(new, "first", old.lesson("first"), {"ja": "別の本文", "en": "Text of first"})
    new = remove_lesson(new, "second")
    new = remove_question(new, "multiple")
    new, _ = add_questions(new, [{"code": "third", "kind": "short", "prompt": {}}])
    question = {**old.question("single"), "prompt": {"ja": "別の問い", "en": "Question single"}}
    new = put_question(new, "single", question)
    found = changes(old, new)
    assert {key: part.change for key, part in found.items()} == {
        (Page.ABOUT, ""): Change.CHANGED,
        (Page.LESSONS, ""): Change.CHANGED,
        (Page.LESSON, "first"): Change.CHANGED,
        (Page.LESSON, "second"): Change.GONE,
        (Page.QUIZ, ""): Change.CHANGED,
        (Page.QUESTION, "single"): Change.CHANGED,
        (Page.QUESTION, "multiple"): Change.GONE,
        (Page.QUESTION, "third"): Change.NEW,
    }
    assert [leaf.path for leaf in found[Page.ABOUT, ""].leaves] == [("title", "ja"), ("minutes",)]
    assert [leaf.path for leaf in found[Page.QUESTION, "single"].leaves] == [("prompt", "ja")]
    assert found[Page.LESSON, "first"].lines["en"] == ()
    assert found[Page.LESSON, "first"].lines["ja"] != ()
    assert changes(new, old)[Page.LESSON, "second"].change is Change.NEW


def test_levels_are_one_value_and_options_are_places(changes):
    old = whole_text()
    aims = [{**old.course["serves"][0], "levels": [1]}]
    found = changes(old, put_in_course(old, {"serves": aims}))
    (leaf,) = found[Page.AIMS, ""].leaves
    assert leaf.path == ("serves", 0, "levels")
    assert "".join(run.text for run in leaf.old) == "1, 2"


def test_a_reworded_line_tells_what_went_and_what_came(told):
    assert told("same\nold words here", "same\nnew words here") == [(2, "-old-+new+ words here")]


def test_lines_that_came_and_went_stand_alone(told):
    assert told("one\nthree", "one\ntwo\nthree") == [(2, "+two+")]
    assert told("one\ntwo\nthree", "one\nthree") == [(2, "-two-")]
    assert told("one", "two\nthree") == [(1, "-one-"), (1, "+two+"), (2, "+three+")]
    assert told("one\n\n", "one") == []


def test_what_is_gone_has_no_place_any_more():
    gone, came = compare_lines("one", "two\nthree")[:2]
    assert (gone.is_gone, came.is_gone) == (True, False)


def test_what_came_at_the_end_of_a_line_is_told(told):
    assert told("one two", "one two and three") == [(1, "one two+ and three+")]


def test_endless_lines_are_told_as_a_whole(told):
    long = "x" * (MOST_WORDS + 1)
    assert told(long, "y") == [(1, f"-{long}-+y+")]
