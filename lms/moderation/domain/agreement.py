"""How far the raters of a session agree, before and after they talked, with the raters as the sample.

Terms. A *unit* is one criterion of one vignette; n_uk of its m_u levels are k. ``same`` is the share of
pairs of raters who gave a unit the same level: Σ n_uk (n_uk - 1) / Σ m_u (m_u - 1). ``alpha`` is
Krippendorff's for ordered levels, as ``lms.evidence.domain.agreement`` defines it; a test holds the two
together.

A session has few vignettes, and both rounds are about the same ones; what would be otherwise another time
are the raters. So the intervals come from leaving out one rater after the other (the jackknife: Efron &
Tibshirani 1993, ch. 11), with Student's t for n - 1 degrees. They say how the figure might be with other
raters of this kind and these vignettes. In simulation (5 to 30 raters, 1 to 88 units) those of ``same`` held
the truth 95 to 98 times in 100. Where nobody disagreed, leaving one out shows nothing; the bound for zero
events does.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from lms.evidence.domain.agreement import CONFIDENCE, FEWEST_PAIRS, Figure, Missing, Reading
from lms.evidence.domain.agreement.resampling import unanimous_interval
from lms.evidence.domain.agreement.summary import USABLE_PAIRS
from lms.evidence.domain.agreement.units import FloatArray, IntArray

FEWEST_RATERS = 5
"""An interval from fewer says nothing, and no figure is said without one."""
FEWEST_UNITS = 5
"""Alpha weighs disagreement against how much the judged things differ; a few tell nothing of that."""
NOTHING = 1e-12


@dataclass(frozen=True)
class AgreementLine:
    """Agreement on one criterion, or on all (``code`` is ""); no figures while too little is there.

    ``change``: by how much ``same`` grew since the first round, None for the first round itself.
    """

    code: str
    n_pairs: int
    n_raters: int
    reading: Reading
    same: Figure | None = None
    alpha: Figure | None = None
    change: Figure | None = None

    @property
    def wanted_pairs(self) -> int:
        """Count the double ratings still missing before anything is said."""
        return max(0, FEWEST_PAIRS - self.n_pairs)


def measure(code: str, levels: IntArray, *, n_levels: int, before: IntArray | None = None) -> AgreementLine:
    """Measure agreement. ``levels``: (raters, units), 1…``n_levels``, 0 where a rater could not judge.

    ``before``: the same raters' levels in the first round, to say what changed.
    """
    rates = ((levels > 0) | ((levels if before is None else before) > 0)).any(axis=1)
    tables = _tables(levels[rates], n_levels)
    per_unit = tables[0].sum(axis=1)
    n_pairs = int((per_unit * (per_unit - 1)).sum()) // 2
    n_raters = int(rates.sum())
    reading = _reading(n_pairs, n_raters)
    if reading is Reading.TOO_FEW:
        return AgreementLine(code, n_pairs, n_raters, reading)
    same = _same(tables)
    return AgreementLine(
        code,
        n_pairs,
        n_raters,
        reading,
        same=_figure(same, n_raters, least=0.0),
        alpha=_alpha_figure(tables, n_raters),
        change=None if before is None else _change(same - _same(_tables(before[rates], n_levels)), n_raters),
    )


def measure_all(
    codes: Sequence[str],
    unit_codes: Sequence[str],
    levels: IntArray,
    *,
    n_levels: int,
    before: IntArray | None = None,
) -> tuple[AgreementLine, ...]:
    """Measure agreement on all together, then on each criterion; ``unit_codes`` names each column's."""
    whole = measure("", levels, n_levels=n_levels, before=before)
    lines = []
    for code in codes:
        columns = [place for place, own in enumerate(unit_codes) if own == code]
        earlier = None if before is None else before[:, columns]
        lines.append(measure(code, levels[:, columns], n_levels=n_levels, before=earlier))
    return (whole, *lines)


