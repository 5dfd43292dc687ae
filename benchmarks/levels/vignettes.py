"""What two vignettes that all judge are worth: to organisations without a common rater, and to one alone."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from scipy.stats import spearmanr

from benchmarks.levels.model import COLUMNS, Estimated, estimated, table_of, table_with_vignettes, true_levels
from benchmarks.levels.scoring import score
from benchmarks.levels.simulation import (
    ASSUMPTIONS,
    REGION,
    SMALL,
    Assumptions,
    Floats,
    Ints,
    Simulated,
    simulate,
)
from lms.evidence.domain.facets import Parameters, RatingTable, fit
from lms.evidence.domain.facets.linkage import resolved_shares

APART = replace(ASSUMPTIONS, outsider=0.0, culture=0.5, severity=0.6)
"""Organisations that differ in strictness about as much as their raters do, and share none of these."""
WORLDS = {
    "whose people differ": replace(APART, organisation=0.4),
    "whose people differ by chance only": APART,
}
SEEDS = range(1, 21)
ALONE_SEEDS = range(1, 61)
VIGNETTES = (2, 5)
PANEL = 0.45
"""Standard error of a panel's reference, in levels: what the shipped vignettes claim."""

Figures = Iterator[tuple[str, float, str]]


def run() -> Figures:
    for kind, assumptions in WORLDS.items():
        for count in (0, *VIGNETTES):
            who = f"10 organisations without a common rater {kind}"
            name = f"vignettes, {who}, seeds: {len(SEEDS)}, {count} rated by all"
            yield from _apart(name, assumptions, count)
    yield from _alone()


def _apart(name: str, assumptions: Assumptions, count: int) -> Figures:
    ranks, shares, errors = [], [], []
    for seed in SEEDS:
        world = simulate(REGION, seed, assumptions, vignettes=count)
        found = fit(table_with_vignettes(world) if count else table_of(world))
        says = estimated(found, world)
        ranks.append(_rank_correlation(world, says))
        shares.append(_resolved(world, found.parameters))
        errors.append(score(says.score[:, COLUMNS["criteria"]], world.truth).rmse)
    yield f"{name}: rank correlation of organisations with the truth", float(np.mean(ranks)), "rho"
    yield f"{name}: resolved share of organisations' strictness", float(np.mean(shares)), "share"
    yield f"{name}: error of people's levels", float(np.mean(errors)), "points of 1-4"


def _rank_correlation(world: Simulated, says: Estimated) -> float:
    """Rank organisations by the mean level of their people, as found and as true."""
    organisation = np.arange(world.size.people) % world.size.organisations
    found, truth = (
        _means(values[:, COLUMNS["overall"]].ravel(), organisation)
        for values in (says.score, true_levels(world))
    )
    return float(spearmanr(found, truth).statistic)


def _means(values: Floats, group: Ints) -> Floats:
    return np.bincount(group, weights=values) / np.bincount(group)


def _resolved(world: Simulated, parameters: Parameters) -> float:
    groups = {key: str(group) for key, group in zip(world.raters, world.organisation_of_rater, strict=True)}
    return float(np.mean(list(resolved_shares(parameters, groups).values())))


def _alone() -> Figures:
    """Measure one small office: whether all its raters are lenient, only a panel's reference can tell."""
    name = (
        f"calibration, one office ({SMALL.people} people, {SMALL.raters} raters), seeds: {len(ALONE_SEEDS)}"
    )
    worlds = [simulate(SMALL, seed, vignettes=2) for seed in ALONE_SEEDS]
    kinds: dict[str, list[RatingTable]] = {
        "none": [table_of(world) for world in worlds],
        "2 without reference": [table_with_vignettes(world) for world in worlds],
        "2 with a panel's reference": [table_with_vignettes(world, std_error=PANEL) for world in worlds],
    }
    truth, of = np.concatenate([world.truth for world in worlds]), COLUMNS["criteria"]
    for kind, tables in kinds.items():
        says = Estimated.together([estimated(fit(t), world) for t, world in zip(tables, worlds, strict=True)])
        found = score(says.score[:, of], truth, probabilities=says.probabilities[:, of])
        yield f"{name}, {kind}: error", found.rmse, "points of 1-4"
        yield f"{name}, {kind}: right levels", 100 * found.right, "%"
