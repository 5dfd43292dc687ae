"""From posteriors to findings: which levels may be shown, how surely, and what would make them surer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from lms.evidence.domain.facets.outlook import INFLATION, Curve, Outlook, widened
from lms.evidence.domain.facets.parameters import Floats, Parameters
from lms.evidence.domain.facets.posterior import Posterior, stacked
from lms.evidence.domain.facets.response import moments_at
from lms.evidence.domain.finding import FindingStatus, LevelFinding, PersonFindings, RubricOutline, Wanted
from lms.evidence.domain.observation import RaterRole
from lms.kernel.calendar import months_before


@dataclass(frozen=True)
class Thresholds:
    """When a level is shown at all, and when it is established. Source: the level model's measurements."""

    min_observations: int = 2
    established_observations: int = 3
    established_raters: int = 2
    established_certainty: float = 0.7
    fresh_months: int = 12


_BY_SURENESS = (FindingStatus.INSUFFICIENT, FindingStatus.PROVISIONAL, FindingStatus.ESTABLISHED)

MOST_WANTED = 12
"""Further observations beyond which counting them helps nobody."""


def findings_of(
    posteriors: Mapping[UUID, Posterior],
    parameters: Parameters,
    thresholds: Thresholds,
    *,
    outline: RubricOutline,
    as_of: date,
    policy: str,
) -> dict[UUID, PersonFindings]:
    """Find the levels of many people at once."""
    if not posteriors:
        return {}
    people = _People.of(list(posteriors.values()), parameters, thresholds, as_of=as_of)
    n_criteria, domains = len(parameters.scale.criteria), tuple(outline.domains)
    found = {}
    for place, person_id in enumerate(posteriors):
        row = [people.finding(place, column, policy) for column in range(people.width)]
        found[person_id] = PersonFindings(
            person_id=person_id,
            as_of=as_of,
            policy=policy,
            criteria=dict(zip(parameters.scale.criteria, row[:n_criteria], strict=True)),
            domains=dict(zip(domains, row[n_criteria:-1], strict=True)),
            overall=row[-1],
        )
    return found