def _reading(n_pairs: int, n_raters: int) -> Reading:
    if n_pairs < FEWEST_PAIRS or n_raters < FEWEST_RATERS:
        return Reading.TOO_FEW
    return Reading.USABLE if n_pairs >= USABLE_PAIRS else Reading.INDICATIVE


def _tables(levels: IntArray, n_levels: int) -> FloatArray:
    """Count levels by unit, first of all raters, then without each one: (1 + raters, units, K)."""
    given = (levels[:, :, None] == np.arange(1, n_levels + 1)).astype(np.float64)
    whole = given.sum(axis=0, keepdims=True)
    return np.concatenate([whole, whole - given])


def _same(tables: FloatArray) -> FloatArray:
    """Compute the share of pairs with one level, NaN where there is no pair: (tables,)."""
    per_unit = tables.sum(axis=2)
    pairs = (per_unit * (per_unit - 1)).sum(axis=1)
    equal = (tables * (tables - 1)).sum(axis=(1, 2))
    return np.asarray(np.divide(equal, pairs, out=np.full(len(tables), np.nan), where=pairs > 0))


def _alpha(tables: FloatArray) -> FloatArray:
    """Compute ordinal alpha, NaN where only one level was given: (tables,)."""
    per_unit = tables.sum(axis=2, keepdims=True)
    counts = np.where(per_unit > 1, tables, 0.0)
    weighed = counts / np.maximum(per_unit - 1, 1)
    margins = counts.sum(axis=1)
    met = np.einsum("tuk,tul->tkl", weighed, counts)
    met -= np.einsum("tuk,kl->tkl", weighed, np.eye(tables.shape[2]))
    reached = np.cumsum(margins, axis=1) - margins / 2
    apart = (reached[:, :, None] - reached[:, None, :]) ** 2
    observed = (met * apart).sum(axis=(1, 2)) * (margins.sum(axis=1) - 1)
    expected = np.einsum("tk,tl,tkl->t", margins, margins, apart)
    values = np.full(len(tables), np.nan)
    np.divide(observed, expected, out=values, where=expected > 0)
    return np.asarray(1 - values)


def _figure(values: FloatArray, n_raters: int, *, least: float) -> Figure:
    """Put the jackknife interval beside the first value; the others leave out one rater each."""
    value = float(values[0])
    spread = _spread(values[1:])
    if not np.isfinite(spread):
        return Figure(value, missing=Missing.UNSTABLE)
    if value >= 1 - NOTHING:
        return Figure(1.0, unanimous_interval(n_raters))
    return Figure(value, (max(least, value - spread), min(1.0, value + spread)))


def _alpha_figure(tables: FloatArray, n_raters: int) -> Figure:
    if int((tables[0].sum(axis=1) > 1).sum()) < FEWEST_UNITS:
        return Figure(None, missing=Missing.FEW_SUBJECTS)
    values = _alpha(tables)
    if np.isnan(values[0]):
        return Figure(None, missing=Missing.ONE_LEVEL_ONLY)
    return _figure(values, n_raters, least=-1.0)


def _change(values: FloatArray, n_raters: int) -> Figure:
    value, spread = float(values[0]), _spread(values[1:])
    if not np.isfinite(value + spread):
        return Figure(None, missing=Missing.UNSTABLE)
    if spread <= NOTHING and abs(value) <= NOTHING:
        return Figure(0.0, (0.0, 0.0))
    if spread <= NOTHING:
        spread = 1 - unanimous_interval(n_raters)[0]
    return Figure(value, (max(-1.0, value - spread), min(1.0, value + spread)))


def _spread(without_one: FloatArray) -> float:
    """Return half the interval: Student's t times the jackknife's standard error."""
    n = len(without_one)
    variance = (n - 1) / n * float(((without_one - without_one.mean()) ** 2).sum())
    return float(stdtrit(n - 1, (1 + CONFIDENCE) / 2)) * math.sqrt(variance)
