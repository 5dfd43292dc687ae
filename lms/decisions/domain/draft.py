"""What somebody writes down to decide or to propose: level, reason, dates."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from lms.decisions.domain.scope import Scope
from lms.kernel.errors import RuleViolation

MAX_TEXT = 2000
USUAL_VOTING = timedelta(days=14)
LONGEST_VOTING = timedelta(days=180)


@dataclass(frozen=True)
class LevelDraft:
    """A level somebody awards, or proposes to a committee.

    ``expires_on``: the first day on which the decision no longer holds; None where it has no end.
    """

    person_id: UUID
    scope: Scope
    level: int
    reason: str
    citations: frozenset[UUID]
    expires_on: date | None = None


def check_level(level: int, *, highest: int) -> None:
    """Check that a level is on the scale. Raises RuleViolation("decisions.level_unknown")."""
    if not 1 <= level <= highest:
        raise RuleViolation("decisions.level_unknown", field="level")


def check_text(text: str, *, field: str = "reason") -> str:
    """Return the words without the space around them.

    Raises RuleViolation("decisions.reason_missing" | "decisions.text_too_long").
    """
    words = text.strip()
    if not words:
        raise RuleViolation("decisions.reason_missing", field=field)
    return check_length(words, field=field)


def check_length(words: str, *, field: str) -> str:
    """Return the words. Raises RuleViolation("decisions.text_too_long")."""
    if len(words) > MAX_TEXT:
        raise RuleViolation("decisions.text_too_long", field=field, highest=MAX_TEXT)
    return words


def check_dates(expires_on: date | None, *, today: date) -> None:
    """Check that a decision holds for at least a day. Raises RuleViolation("decisions.expiry_past")."""
    if expires_on is not None and expires_on <= today:
        raise RuleViolation("decisions.expiry_past", field="last_day")


def check_vote_by(vote_by: date | None, *, today: date) -> date:
    """Return the day until which a committee votes.

    Raises RuleViolation("decisions.vote_by_missing" | "decisions.vote_by_past" | "decisions.vote_by_far").
    """
    if vote_by is None:
        raise RuleViolation("decisions.vote_by_missing", field="vote_by")
    if vote_by < today:
        raise RuleViolation("decisions.vote_by_past", field="vote_by")
    if vote_by > today + LONGEST_VOTING:
        raise RuleViolation("decisions.vote_by_far", field="vote_by", days=LONGEST_VOTING.days)
    return vote_by
