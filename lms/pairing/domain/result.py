"""What a solved pairing says: who is seated and why, what stays open and why, who else could do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lms.pairing.domain.points import ReasonCode
from lms.pairing.domain.problem import Role


class Status(StrEnum):
    """Whether the plan is proven to be the best."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"


class OpenReason(StrEnum):
    """Why a case is left open; the first that applies, in this order."""

    NO_LEVEL = "no_advisor_of_level"
    OUT_OF_REACH = "none_within_reach"
    UNAVAILABLE = "all_unavailable"
    EXCLUDED = "all_excluded"
    NEEDS = "none_meets_needs"
    LOAD = "load_beyond_capacity"
    TOO_FEW = "too_few_for_team"
    AT_CAPACITY = "all_at_capacity"
    NOT_WORTH = "not_worth_workload"
    NOT_REACHED = "not_reached_in_time"


@dataclass(frozen=True, slots=True)
class Member:
    """One person on a case."""

    advisor: str
    role: Role


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause of points; ``facts`` name the advisor it is about and what it was judged by."""

    code: ReasonCode
    points: float
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pair:
    """A case with the people seated on it, lead first, a trainee last."""

    case: str
    members: tuple[Member, ...]
    points: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A case nobody was seated on; ``facts`` name the seat and level that could not be filled."""

    case: str
    reason: OpenReason
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Somebody else for a case: the seat, its points, and what the best plan with them loses in all."""

    advisor: str
    seat: int
    points: float
    cost: float


@dataclass(frozen=True, slots=True)
class Result:
    """A plan for a problem; ``gap_ratio`` is how far the objective may be below the best, of the bound.

    ``elapsed_s`` is how long it took until the plan stood with its bound, alternatives not counted.
    """

    status: Status
    objective: float
    bound: float
    gap_ratio: float
    workload_cost: float
    elapsed_s: float
    pairs: tuple[Pair, ...]
    unassigned: tuple[Unassigned, ...]
    alternatives: Mapping[str, tuple[Alternative, ...]]
