"""Cohen's kappa, unweighted and weighted, for two raters and as the mean over all pairs of raters.

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


class Weighting(StrEnum):
    """How much worse a larger disagreement is."""

    LINEAR = "linear"
    QUADRATIC = "quadratic"


def disagreement_weights(weighting: Weighting, n_levels: int) -> FloatArray:
    """Give the weight of each disagreement: (K, K)."""
    number = np.arange(n_levels, dtype=np.float64)
    distance = np.abs(number[:, None] - number[None, :])
    return distance if weighting is Weighting.LINEAR else distance**2


def cohen_kappa(tables: FloatArray, weights: FloatArray) -> FloatArray:
    """Compute kappa of each table of counts or shares, NaN where it does not exist: (…, K, K) → (…)."""
    rows, columns = tables.sum(axis=-1), tables.sum(axis=-2)
    total = rows.sum(axis=-1)
    observed = (tables * weights).sum(axis=(-1, -2)) * total
    expected = np.einsum("...k,...l,kl->...", rows, columns, weights)
    ratio = np.full(total.shape, np.nan)
    np.divide(observed, expected, out=ratio, where=expected > 0)
    return np.asarray(1 - ratio)


def mean_kappa(ratings: UnitRatings) -> dict[Weighting, Figure]:
    """Compute the mean weighted kappa over the pairs of raters, each weighting with its interval."""
    doubled = ratings.doubled
    if doubled.n_units == 0:
        return dict.fromkeys(Weighting, Figure(None, missing=Missing.NO_DOUBLE_RATINGS))
    met = _Met.of(doubled)
    return {weighting: _figure(met, doubled, weighting) for weighting in Weighting}


@dataclass(frozen=True)
class _Met:
    """Two ratings of one unit, for every pair of raters that met: columns of equal length.

    ``place`` is the cell in the tables of all pairs, laid out flat; ``block`` what it is drawn with.
    """

    place: IntArray
    block: IntArray
    n_pairs: int
    n_levels: int

    @classmethod
    def of(cls, ratings: UnitRatings) -> "_Met":
        first, second = _row_pairs(ratings)
        low_first = ratings.rater[first] < ratings.rater[second]
        low, high = np.where(low_first, first, second), np.where(low_first, second, first)
        pair = as_codes(ratings.rater[low] * ratings.n_raters + ratings.rater[high])
        levels = ratings.n_levels
        place = (pair * levels + ratings.level[low] - 1) * levels + ratings.level[high] - 1
        return cls(place, blocks_of(ratings)[ratings.unit[low]], int(pair.max()) + 1, levels)

    def kappas(self, weights: FloatArray, counted: FloatArray | None = None) -> FloatArray:
        """Compute every pair's kappa: (n_pairs,); ``counted`` says how often each meeting counts."""
        cells = self.n_pairs * self.n_levels**2
        flat = np.bincount(self.place, weights=counted, minlength=cells).astype(np.float64)
        return cohen_kappa(flat.reshape(self.n_pairs, self.n_levels, self.n_levels), weights)


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


def _mean(kappas: FloatArray) -> float:
    known = kappas[np.isfinite(kappas)]
    return float(known.mean()) if len(known) else float("nan")


def _figure(met: _Met, ratings: UnitRatings, weighting: Weighting) -> Figure:
    weights = disagreement_weights(weighting, met.n_levels)
    value = _mean(met.kappas(weights))
    if np.isnan(value):
        return Figure(None, missing=Missing.ONE_LEVEL_ONLY)
    if not needs_draws(ratings):
        return with_interval(value, ratings, None)
    work = len(met.place) + met.n_pairs * met.n_levels**2
    drawn = draw_weights(int(met.block.max()) + 1, work_per_draw=work)
    means = np.array([_mean(met.kappas(weights, row[met.block])) for row in drawn])
    return with_interval(value, ratings, means)
