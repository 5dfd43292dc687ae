"""Ratings as columns of numbers, in the order of the file: a row costs 48 bytes, not an object."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from lms.evidence.domain import RaterRole
from lms.evidence.domain.agreement import UNDATED, UnitRatings, combine
from lms.evidence.domain.agreement.units import BoolArray, IntArray

ROLES = tuple(RaterRole)
SELF = ROLES.index(RaterRole.SELF)


@dataclass(frozen=True)
class Ratings:
    """n ratings; ``subject``, ``criterion``, ``rater`` and ``role`` are places in the tuples of names.

    ``level``: 1…``n_levels``; ``day``: the date's ordinal, ``UNDATED`` where there is none. All (n,).
    """

    subjects: tuple[str, ...]
    criteria: tuple[str, ...]
    raters: tuple[str, ...]
    subject: IntArray
    criterion: IntArray
    level: IntArray
    rater: IntArray
    day: IntArray
    role: IntArray
    n_levels: int

    def __len__(self) -> int:
        return len(self.level)

    def where(self, kept: BoolArray) -> "Ratings":
        """Keep some ratings: (n,). The names stay, those without ratings included."""
        columns = ("subject", "criterion", "level", "rater", "day", "role")
        return replace(self, **{name: getattr(self, name)[kept] for name in columns})

    @cached_property
    def latest_on(self) -> date | None:
        """Give the latest day of a rating; None when no rating has one."""
        latest = int(self.day.max(initial=UNDATED))
        return None if latest == UNDATED else date.fromordinal(latest)

    @property
    def by_others(self) -> "Ratings":
        """Leave out what people said of themselves."""
        return self.where(self.role != SELF)

    @property
    def unit_ratings(self) -> UnitRatings:
        """Take one criterion of one subject as a unit, on whatever day it was judged."""
        return UnitRatings.of_columns(
            unit=combine(self.subject, self.criterion),
            subject=self.subject,
            rater=self.rater,
            level=self.level,
            day=self.day,
            n_levels=self.n_levels,
        )


def names_of(codes: IntArray, names: Sequence[str]) -> list[str]:
    """Write each code as its name."""
    return [names[code] for code in codes.tolist()]
