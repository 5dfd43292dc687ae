"""From what the product knows of people and cases to a pairing problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lms.kernel.errors import RuleViolation
from lms.pairing.domain.problem import (
    LOWEST_LEVEL,
    Advisor,
    ClientType,
    CrossOrganisation,
    PairingCase,
    Policy,
    Problem,
    Weights,
)

ASSUMED_LEVEL = LOWEST_LEVEL
"""What an advisor is taken to be whose evidence opens no gate yet: a Starter."""

FEWEST_CASES_EACH, MOST_CASES_EACH = 1, 200
USUAL_CASES_EACH = 12

TEAMS = (
    ClientType("community_rooted", (1,)),
    ClientType("regional_core", (4,)),
    ClientType("complex_analysis", (4, 2)),
)
"""The pairing rule: a Starter for a community-rooted micro business, a Change-Maker for a regional core
company, a Change-Maker with a Master where complex analysis is needed."""


@dataclass(frozen=True, slots=True)
class RunChoices:
    """What a manager chooses before a run; the rest of the policy is the organisation's."""

    organisation_id: UUID
    cross_organisation: CrossOrganisation = CrossOrganisation.SAME_REGION
    only_waiting: bool = False
    cases_each: int = USUAL_CASES_EACH
    allow_stretch: bool = True

    @property
    def policy(self) -> Policy:
        """Return the policy to solve with."""
        return Policy(self.cross_organisation, allow_stretch=self.allow_stretch, weights=Weights())


@dataclass(frozen=True, slots=True)
class Candidate:
    """An advisor as the product knows them.

    ``gate_level`` is what was decided about them, else what their evidence proves (None: nothing yet);
    ``decided_on``: when, where it was decided. ``topics`` lists the topics of every case they have been on,
    with repetitions; ``cases_elsewhere`` counts open cases outside the run.
    """

    person_id: UUID
    organisation_id: UUID | None
    region: str | None
    gate_level: int | None
    decided_on: date | None = None
    topics: tuple[str, ...] = ()
    cases_elsewhere: int = 0

    @property
    def level(self) -> int:
        """Return the level to pair with."""
        return self.gate_level or ASSUMED_LEVEL


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """A case of a run; ``previous_ids`` lists who led it or another case of its client, the latest first."""

    case_id: UUID
    client_type: str
    organisation_id: UUID
    region: str | None
    topics: tuple[str, ...]
    previous_ids: tuple[UUID, ...] = ()


def require_sound_choices(choices: RunChoices) -> None:
    """Check what a manager chose.

    Raises RuleViolation("pairing.cases_each_out_of_range").
    """
    if not FEWEST_CASES_EACH <= choices.cases_each <= MOST_CASES_EACH:
        raise RuleViolation(
            "pairing.cases_each_out_of_range",
            field="cases_each",
            fewest=FEWEST_CASES_EACH,
            most=MOST_CASES_EACH,
        )


def problem_of(choices: RunChoices, candidates: Iterable[Candidate], cases: Iterable[WaitingCase]) -> Problem:
    """Put a situation into a pairing problem.

    Raises RuleViolation("pairing.no_open_cases" | "pairing.no_advisors").
    """
    advisors = tuple(_advisor(candidate, choices) for candidate in candidates)
    known = {advisor.id for advisor in advisors}
    waiting = tuple(_case(case, known) for case in cases)
    if not waiting:
        raise RuleViolation("pairing.no_open_cases", field="only_waiting")
    if not advisors:
        raise RuleViolation("pairing.no_advisors", field="organisation")
    return Problem(choices.policy, TEAMS, advisors, waiting)


def experience(topics: Iterable[str]) -> Mapping[str, float]:
    """Turn the topics of past cases into experience: a half after one case, three quarters after two."""
    return {topic: 1.0 - 0.5**times for topic, times in Counter(topics).items()}


def _advisor(candidate: Candidate, choices: RunChoices) -> Advisor:
    return Advisor(
        id=str(candidate.person_id),
        level=candidate.level,
        capacity=float(max(choices.cases_each - candidate.cases_elsewhere, 0)),
        organisation=None if candidate.organisation_id is None else str(candidate.organisation_id),
        region=candidate.region,
        topics=experience(candidate.topics),
        trainee=candidate.level == LOWEST_LEVEL,
    )


def _case(case: WaitingCase, known: set[str]) -> PairingCase:
    return PairingCase(
        id=str(case.case_id),
        client_type=case.client_type,
        organisation=str(case.organisation_id),
        region=case.region,
        topics=case.topics,
        previous_advisor=next((str(one) for one in case.previous_ids if str(one) in known), None),
    )
