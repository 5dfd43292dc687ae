"""The way of a session: which steps there are, what stands in their way, what the calendar does."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lms.kernel.errors import RuleViolation
from lms.moderation.domain import (
    OVER,
    State,
    Step,
    Tally,
    after,
    check_dates,
    due_step,
    is_possible,
    is_reminder_due,
    list_gaps,
    list_obstacles,
)
from tests.factories.moderation import DAYS

TODAY = date(2026, 11, 20)
WHOLE = Tally(n_vignettes=2, n_raters=3, n_answered=3)


def test_a_session_goes_its_way_step_by_step():
    state = State.DRAFT
    for step in (Step.SCHEDULE, Step.OPEN, Step.DISCUSS, Step.RATE_AGAIN, Step.CLOSE):
        state = after(step, state)
    assert state is State.CLOSED


def test_the_second_round_may_be_left_out():
    assert after(Step.CLOSE, State.DISCUSSION) is State.CLOSED


@pytest.mark.parametrize("state", sorted(OVER))
@pytest.mark.parametrize("step", list(Step))
def test_nothing_follows_the_end(step, state):
    assert not is_possible(step, state)
    with pytest.raises(RuleViolation) as refusal:
        after(step, state)
    assert refusal.value.code == "moderation.not_now"


@pytest.mark.parametrize("state", sorted(set(State) - OVER))
def test_any_other_session_can_be_cancelled(state):
    assert after(Step.CANCEL, state) is State.CANCELLED


@pytest.mark.parametrize(
    ("tally", "codes"),
    [
        (Tally(0, 0), ["moderation.no_vignette", "moderation.no_rater"]),
        (Tally(1, 0), ["moderation.no_rater"]),
        (Tally(1, 1), ["moderation.too_few_raters"]),
        (Tally(0, 2), ["moderation.no_vignette", "moderation.too_few_raters"]),
        (Tally(1, 3), []),
    ],
)
def test_what_is_missing_is_named(tally, codes):
    assert [gap.code for gap in list_gaps(tally)] == codes
    found = [one.code for one in list_obstacles(Step.OPEN, tally, DAYS, today=TODAY)]
    assert found == codes


def test_one_rater_is_told_how_many_are_needed():
    (gap,) = list_gaps(Tally(1, 1))
    assert gap.facts == {"given": 1, "least": 3}


@pytest.mark.parametrize(
    ("step", "tally", "today", "codes"),
    [
        (Step.OPEN, WHOLE, date(2026, 11, 30), []),
        (Step.OPEN, WHOLE, date(2026, 12, 1), ["moderation.first_round_over"]),
        (Step.SCHEDULE, WHOLE, date(2026, 11, 19), []),
        (Step.SCHEDULE, WHOLE, TODAY, ["moderation.opening_day_is_here"]),
        (Step.DISCUSS, WHOLE, TODAY, []),
        (Step.DISCUSS, Tally(2, 9, 2), TODAY, ["moderation.too_few_answers"]),
        (Step.CLOSE, Tally(2, 9, 0), TODAY, []),
        (Step.CANCEL, Tally(0, 0), TODAY, []),
    ],
)
def test_obstacles_belong_to_their_step(step, tally, today, codes):
    assert [one.code for one in list_obstacles(step, tally, DAYS, today=today)] == codes


@pytest.mark.parametrize("name", ["first_closes_on", "discussion_on", "second_closes_on"])
def test_days_follow_one_another(name):
    check_dates(DAYS)
    with pytest.raises(RuleViolation) as refusal:
        check_dates(replace(DAYS, **{name: DAYS.opens_on - timedelta(days=1)}))
    assert (refusal.value.code, refusal.value.field) == ("moderation.dates_out_of_order", name)


def test_all_days_may_be_one():
    check_dates(replace(DAYS, first_closes_on=TODAY, discussion_on=TODAY, second_closes_on=TODAY))


@pytest.mark.parametrize(
    ("state", "last", "step"),
    [
        (State.SCHEDULED, DAYS.opens_on - timedelta(days=1), Step.OPEN),
        (State.OPEN, DAYS.first_closes_on, Step.DISCUSS),
        (State.DISCUSSION, DAYS.discussion_on, Step.RATE_AGAIN),
        (State.SECOND_ROUND, DAYS.second_closes_on, Step.CLOSE),
    ],
)
def test_the_calendar_takes_a_step_the_day_after(state, last, step):
    assert due_step(state, DAYS, today=last) is None
    assert due_step(state, DAYS, today=last + timedelta(days=1)) is step


@pytest.mark.parametrize("state", [State.DRAFT, State.CLOSED, State.CANCELLED])
def test_the_calendar_leaves_drafts_and_the_past_alone(state):
    assert due_step(state, DAYS, today=date(2030, 1, 1)) is None


@pytest.mark.parametrize(
    ("today", "is_due"),
    [
        (date(2026, 11, 27), False),
        (date(2026, 11, 28), True),
        (date(2026, 11, 30), True),
        (date(2026, 12, 1), False),
    ],
)
def test_a_reminder_is_due_two_days_before_the_first_round_ends(today, is_due):
    assert is_reminder_due(State.OPEN, DAYS, opened_on=TODAY, today=today) is is_due
    assert not is_reminder_due(State.DISCUSSION, DAYS, opened_on=TODAY, today=today)


def test_nobody_is_reminded_on_the_day_of_the_invitation():
    assert not is_reminder_due(State.OPEN, DAYS, opened_on=DAYS.first_closes_on, today=DAYS.first_closes_on)
