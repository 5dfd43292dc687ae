"""People's views of themselves: learnt beside the model, without a way back into it."""

import numpy as np
import pytest

from lms.evidence.domain import RaterRole
from lms.evidence.domain.facets import Fit, Parameters, fit, own_results, with_own_group
from lms.evidence.domain.facets.own import own_biases
from lms.evidence.domain.facets.standings import standings_of
from tests.factories.facets import Rated, World, chances, drawn_world, table_from

SELF = RaterRole.SELF


@pytest.fixture(scope="module")
def world() -> World:
    return drawn_world(9, people=60, raters=6, visits=8)


@pytest.fixture(scope="module")
def proud(world: World) -> Fit:
    """Everybody sees themselves about 1.2 logits higher than an average rater would."""
    random, rows = np.random.default_rng(2), list(world.rows)
    known = fit(world.table)
    steps = known.parameters.steps - known.parameters.steps.mean(axis=1, keepdims=True)
    standing = standings_of(known).mean
    for place, name in enumerate(known.table.subjects):
        bias = 1.2 + random.normal(0, 0.4)
        for number, code in enumerate(world.scale.criteria):
            p = chances(standing[place, number] + bias, steps[number])
            rows.append(Rated(name, code, 1 + int(random.choice(4, p=p)), name, role=SELF))
    return fit(table_from(rows, world.scale))


@pytest.fixture(scope="module")
def learnt(proud: Fit) -> Parameters:
    return with_own_group(proud)


def test_own_views_move_nothing_in_the_fit(world: World, proud: Fit) -> None:
    without = fit(world.table)
    assert proud.parameters.severities.tobytes() == without.parameters.severities.tobytes()
    assert standings_of(proud).mean.tobytes() == standings_of(without).mean.tobytes()


def test_mean_and_spread_of_own_views_are_learnt(learnt: Parameters) -> None:
    assert learnt.own_mean == pytest.approx(1.2, abs=0.3)
    assert learnt.spreads.own == pytest.approx(0.4, abs=0.25)


def test_only_the_own_group_is_learnt_beside(proud: Fit, learnt: Parameters) -> None:
    assert learnt.severities.tobytes() == proud.parameters.severities.tobytes()
    assert learnt.spreads.ability == proud.parameters.spreads.ability


def test_without_own_views_nothing_is_learnt(world: World) -> None:
    found = fit(world.table)
    assert with_own_group(found) is found.parameters
    assert own_results(found, found.parameters) == ()


def test_a_bias_is_where_its_own_log_posterior_is_highest(proud: Fit, learnt: Parameters) -> None:
    """With nothing in doubt about a person's standings, by trying every bias."""
    own, standings = proud.table.own, standings_of(proud)
    certain = type(standings)(standings.mean, np.zeros_like(standings.covariance))
    bias, variance = own_biases(own, certain, learnt)
    steps = learnt.steps - learnt.steps.mean(axis=1, keepdims=True)
    grid = np.linspace(-3, 5, 801)
    for person in (0, 7, 33):
        heights = -((grid - learnt.own_mean) ** 2) / (2 * learnt.spreads.own**2)
        for row in np.flatnonzero(own.subject == person):
            criterion, level = own.criterion[row], own.level[row]
            eta = standings.mean[person, criterion]
            heights = heights + [np.log(chances(eta + one, steps[criterion])[level]) for one in grid]
        assert bias[person] == pytest.approx(grid[heights.argmax()], abs=0.011)
        second = np.diff(heights, 2)[heights.argmax() - 1] / (grid[1] - grid[0]) ** 2
        assert variance[person] == pytest.approx(-1 / second, rel=0.02)


def test_doubt_about_a_person_is_doubt_about_their_bias(proud: Fit, learnt: Parameters) -> None:
    standings = standings_of(proud)
    doubtful = type(standings)(standings.mean, 4 * standings.covariance)
    sure, unsure = (own_biases(proud.table.own, one, learnt)[1] for one in (standings, doubtful))
    assert (unsure > sure).all()


def test_own_views_are_described_like_raters(proud: Fit, learnt: Parameters) -> None:
    found = own_results(proud, learnt)
    assert [one.rater for one in found] == list(proud.table.subjects)
    for one in found:
        assert (one.role, one.n, one.flags) == (SELF, 6, ())
        assert sum(one.used) == 6
        assert sum(one.expected) == pytest.approx(6)
        assert one.std_error > 0
    assert np.mean([one.severity for one in found]) == pytest.approx(-learnt.own_mean, abs=0.1)
    assert np.mean([one.infit for one in found]) == pytest.approx(1, abs=0.25)
    assert np.mean([one.outfit for one in found]) == pytest.approx(1, abs=0.3)
