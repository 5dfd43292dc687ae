"""The fit against the whole dense system solved at once, and what must not change it."""

from datetime import date

import numpy as np
import pytest

from lms.evidence.domain import RaterRole
from lms.evidence.domain.facets import Fit, Parameters, Scale, fit, fitting
from lms.evidence.domain.facets.fitting import MOST_ROUNDS
from lms.evidence.domain.facets.spreads import PSEUDO
from lms.evidence.domain.facets.standings import solve_people, standings_of
from tests.factories.facets import SCALE, Rated, World, drawn_world, severities, table_from
from tests.unit.evidence.facets.plainly import PlainModel, bend, slope

ROWS = (
    Rated("p", "A1", 1, "r", date(2025, 1, 10)),
    Rated("p", "B1", 3, "s", date(2025, 1, 12)),
    Rated("p", "A2", 2, "r", date(2026, 5, 1)),
    Rated("p", "A1", 3, "t", date(2026, 9, 1), RaterRole.PEER),
    Rated("q", "A1", 2, "s", date(2026, 5, 1)),
    Rated("v", "B1", 1, "t", date(2026, 5, 2), RaterRole.PEER),
    Rated("v", "A2", 2, "s", date(2026, 5, 2)),
)
THREE_LEVELS = Scale(SCALE.criteria, SCALE.domains, 3)


@pytest.fixture(scope="module")
def tiny() -> Fit:
    table = table_from(ROWS, THREE_LEVELS)
    return fit(table, start=Parameters.reference(THREE_LEVELS), keep_spreads=True)


@pytest.fixture(scope="module")
def plain(tiny: Fit) -> PlainModel:
    return PlainModel(tiny.table, tiny.parameters.spreads)


@pytest.fixture(scope="module")
def dense(tiny: Fit, plain: PlainModel) -> np.ndarray:
    """The covariance of all unknowns together: the inverse of the second derivatives at the optimum."""
    return np.linalg.inv(-bend(plain.log_posterior, plain.optimum(tiny)))


@pytest.fixture(scope="module")
def world() -> World:
    return drawn_world(3, people=30, raters=5, visits=4)


@pytest.fixture(scope="module")
def found(world: World) -> Fit:
    return fit(world.table)


def test_the_fit_ends_at_the_top_of_the_log_posterior(tiny: Fit, plain: PlainModel) -> None:
    assert slope(plain.log_posterior, plain.optimum(tiny)) == pytest.approx(0, abs=1e-7)


def test_the_globals_covariance_is_that_of_the_whole_system(tiny: Fit, dense: np.ndarray) -> None:
    n = len(tiny.parameters.covariance)
    assert tiny.parameters.covariance == pytest.approx(dense[:n, :n], abs=2e-5)


def test_standings_are_as_unsure_as_in_the_whole_system(
    tiny: Fit, plain: PlainModel, dense: np.ndarray
) -> None:
    standings, theta = standings_of(tiny), plain.optimum(tiny)
    for person in range(3):
        take = plain.standing_map(person)
        assert standings.mean[person] == pytest.approx(take @ theta, abs=1e-9)
        assert standings.covariance[person] == pytest.approx(take @ dense @ take.T, abs=2e-5)


def test_people_solved_alone_stand_where_the_fit_has_them(world: World, found: Fit) -> None:
    whole = standings_of(found)
    for place, name in enumerate(found.table.subjects[:5]):
        own = table_from([row for row in world.rows if row.subject == name], world.scale)
        alone = solve_people(own, found.parameters)
        assert alone.mean[0] == pytest.approx(whole.mean[place], abs=1e-8)
        assert alone.covariance[0] == pytest.approx(whole.covariance[place], abs=1e-8)


def test_people_solved_together_stand_where_the_fit_has_them(found: Fit) -> None:
    whole, again = standings_of(found), solve_people(found.table, found.parameters)
    assert again.mean == pytest.approx(whole.mean, abs=1e-8)
    assert again.covariance == pytest.approx(whole.covariance, abs=1e-8)


def test_the_same_table_gives_the_same_fit_to_the_last_bit(world: World, found: Fit) -> None:
    again = fit(world.table)
    assert again.parameters.severities.tobytes() == found.parameters.severities.tobytes()
    assert again.parameters.covariance_bytes() == found.parameters.covariance_bytes()
    assert again.parameters.spreads == found.parameters.spreads


