"""Who gave which level to which unit: what every figure of agreement starts from.

Terms. A *unit* is what was judged: one criterion of one subject (on one occasion, where occasions are told
apart). Reliability data hold one value per unit and rater; of several by the same rater the latest stands,
and among those of one day, or without a day, the one that was given last. A *pair* is two ratings of one unit
by different raters: a double rating.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

UNDATED = 0
"""The day of a rating that has none: before all others."""


def as_codes(values: Sequence[object] | npt.NDArray[np.generic]) -> IntArray:
    """Give values numbers from 0 in their sorted order."""
    return np.unique(np.asarray(values), return_inverse=True)[1].astype(np.int64).reshape(-1)


def combine(*columns: IntArray) -> IntArray:
    """Give the combinations of several columns numbers from 0, in their sorted order."""
    combined = as_codes(columns[0])
    for column in columns[1:]:
        codes = as_codes(column)
        combined = as_codes(combined * (int(codes.max(initial=0)) + 1) + codes)
    return combined


@dataclass(frozen=True)
class UnitRatings:
    """One rating per unit and rater, sorted by unit.

    ``unit``, ``rater``: (n,), numbered from 0 without gaps; ``level``: (n,), 1…``n_levels``;
    ``subject``: (n_units,), whom a unit is about, numbered from 0.
    """

    unit: IntArray
    rater: IntArray
    level: IntArray
    subject: IntArray
    n_levels: int

    @classmethod
    def of_columns(
        cls,
        *,
        unit: IntArray,
        subject: IntArray,
        rater: IntArray,
        level: IntArray,
        day: IntArray,
        n_levels: int,
    ) -> "UnitRatings":
        """Keep the latest rating of each unit by each rater. Columns: (n,), in the order they were given.

        ``day`` is the ordinal of a date, ``UNDATED`` where there is none.
        """
        given = np.arange(len(level), dtype=np.int64)
        order = np.lexsort((given, day, rater, unit))
        is_latest = np.ones(len(order), dtype=np.bool_)
        same_unit, same_rater = np.diff(unit[order]) == 0, np.diff(rater[order]) == 0
        is_latest[:-1] = ~(same_unit & same_rater)
        kept = order[is_latest]
        codes, subjects = as_codes(unit[kept]), as_codes(subject[kept])
        subject_of = np.zeros(int(codes.max(initial=-1)) + 1, dtype=np.int64)
        subject_of[codes] = subjects
        return cls(codes, as_codes(rater[kept]), level[kept], subject_of, n_levels)

    @property
    def n_units(self) -> int:
        """Count the units, those with one rating included."""
        return len(self.subject)

    @property
    def n_raters(self) -> int:
        """Count the raters."""
        return int(self.rater.max(initial=-1)) + 1

    @cached_property
    def per_unit(self) -> IntArray:
        """Count the ratings of each unit: (n_units,)."""
        return np.bincount(self.unit, minlength=self.n_units).astype(np.int64)

    @property
    def n_double_units(self) -> int:
        """Count the units that at least two raters judged."""
        return int((self.per_unit > 1).sum())

    @property
    def n_pairs(self) -> int:
        """Count the pairs of ratings of one unit."""
        return int((self.per_unit * (self.per_unit - 1)).sum()) // 2

    @property
    def n_equal_pairs(self) -> int:
        """Count the pairs that gave the same level."""
        given = np.unique(self.unit * (self.n_levels + 1) + self.level, return_counts=True)[1]
        return int((given * (given - 1)).sum()) // 2

    @cached_property
    def doubled(self) -> "UnitRatings":
        """Keep the units that at least two raters judged; subjects are numbered anew, raters are not."""
        is_kept = self.per_unit > 1
        rows = is_kept[self.unit]
        number = np.cumsum(is_kept) - 1
        return replace(
            self,
            unit=number[self.unit[rows]].astype(np.int64),
            rater=self.rater[rows],
            level=self.level[rows],
            subject=as_codes(self.subject[is_kept]),
        )

    @property
    def n_subjects(self) -> int:
        """Count whom the units are about."""
        return int(self.subject.max(initial=-1)) + 1

    @property
    def is_unanimous(self) -> bool:
        """Say whether the raters of every unit gave the same level."""
        levels = np.full(self.n_units, -1, dtype=np.int64)
        levels[self.unit] = self.level
        return bool(np.array_equal(levels[self.unit], self.level))


def number_occasions(*, unit: IntArray, day: IntArray, window_days: int) -> IntArray:
    """Split units into occasions: ratings at most ``window_days`` after the first of their occasion.

    Returns the number of each rating's occasion, counted from 0 over all units: (n,). A rating belongs to one
    occasion only, so that one late rating does not pair with two early ones of the same rater.
    """
    order = np.lexsort((day, unit))
    occasion = np.zeros(len(order), dtype=np.int64)
    number, current, begun = -1, -1, 0
    for row, its_unit, its_day in zip(order.tolist(), unit[order].tolist(), day[order].tolist(), strict=True):
        if its_unit != current or its_day - begun > window_days:
            number, current, begun = number + 1, its_unit, its_day
        occasion[row] = number
    return occasion
