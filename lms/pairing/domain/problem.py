"""The pairing problem: who may be seated on which case, and what the policy asks for.

Everything here is a value. Levels run from 1 (Starter) to 4 (Change-Maker); seats of a case are numbered
from 0, the lead. ``load`` and ``capacity`` share one unit of the organisation's choice (cases, hours); all
that matters is that it is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LOWEST_LEVEL = 1
HIGHEST_LEVEL = 4


class CrossOrganisation(StrEnum):
    """How far from home an advisor may be sent."""

    NEVER = "never"
    SAME_REGION = "same_region"
    ANYWHERE = "anywhere"


class Role(StrEnum):
    """What a person does on a case: the lead answers for it, a trainee sits beside and learns."""

    LEAD = "lead"
    MEMBER = "member"
    TRAINEE = "trainee"


@dataclass(frozen=True, slots=True)
class Weights:
    """What a perfect fit in each respect is worth, where being served at all is worth 100 points."""

    level: float = 40.0
    topics: float = 25.0
    continuity: float = 15.0
    locality: float = 10.0
    workload: float = 5.0
    development: float = 5.0


@dataclass(frozen=True, slots=True)
class Policy:
    """What the organisation wants from a pairing; ``top_k`` is the number of alternatives named per case."""

    cross_organisation: CrossOrganisation = CrossOrganisation.NEVER
    allow_stretch: bool = True
    top_k: int = 3
    weights: Weights = field(default_factory=Weights)

    @property
    def seats_trainees(self) -> bool:
        """Tell whether a trainee may be put beside a senior at all."""
        return self.allow_stretch and self.weights.development > 0


@dataclass(frozen=True, slots=True)
class ClientType:
    """A kind of client and the level each seat of its team needs, lead first."""

    code: str
    seats: tuple[int, ...]

    @property
    def lead_level(self) -> int:
        """Return the level that the leading seat needs."""
        return self.seats[0]


@dataclass(frozen=True, slots=True)
class Advisor:
    """A person to seat; ``criteria`` are levels on the 1-4 scale, ``topics`` experience from 0 to 1."""

    id: str
    level: int
    capacity: float
    organisation: str | None = None
    region: str | None = None
    criteria: Mapping[str, float] = field(default_factory=dict)
    topics: Mapping[str, float] = field(default_factory=dict)
    trainee: bool = False
    unavailable: bool = False


@dataclass(frozen=True, slots=True)
class PairingCase:
    """A client's case; each of its seats uses ``load`` of the capacity of whoever takes it."""

    id: str
    client_type: str
    organisation: str | None = None
    region: str | None = None
    topics: tuple[str, ...] = ()
    needs: Mapping[str, float] = field(default_factory=dict)
    load: float = 1.0
    priority: float = 1.0
    previous_advisor: str | None = None
    excluded_advisors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Problem:
    """One instance: a policy, the client types, the advisors and the cases (ids unique within each)."""

    policy: Policy
    client_types: tuple[ClientType, ...]
    advisors: tuple[Advisor, ...]
    cases: tuple[PairingCase, ...]

    def seats_of(self, case: PairingCase) -> tuple[int, ...]:
        """Return the levels that the seats of ``case`` need, lead first."""
        return next(kind.seats for kind in self.client_types if kind.code == case.client_type)
