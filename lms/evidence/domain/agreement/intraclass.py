"""Intraclass correlations of complete crossed data, from the mean squares of the analysis of variance.

Terms. n units, each judged by the same k raters. BMS, WMS, JMS, EMS: mean squares between units, within
units, between raters ("judges"), and of what is left. ICC1 takes each unit's raters as drawn anew, ICC2 the
raters as drawn once for all (absolute agreement), ICC3 the raters as the only ones of interest (consistency);
with k, of the mean of k raters. Source: Shrout & Fleiss 1979, Psychological Bulletin 86(2), with its
intervals; McGraw & Wong 1996, Psychological Methods 1(1).

Units that one of the raters did not judge are left out, as statistics packages do.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import fdtri

from lms.evidence.domain.agreement.figure import Figure, Missing
from lms.evidence.domain.agreement.resampling import CONFIDENCE
from lms.evidence.domain.agreement.units import FloatArray, UnitRatings


class Form(StrEnum):
    """The six forms of Shrout & Fleiss, by the names the field uses."""

    ICC1 = "ICC1"
    ICC2 = "ICC2"
    ICC3 = "ICC3"
    ICC1K = "ICC1k"
    ICC2K = "ICC2k"
    ICC3K = "ICC3k"


NOTHING = 1e-12
"""Zero, but for rounding."""

SINGLE = (Form.ICC1, Form.ICC2, Form.ICC3)
OF_MEANS = (Form.ICC1K, Form.ICC2K, Form.ICC3K)


def crossed(ratings: UnitRatings) -> FloatArray:
    """Lay the units that every rater judged out as a matrix: (units, raters)."""
    complete = ratings.per_unit == ratings.n_raters
    rows = complete[ratings.unit]
    matrix = np.zeros((int(complete.sum()), ratings.n_raters))
    matrix[(np.cumsum(complete) - 1)[ratings.unit[rows]], ratings.rater[rows]] = ratings.level[rows]
    return matrix


def intraclass_correlations(matrix: FloatArray) -> dict[Form, Figure]:
    """Compute all forms with their intervals from a complete matrix (units, raters)."""
    n_units, n_raters = matrix.shape
    if n_units < 2 or n_raters < 2:  # noqa: PLR2004 (variation needs two of either)
        return dict.fromkeys(Form, Figure(None, missing=Missing.NOT_CROSSED))
    return _MeanSquares.of(matrix).figures()


@dataclass(frozen=True)
class _MeanSquares:
    n: int
    k: int
    between: float
    within: float
    judges: float
    error: float

    @classmethod
    def of(cls, matrix: FloatArray) -> "_MeanSquares":
        n, k = matrix.shape
        grand, units, raters = matrix.mean(), matrix.mean(axis=1), matrix.mean(axis=0)
        between = k * float(((units - grand) ** 2).sum())
        judges = n * float(((raters - grand) ** 2).sum())
        error = float(((matrix - units[:, None] - raters[None, :] + grand) ** 2).sum())
        error = error if error > NOTHING * (between + judges) else 0.0  # rounding is no disagreement
        return cls(
            n,
            k,
            between / (n - 1),
            (judges + error) / (n * (k - 1)),
            judges / (k - 1),
            error / (n - 1) / (k - 1),
        )

    def figures(self) -> dict[Form, Figure]:
        n, k = self.n, self.k
        drawn_anew = self._ratio_interval(self.within, n - 1, n * (k - 1))
        consistent = self._ratio_interval(self.error, n - 1, (n - 1) * (k - 1))
        agreeing = self._agreement_interval()
        apart = (self.judges - self.error) / n
        over_within, over_error = self.between - self.within, self.between - self.error
        all_within, all_error = (self.between + (k - 1) * one for one in (self.within, self.error))
        found = {
            Form.ICC1: (over_within, all_within, _single(drawn_anew, k)),
            Form.ICC2: (over_error, all_error + k * apart, agreeing),
            Form.ICC3: (over_error, all_error, _single(consistent, k)),
            Form.ICC1K: (over_within, self.between, _mean(drawn_anew)),
            Form.ICC2K: (over_error, self.between + apart, _stepped_up(agreeing, k)),
            Form.ICC3K: (over_error, self.between, _mean(consistent)),
        }
        return {form: self._figure(*parts) for form, parts in found.items()}

    def _figure(self, numerator: float, denominator: float, interval: tuple[float, float] | None) -> Figure:
        if denominator < NOTHING:
            return Figure(None, missing=Missing.NO_VARIATION)
        if interval is not None:
            return Figure(numerator / denominator, interval)
        lacks_error = Missing.NO_ERROR if self.error == 0 else Missing.UNSTABLE
        return Figure(numerator / denominator, missing=lacks_error if self.between else Missing.NO_VARIATION)

    def _ratio_interval(self, error: float, unit_df: int, error_df: int) -> tuple[float, float] | None:
        """Bound the ratio of BMS to the mean square of error."""
        if error == 0 or self.between == 0:
            return None
        ratio = self.between / error
        return ratio / _quantile(unit_df, error_df), ratio * _quantile(error_df, unit_df)

    def _agreement_interval(self) -> tuple[float, float] | None:
        """Bound ICC2 by Satterthwaite's degrees of freedom."""
        if self.error == 0 or self.between == 0:
            return None
        n, k, rho = self.n, self.k, self._agreement()
        spread = k * rho * self.judges / self.error
        rest = n * (1 + (k - 1) * rho) - k * rho
        df = (k - 1) * (n - 1) * (spread + rest) ** 2 / ((n - 1) * spread**2 + rest**2)
        others = k * self.judges + (k * n - k - n) * self.error
        low, high = _quantile(n - 1, df), _quantile(df, n - 1)
        return (
            n * (self.between - low * self.error) / (low * others + n * self.between),
            n * (high * self.between - self.error) / (others + n * high * self.between),
        )

    def _agreement(self) -> float:
        n, k = self.n, self.k
        total = self.between + (k - 1) * self.error + k * (self.judges - self.error) / n
        return (self.between - self.error) / total


def _quantile(upper_df: float, lower_df: float) -> float:
    return float(fdtri(upper_df, lower_df, (1 + CONFIDENCE) / 2))


def _single(ratios: tuple[float, float] | None, k: int) -> tuple[float, float] | None:
    return ratios and ((ratios[0] - 1) / (ratios[0] + k - 1), (ratios[1] - 1) / (ratios[1] + k - 1))


def _mean(ratios: tuple[float, float] | None) -> tuple[float, float] | None:
    return ratios and (1 - 1 / ratios[0], 1 - 1 / ratios[1])


def _stepped_up(bounds: tuple[float, float] | None, k: int) -> tuple[float, float] | None:
    """Carry the bounds of one rater to the mean of k (Spearman-Brown); None where that has no end below."""
    if bounds is None or 1 + (k - 1) * bounds[0] < NOTHING:
        return None
    lower, upper = (k * bound / (1 + (k - 1) * bound) for bound in bounds)
    return lower, upper
