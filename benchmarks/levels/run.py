"""The figures of the level model: how close, how honest, how fast; on simulated and on published ratings."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from benchmarks.levels import published
from benchmarks.levels.baselines import BASELINES
from benchmarks.levels.effort import Night, spend_night
from benchmarks.levels.model import COLUMNS, Estimated, estimated, table_of, true_levels
from benchmarks.levels.scoring import ENOUGH_CASES, SURE, Bools, Score, score
from benchmarks.levels.simulation import (
    ASSUMPTIONS,
    NATIONAL,
    NATIONAL_QUARTER,
    REGION,
    SMALL,
    Floats,
    Simulated,
    Size,
    simulate,
)
from lms.evidence.domain.facets import fit

SEEDS = {SMALL: range(1, 101), REGION: range(1, 11)}
OTHER_WORLDS = {
    "nobody changes": replace(ASSUMPTIONS, ability_mean=0.6, growth_mean=0.0, growth=0.0, wandering=0.0),
    "everybody changes twice as fast": replace(
        ASSUMPTIONS, ability_mean=-1.8, growth_mean=1.2, growth=0.8, wandering=0.4
    ),
    "raters differ twice as much": replace(ASSUMPTIONS, severity=1.0, culture=0.5),
    "raters have no habits": replace(
        ASSUMPTIONS, rater_criterion=0.0, discrimination=0.0, drift=0.0, halo=0.0
    ),
    "nobody judges in another organisation": replace(ASSUMPTIONS, outsider=0.0),
    "levels lie closer together": replace(ASSUMPTIONS, steps=(-1.5, 0.0, 1.5)),
}
OTHER_SEEDS = range(1, 6)
SEED = 1
HALF_A_YEAR_DAYS = 183
HIGH = 3.5

Figures = Iterator[tuple[str, float, str]]


def run() -> Iterator[str | tuple[str, float, str]]:
    yield from _assumptions()
    for size, seeds in SEEDS.items():
        worlds = [simulate(size, seed) for seed in seeds]
        yield from _closeness(size, worlds, _found(worlds))
        without = _score_of_model(worlds, _found(worlds, tells_raters_apart=False))
        yield f"{_named(size, worlds)}, model told nothing of raters: error", without.rmse, "points of 1-4"
    yield from _other_worlds()
    quarter = spend_night(simulate(NATIONAL_QUARTER, SEED)).effort
    world = simulate(NATIONAL, SEED)
    night = spend_night(world)
    yield from _closeness(NATIONAL, [world], night.estimated)
    yield from _effort(night, world, quarter.cold_s)
    if published.is_there():
        yield from _published()
    else:
        yield f"levels: SKIPPED published ratings: there is no folder {published.FOLDER}"


def _assumptions() -> Iterator[str]:
    yield "levels: the simulated world (spreads are standard deviations in logits, times are in years)"
    for line in ASSUMPTIONS.lines():
        yield f"levels:   {line}"
    yield "levels: estimated is what an average rater would give today, 1 to 4; the level is that, rounded"
    yield "levels: without ratings rules take the mean of the person's domain, else the person's, else all"


def _closeness(size: Size, worlds: Sequence[Simulated], says: Estimated) -> Figures:
    name = _named(size, worlds)
    scores = _scores_of_rules(worlds)
    model = _score_of_model(worlds, says)
    for rule, found in (*scores.items(), ("model", model)):
        yield f"{name}, {rule}: error", found.rmse, "points of 1-4"
        yield f"{name}, {rule}: right levels", 100 * found.right, "%"
    yield f"{name}: error of the model to the mean's", model.rmse / scores["mean"].rmse, "ratio"
    yield from _honesty(name, model)
    for part in ("domains", "overall"):
        yield from _right_and_inside(f"{name}, {part}", _score_of_model(worlds, says, of=part))
    is_high = _truth(worlds)[:, COLUMNS["criteria"]] > HIGH
    for part, only in (
        ("people not seen for half a year", _unseen_for_half_a_year(worlds)),
        (f"true scores above {HIGH}", is_high),
    ):
        some = _score_of_model(worlds, says, only=only)
        yield from _right_and_inside(f"{name}, {part}", some)
        yield f"{name}, {part}: estimated too high by", some.bias, "points of 1-4"


def _right_and_inside(name: str, found: Score) -> Figures:
    assert found.coverage is not None
    yield f"{name}: right levels", 100 * found.right, "%"
    yield f"{name}: truth inside the 90 % interval", 100 * found.coverage, "%"


def _unseen_for_half_a_year(worlds: Sequence[Simulated]) -> Bools:
    seen = []
    for world in worlds:
        latest = np.full(world.size.people, HALF_A_YEAR_DAYS)
        np.minimum.at(latest, world.subject, world.days_ago)
        seen.append(latest < HALF_A_YEAR_DAYS)
    return ~np.concatenate(seen)[:, None]


def _other_worlds() -> Figures:
    for kind, assumptions in OTHER_WORLDS.items():
        worlds = [simulate(REGION, seed, assumptions) for seed in OTHER_SEEDS]
        model, mean = _score_of_model(worlds, _found(worlds)), _scores_of_rules(worlds)["mean"]
        name = f"{_named(REGION, worlds)}, {kind}"
        yield f"{name}: error of the mean", mean.rmse, "points of 1-4"
        yield f"{name}: error of the model to the mean's", model.rmse / mean.rmse, "ratio"
        yield from _right_and_inside(name, model)


def _found(worlds: Sequence[Simulated], *, tells_raters_apart: bool = True) -> Estimated:
    tables = [table_of(world, tells_raters_apart=tells_raters_apart) for world in worlds]
    return Estimated.together(
        [estimated(fit(table), world) for table, world in zip(tables, worlds, strict=True)]
    )


def _truth(worlds: Sequence[Simulated]) -> Floats:
    return np.concatenate([true_levels(world) for world in worlds])


def _scores_of_rules(worlds: Sequence[Simulated]) -> dict[str, Score]:
    truth = np.concatenate([world.truth for world in worlds])
    return {
        name: score(np.concatenate([apply(world) for world in worlds]), truth)
        for name, apply in BASELINES.items()
    }


def _score_of_model(
    worlds: Sequence[Simulated], says: Estimated, *, of: str = "criteria", only: Bools | None = None
) -> Score:
    """Score the levels of criteria, domains or overall; ``only`` some cells, or everything of some people."""
    columns, truth = COLUMNS[of], _truth(worlds)[:, COLUMNS[of]]
    cells = np.ones(truth.shape, dtype=bool) if only is None else np.broadcast_to(only, truth.shape)
    return score(
        says.score[:, columns][cells],
        truth[cells],
        lower=says.lower[:, columns][cells],
        upper=says.upper[:, columns][cells],
        probabilities=says.probabilities[:, columns][cells],
    )


def _named(size: Size, worlds: Sequence[Simulated]) -> str:
    return f"levels {size.name} ({size.people} / {size.raters} / {size.ratings}, seeds: {len(worlds)})"


def _honesty(name: str, model: Score) -> Figures:
    assert model.coverage is not None
    assert model.sure is not None
    yield f"{name}: truth inside the 90 % interval", 100 * model.coverage, "%"
    unit = f"points of %, tenths with {ENOUGH_CASES} cells or more"
    yield f"{name}: largest gap between certainty and share right", 100 * model.calibration_gap, unit
    cells = sum(tenth.cases for tenth in model.deciles)
    sure = f"{name}: at least {100 * SURE:.0f} % certain"
    yield sure, 100 * model.sure.cases / cells, "% of all"
    yield f"{sure}: right", 100 * model.sure.right, "%"
    for tenth in model.deciles:
        if tenth.cases >= ENOUGH_CASES:
            yield (
                f"{name}: right where {100 * tenth.said:.0f} % certain",
                100 * tenth.right,
                f"% of {tenth.cases}",
            )


def _effort(night: Night, world: Simulated, quarter_s: float) -> Figures:
    effort, name = night.effort, f"levels, {NATIONAL.ratings} ratings"
    yield f"{name}: ratings into a table", effort.table_s, "s"
    yield f"{name}: cold fit", effort.cold_s, "s"
    yield f"{name}: cold fit", effort.cold_rounds, "rounds"
    yield f"{name}: everybody's levels from a fit", effort.posteriors_s, "s"
    yield f"{name}: peak memory of all that", effort.peak_megabytes, "MB"
    yield f"{name}: cold fit to that of a quarter", effort.cold_s / quarter_s, "times"
    yield f"{name}: warm fit with a day's new ratings", effort.warm_s, "s"
    yield f"{name}: warm fit with a day's new ratings", effort.warm_rounds, "rounds"
    yield f"{name}: a person's levels after a new entry: median", effort.entry_median_ms, "ms"
    yield f"{name}: a person's levels after a new entry: p95", effort.entry_p95_ms, "ms"
    yield (
        f"{name}: severities found to true ones",
        float(np.corrcoef(night.severities, world.severity)[0, 1]),
        "r",
    )


def _published() -> Figures:
    for program, correlation in published.severity_correlations():
        yield f"levels, 1370 ratings of essays: severities to those of {program}", correlation, "r"
    for rule, error in published.errors_on_hidden_sheets().items():
        yield f"levels, 1370 ratings of essays: error on hidden sheets, {rule}", error, "points of 1-4"