def test_the_order_of_rows_does_not_matter(world: World, found: Fit) -> None:
    rows = list(world.rows)
    np.random.default_rng(1).shuffle(rows)
    mixed = fit(table_from(rows, world.scale))
    assert mixed.parameters.severities == pytest.approx(found.parameters.severities, abs=1e-9)
    assert standings_of(mixed).mean == pytest.approx(standings_of(found).mean, abs=1e-9)


def test_other_names_give_the_same_fit_in_another_order(world: World, found: Fit) -> None:
    renamed = [row._replace(subject=row.subject[::-1], rater=row.rater[::-1]) for row in world.rows]
    other = fit(table_from(renamed, world.scale))
    by_name = {name[::-1]: one for name, one in severities(other).items()}
    assert by_name == pytest.approx(severities(found), abs=1e-7)
    places = [other.table.subjects.index(name[::-1]) for name in found.table.subjects]
    assert standings_of(other).mean[places] == pytest.approx(standings_of(found).mean, abs=1e-7)


def test_a_warm_start_ends_where_the_cold_one_did_but_sooner(world: World, found: Fit) -> None:
    warm = fit(world.table, start=found.parameters, keep_spreads=True)
    assert warm.rounds < found.rounds
    assert warm.parameters.spreads == found.parameters.spreads
    assert warm.parameters.severities == pytest.approx(found.parameters.severities, abs=1e-7)
    assert standings_of(warm).mean == pytest.approx(standings_of(found).mean, abs=1e-7)


def test_a_warm_start_may_move_the_spreads_on(world: World, found: Fit) -> None:
    warm = fit(world.table, start=found.parameters)
    assert warm.parameters.spreads.ability == pytest.approx(found.parameters.spreads.ability, rel=0.03)
    assert warm.parameters.spreads != found.parameters.spreads


def test_a_start_that_knows_other_raters_and_another_scale_does_no_harm(found: Fit) -> None:
    other = fit(table_from([row._replace(rater="new") for row in ROWS], SCALE), start=found.parameters)
    assert other.parameters.raters == (("new", RaterRole.PEER), ("new", RaterRole.SUPERVISOR))
    assert np.isfinite(other.parameters.severities).all()


def test_spreads_are_only_kept_where_there_are_some_to_keep(world: World, found: Fit) -> None:
    assert fit(world.table, keep_spreads=True).parameters.spreads == found.parameters.spreads


def test_more_rounds_than_allowed_are_not_made(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr(fitting, "MOST_ROUNDS", 3)
    assert fit(world.table).rounds == 3


def test_a_fit_knows_how_much_it_has_seen(world: World, found: Fit) -> None:
    assert found.parameters.n_ratings == len(world.rows) == len(found.table)
    assert found.rounds < MOST_ROUNDS


def test_the_spreads_are_where_an_em_step_leaves_them(found: Fit) -> None:
    """At the end each spread² is the mean expected square of its effects, pseudo-observations included."""
    parameters, spreads = found.parameters, found.parameters.spreads
    first, walks, count = 0.0, [], len(found.table.subjects)
    padded = np.pad(parameters.covariance, (0, 1))
    for solved in found.solved:
        local = padded[solved.places[:, :, None], solved.places[:, None, :]]
        covariance = solved.inverse + solved.response @ local @ solved.response.transpose(0, 2, 1)
        first += float((solved.x[:, 0] ** 2 + covariance[:, 0, 0]).sum())
        for place in range(solved.batch.nodes - 1):
            gap = solved.batch.gaps[:, place]
            moved = solved.x[:, place + 1] - solved.x[:, place] - parameters.growth * gap
            pair = covariance[:, place : place + 2, place : place + 2]
            unsure = pair[:, 0, 0] + pair[:, 1, 1] - 2 * pair[:, 0, 1]
            walks += ((moved**2 + unsure) / gap).tolist()
    ability = np.sqrt((first + PSEUDO * 1.3**2) / (count + PSEUDO))
    assert spreads.ability == pytest.approx(ability, rel=0.01)
    assert spreads.walk == pytest.approx(
        np.sqrt((sum(walks) + PSEUDO * 0.4**2) / (len(walks) + PSEUDO)), rel=0.02
    )
    n = len(parameters.raters)
    squares = parameters.severities**2 + np.diag(parameters.covariance)[:n]
    severity = np.sqrt((squares.sum() + PSEUDO * 0.55**2) / (n + PSEUDO))
    assert spreads.severity_of(RaterRole.SUPERVISOR) == pytest.approx(severity, rel=0.01)
