"""Where differences between ratings come from: variance components of unbalanced crossed data.

Terms. A rating is a sum of effects: person, criterion, rater, person x criterion (strengths and weaknesses of
that person), rater x criterion (what a rater is strict about), person x rater (what a rater thinks of that
person) and the rest (the day, the case, chance). All are taken as random; their variances are the components.

Method: Henderson's first (1953, Biometrics 9(2)). For a grouping A, T_A = Σ_a (sum of a)² / n_a; under the
model E[T_A] - E[T_0] is linear in the components, T_0 being the grouping of all ratings into one:
k(A, B) = Σ_a Σ_b n_ab² / n_a is how much component B shows in T_A, and each group shows the rest once. One
equation a grouping, solved for the components. It needs no balance, no distribution and no iteration, is
unbiased, and equals the analysis of variance where data are balanced (Searle, Casella & McCulloch 1992,
ch. 5). An estimate below zero is shown as zero and, as Brennan (2001, Generalizability Theory, ch. 3)
advises, kept as it is in the equations of the others.

A component the data cannot tell from the others (every person has a rater of their own, say) is left out of
the equations: what it does is then part of those it cannot be told from, and ``unknown`` names it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np

from lms.evidence.domain.agreement.units import BoolArray, FloatArray, IntArray, combine


class Component(StrEnum):
    """A source of differences between ratings."""

    PERSON = "person"
    RATER = "rater"
    CRITERION = "criterion"
    PERSON_CRITERION = "person_criterion"
    PERSON_RATER = "person_rater"
    RATER_CRITERION = "rater_criterion"
    REST = "rest"


P, C, R = "person", "criterion", "rater"
_FACETS: Mapping[Component, frozenset[str]] = {
    Component.PERSON: frozenset({P}),
    Component.RATER: frozenset({R}),
    Component.CRITERION: frozenset({C}),
    Component.PERSON_CRITERION: frozenset({P, C}),
    Component.PERSON_RATER: frozenset({P, R}),
    Component.RATER_CRITERION: frozenset({R, C}),
}
"""In the order in which they are taken up where the data allow only some."""

LEAST_INDEPENDENCE = 0.02
"""How far a component's column must stand off from the others for it to be told from them (0 to 1)."""


@dataclass(frozen=True)
class RatingColumns:
    """Ratings as columns of equal length (n,); codes number persons, criteria and raters from 0."""

    person: IntArray
    criterion: IntArray
    rater: IntArray
    level: FloatArray


@dataclass(frozen=True)
class VarianceComponents:
    """The components, never below zero, and those the data cannot tell from the others."""

    variances: Mapping[Component, float]
    unknown: frozenset[Component]

    def __getitem__(self, component: Component) -> float:
        return self.variances.get(component, 0.0)

    @property
    def total(self) -> float:
        """Add all components up."""
        return sum(self.variances.values())

    def share_ratio(self, component: Component) -> float:
        """Give a component's share of all differences (0-1); 0 when nothing differs."""
        return self[component] / self.total if self.total else 0.0


def estimate_components(
    ratings: RatingColumns, without: Sequence[BoolArray] = ()
) -> tuple[VarianceComponents, list[VarianceComponents]]:
    """Estimate the components of all ratings, and again without each of some sets of them.

    ``without``: masks (n,) of what to leave out; each time the components told apart are those that all
    ratings tell apart, so that the results can be compared.
    """
    design = _Design.of(ratings)
    everything = np.ones(len(ratings.level))
    equations = design.equations(everything)
    taken: list[Component] = []
    for component in _FACETS:
        if equations.can_tell([*taken, component]):
            taken.append(component)
    again = [design.equations(np.where(left_out, 0.0, 1.0)).solve(taken) for left_out in without]
    return equations.solve(taken), again


@dataclass(frozen=True)
class _Cells:
    """One grouping: each rating's group (n,), and one rating of each group."""

    group: IntArray
    example: IntArray


