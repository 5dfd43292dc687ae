"""What a person decides about a proposal, and what a sound decision is."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from lms.kernel.errors import RuleViolation
from lms.pairing.domain.problem import Role

LONGEST_REASON = 1000
LARGEST_MARK = 0x7FFFFFFF


class DecisionKind(StrEnum):
    """What became of a proposal."""

    CONFIRMED = "confirmed"
    CHANGED = "changed"
    LEFT_OPEN = "left_open"


@dataclass(frozen=True, slots=True)
class Seated:
    """A person who is to be on a case, and as what."""

    person_id: UUID
    role: Role


def require_reason(reason: str) -> str:
    """Return the reason without surrounding blanks.

    Raises RuleViolation("pairing.reason_missing" | "pairing.reason_too_long").
    """
    said = reason.strip()
    if not said:
        raise RuleViolation("pairing.reason_missing", field="reason")
    if len(said) > LONGEST_REASON:
        raise RuleViolation("pairing.reason_too_long", field="reason", most=LONGEST_REASON)
    return said


def team_of(lead_id: UUID, member_ids: Sequence[UUID], trainee_id: UUID | None = None) -> tuple[Seated, ...]:
    """Put a lead, further members and perhaps a trainee together.

    Raises RuleViolation("pairing.same_person_twice").
    """
    trainees = () if trainee_id is None else (Seated(trainee_id, Role.TRAINEE),)
    team = (
        Seated(lead_id, Role.LEAD),
        *(Seated(person_id, Role.MEMBER) for person_id in member_ids),
        *trainees,
    )
    if len({seated.person_id for seated in team}) != len(team):
        raise RuleViolation("pairing.same_person_twice", field="lead")
    return team


def state_mark(n_decisions: int, team: Iterable[Seated]) -> int:
    """Sum up what a decision rests on: how many were taken before, and who is on the case.

    A page carries the mark it was made with; when it differs on arrival, somebody was faster.
    """
    people = sorted(f"{seated.role}:{seated.person_id}" for seated in team)
    return zlib.crc32(" ".join([str(n_decisions), *people]).encode()) & LARGEST_MARK
