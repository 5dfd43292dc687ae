"""From standings in logits to what is said: a score on the scale 1–K, its interval, the chance of each level.

Terms. A *standing* is a normal distribution of a person's place in a criterion, counted from the middle of
its steps. Its *outlook* is what follows for the fair score (see ``response``): mean, standard deviation, the
nominal-90 % interval, and P(level = k), the chance that the fair score rounds to k. *Pools* are averages of
the fair scores of several criteria: of a domain, or of all.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from lms.evidence.domain.facets.parameters import Floats, Parameters
from lms.evidence.domain.facets.ratings import YEAR_DAYS, Ints
from lms.evidence.domain.facets.response import fair_scores, level_bounds
from lms.evidence.domain.facets.scale import Scale

INFLATION = 1.10
"""Posterior standard deviations are this much too small: with it nominal-90 % intervals cover 90 %.

Measured in simulation with known truth (docs/level-model.md); to be measured again on held-out entries.
"""
LEAST_DOUBT = 1e-4
"""A model of people is never surer than this leaves room for."""
Z90 = 1.6448536269514722
_POINTS, _WEIGHTS = np.polynomial.hermite_e.hermegauss(9)


@dataclass(frozen=True)
class Outlook:
    """What standings mean on the scale: every array (people, places), ``probabilities`` (…, K).

    ``score``, ``lower``, ``upper``: 1–K; ``deviation``: of the score; ``level``: the most probable one.
    """

    score: Floats
    deviation: Floats
    lower: Floats
    upper: Floats
    probabilities: Floats

    @cached_property
    def level(self) -> NDArray[np.int64]:
        """Give the most probable level; of two equally probable ones the lower."""
        return np.asarray(self.probabilities.argmax(axis=-1) + 1, dtype=np.int64)

    def beside(self, other: "Outlook") -> "Outlook":
        """Put the places of another outlook of the same people after these."""
        names = ("score", "deviation", "lower", "upper", "probabilities")
        return Outlook(*(np.concatenate([getattr(self, n), getattr(other, n)], axis=1) for n in names))


@dataclass(frozen=True)
class Curve:
    """The fair-score curves of all criteria, with the middle of the steps as origin."""

    scale: Scale
    steps: Floats
    bounds: Floats

    @classmethod
    @lru_cache(maxsize=4)
    def of(cls, parameters: Parameters) -> "Curve":
        """Take the curves that ``parameters`` describe; kept, since many people are looked at by them."""
        steps = parameters.steps - parameters.steps.mean(axis=1, keepdims=True)
        return cls(parameters.scale, steps, level_bounds(steps))

    def outlook(self, mean: Floats, covariance: Floats) -> tuple[Outlook, Outlook]:
        """Give the outlook of each criterion, and of each pool: domains first, then all.

        ``mean``: (people, criteria); ``covariance``: (people, criteria, criteria), not yet inflated.
        """
        variance = np.einsum("pcc->pc", covariance)
        spread = INFLATION * np.sqrt(variance)
        spots = mean[..., None] + spread[..., None] * _POINTS
        scores = fair_scores(spots, self.steps[:, None, :])
        weights = _WEIGHTS / _WEIGHTS.sum()
        score = scores @ weights
        deviation = np.sqrt(np.maximum((scores - score[..., None]) ** 2 @ weights, 0.0))
        below = ndtr((self.bounds - mean[..., None]) / spread[..., None])
        single = Outlook(
            score=score,
            deviation=deviation,
            lower=fair_scores(mean - Z90 * spread, self.steps),
            upper=fair_scores(mean + Z90 * spread, self.steps),
            probabilities=_between(below),
        )
        together = covariance / np.sqrt(variance[:, :, None] * variance[:, None, :])
        return single, self._pooled(single, together)

    def _pooled(self, single: Outlook, correlation: Floats) -> Outlook:
        pools = self.scale.pools
        score = single.score @ pools.T
        parts = pools[None] * single.deviation[:, None, :]
        deviation = np.sqrt(np.einsum("pdc,pce,pde->pd", parts, correlation, parts, optimize=True))
        bounds = np.arange(self.scale.steps) + 1.5
        below = ndtr((bounds - score[..., None]) / np.maximum(deviation, 1e-9)[..., None])
        return Outlook(
            score=score,
            deviation=deviation,
            lower=np.maximum(score - Z90 * deviation, 1.0),
            upper=np.minimum(score + Z90 * deviation, float(self.scale.levels)),
            probabilities=_between(below),
        )


def widened(covariance: Floats, last_day: Ints, *, today: int | Ints, parameters: Parameters) -> Floats:
    """Add what may have changed since a person's last evidence; the mean holds.

    Nobody knows whether they went on growing or stood still: the doubt is the walk, and growth as large as it
    usually is. ``covariance``: (people, criteria, criteria); ``last_day``: (people,), 0 for somebody nobody
    has seen, whose covariance is the prior's already.
    """
    years = np.where(last_day > 0, np.maximum(today - last_day, 0), 0) / YEAR_DAYS
    changed = parameters.spreads.walk**2 * years + (parameters.growth * years) ** 2
    return np.asarray(covariance + changed[:, None, None])


def _between(below: Floats) -> Floats:
    """Turn P(score < 1.5), P(score < 2.5), … into P(level = 1), …, P(level = K)."""
    below = np.clip(below, LEAST_DOUBT, 1 - LEAST_DOUBT)
    edges = np.concatenate(
        [np.zeros((*below.shape[:-1], 1)), below, np.ones((*below.shape[:-1], 1))], axis=-1
    )
    return np.diff(edges, axis=-1)
