"""Committees: named members with terms, one chair, a quorum and the majority that decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from uuid import UUID

from lms.kernel.calendar import Period
from lms.kernel.errors import RuleViolation

SMALLEST_QUORUM = 2
MAX_NAME = 100


class Majority(StrEnum):
    """How many of the votes cast have to be for an award."""

    SIMPLE = "simple"
    TWO_THIRDS = "two_thirds"

    def is_reached(self, *, votes: int, cast: int) -> bool:
        """Say whether so many of the votes cast are enough; a tie never is."""
        return 3 * votes >= 2 * cast > 0 if self is Majority.TWO_THIRDS else 2 * votes > cast


@dataclass(frozen=True)
class MemberDraft:
    """Somebody's seat from a day on, up to but not including ``ends_on``. ``row`` is its row in the form."""

    person_id: UUID
    starts_on: date
    ends_on: date | None
    is_chair: bool
    row: int = 0

    def sits_on(self, day: date) -> bool:
        """Say whether the term covers a day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True)
class CommitteeDraft:
    """What makes a committee."""

    name: dict[str, str]
    quorum: int
    majority: Majority
    members: tuple[MemberDraft, ...]


def check_committee(draft: CommitteeDraft, *, today: date) -> None:
    """Check that a committee can work.

    Raises RuleViolation("decisions.name_missing" | "decisions.term_backwards" | "decisions.member_twice" |
    "decisions.members_missing" | "decisions.no_chair" | "decisions.quorum_small" | "decisions.quorum_large").
    """
    for language in ("ja", "en"):
        if not draft.name.get(language, "").strip():
            raise RuleViolation("decisions.name_missing", field=f"name_{language}")
    _check_terms(draft.members)
    sitting = [one for one in draft.members if one.sits_on(today)]
    if len(sitting) < SMALLEST_QUORUM:
        raise RuleViolation("decisions.members_missing", field="person_0", fewest=SMALLEST_QUORUM)
    if sum(one.is_chair for one in sitting) != 1:
        raise RuleViolation("decisions.no_chair", field="chair")
    if draft.quorum < SMALLEST_QUORUM:
        raise RuleViolation("decisions.quorum_small", field="quorum", fewest=SMALLEST_QUORUM)
    if draft.quorum > len(sitting):
        raise RuleViolation("decisions.quorum_large", field="quorum", members=len(sitting))


def _check_terms(members: Sequence[MemberDraft]) -> None:
    for one in members:
        if one.ends_on is not None and one.ends_on <= one.starts_on:
            raise RuleViolation("decisions.term_backwards", field=f"last_{one.row}")
    for first, second in combinations(members, 2):
        terms = [Period(one.starts_on, one.ends_on) for one in (first, second)]
        if first.person_id == second.person_id and terms[0].overlaps(terms[1]):
            raise RuleViolation("decisions.member_twice", field=f"person_{second.row}")
