"""Cohen's weighted kappa as the mean over all pairs of raters.

Terms. Of the units both raters judged, p_kl is the share to which the first gave k and the second l; v_kl is
the weight of that disagreement, 0 on the diagonal. kappa = 1 - Σ v_kl p_kl / Σ v_kl p_k. p_.l. Linear weights
are |k - l|, quadratic ones (k - l)². Source: Cohen 1960 and 1968, Psychological Bulletin 70(4).

The mean takes every pair of raters whose kappa exists and counts them alike, however many units they share.
A kappa does not exist where both gave one and the same level throughout: nothing is left to chance there.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lms.evidence.domain.agreement.figure import Figure, Missing, needs_draws, with_interval
from lms.evidence.domain.agreement.resampling import blocks_of, draw_weights
from lms.evidence.domain.agreement.units import FloatArray, IntArray, UnitRatings, as_codes

MOST_PAIRS = 10_000_000
"""Thousands of raters of one unit make more pairs than a machine can hold."""


class Weighting(StrEnum):
    """How much worse a larger disagreement is."""

    LINEAR = "linear"
    QUADRATIC = "quadratic"


def disagreement_weights(weighting: Weighting, n_levels: int) -> FloatArray:
    """Give the weight of each disagreement: (K, K)."""
    number = np.arange(n_levels, dtype=np.float64)
    distance = np.abs(number[:, None] - number[None, :])
    return distance if weighting is Weighting.LINEAR else distance**2


def mean_kappa(ratings: UnitRatings) -> dict[Weighting, Figure]:
    """Compute the mean weighted kappa over the pairs of raters, each weighting with its interval."""
    doubled = ratings.doubled
    if doubled.n_units == 0:
        return dict.fromkeys(Weighting, Figure(None, missing=Missing.NO_DOUBLE_RATINGS))
    if doubled.n_pairs > MOST_PAIRS:
        return dict.fromkeys(Weighting, Figure(None, missing=Missing.TOO_MANY_PAIRS))
    met = _Met.of(doubled)
    values = met.means(np.ones(len(met.pair)))
    if np.isnan(values).any():
        return dict.fromkeys(Weighting, Figure(None, missing=Missing.ONE_LEVEL_ONLY))
    drawn = met.draw() if needs_draws(doubled) else None
    return {
        weighting: with_interval(float(value), doubled, None if drawn is None else drawn[:, place])
        for place, (weighting, value) in enumerate(zip(Weighting, values, strict=True))
    }


@dataclass(frozen=True)
class _Met:
    """Two ratings of one unit, for every pair of raters that met: columns of equal length, sorted by pair.

    ``pair``: which two raters; ``one``, ``other``: their levels from 0; ``block``: what it is drawn with.
    """

    pair: IntArray
    one: IntArray
    other: IntArray
    block: IntArray
    n_levels: int

    @classmethod
    def of(cls, ratings: UnitRatings) -> "_Met":
        first, second = _row_pairs(ratings)
        low_first = ratings.rater[first] < ratings.rater[second]
        low, high = np.where(low_first, first, second), np.where(low_first, second, first)
        pair = as_codes(ratings.rater[low] * ratings.n_raters + ratings.rater[high])
        order = np.argsort(pair, kind="stable")
        low, high = low[order], high[order]
        block = blocks_of(ratings)[ratings.unit[low]]
        return cls(pair[order], ratings.level[low] - 1, ratings.level[high] - 1, block, ratings.n_levels)

    def means(self, counted: FloatArray) -> FloatArray:
        """Compute the mean kappa of each weighting; ``counted`` says how often each meeting counts.

        The same as the kappa of every pair's table, but from the margins: there may be half a million pairs.
        """
        size, levels = int(self.pair[-1]) + 1, self.n_levels
        rows, columns = (
            np.bincount(self.pair * levels + level, weights=counted, minlength=size * levels).reshape(
                size, levels
            )
            for level in (self.one, self.other)
        )
        total = rows.sum(axis=1)
        means = []
        for weighting in Weighting:
            weights = disagreement_weights(weighting, levels)
            apart = counted * weights[self.one, self.other]
            observed = np.bincount(self.pair, weights=apart, minlength=size) * total
            expected = ((rows @ weights) * columns).sum(axis=1)
            exists = expected > 0
            kappas = 1 - observed[exists] / expected[exists]
            means.append(float(kappas.mean()) if len(kappas) else np.nan)
        return np.array(means)

    def draw(self) -> FloatArray:
        """Compute the means with blocks of subjects drawn anew: (draws, weightings)."""
        work = len(self.pair) + int(self.pair[-1]) * self.n_levels
        drawn = draw_weights(int(self.block.max()) + 1, work_per_draw=work)
        return np.array([self.means(weights[self.block]) for weights in drawn])


def _row_pairs(ratings: UnitRatings) -> tuple[IntArray, IntArray]:
    """List all pairs of rows that judge one unit; rows of a unit stand together."""
    start = np.cumsum(ratings.per_unit) - ratings.per_unit
    firsts, seconds = [], []
    for size in np.unique(ratings.per_unit).tolist():
        begin = start[ratings.per_unit == size]
        one, other = np.triu_indices(size, k=1)
        firsts.append((begin[:, None] + one).ravel())
        seconds.append((begin[:, None] + other).ravel())
    return np.concatenate(firsts), np.concatenate(seconds)
