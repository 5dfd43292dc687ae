"""How a person stands with a course they begun or were asked to take, and when they are reminded of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from lms.courses.domain.progress import CourseState, Progress
from lms.kernel.clock import JAPAN, japanese_day
from lms.kernel.errors import RuleViolation

STUCK_DAYS = 14
STUCK_ATTEMPTS = 3
REMIND_DAYS = 3
CATCH_UP_DAYS = 7
"""How long after the day a mail was meant for it is still sent, should nothing have run meanwhile."""
PAUSE_DAYS = 7
"""How long nobody is reminded of a course by hand again."""
FURTHEST_DAYS = 3 * 366
LONGEST_NOTE = 500


class Standing(StrEnum):
    """What a list of learners can be narrowed to. The first two come on top of where somebody is."""

    LATE = "late"
    STUCK = "stuck"
    UNDER_WAY = "under_way"
    NOT_STARTED = "not_started"
    FINISHED = "finished"


class Reminding(StrEnum):
    """Why a mail goes out by itself."""

    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Asked:
    """A course somebody was asked to take, as far as dates go."""

    due_on: date
    assigned_on: date


@dataclass(frozen=True)
class AssignmentDraft:
    """Who is to finish what by when, and what is said beside it."""

    person_ids: Collection[UUID]
    slugs: Collection[str]
    due_on: date
    note: str = ""


_BASES = {
    CourseState.FINISHED: Standing.FINISHED,
    CourseState.UNDER_WAY: Standing.UNDER_WAY,
    CourseState.NOT_STARTED: Standing.NOT_STARTED,
}


def standings(
    progress: Progress, *, active_at: datetime | None, due_on: date | None, today: date
) -> tuple[Standing, ...]:
    """Say how somebody stands, the most urgent first; a finished course is neither late nor stuck.

    Stuck is who began and did nothing for two weeks, or failed the quiz three times and has not passed it.
    """
    base = _BASES[progress.state]
    if base is Standing.FINISHED:
        return (base,)
    is_late = due_on is not None and due_on < today
    is_stuck = base is Standing.UNDER_WAY and (
        (active_at is not None and active_at < quiet_since(today))
        or (not progress.is_passed and progress.n_attempts >= STUCK_ATTEMPTS)
    )
    flags = ((is_late, Standing.LATE), (is_stuck, Standing.STUCK))
    return (*(standing for holds, standing in flags if holds), base)


def quiet_since(today: date) -> datetime:
    """Return the instant before which whoever did nothing since has done nothing for ``STUCK_DAYS``."""
    return datetime.combine(today - timedelta(days=STUCK_DAYS - 1), time.min, tzinfo=JAPAN)


def reminding_due(asked: Asked, *, today: date) -> Reminding | None:
    """Say which mail is due today for an unfinished course, None for none.

    One goes out three days before the day, unless it was given only then, and one the day after.
    """
    first = asked.due_on - timedelta(days=REMIND_DAYS)
    if first <= today <= asked.due_on:
        return Reminding.SOON if asked.assigned_on < first else None
    if asked.due_on < today <= asked.due_on + timedelta(days=CATCH_UP_DAYS):
        return Reminding.OVERDUE
    return None


def may_remind(last_at: datetime | None, *, today: date) -> bool:
    """Say whether somebody may be reminded by hand, who last was at ``last_at``."""
    return last_at is None or japanese_day(last_at) <= today - timedelta(days=PAUSE_DAYS)


def check_due(due_on: date, *, today: date) -> None:
    """Check the day by which a course is to be finished.

    Raises RuleViolation("courses.due_in_past" | "courses.due_too_far").
    """
    if due_on < today:
        raise RuleViolation("courses.due_in_past", field="due_on", today=today)
    if due_on > today + timedelta(days=FURTHEST_DAYS):
        raise RuleViolation("courses.due_too_far", field="due_on")


def check_note(note: str) -> None:
    """Check what is said beside it. Raises RuleViolation("courses.note_too_long")."""
    if len(note.strip()) > LONGEST_NOTE:
        raise RuleViolation("courses.note_too_long", field="note", limit=LONGEST_NOTE)


def missing_prerequisites(prerequisites: Iterable[str], offered: Mapping[str, bool]) -> tuple[str, ...]:
    """Return the courses that have to be finished first, by slug.

    ``offered`` says of each course that can be begun whether it was finished; a prerequisite that is not
    among them (any more) keeps nobody waiting.
    """
    return tuple(slug for slug in prerequisites if offered.get(slug) is False)
