"""How far a plan is: which milestones are done, which are late, and what comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from lms.kernel.errors import RuleViolation

SOON = timedelta(days=14)


@dataclass(frozen=True)
class Doing:
    """Whether a milestone is done: since when, by whom it was said; a finished course says so by itself."""

    done_on: date | None = None
    said_by: str | None = None
    note: str = ""

    @property
    def is_done(self) -> bool:
        """Say whether it is done."""
        return self.done_on is not None


@dataclass(frozen=True)
class Marking:
    """What is said of a milestone: done on a day, or not done."""

    is_done: bool
    done_on: date
    note: str = ""


@dataclass(frozen=True)
class Meeting:
    """A review meeting as it was typed in; ``corrects_id`` names the record it replaces."""

    held_on: date
    attendees: str
    notes: str
    next_review_on: date | None
    corrects_id: UUID | None = None


def is_overdue(due_on: date, doing: Doing, *, on: date) -> bool:
    """Say whether something should have been done before a day and was not."""
    return not doing.is_done and due_on < on


def is_soon(due_on: date, doing: Doing, *, on: date) -> bool:
    """Say whether something is due within two weeks."""
    return not doing.is_done and on <= due_on <= on + SOON


def settle_doing(finished_on: date | None, marks: Sequence[tuple[bool, Doing]]) -> Doing:
    """Say whether a milestone is done: what was said last counts, else the course that was finished."""
    if marks:
        is_done, said = marks[-1]
        return said if is_done else Doing()
    return Doing(finished_on)


def check_review(held_on: date, next_on: date | None, *, today: date) -> None:
    """Check the days of a review meeting.

    Raises RuleViolation("plans.review_in_future" | "plans.next_review_past").
    """
    if held_on > today:
        raise RuleViolation("plans.review_in_future", field="held_on")
    if next_on is not None and next_on <= held_on:
        raise RuleViolation("plans.next_review_past", field="next_review_on")


def check_text(text: str, *, field: str, limit: int, is_required: bool = True) -> str:
    """Return a text without its outer blanks.

    Raises RuleViolation("plans.text_missing" | "plans.text_too_long").
    """
    words = text.strip()
    if is_required and not words:
        raise RuleViolation("plans.text_missing", field=field)
    if len(words) > limit:
        raise RuleViolation("plans.text_too_long", field=field, limit=limit)
    return words


def count_done(doings: Iterable[Doing]) -> int:
    """Count what is done."""
    return sum(one.is_done for one in doings)
