"""What can be said about a level: the finding, its certainty and what would make it surer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from lms.evidence.domain.observation import Observation

GATE_PROBABILITY = 0.9
GATE_OBSERVATIONS = 3
GATE_RATERS = 2


class FindingStatus(StrEnum):
    """How far a finding may be relied on."""

    ESTABLISHED = "established"
    PROVISIONAL = "provisional"
    INSUFFICIENT = "insufficient"
    NOT_LINKED = "not_linked"
    """Of ratings files only: the people's raters have nobody in common with the others'."""


class NotCounted(StrEnum):
    """Why an observation was left out."""

    VOIDED = "voided"
    OWN = "own"
    OTHER_RUBRIC = "other_rubric"
    LATER = "later"


@dataclass(frozen=True)
class RubricOutline:
    """What a policy needs to know of one rubric version: domains, their criteria, the number of levels."""

    version_id: UUID
    domains: Mapping[str, tuple[str, ...]]
    highest_level: int

    @property
    def criteria(self) -> tuple[str, ...]:
        """List the codes of all criteria in the rubric's order."""
        return tuple(code for codes in self.domains.values() for code in codes)

    def has(self, observation: Observation) -> bool:
        """Say whether an observation speaks of this version, one of its criteria and one of its levels."""
        return (
            observation.rubric_version_id == self.version_id
            and observation.criterion_code in self.criteria
            and 1 <= observation.level <= self.highest_level
        )


@dataclass(frozen=True)
class Wanted:
    """What would make a finding established: the fewest further observations, and what they have to be.

    ``new_raters``: how many of them must come from raters not counted yet; ``recent``: at least one must be
    fresh because the latest is too old; ``agreeing``: the number holds only if they show the level found,
    since the counted ones differ.
    """

    observations: int = 0
    new_raters: int = 0
    recent: bool = False
    agreeing: bool = False

    @property
    def is_nothing(self) -> bool:
        """Say whether the finding is as sure as the policy asks."""
        return self.observations == 0


@dataclass(frozen=True)
class LevelFinding:
    """A level with its certainty: of one criterion, of one domain or of all criteria together.

    ``probabilities``: P(level = 1), …, P(level = K), summing to 1; ``certainty_ratio``: the probability of
    ``level``; ``estimate``: what an average rater would give, on the scale 1–K, with ``lower90`` and
    ``upper90`` around it; ``n_changed`` of its observations were made when the words meant something else.
    While the evidence is insufficient these are None and the certainty is 0.
    """

    status: FindingStatus
    level: int | None
    certainty_ratio: float
    probabilities: tuple[float, ...]
    estimate: float | None
    lower90: float | None
    upper90: float | None
    n_observations: int
    n_raters: int
    latest_on: date | None
    is_stale: bool
    policy: str
    wanted: Wanted
    n_changed: int = 0

    @property
    def needs_rerating(self) -> bool:
        """Say whether all it rests on was said when the rubric meant something else."""
        return self.n_observations > 0 and self.n_changed == self.n_observations

    def at_least_ratio(self, level: int) -> float:
        """Give the probability (0–1) that the level is ``level`` or higher."""
        return min(1.0, sum(self.probabilities[level - 1 :])) if level > 1 else 1.0


@dataclass(frozen=True)
class PersonFindings:
    """Everything found about one person on one day by one policy."""

    person_id: UUID
    as_of: date
    policy: str
    criteria: Mapping[str, LevelFinding]
    domains: Mapping[str, LevelFinding]
    overall: LevelFinding

    def gate_level(self, min_probability: float = GATE_PROBABILITY) -> int | None:
        """Give the highest level reached with at least ``min_probability`` (0–1): what opens a door.

        None when the pooled evidence is fewer than 3 observations or comes from fewer than 2 raters.
        """
        pooled = self.overall
        if pooled.n_observations < GATE_OBSERVATIONS or pooled.n_raters < GATE_RATERS:
            return None
        levels = range(1, len(pooled.probabilities) + 1)
        return max(level for level in levels if pooled.at_least_ratio(level) >= min_probability)
