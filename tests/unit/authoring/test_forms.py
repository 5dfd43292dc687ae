"""The trees of fields: rows are arranged as buttons say, and every place has a name."""

import pytest

from lms.authoring.domain import Page, Place
from lms.authoring.forms.arranging import arranged
from lms.authoring.forms.labels import label_of
from lms.authoring.forms.questions import KIND_LABELS, blank_question, question_part, quiz_part
from lms.authoring.forms.spec import Text
from lms.authoring.forms.tree import Group, Rows
from lms.courses.domain import QuestionKind
from tests.factories.authoring import whole_text

INNER = Rows("Choices", "Choice %(number)s", Group({"text": Text("Text")}), "Add", 2)
OUTER = Group(
    {
        "steps": Rows(
            "Steps",
            "Step %(number)s",
            Group({"situation": Text("Situation"), "choices": INNER}),
            "Add",
            3,
            code="code",
            stem="step",
        ),
        "fixed": Rows("Fixed", "Fixed %(number)s", Text("Fixed"), "Add", 9, is_fixed=True, is_optional=True),
    }
)
VALUE = {
    "steps": [
        {"code": "step-1", "situation": "a", "choices": [{"text": "x"}, {"text": "y"}]},
        {"code": "step-2", "situation": "b", "choices": []},
    ],
    "fixed": ["one", "two"],
}


@pytest.mark.parametrize(
    ("intent", "row", "codes"),
    [
        ("save", "", ["step-1", "step-2"]),
        ("add:steps", "steps-2", ["step-1", "step-2", "step-3"]),
        ("up:steps-1", "steps-0", ["step-2", "step-1"]),
        ("down:steps-0", "steps-1", ["step-2", "step-1"]),
        ("up:steps-0", "steps-0", ["step-1", "step-2"]),
        ("drop:steps-0", "steps-0", ["step-2"]),
        ("drop:steps-7", "", ["step-1", "step-2"]),
        ("drop:steps", "", ["step-1", "step-2"]),
        ("add:nowhere", "", ["step-1", "step-2"]),
        ("add:steps-9-choices", "", ["step-1", "step-2"]),
        ("add:steps-x", "", ["step-1", "step-2"]),
        ("add:", "", ["step-1", "step-2"]),
        ("drop:-1", "", ["step-1", "step-2"]),
    ],
)
def test_rows_are_arranged(intent, row, codes):
    found = arranged(OUTER, VALUE, intent)
    assert (found.row, [step["code"] for step in found.value["steps"]]) == (row, codes)
    assert len(VALUE["steps"]) == 2


def test_rows_within_rows_are_arranged_up_to_their_limit():
    found = arranged(OUTER, VALUE, "add:steps-1-choices")
    assert found.value["steps"][1]["choices"] == [{"text": ""}]
    assert arranged(OUTER, VALUE, "add:steps-0-choices").value == VALUE
    assert arranged(OUTER, VALUE, "down:steps-0-choices-0").value["steps"][0]["choices"] == [
        {"text": "y"},
        {"text": "x"},
    ]
    last = arranged(OUTER, {"steps": [VALUE["steps"][1]]}, "drop:steps-0")
    assert (last.value["steps"], last.row) == ([], "")


def test_fixed_rows_move_and_stay():
    assert arranged(OUTER, VALUE, "drop:fixed-0").value == VALUE
    assert arranged(OUTER, VALUE, "up:fixed-1").value["fixed"] == ["two", "one"]
    assert arranged(OUTER, {"steps": []}, "add:fixed").value["fixed"] == [""]


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_a_new_question_of_every_kind_begins_with_rows_to_fill(kind):
    text = whole_text()
    question = {**blank_question(kind, text), "code": "new"}
    assert (question["kind"], question["lesson"]) == (kind.value, "second")
    assert kind in KIND_LABELS
    grown = {**text.quiz, "questions": [question]}
    part = question_part(type(text)(text.course, grown, text.lessons), "new")
    assert part.spec.fields("", question)


def test_a_case_begins_at_its_first_step():
    question = blank_question(QuestionKind.SCENARIO, whole_text())
    assert question["start"] == "step-1"
    assert [step["code"] for step in question["steps"]] == ["step-1"]


@pytest.mark.parametrize(
    ("place", "label"),
    [
        (Place(Page.ABOUT, "", ("title", "ja")), "Title (Japanese)"),
        (Place(Page.AIMS, "", ("serves", 0, "criterion")), "Aim 1: Criterion"),
        (Place(Page.SOURCES, "", ("sources",)), "Sources"),
        (Place(Page.QUESTION, "single", ("options", 1, "text", "en")), "Option 2: What it says (English)"),
        (Place(Page.ABOUT, "", ("unknown",)), "This part"),
    ],
)
def test_places_have_names(place, label, app_context):
    assert label_of(whole_text(), place) == label


def test_the_quiz_lists_its_questions_without_their_fields():
    part = quiz_part()
    text = whole_text()
    fields = part.spec.fields("", part.take(text))
    assert {"questions-0-code", "questions-1-code", "pass_mark", "shuffle"} == set(fields)
