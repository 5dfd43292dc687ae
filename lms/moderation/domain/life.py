"""The life of a session: its states, the steps between them, and what the calendar does by itself.

    draft → scheduled → open → discussion → second round → closed      any but the last → cancelled

In *open* everybody rates alone. From *discussion* on, who has answered sees how all did; in the *second
round* they may rate again. *Closed* fixes the results.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from lms.kernel.errors import RuleViolation

FEWEST_RATERS = 3
"""With two, each would know the other's answers from their own."""
MOST_RATERS = 1000
MOST_VIGNETTES = 8
REMIND_BEFORE = timedelta(days=2)


class State(StrEnum):
    """Where a session stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    DISCUSSION = "discussion"
    SECOND_ROUND = "second_round"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What can be done with a session as a whole."""

    SCHEDULE = "schedule"
    TAKE_BACK = "take_back"
    OPEN = "open"
    DISCUSS = "discuss"
    RATE_AGAIN = "rate_again"
    CLOSE = "close"
    CANCEL = "cancel"


PREPARED = frozenset({State.DRAFT, State.SCHEDULED})
"""Before anybody has been told of it."""
SHARED = frozenset({State.DISCUSSION, State.SECOND_ROUND, State.CLOSED})
"""From when on the answers are looked at together."""
OVER = frozenset({State.CLOSED, State.CANCELLED})

TRANSITIONS: dict[tuple[Step, State], State] = {
    (Step.SCHEDULE, State.DRAFT): State.SCHEDULED,
    (Step.TAKE_BACK, State.SCHEDULED): State.DRAFT,
    (Step.OPEN, State.DRAFT): State.OPEN,
    (Step.OPEN, State.SCHEDULED): State.OPEN,
    (Step.DISCUSS, State.OPEN): State.DISCUSSION,
    (Step.RATE_AGAIN, State.DISCUSSION): State.SECOND_ROUND,
    (Step.CLOSE, State.DISCUSSION): State.CLOSED,
    (Step.CLOSE, State.SECOND_ROUND): State.CLOSED,
    **{(Step.CANCEL, state): State.CANCELLED for state in State if state not in OVER},
}


@dataclass(frozen=True)
class Dates:
    """The days a session is planned for; a round lasts to the end of its last day."""

    opens_on: date
    first_closes_on: date
    discussion_on: date
    second_closes_on: date


@dataclass(frozen=True)
class Tally:
    """How much of a session there is."""

    n_vignettes: int
    n_raters: int
    n_answered: int = 0

    @property
    def is_shown(self) -> bool:
        """Say whether there are enough answers for nobody to be known by theirs."""
        return self.n_answered >= FEWEST_RATERS


def is_possible(step: Step, state: State) -> bool:
    """Say whether the table has a step from a state."""
    return (step, state) in TRANSITIONS


def after(step: Step, state: State) -> State:
    """Return the state a step leads to. Raises RuleViolation("moderation.not_now")."""
    if not is_possible(step, state):
        raise RuleViolation("moderation.not_now", step=step, state=state)
    return TRANSITIONS[step, state]


def list_gaps(tally: Tally) -> Iterator[RuleViolation]:
    """Name what a session lacks before it can be opened."""
    if not tally.n_vignettes:
        yield RuleViolation("moderation.no_vignette")
    if not tally.n_raters:
        yield RuleViolation("moderation.no_rater", least=FEWEST_RATERS)
    elif tally.n_raters < FEWEST_RATERS:
        yield RuleViolation("moderation.too_few_raters", given=tally.n_raters, least=FEWEST_RATERS)


def list_obstacles(step: Step, tally: Tally, dates: Dates, *, today: date) -> Iterator[RuleViolation]:
    """Name what stands in the way of a step that the table allows."""
    if step in {Step.SCHEDULE, Step.OPEN}:
        yield from list_gaps(tally)
        if dates.first_closes_on < today:
            yield RuleViolation("moderation.first_round_over")
    if step is Step.SCHEDULE and dates.opens_on <= today:
        yield RuleViolation("moderation.opening_day_is_here")
    if step is Step.DISCUSS and not tally.is_shown:
        yield RuleViolation("moderation.too_few_answers", given=tally.n_answered, least=FEWEST_RATERS)


def check_dates(dates: Dates) -> None:
    """Check that the days follow one another. Raises RuleViolation("moderation.dates_out_of_order")."""
    names = ("opens_on", "first_closes_on", "discussion_on", "second_closes_on")
    for earlier, later in pairwise(names):
        if getattr(dates, later) < getattr(dates, earlier):
            raise RuleViolation("moderation.dates_out_of_order", field=later)


def due_step(state: State, dates: Dates, *, today: date) -> Step | None:
    """Return the step that the calendar takes today, if nobody has taken it before."""
    due: dict[State, tuple[Step, bool]] = {
        State.SCHEDULED: (Step.OPEN, today >= dates.opens_on),
        State.OPEN: (Step.DISCUSS, today > dates.first_closes_on),
        State.DISCUSSION: (Step.RATE_AGAIN, today > dates.discussion_on),
        State.SECOND_ROUND: (Step.CLOSE, today > dates.second_closes_on),
    }
    step, is_due = due.get(state, (None, False))
    return step if is_due else None


def is_reminder_due(state: State, dates: Dates, *, opened_on: date, today: date) -> bool:
    """Say whether those who have not answered are to be reminded: near the close, not on the first day."""
    is_near = dates.first_closes_on - REMIND_BEFORE <= today <= dates.first_closes_on
    return state is State.OPEN and is_near and today > opened_on
