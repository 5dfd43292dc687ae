"""What an entry says, and the rules it keeps before anyone else is asked to read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from lms.evidence.domain import Rating
from lms.kernel.errors import RuleViolation

MAX_MINUTES = 24 * 60
DEFAULT_MINUTES = 60
MAX_CRITERIA = 3
LATE_AFTER_DAYS = 7
MAX_TEXT = 4000
MAX_NOTE = 500


class Activity(StrEnum):
    """What the supervisor and the advisor did together."""

    ACCOMPANIED_VISIT = "accompanied_visit"
    ATTENDED_CONSULTATION = "attended_consultation"
    WINDOW = "window"
    VISIT = "visit"


WITHOUT_CASE = frozenset({Activity.WINDOW})
"""At the window people walk in; every other activity belongs to a case."""


@dataclass(frozen=True)
class EntryDraft:
    """What a supervisor writes down about one visit; ``practices`` are tasks of courses tried on it."""

    advisor_id: UUID
    case_id: UUID | None
    activity: Activity
    visited_on: date
    minutes: int = DEFAULT_MINUTES
    comment: str = ""
    ratings: tuple[Rating, ...] = ()
    practices: tuple[UUID, ...] = ()


def check_draft(draft: EntryDraft, *, supervisor_id: UUID, today: date) -> None:
    """Check what even an unfinished entry has to keep.

    Raises RuleViolation("ojt.own_entry" | "ojt.future_date" | "ojt.minutes_out_of_range" |
    "ojt.too_many_criteria" | "ojt.criterion_twice" | "ojt.text_too_long").
    """
    if draft.advisor_id == supervisor_id:
        raise RuleViolation("ojt.own_entry", field="advisor")
    if draft.visited_on > today:
        raise RuleViolation("ojt.future_date", field="visited_on")
    if not 1 <= draft.minutes <= MAX_MINUTES:
        raise RuleViolation("ojt.minutes_out_of_range", field="minutes", highest=MAX_MINUTES)
    if len(draft.ratings) > MAX_CRITERIA:
        raise RuleViolation(
            "ojt.too_many_criteria", field="ratings", highest=MAX_CRITERIA, given=len(draft.ratings)
        )
    if len({rating.criterion_code for rating in draft.ratings}) < len(draft.ratings):
        raise RuleViolation("ojt.criterion_twice", field="ratings")
    if len(draft.comment) > MAX_TEXT:
        raise RuleViolation("ojt.text_too_long", field="comment", highest=MAX_TEXT)
    if any(len(rating.note) > MAX_NOTE for rating in draft.ratings):
        raise RuleViolation("ojt.text_too_long", field="ratings", highest=MAX_NOTE)


def list_gaps(
    *, case_id: UUID | None, activity: Activity, comment: str, has_ratings: bool
) -> Iterator[RuleViolation]:
    """Name everything an entry lacks before the advisor can be asked to read it, in the order of the form."""
    if case_id is None and activity not in WITHOUT_CASE:
        yield RuleViolation("ojt.case_missing", field="case")
    if not comment.strip():
        yield RuleViolation("ojt.comment_missing", field="comment")
    if not has_ratings:
        yield RuleViolation("ojt.ratings_missing", field="ratings")


def check_submission(draft: EntryDraft) -> None:
    """Check that an entry has no gaps.

    Raises RuleViolation("ojt.case_missing" | "ojt.comment_missing" | "ojt.ratings_missing").
    """
    gaps = list_gaps(
        case_id=draft.case_id,
        activity=draft.activity,
        comment=draft.comment,
        has_ratings=bool(draft.ratings),
    )
    for gap in gaps:
        raise gap


def check_text(text: str, *, code: str, field: str) -> str:
    """Return the words somebody owes with a step, trimmed.

    Raises RuleViolation(``code``) when there are none, RuleViolation("ojt.text_too_long") beyond 4,000
    characters.
    """
    words = text.strip()
    if not words:
        raise RuleViolation(code, field=field)
    if len(words) > MAX_TEXT:
        raise RuleViolation("ojt.text_too_long", field=field, highest=MAX_TEXT)
    return words


def is_late(*, visited_on: date, started_on: date) -> bool:
    """Say whether an entry was started more than a week after the visit; it is marked, not refused."""
    return (started_on - visited_on).days > LATE_AFTER_DAYS
