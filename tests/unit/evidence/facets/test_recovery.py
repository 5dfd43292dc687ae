"""What was put into invented ratings is found again."""

from datetime import date, timedelta

import numpy as np
import pytest

from benchmarks.levels.simulation import Size, simulate
from lms.evidence.domain import RaterRole
from lms.evidence.domain.facets import Scale, fit
from tests.factories.evidence import TODAY
from tests.factories.facets import SCALE, Rated, Whole, World, drawn_world, severities, table_from, worked_out

SEEDS = (1, 2, 3, 4, 5, 6)
OFFICES = Size("offices", people=100, raters=24, ratings=4000, organisations=6)


@pytest.fixture(scope="module")
def worlds() -> list[tuple[World, Whole]]:
    drawn = [drawn_world(seed) for seed in SEEDS]
    return [(world, worked_out(world.table)) for world in drawn]


def test_severities_are_found(worlds: list[tuple[World, Whole]]) -> None:
    for world, whole in worlds:
        found = severities(whole.fit)
        pairs = np.array([(found[name], world.severity[name]) for name in sorted(found)]).T
        assert np.corrcoef(pairs)[0, 1] > 0.9


def test_nine_of_ten_intervals_hold_the_truth_in_a_world_the_model_does_not_quite_know() -> None:
    inside = []
    for seed in (1, 2, 3, 4):
        world = simulate(OFFICES, seed)
        scale = Scale.of_codes(world.criterion_column, 4)
        rows = [
            Rated(name, code, level, rater, date.fromisoformat(day))
            for name, code, level, rater, day, _role in world.rows
        ]
        found = worked_out(table_from(rows, scale))
        truth = world.truth[[world.subjects.index(name) for name in found.fit.table.subjects]]
        inside.append((found.estimates.lower90 <= truth) & (truth <= found.estimates.upper90))
    assert 0.85 <= np.mean(np.concatenate(inside)) <= 0.95


def test_in_a_world_just_like_the_model_intervals_are_on_the_safe_side(
    worlds: list[tuple[World, Whole]],
) -> None:
    """They are inflated for what the model does not know; here there is nothing like that."""
    inside = []
    for world, whole in worlds:
        truth = np.array([world.truth[name] for name in whole.fit.table.subjects])
        inside.append((whole.estimates.lower90 <= truth) & (truth <= whole.estimates.upper90))
    assert 0.9 <= np.mean(inside) <= 0.97


def test_estimates_are_much_nearer_to_the_truth_than_means(worlds: list[tuple[World, Whole]]) -> None:
    errors, plain = [], []
    for world, whole in worlds:
        table = whole.fit.table
        truth = np.array([world.truth[name] for name in table.subjects])
        seen = table.counts() > 0
        sums = np.zeros(truth.shape)
        np.add.at(sums, (table.subject, table.criterion), table.level + 1)
        errors.append((whole.estimates.estimate - truth)[seen])
        plain.append((sums[seen] / table.counts()[seen]) - truth[seen])
    error, of_means = (np.sqrt(np.mean(np.concatenate(part) ** 2)) for part in (errors, plain))
    assert error < 0.8 * of_means


def test_levels_said_to_be_sure_are_as_often_right(worlds: list[tuple[World, Whole]]) -> None:
    chance, is_right = [], []
    for world, whole in worlds:
        truth = np.array([world.truth[name] for name in whole.fit.table.subjects])
        chance.append(whole.estimates.probabilities.max(axis=-1).ravel())
        is_right.append((whole.estimates.level == np.floor(truth + 0.5)).ravel())
    said, right = np.concatenate(chance), np.concatenate(is_right)
    for low, high in ((0.4, 0.6), (0.6, 0.8), (0.8, 1.0)):
        inside = (said >= low) & (said < high)
        assert right[inside].mean() == pytest.approx(said[inside].mean(), abs=0.07)


def test_the_spreads_are_found_but_for_the_scale(worlds: list[tuple[World, Whole]]) -> None:
    """The mode of everything together shrinks the logit scale, all of it alike; scores do not change."""
    found = [whole.fit.parameters.spreads for _world, whole in worlds]
    ability = np.mean([one.ability for one in found])
    assert 0.75 < ability / 1.3 < 1.05
    severity = np.mean([one.severity_of(RaterRole.SUPERVISOR) for one in found])
    assert severity / ability == pytest.approx(0.6 / 1.3, rel=0.2)
    assert np.mean([one.criterion for one in found]) / ability == pytest.approx(0.5 / 1.3, rel=0.2)
    assert np.mean([one.domain for one in found]) / ability == pytest.approx(0.4 / 1.3, rel=0.2)


def test_a_group_that_is_stricter_is_found_to_be() -> None:
    world, random = drawn_world(7, people=40), np.random.default_rng(7)
    strict = [
        row._replace(
            role=RaterRole.CLIENT,
            rater=f"client {row.subject}",
            level=max(1, row.level - int(random.random() < 0.6)),
        )
        for row in world.rows
        if random.random() < 0.3
    ]
    found = fit(table_from([*world.rows, *strict], world.scale)).parameters
    assert found.group_means[RaterRole.CLIENT] > 0.4
    assert found.spreads.severity_of(RaterRole.CLIENT) != found.spreads.severity_of(RaterRole.SUPERVISOR)


def test_growth_is_found() -> None:
    rows = [
        Rated(f"p{person:02}", code, level, f"r{person % 3}", date(2023 + year, 6, 1))
        for person in range(30)
        for year, level in enumerate((1, 2, 3) if person % 2 else (2, 3, 4))
        for code in SCALE.criteria
    ]
    assert fit(table_from(rows)).parameters.growth > 1
    level = [row._replace(level=2 + int(row.subject[1:]) % 2) for row in rows]
    assert fit(table_from(level)).parameters.growth == pytest.approx(0, abs=0.3)


def test_with_a_half_life_the_newest_ratings_speak_loudest() -> None:
    rows = [
        Rated("p", "A1", level, f"r{place % 2}", TODAY - timedelta(days=ago))
        for ago, level in ((30, 1), (1, 4))
        for place in range(6)
    ]
    plain = fit(table_from(rows)).solved[0]
    weighted = fit(table_from(rows, half_life_days=10)).solved[0]
    assert weighted.x[0, -3] + weighted.x[0, 0] > plain.x[0, -3] + plain.x[0, 0]
