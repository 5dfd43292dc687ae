"""How far a plan is, and the days and words of meetings."""

from datetime import date

import pytest

from lms.kernel.errors import RuleViolation
from lms.plans.domain import Doing, check_review, check_text, count_done, is_overdue, is_soon, settle_doing

TODAY = date(2026, 11, 20)
DONE = Doing(date(2026, 11, 1))


def test_something_is_late_from_the_day_after():
    assert not is_overdue(TODAY, Doing(), on=TODAY)
    assert is_overdue(date(2026, 11, 19), Doing(), on=TODAY)
    assert not is_overdue(date(2026, 11, 19), DONE, on=TODAY)


def test_something_comes_soon_for_two_weeks():
    assert is_soon(TODAY, Doing(), on=TODAY)
    assert is_soon(date(2026, 12, 4), Doing(), on=TODAY)
    assert not is_soon(date(2026, 12, 5), Doing(), on=TODAY)
    assert not is_soon(date(2026, 11, 19), Doing(), on=TODAY)
    assert not is_soon(TODAY, DONE, on=TODAY)


def test_what_was_said_last_counts_else_the_finished_course():
    assert settle_doing(None, []) == Doing()
    assert settle_doing(TODAY, []) == Doing(TODAY)
    assert settle_doing(None, [(True, DONE)]) == DONE
    assert settle_doing(TODAY, [(True, DONE), (False, Doing(TODAY))]) == Doing()


def test_what_is_done_is_counted():
    assert count_done([DONE, Doing(), DONE]) == 2


def test_a_meeting_is_written_down_after_it_was_held():
    check_review(TODAY, None, today=TODAY)
    check_review(TODAY, date(2026, 11, 21), today=TODAY)
    with pytest.raises(RuleViolation) as refused:
        check_review(date(2026, 11, 21), None, today=TODAY)
    assert refused.value.code == "plans.review_in_future"
    with pytest.raises(RuleViolation) as refused:
        check_review(TODAY, TODAY, today=TODAY)
    assert refused.value.code == "plans.next_review_past"


def test_a_text_has_words_and_an_end():
    assert check_text("  はい ", field="note", limit=2) == "はい"
    assert check_text(" ", field="note", limit=2, is_required=False) == ""
    with pytest.raises(RuleViolation) as refused:
        check_text(" ", field="note", limit=2)
    assert (refused.value.code, refused.value.field) == ("plans.text_missing", "note")
    with pytest.raises(RuleViolation) as refused:
        check_text("あああ", field="note", limit=2)
    assert refused.value.code == "plans.text_too_long"
