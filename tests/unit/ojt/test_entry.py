"""What a draft keeps, what a submission needs, and when an entry is late."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from lms.evidence.domain import Rating
from lms.kernel.errors import RuleViolation
from lms.ojt.domain import Activity, EntryDraft, check_draft, check_submission, check_text, is_late, list_gaps

TODAY = date(2026, 11, 20)
ADVISOR, SUPERVISOR = UUID(int=1), UUID(int=2)
DRAFT = EntryDraft(
    advisor_id=ADVISOR,
    case_id=UUID(int=3),
    activity=Activity.ACCOMPANIED_VISIT,
    visited_on=TODAY,
    minutes=60,
    comment="社長の話を最後まで聴いた",
    ratings=(Rating("B1", 2),),
)


def test_a_complete_entry_is_accepted() -> None:
    check_draft(DRAFT, supervisor_id=SUPERVISOR, today=TODAY)
    check_submission(DRAFT)


def test_an_unfinished_draft_is_accepted() -> None:
    unfinished = replace(DRAFT, case_id=None, comment="", ratings=())
    check_draft(unfinished, supervisor_id=SUPERVISOR, today=TODAY)


@pytest.mark.parametrize("minutes", [1, 1440])
def test_the_ends_of_the_range_of_minutes_are_accepted(minutes: int) -> None:
    check_draft(replace(DRAFT, minutes=minutes), supervisor_id=SUPERVISOR, today=TODAY)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"advisor_id": SUPERVISOR}, "ojt.own_entry", "advisor"),
        ({"visited_on": date(2026, 11, 21)}, "ojt.future_date", "visited_on"),
        ({"minutes": 0}, "ojt.minutes_out_of_range", "minutes"),
        ({"minutes": -5}, "ojt.minutes_out_of_range", "minutes"),
        ({"minutes": 1441}, "ojt.minutes_out_of_range", "minutes"),
        (
            {"ratings": tuple(Rating(code, 2) for code in ("A1", "A2", "A3", "A4"))},
            "ojt.too_many_criteria",
            "ratings",
        ),
        ({"ratings": (Rating("A1", 2), Rating("A1", 3))}, "ojt.criterion_twice", "ratings"),
        ({"comment": "あ" * 4001}, "ojt.text_too_long", "comment"),
        ({"ratings": (Rating("A1", 2, "あ" * 501),)}, "ojt.text_too_long", "ratings"),
    ],
)
def test_what_even_a_draft_is_refused_for(change: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_draft(replace(DRAFT, **change), supervisor_id=SUPERVISOR, today=TODAY)  # type: ignore[arg-type]  # a case
    assert (refusal.value.code, refusal.value.field) == (code, field)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"case_id": None}, "ojt.case_missing", "case"),
        ({"comment": " \n"}, "ojt.comment_missing", "comment"),
        ({"ratings": ()}, "ojt.ratings_missing", "ratings"),
    ],
)
def test_what_a_submission_is_refused_for(change: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_submission(replace(DRAFT, **change))  # type: ignore[arg-type]  # a case
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_all_gaps_are_named_at_once() -> None:
    gaps = list_gaps(case_id=None, activity=Activity.VISIT, comment="", has_ratings=False)
    assert [gap.field for gap in gaps] == ["case", "comment", "ratings"]


def test_at_the_window_no_case_is_needed() -> None:
    check_submission(replace(DRAFT, activity=Activity.WINDOW, case_id=None))


def test_a_text_is_trimmed() -> None:
    assert check_text("  学びました\n", code="ojt.acknowledgement_missing", field="text") == "学びました"


@pytest.mark.parametrize(
    ("text", "code"), [(" ", "ojt.acknowledgement_missing"), ("あ" * 4001, "ojt.text_too_long")]
)
def test_a_text_that_is_refused(text: str, code: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_text(text, code="ojt.acknowledgement_missing", field="text")
    assert refusal.value.code == code


@pytest.mark.parametrize(("visited_on", "late"), [(date(2026, 11, 13), False), (date(2026, 11, 12), True)])
def test_late_means_started_more_than_seven_days_after_the_visit(visited_on: date, late: bool) -> None:
    assert is_late(visited_on=visited_on, started_on=TODAY) is late