@dataclass(frozen=True)
class _People:
    """Columns of findings of many people: criteria, then domains, then overall; lists by person."""

    status: list[list[FindingStatus]]
    level: list[list[int]]
    certainty: list[list[float]]
    probabilities: list[list[list[float]]]
    score: list[list[float]]
    lower: list[list[float]]
    upper: list[list[float]]
    observations: list[list[int]]
    changed: list[list[int]]
    raters: list[list[int]]
    latest: list[list[int]]
    stale: list[list[bool]]
    wanted: list[list[int]]
    new_raters: list[list[int]]
    agreeing: list[list[bool]]

    @property
    def width(self) -> int:
        """Count the findings of one person."""
        return len(self.status[0])

    @classmethod
    def of(
        cls, posteriors: Sequence[Posterior], parameters: Parameters, limits: Thresholds, *, as_of: date
    ) -> "_People":
        mean, covariance, latest = stacked(posteriors)
        moved = widened(covariance, latest.max(axis=1), today=as_of.toordinal(), parameters=parameters)
        curve = Curve.of(parameters)
        single, pooled = curve.outlook(mean, moved)
        members = parameters.scale.pools > 0
        n_single = np.array([one.observations for one in posteriors])
        observations = np.concatenate([n_single, n_single @ members.T], axis=1)
        n_changed = n_single - np.array([one.unchanged for one in posteriors])
        changed = np.concatenate([n_changed, n_changed @ members.T], axis=1)
        raters = np.array([one.raters for one in posteriors])
        latest = np.concatenate(
            [latest, *(latest[:, inside].max(axis=1, keepdims=True) for inside in members)], 1
        )
        stale = (latest > 0) & (latest < months_before(as_of, limits.fresh_months).toordinal())
        whole = single.beside(pooled)
        information = _information(mean, curve, parameters)
        agreeing = _agreeing_needed(whole, information, limits)
        has_level = observations >= limits.min_observations
        new_raters = np.maximum(limits.established_raters - raters, 0)
        is_due = stale | (changed == observations) & (observations > 0)  # all was said in other words
        number = np.maximum(np.maximum(limits.established_observations - observations, new_raters), is_due)
        for_certainty = np.where(has_level, agreeing, 0)
        wanted = np.maximum(number, for_certainty)
        sureness = np.where(has_level, np.where(wanted == 0, 2, 1), 0)
        return cls(
            status=[[_BY_SURENESS[one] for one in row] for row in sureness.tolist()],
            level=whole.level.tolist(),
            certainty=whole.probabilities.max(axis=-1).tolist(),
            probabilities=whole.probabilities.tolist(),
            score=whole.score.tolist(),
            lower=whole.lower.tolist(),
            upper=whole.upper.tolist(),
            observations=observations.tolist(),
            changed=changed.tolist(),
            raters=raters.tolist(),
            latest=latest.tolist(),
            stale=stale.tolist(),
            wanted=wanted.tolist(),
            new_raters=new_raters.tolist(),
            agreeing=(for_certainty > 0).tolist(),
        )

    def finding(self, person: int, column: int, policy: str) -> LevelFinding:
        """Put one finding together; without a level where there is too little evidence."""
        status = self.status[person][column]
        is_shown = status is not FindingStatus.INSUFFICIENT
        latest = self.latest[person][column]
        return LevelFinding(
            status=status,
            level=self.level[person][column] if is_shown else None,
            certainty_ratio=self.certainty[person][column] if is_shown else 0.0,
            probabilities=tuple(self.probabilities[person][column]),
            estimate=self.score[person][column] if is_shown else None,
            lower90=self.lower[person][column] if is_shown else None,
            upper90=self.upper[person][column] if is_shown else None,
            n_observations=self.observations[person][column],
            n_raters=self.raters[person][column],
            latest_on=date.fromordinal(latest) if latest else None,
            is_stale=self.stale[person][column],
            policy=policy,
            n_changed=self.changed[person][column],
            wanted=Wanted(
                observations=self.wanted[person][column],
                new_raters=self.new_raters[person][column],
                recent=self.stale[person][column],
                agreeing=self.agreeing[person][column],
            ),
        )


def _information(mean: Floats, curve: Curve, parameters: Parameters) -> Floats:
    """Estimate what one more observation is worth: 1 / its variance on the scale 1–K; (people, places).

    A rating scatters around the fair score, and its rater is stricter or more lenient by the group's spread;
    of several further ones every second is taken to be by another rater.
    """
    steps = np.broadcast_to(curve.steps, (*mean.shape, curve.steps.shape[1]))
    slope = moments_at(mean.ravel(), steps.reshape(mean.size, -1)).variance.reshape(mean.shape)
    severity = parameters.spreads.severity_of(RaterRole.SUPERVISOR)
    slope = np.concatenate([slope, slope @ parameters.scale.pools.T], axis=1)
    return np.asarray(1 / (slope + (slope * severity) ** 2 / 2))


def _agreeing_needed(outlook: Outlook, information: Floats, limits: Thresholds) -> NDArray[np.int64]:
    """Count the further observations of the level found that would make it as sure as is asked."""
    more = np.arange(1, MOST_WANTED + 1)
    before = 1 / np.maximum(outlook.deviation, 1e-9)[..., None] ** 2
    gained = more * (information / INFLATION**2)[..., None]
    level = outlook.level[..., None].astype(np.float64)
    mean = (before * outlook.score[..., None] + gained * level) / (before + gained)
    deviation = 1 / np.sqrt(before + gained)
    top = outlook.probabilities.shape[-1]
    high = np.where(level == top, np.inf, level + 0.5)
    low = np.where(level == 1, -np.inf, level - 0.5)
    chance = ndtr((high - mean) / deviation) - ndtr((low - mean) / deviation)
    enough = chance >= limits.established_certainty
    needed = np.where(enough.any(axis=-1), enough.argmax(axis=-1) + 1, MOST_WANTED)
    is_sure = outlook.probabilities.max(axis=-1) >= limits.established_certainty
    return np.asarray(np.where(is_sure, 0, needed), dtype=np.int64)
