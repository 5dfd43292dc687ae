"""Ratings for tests of agreement: tables of the literature, and simulated ratings of known origin."""

from collections.abc import Mapping, Sequence

import numpy as np

from lms.evidence.domain.agreement import RatingColumns, UnitRatings, VarianceComponents, as_codes
from lms.evidence.domain.agreement.components import Component

Row = tuple[str, str, int]
"""Unit, rater, level."""

# Krippendorff 1980, Content Analysis, table C: 12 units, observers A to D, nothing where one did not judge.
KRIPPENDORFF = {
    "A": (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    "B": (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, None),
    "C": (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3),
    "D": (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
}

# Shrout & Fleiss 1979, Psychological Bulletin 86(2), table 2: 6 targets, 4 judges.
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=np.float64
)

# Cohen 1968, Psychological Bulletin 70(4), table 1: shares of 200 and the weights of disagreements.
COHEN = np.array([[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]])
COHEN_WEIGHTS = np.array([[0.0, 1.0, 3.0], [1.0, 0.0, 6.0], [3.0, 6.0, 0.0]])

TRUTH = VarianceComponents(
    {
        Component.PERSON: 0.35,
        Component.RATER: 0.15,
        Component.CRITERION: 0.08,
        Component.PERSON_CRITERION: 0.12,
        Component.PERSON_RATER: 0.10,
        Component.RATER_CRITERION: 0.05,
        Component.REST: 0.30,
    },
    frozenset(),
)


def rows_of(table: Mapping[str, Sequence[int | None]]) -> list[Row]:
    """List the ratings of a table of raters, a column a unit."""
    return [
        (f"u{unit:02}", rater, level)
        for rater, levels in table.items()
        for unit, level in enumerate(levels)
        if level is not None
    ]


def units_of(
    rows: Sequence[Row], *, n_levels: int | None = None, subjects: Sequence[str] = ()
) -> UnitRatings:
    """Put undated ratings together; each unit is about a subject of its own unless ``subjects`` says whom."""
    units, raters, levels = (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [])
    level = np.array(levels, dtype=np.int64)
    return UnitRatings.of_columns(
        unit=as_codes(units),
        subject=as_codes(subjects or units),
        rater=as_codes(raters),
        level=level,
        day=np.zeros(len(level), dtype=np.int64),
        n_levels=n_levels or int(level.max(initial=1)),
    )


def matrix_rows(matrix: np.ndarray) -> list[Row]:
    """List the ratings of a complete matrix (units, raters)."""
    return [
        (f"u{unit:02}", f"r{rater}", int(level))
        for unit, levels in enumerate(matrix)
        for rater, level in enumerate(levels)
    ]


def simulated(
    seed: int, *, persons: int, raters: int, criteria: int, visits: int, own: float
) -> RatingColumns:
    """Simulate visits of three criteria each, ``own`` of them by the person's own rater, under ``TRUTH``."""
    rng = np.random.default_rng(seed)
    sizes = {
        Component.PERSON: (persons,),
        Component.RATER: (raters,),
        Component.CRITERION: (criteria,),
        Component.PERSON_CRITERION: (persons, criteria),
        Component.PERSON_RATER: (persons, raters),
        Component.RATER_CRITERION: (raters, criteria),
    }
    effect = {one: rng.normal(size=size) * np.sqrt(TRUTH[one]) for one, size in sizes.items()}
    who = rng.integers(persons, size=visits)
    by = np.where(
        rng.random(visits) < own, rng.integers(raters, size=persons)[who], rng.integers(raters, size=visits)
    )
    what = np.array([rng.choice(criteria, 3, replace=False) for _visit in range(visits)])
    person, rater, criterion = np.repeat(who, 3), np.repeat(by, 3), what.ravel()
    level = (
        2.5
        + effect[Component.PERSON][person]
        + effect[Component.RATER][rater]
        + effect[Component.CRITERION][criterion]
        + effect[Component.PERSON_CRITERION][person, criterion]
        + effect[Component.PERSON_RATER][person, rater]
        + effect[Component.RATER_CRITERION][rater, criterion]
        + rng.normal(size=3 * visits) * np.sqrt(TRUTH[Component.REST])
    )
    return RatingColumns(person, criterion, rater, level)


def cohen_kappa(table: np.ndarray, weights: np.ndarray) -> float:
    """Compute the kappa of two raters by the book, from their table (K, K) of counts or shares."""
    observed, expected = (table * weights).sum(), table.sum(axis=1) @ weights @ table.sum(axis=0)
    return float(1 - table.sum() * observed / expected)
