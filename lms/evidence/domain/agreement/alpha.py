"""Krippendorff's alpha: agreement of any number of raters, with gaps, at three levels of measurement.

Terms. Unit u has m_u ratings, n_uk of them level k. The coincidences
o_kl = Σ_u n_uk (n_ul - [k = l]) / (m_u - 1) count every ordered pair of ratings of one unit, so that each
rating weighs 1; n_k are their sums. With a difference δ(k, l), alpha = 1 - (n - 1) Σ o_kl δ² / Σ n_k n_l δ².
Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability; 2019, Content Analysis, ch. 12.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from itertools import product

import numpy as np

from lms.evidence.domain.agreement.figure import Figure, Missing, needs_draws, with_interval
from lms.evidence.domain.agreement.resampling import blocks_of, draw_weights
from lms.evidence.domain.agreement.units import FloatArray, UnitRatings


class Metric(StrEnum):
    """What the distance between two levels is taken to mean."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


def krippendorff_alpha(ratings: UnitRatings) -> dict[Metric, Figure]:
    """Compute alpha for each metric, each with its interval."""
    doubled = ratings.doubled
    if doubled.n_units == 0:
        return dict.fromkeys(Metric, Figure(None, missing=Missing.NO_DOUBLE_RATINGS))
    per_block = _coincidences(doubled)
    whole = per_block.sum(axis=0, keepdims=True)
    values = {metric: float(_alpha(whole, difference)[0]) for metric, difference in _DIFFERENCES.items()}
    if np.isnan(values[Metric.NOMINAL]):
        return dict.fromkeys(Metric, Figure(None, missing=Missing.ONE_LEVEL_ONLY))
    drawn = _draw(per_block) if needs_draws(doubled) else None
    return {
        metric: with_interval(value, doubled, None if drawn is None else _alpha(drawn, _DIFFERENCES[metric]))
        for metric, value in values.items()
    }


def _draw(per_block: FloatArray) -> FloatArray:
    """Sum the coincidences of blocks drawn anew: (draws, K, K)."""
    cells = per_block.reshape(len(per_block), -1)
    weights = draw_weights(len(cells), work_per_draw=cells.size)
    return np.asarray((weights @ cells).reshape(-1, *per_block.shape[1:]))


def _coincidences(ratings: UnitRatings) -> FloatArray:
    """Sum the coincidences of the units of each block: (blocks, K, K)."""
    levels, cells = ratings.n_levels, ratings.n_units * ratings.n_levels
    flat = np.bincount(ratings.unit * levels + ratings.level - 1, minlength=cells)
    counts = flat.reshape(ratings.n_units, levels).astype(np.float64)
    weighed = counts / (ratings.per_unit - 1)[:, None]
    blocks = blocks_of(ratings)
    sums = np.zeros((int(blocks.max()) + 1, levels, levels))
    for one, other in product(range(levels), repeat=2):
        met = counts[:, other] - (1 if one == other else 0)
        sums[:, one, other] = np.bincount(blocks, weights=weighed[:, one] * met)
    return sums


_Difference = Callable[[FloatArray], FloatArray]


def _nominal(margins: FloatArray) -> FloatArray:
    return np.broadcast_to(1 - np.eye(margins.shape[1]), (len(margins), *2 * margins.shape[1:]))


def _ordinal(margins: FloatArray) -> FloatArray:
    """Count the ratings between two levels, half of those at either end."""
    reached = np.cumsum(margins, axis=1) - margins / 2
    return np.asarray((reached[:, :, None] - reached[:, None, :]) ** 2)


def _interval(margins: FloatArray) -> FloatArray:
    number = np.arange(margins.shape[1], dtype=np.float64)
    distance = (number[:, None] - number[None, :]) ** 2
    return np.broadcast_to(distance, (len(margins), *distance.shape))


_DIFFERENCES: Mapping[Metric, _Difference] = {
    Metric.NOMINAL: _nominal,
    Metric.ORDINAL: _ordinal,
    Metric.INTERVAL: _interval,
}


def _alpha(coincidences: FloatArray, difference: _Difference) -> FloatArray:
    """Compute alpha of each table, NaN where only one level was given: (tables, K, K) → (tables,)."""
    margins = coincidences.sum(axis=2)
    apart = difference(margins)
    total = margins.sum(axis=1)
    observed = (coincidences * apart).sum(axis=(1, 2))
    expected = np.einsum("tk,tl,tkl->t", margins, margins, apart)
    values = np.full(len(margins), np.nan)
    np.divide((total - 1) * observed, expected, out=values, where=expected > 0)
    return np.asarray(1 - values)
