from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from benchmarks.levels.simulation import (
    ASSUMPTIONS,
    CRITERIA,
    LEVELS,
    REGION,
    SMALL,
    TODAY,
    Assumptions,
    Simulated,
    Size,
    category_chances,
    simulate,
)

NO_SPREAD: dict[str, Any] = {
    one.name: 0.0
    for one in fields(Assumptions)
    if one.metadata["says"].startswith("spread") and one.name not in {"ability", "domain", "criterion"}
}
STILL = replace(ASSUMPTIONS, **NO_SPREAD, growth_mean=0.0, wandering=0.0)


@pytest.fixture
def region() -> Simulated:
    return simulate(REGION, 1)


def test_a_seed_gives_the_same_world_again_and_another_seed_another():
    first, again, other = simulate(SMALL, 1), simulate(SMALL, 1), simulate(SMALL, 2)
    assert first.rows == again.rows
    assert (first.truth == again.truth).all()
    assert first.rows != other.rows


def test_there_is_as_much_of_everything_as_asked(region: Simulated):
    assert len(region.rows) == REGION.ratings
    assert set(region.subject_column) == set(region.subjects)
    assert set(region.rater_column) == set(region.raters)
    assert set(region.criterion_column) == set(CRITERIA)
    assert set(region.level.tolist()) == set(range(1, LEVELS + 1))
    assert np.bincount(region.organisation_of_rater).tolist() == [4] * 10
    assert region.truth.shape == (200, 11)
    assert 1 < region.truth.min() < region.truth.max() < LEVELS


def test_ratings_lie_within_the_two_years_up_to_today(region: Simulated):
    assert region.days_ago.min() == 0
    assert 720 < region.days_ago.max() <= 731
    assert max(region.observed_on_column) == TODAY.toordinal()
    assert region.rows[0][4] <= TODAY.isoformat()


def test_own_supervisors_make_most_entries_and_outsiders_some(region: Simulated):
    home = region.subject % REGION.organisations
    outside = region.organisation_of_rater[region.rater] != home
    assert outside.mean() == pytest.approx(ASSUMPTIONS.outsider, abs=0.02)
    by_pair = np.zeros((REGION.people, REGION.raters))
    np.add.at(by_pair, (region.subject, region.rater), 1)
    # The other raters of the house, of whom the supervisor is one of four, share what is left.
    by_supervisor = ASSUMPTIONS.own_supervisor + (1 - ASSUMPTIONS.own_supervisor - ASSUMPTIONS.outsider) / 4
    assert by_pair.max(axis=1).sum() / REGION.ratings == pytest.approx(by_supervisor, abs=0.03)


def test_one_organisation_has_no_outsiders():
    world = simulate(SMALL, 3)
    assert set(world.organisation_of_rater.tolist()) == {0}
    assert set(world.rater.tolist()) == {0, 1, 2}


def test_severities_spread_as_assumed():
    world = simulate(replace(REGION, raters=4000, organisations=1000), 1)
    assert world.severity.std() == pytest.approx(
        np.hypot(ASSUMPTIONS.severity, ASSUMPTIONS.culture), abs=0.02
    )


def test_in_a_world_without_habits_many_ratings_average_to_the_truth():
    size = Size("still", people=10, raters=2, ratings=40_000, organisations=1)
    world = simulate(size, 1, STILL)
    cell = world.subject * len(CRITERIA) + world.criterion
    means = np.bincount(cell, world.level) / np.bincount(cell)
    assert np.sqrt(np.mean((means - world.truth.ravel()) ** 2)) < 0.06


def test_people_grow_and_severe_raters_give_less(region: Simulated):
    early, late = (region.level[region.days_ago // 183 == half_year].mean() for half_year in (3, 0))
    assert late > early + 0.2
    given = np.bincount(region.rater, region.level) / np.bincount(region.rater)
    assert np.corrcoef(given, region.severity)[0, 1] < -0.5


def test_neighbouring_levels_are_even_at_their_step():
    steps = np.array([-1.0, 0.5, 2.0])
    for place, step in enumerate(steps):
        chances = category_chances(np.array([step]), steps, np.ones(1))[0]
        assert chances.sum() == pytest.approx(1)
        assert chances[place] == pytest.approx(chances[place + 1])


def test_every_assumption_says_what_it_is():
    lines = ASSUMPTIONS.lines()
    assert len(lines) == len(fields(ASSUMPTIONS))
    assert "share of entries by the person's own supervisor: 0.6" in lines
