"""How many raters and entries it takes: the decision study of generalisability theory.

Terms. A level is the mean of n_e entries about one criterion of one person, by n_r raters, each about as
many as the others. What it is meant to show is the person's own standing on that criterion:
τ = person + person x criterion. What disturbs it: δ = s (rater + person x rater + rater x criterion) +
rest / n_e, where s = Σ (share of a rater's entries)² is 1 / n_r when all have the same number.
Φ = τ / (τ + δ), the index of dependability: how much of the differences between levels would be there again
with other raters and on other days. Source: Brennan 2001, Generalizability Theory, ch. 4, absolute decisions.

The raters' own spread counts in full: this is the plain mean, before any correction for severity. How far Φ
may be off is found by leaving out persons, then raters, a twentieth at a time (delete-a-group jackknife on
the logit, both added up, which errs on the careful side; Owen 2007 for two crossed factors). In simulation
the bound held 95 to 100 times in 100.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lms.evidence.domain.agreement.components import (
    Component,
    RatingColumns,
    VarianceComponents,
    estimate_components,
)
from lms.evidence.domain.agreement.summary import FEWEST_PAIRS, Reading, reading_of
from lms.evidence.domain.agreement.units import BoolArray, FloatArray, IntArray, UnitRatings, combine

DEPENDABLE = 0.7
MOST_RATERS = 5
MOST_ENTRIES = 8
FEWEST_RATERS = 3
GROUPS = 20
ONE_SIDED_95 = 1.645
_OF_RATERS = (Component.RATER, Component.PERSON_RATER, Component.RATER_CRITERION)


class Verdict(StrEnum):
    """What a number of raters and entries is good for."""

    SURE = "sure"
    LIKELY = "likely"
    SHORT = "short"


@dataclass(frozen=True)
class Dependability:
    """Φ (0-1) for so many raters and entries, with the value it exceeds 95 times in 100."""

    phi: float
    lower: float

    @property
    def verdict(self) -> Verdict:
        """Say whether it suffices: surely, as far as one can tell, or not."""
        if self.phi < DEPENDABLE:
            return Verdict.SHORT
        return Verdict.SURE if self.lower >= DEPENDABLE else Verdict.LIKELY


@dataclass(frozen=True)
class DecisionStudy:
    """Φ by (raters, entries), where there is an entry for each rater at least."""

    components: VarianceComponents
    table: Mapping[tuple[int, int], Dependability]
    n_ratings: int
    n_persons: int
    n_raters: int

    def smallest(self, verdict: Verdict) -> list[tuple[int, int]]:
        """List the (raters, entries) of a verdict; none of them asks for more of both than another."""
        found: list[tuple[int, int]] = []
        for raters, entries in sorted(cell for cell, one in self.table.items() if one.verdict == verdict):
            if all(entries < fewer for _raters, fewer in found):
                found.append((raters, entries))
        return found


def dependability(components: VarianceComponents, *, raters: int, entries: int) -> float:
    """Compute Φ of the mean of ``entries`` by ``raters``; 0 when persons do not differ."""
    each, over = divmod(entries, raters)
    shares = (over * (each + 1) ** 2 + (raters - over) * each**2) / entries**2
    wanted = components[Component.PERSON] + components[Component.PERSON_CRITERION]
    disturbed = shares * sum(components[one] for one in _OF_RATERS) + components[Component.REST] / entries
    return wanted / (wanted + disturbed) if wanted else 0.0


def study_decisions(ratings: RatingColumns) -> DecisionStudy | None:
    """Estimate the components and Φ for 1-5 raters and 1-8 entries.

    None when too few double ratings are there to speak of raters at all: under 20 pairs of ratings of one
    criterion of one person, under 3 raters, or persons and raters that cannot be told apart.
    """
    if len(ratings.level) < FEWEST_PAIRS or _reading(ratings) is Reading.TOO_FEW:
        return None
    n_persons, n_raters = (len(np.unique(column)) for column in (ratings.person, ratings.rater))
    by_person, by_rater = _groups(ratings.person), _groups(ratings.rater)
    whole, again = estimate_components(ratings, [*by_person, *by_rater])
    if n_raters < FEWEST_RATERS or {Component.PERSON, Component.RATER} & whole.unknown:
        return None
    cells = [(r, e) for r in range(1, MOST_RATERS + 1) for e in range(r, MOST_ENTRIES + 1)]
    phi = _phis(whole, cells)
    left_out = np.array([_logit(_phis(one, cells)) for one in again])
    variance = _jackknife(left_out[: len(by_person)]) + _jackknife(left_out[len(by_person) :])
    lower = 1 / (1 + np.exp(ONE_SIDED_95 * np.sqrt(variance) - _logit(phi)))
    found = zip(cells, phi.tolist(), lower.tolist(), strict=True)
    table = {cell: Dependability(value, min(value, bound)) for cell, value, bound in found}
    return DecisionStudy(whole, table, len(ratings.level), n_persons, n_raters)


def _reading(ratings: RatingColumns) -> Reading:
    levels = ratings.level.astype(np.int64)
    unit = combine(ratings.person, ratings.criterion)
    day = np.zeros_like(levels)
    return reading_of(
        UnitRatings.of_columns(
            unit=unit, subject=ratings.person, rater=ratings.rater, level=levels, day=day, n_levels=1
        )
    )


def _groups(column: IntArray) -> list[BoolArray]:
    """Split the values of a column into at most ``GROUPS`` sets; one mask (n,) for each."""
    number = np.unique(column, return_inverse=True)[1].reshape(-1)
    return [number % GROUPS == group for group in range(min(GROUPS, int(number.max()) + 1))]


def _phis(components: VarianceComponents, cells: list[tuple[int, int]]) -> FloatArray:
    return np.array([dependability(components, raters=r, entries=e) for r, e in cells])


def _logit(ratio: FloatArray) -> FloatArray:
    inside = np.clip(ratio, 1e-3, 1 - 1e-3)
    return np.asarray(np.log(inside / (1 - inside)))


def _jackknife(values: FloatArray) -> FloatArray:
    """Give the variance from estimates that each left one group out: (groups, cells) → (cells,)."""
    groups = len(values)
    return np.asarray((groups - 1) / groups * ((values - values.mean(axis=0)) ** 2).sum(axis=0))
