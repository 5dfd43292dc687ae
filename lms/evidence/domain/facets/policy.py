"""The level policy of the product: the many-facet model, with what it has learnt held fast."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from lms.evidence.domain.facets.anatomy import Anatomy, TrendPoint, anatomy_of, trend_of
from lms.evidence.domain.facets.findings import Thresholds, findings_of
from lms.evidence.domain.facets.parameters import MODEL_VERSION, Parameters
from lms.evidence.domain.facets.posterior import Posterior, posterior_of
from lms.evidence.domain.finding import NotCounted, PersonFindings, RubricOutline
from lms.evidence.domain.observation import Observation, ObservationState, RaterRole

WORTH_CORRECTING = 0.3
"""Logits. Below this spread of severities a correction changes next to nothing (docs/level-model.md)."""


@dataclass(frozen=True)
class FacetPolicy:
    """Levels by the many-facet model, given ``parameters`` learnt from everybody.

    ``is_linked``: raters share enough people for severities to be told from abilities.
    """

    parameters: Parameters
    is_linked: bool = False
    thresholds: Thresholds = field(default_factory=Thresholds)

    @property
    def code(self) -> str:
        """Name the model and its version."""
        return MODEL_VERSION

    @property
    def is_corrected(self) -> bool:
        """Say whether "corrected for severity" may be claimed: raters differ, and are linked."""
        return (
            self.is_linked and self.parameters.spreads.severity_of(RaterRole.SUPERVISOR) >= WORTH_CORRECTING
        )

    def posterior(
        self, person_id: UUID, observations: Iterable[Observation], *, outline: RubricOutline, as_of: date
    ) -> Posterior:
        """Work out what is known of ``person_id`` from observations up to ``as_of``."""
        counted = self.counted(person_id, observations, outline=outline, as_of=as_of)
        return posterior_of(counted, self.parameters, as_of=as_of)

    def findings(
        self, posteriors: Mapping[UUID, Posterior], *, outline: RubricOutline, as_of: date
    ) -> dict[UUID, PersonFindings]:
        """Find the levels of many people on a day not before their last evidence."""
        return findings_of(
            posteriors, self.parameters, self.thresholds, outline=outline, as_of=as_of, policy=self.code
        )

    def assess(
        self, person_id: UUID, observations: Iterable[Observation], *, outline: RubricOutline, as_of: date
    ) -> PersonFindings:
        """Find the levels of ``person_id`` on a day."""
        posterior = self.posterior(person_id, observations, outline=outline, as_of=as_of)
        return self.findings({person_id: posterior}, outline=outline, as_of=as_of)[person_id]

    def anatomy(
        self, person_id: UUID, observations: Iterable[Observation], *, outline: RubricOutline, as_of: date
    ) -> Anatomy:
        """Take the estimates of ``person_id`` apart: what each step of the reckoning changed."""
        seen = [one for one in observations if one.trainee_id == person_id]
        counted = self.counted(person_id, seen, outline=outline, as_of=as_of)
        own = [
            one
            for one in seen
            if one.rater_role is RaterRole.SELF
            and one.state is ObservationState.ACTIVE
            and outline.has(one)
            and one.observed_on <= as_of
        ]
        return anatomy_of(counted, own, self.parameters, as_of=as_of)

    def trend(
        self,
        person_id: UUID,
        observations: Iterable[Observation],
        *,
        outline: RubricOutline,
        days: Sequence[date],
    ) -> tuple[TrendPoint, ...]:
        """Say what could be said of ``person_id`` on each of ``days`` from the observations up to it."""
        seen = list(observations)
        posteriors = [(day, self.posterior(person_id, seen, outline=outline, as_of=day)) for day in days]
        return trend_of(posteriors, self.parameters)

    def counted(
        self, person_id: UUID, observations: Iterable[Observation], *, outline: RubricOutline, as_of: date
    ) -> list[Observation]:
        """List the observations of ``person_id`` that count on a day."""
        return [
            one
            for one in observations
            if one.trainee_id == person_id and self.why_not_counted(one, outline=outline, as_of=as_of) is None
        ]

    def why_not_counted(
        self, observation: Observation, *, outline: RubricOutline, as_of: date
    ) -> NotCounted | None:
        """Say why an observation is left out, or None when it counts."""
        if observation.state is ObservationState.VOIDED:
            return NotCounted.VOIDED
        if observation.is_own or observation.rater_role is RaterRole.SELF:
            return NotCounted.OWN
        if not outline.has(observation):
            return NotCounted.OTHER_RUBRIC
        return NotCounted.LATER if observation.observed_on > as_of else None
