from dataclasses import replace

import numpy as np
import pytest

from benchmarks.levels.baselines import last_rating, mean, recent_mean
from benchmarks.levels.simulation import CRITERIA, Simulated, Size

A1, A2, A3, B1 = (CRITERIA.index(code) for code in ("A1", "A2", "A3", "B1"))


@pytest.fixture
def world() -> Simulated:
    """Person 0: A1 4 two years ago, 2 a year ago, 3 today; A2 1 today. Person 1: nothing."""
    return Simulated(
        size=Size("by hand", people=2, raters=1, ratings=4, organisations=1),
        subject=np.array([0, 0, 0, 0]),
        criterion=np.array([A1, A1, A1, A2]),
        level=np.array([3, 4, 2, 1]),
        rater=np.array([0, 0, 0, 0]),
        days_ago=np.array([0, 730, 365, 0]),
        truth=np.zeros((2, len(CRITERIA))),
        severity=np.zeros(1),
        organisation_of_rater=np.zeros(1, dtype=np.int64),
    )


def test_the_last_rating_is_the_latest_by_date(world: Simulated):
    assert last_rating(world)[0, [A1, A2]].tolist() == [3, 1]


def test_the_mean_takes_all_alike(world: Simulated):
    assert mean(world)[0, [A1, A2]].tolist() == [3, 1]


def test_the_recent_mean_halves_the_weight_each_year(world: Simulated):
    assert recent_mean(world)[0, A1] == pytest.approx((3 + 2 * 0.5 + 4 * 0.25) / 1.75, abs=0.001)


@pytest.mark.parametrize("rule", [last_rating, mean])
def test_without_a_rating_the_domain_then_the_person_then_everybody_speaks(world: Simulated, rule):
    found = rule(world)
    assert found[0, A3] == pytest.approx(10 / 4)
    assert found[0, B1] == pytest.approx(10 / 4)
    assert found[1, A1] == pytest.approx(10 / 4)


def test_the_domain_speaks_before_the_person(world: Simulated):
    moved = replace(world, criterion=np.array([A1, A1, A1, B1]))
    assert mean(moved)[0, A2] == pytest.approx(3)
    assert mean(moved)[0, CRITERIA.index("C1")] == pytest.approx(10 / 4)