@dataclass(frozen=True)
class _Design:
    """How ratings fall into groups; numbered once, counted anew for each set of ratings."""

    cells: Mapping[frozenset[str], _Cells]
    level: FloatArray

    @classmethod
    def of(cls, ratings: RatingColumns) -> "_Design":
        columns = {P: ratings.person, C: ratings.criterion, R: ratings.rater}
        found = {frozenset[str](): _Cells(np.zeros_like(ratings.person), np.zeros(1, dtype=np.int64))}
        for size in range(1, len(columns) + 1):
            for facets in combinations(columns, size):
                codes = combine(*(columns[facet] for facet in facets))
                found[frozenset(facets)] = _Cells(
                    codes, np.unique(codes, return_index=True)[1].astype(np.int64)
                )
        return cls(found, ratings.level)

    def equations(self, counted: FloatArray) -> "_Equations":
        """Set the equations up for the ratings counted 1, leaving out those counted 0: (n,)."""
        count = {own: _sums(cells.group, counted) for own, cells in self.cells.items()}
        n = float(counted.sum())
        level = counted * (self.level - (counted @ self.level) / n)
        whole = [self._shown(frozenset(), facets, count) for facets in _FACETS.values()]
        rows = [
            [self._shown(own, facets, count) for facets in _FACETS.values()] + [float((count[own] > 0).sum())]
            for own in _FACETS.values()
        ]
        rows.append([n] * (len(_FACETS) + 1))
        sums = [self._square_sum(own, level, count) for own in _FACETS.values()]
        return _Equations(np.array(rows) - [*whole, 1.0], np.array([*sums, level @ level]))

    def _shown(
        self, own: frozenset[str], facets: frozenset[str], count: Mapping[frozenset[str], FloatArray]
    ) -> float:
        """Compute k(A, B): how much a component shows in the sums of a grouping."""
        both = own | facets
        group = self.cells[own].group[self.cells[both].example]
        return float((count[both] ** 2 / np.maximum(count[own][group], 1.0)).sum())

    def _square_sum(
        self, own: frozenset[str], level: FloatArray, count: Mapping[frozenset[str], FloatArray]
    ) -> float:
        """Compute T_A of centred levels."""
        sums = _sums(self.cells[own].group, level)
        return float((sums**2 / np.maximum(count[own], 1.0)).sum())


@dataclass(frozen=True)
class _Equations:
    """One row a grouping, the last of them every rating by itself.

    ``shown``: (rows, components + 1), how much each component shows in a row, the rest last;
    ``sums``: (rows,).
    """

    shown: FloatArray
    sums: FloatArray

    def can_tell(self, taken: Sequence[Component]) -> bool:
        """Say whether the data tell these components and the rest from each other."""
        chosen = _chosen(taken)
        part = self.shown[np.ix_(chosen, chosen)]
        for axis in (1, 0):
            length = np.linalg.norm(part, axis=axis, keepdims=True)
            if not length.all():
                return False
            part = part / length
        return bool(np.linalg.svd(part, compute_uv=False)[-1] > LEAST_INDEPENDENCE)

    def solve(self, taken: Sequence[Component]) -> VarianceComponents:
        """Solve for these components and the rest."""
        chosen = _chosen(taken)
        solved = np.linalg.lstsq(self.shown[np.ix_(chosen, chosen)], self.sums[chosen])[0]
        named = zip([*taken, Component.REST], solved.tolist(), strict=True)
        variances = {component: max(0.0, value) for component, value in named}
        return VarianceComponents(variances, frozenset(_FACETS) - frozenset(taken))


def _sums(group: IntArray, values: FloatArray) -> FloatArray:
    return np.bincount(group, weights=values).astype(np.float64)


def _chosen(taken: Sequence[Component]) -> list[int]:
    known = list(_FACETS)
    return [*(known.index(component) for component in taken), len(known)]
