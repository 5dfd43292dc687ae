"""Level, reason and dates of what is decided or proposed."""

from datetime import date, timedelta

import pytest

from lms.decisions.domain import MAX_TEXT, check_dates, check_level, check_text, check_vote_by
from lms.kernel.errors import RuleViolation
from tests.factories.decisions import TODAY

TOMORROW = TODAY + timedelta(days=1)


@pytest.mark.parametrize("level", [1, 4])
def test_a_level_on_the_scale_is_accepted(level):
    check_level(level, highest=4)


@pytest.mark.parametrize("level", [0, 5])
def test_a_level_off_the_scale_is_refused(level):
    with pytest.raises(RuleViolation) as refusal:
        check_level(level, highest=4)
    assert refusal.value.code == "decisions.level_unknown"


def test_words_come_back_without_the_space_around_them():
    assert check_text("  記録のとおり \n") == "記録のとおり"
    assert len(check_text("あ" * MAX_TEXT)) == MAX_TEXT


@pytest.mark.parametrize(
    ("text", "code"), [("  ", "decisions.reason_missing"), ("あ" * (MAX_TEXT + 1), "decisions.text_too_long")]
)
def test_no_words_and_too_many_are_refused(text, code):
    with pytest.raises(RuleViolation) as refusal:
        check_text(text, field="words")
    assert (refusal.value.code, refusal.value.field) == (code, "words")


@pytest.mark.parametrize("expires_on", [None, TOMORROW])
def test_a_decision_holds_for_a_day_or_longer(expires_on):
    check_dates(expires_on, today=TODAY)


def test_a_decision_that_holds_for_no_day_is_refused():
    with pytest.raises(RuleViolation) as refusal:
        check_dates(TODAY, today=TODAY)
    assert (refusal.value.code, refusal.value.field) == ("decisions.expiry_past", "last_day")


@pytest.mark.parametrize("vote_by", [TODAY, TODAY + timedelta(days=180)])
def test_a_day_to_vote_by_within_half_a_year_is_accepted(vote_by):
    assert check_vote_by(vote_by, today=TODAY) == vote_by


@pytest.mark.parametrize(
    ("vote_by", "code"),
    [
        (None, "decisions.vote_by_missing"),
        (date(2026, 11, 19), "decisions.vote_by_past"),
        (TODAY + timedelta(days=181), "decisions.vote_by_far"),
    ],
)
def test_another_day_to_vote_by_is_refused(vote_by, code):
    with pytest.raises(RuleViolation) as refusal:
        check_vote_by(vote_by, today=TODAY)
    assert (refusal.value.code, refusal.value.field) == (code, "vote_by")
