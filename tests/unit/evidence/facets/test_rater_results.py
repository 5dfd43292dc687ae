"""How raters used the scale, and what is flagged."""

from datetime import timedelta

import numpy as np
import pytest

from lms.evidence.domain import RaterRole
from lms.evidence.domain.facets import RaterFlag, RaterResult, fit, linkage_of, rater_results
from lms.evidence.domain.facets.standings import standings_of
from tests.factories.evidence import TODAY
from tests.factories.facets import (
    SCALE,
    WIDE_SCALE,
    Rated,
    Whole,
    World,
    chances,
    drawn_world,
    severities,
    table_from,
    worked_out,
)


class Results:
    """The results of raters by name."""

    def __init__(self, rows: list[Rated], scale: object = SCALE) -> None:
        found: Whole = worked_out(table_from(rows, scale))  # type: ignore[arg-type]  # a Scale
        self.whole = found
        self.by_name: dict[str, RaterResult] = {one.rater: one for one in found.raters}


@pytest.fixture(scope="module")
def world() -> World:
    return drawn_world(5, people=50, raters=4, visits=15, ratings_a_visit=4)


@pytest.fixture(scope="module")
def ordinary(world: World) -> Results:
    return Results(world.rows, world.scale)


def test_each_rater_is_counted_as_they_rated(world: World, ordinary: Results) -> None:
    for name, one in ordinary.by_name.items():
        own = [row.level for row in world.rows if row.rater == name]
        assert one.n == len(own)
        assert one.used == tuple(own.count(level) for level in range(1, 5))
        assert sum(one.expected) == pytest.approx(one.n)
        assert one.role is RaterRole.SUPERVISOR


def test_ratings_made_by_the_model_scatter_as_the_model_expects(ordinary: Results) -> None:
    for one in ordinary.by_name.values():
        assert one.infit == pytest.approx(1, abs=0.12)
        assert one.outfit == pytest.approx(1, abs=0.2)


def test_a_rater_who_throws_dice_fits_badly(world: World, ordinary: Results) -> None:
    random = np.random.default_rng(1)
    rows = [
        row._replace(level=int(random.integers(1, 5))) if row.rater == "r01" else row for row in world.rows
    ]
    assert Results(rows, world.scale).by_name["r01"].infit > 1.25 * ordinary.by_name["r01"].infit


def test_severities_are_centred_in_each_linked_part() -> None:
    rows = [
        Rated(f"p{person}{part}", code, 1 + (person + place + part) % 4, f"r{part}{place % (2 + part)}")
        for part in (0, 1)
        for person in range(6)
        for place, code in enumerate(SCALE.criteria)
    ]
    found = Results(rows)
    for part in (0, 1):
        own = [one.severity for name, one in found.by_name.items() if name.startswith(f"r{part}")]
        assert len(own) == 2 + part
        assert sum(own) == pytest.approx(0, abs=1e-12)


def test_the_standard_error_is_that_of_the_difference_from_the_mean(ordinary: Results) -> None:
    parameters = ordinary.whole.fit.parameters
    away = np.eye(4) - 0.25
    expected = np.sqrt(np.diag(away @ parameters.covariance[:4, :4] @ away.T))
    assert [one.std_error for one in ordinary.whole.raters] == pytest.approx(expected.tolist())
    fitted = severities(ordinary.whole.fit)
    middle = float(np.mean(list(fitted.values())))
    for name, one in ordinary.by_name.items():
        assert one.severity == pytest.approx(fitted[name] - middle)


def test_a_rater_alone_is_neither_severe_nor_lenient() -> None:
    (one,) = Results([Rated(f"p{n}", "A1", 1, "r") for n in range(30)]).by_name.values()
    assert (one.severity, one.std_error, one.flags) == (0.0, 0.0, ())


def test_severe_and_lenient_are_flagged_by_twice_their_error(ordinary: Results) -> None:
    assert {flag for one in ordinary.by_name.values() for flag in one.flags} & {
        RaterFlag.SEVERE,
        RaterFlag.LENIENT,
    }
    for one in ordinary.by_name.values():
        assert (RaterFlag.SEVERE in one.flags) == (one.severity > 2 * one.std_error)
        assert (RaterFlag.LENIENT in one.flags) == (one.severity < -2 * one.std_error)


def test_expected_use_is_what_an_average_rater_would_have_given() -> None:
    rows = [Rated("p", "A1", level, "r") for level in (2, 3, 3)] + [Rated("p", "A1", 3, "s")]
    found = Results(rows)
    parameters = found.whole.fit.parameters
    origin = parameters.steps[0] - parameters.steps[0].mean()
    eta = standings_of(found.whole.fit).mean[0, 0]
    assert found.by_name["r"].expected == pytest.approx(tuple(3 * chances(eta, origin)), rel=1e-6)


@pytest.mark.parametrize(("n", "is_flagged"), [(99, False), (100, True)])
def test_central_tendency_is_flagged_from_a_hundred_ratings(n: int, is_flagged: bool) -> None:
    rows = []
    for person in range(n):
        level = (1, 4)[person % 2]
        rows += [Rated(f"p{person:03}", "A1", level, rater) for rater in ("r", "s", "t")]
        rows.append(Rated(f"p{person:03}", "A1", (2, 3)[person % 2], "central"))
    found = Results(rows)
    assert (RaterFlag.CENTRAL_TENDENCY in found.by_name["central"].flags) == is_flagged
    assert all(RaterFlag.CENTRAL_TENDENCY not in found.by_name[name].flags for name in ("r", "s", "t"))


@pytest.mark.parametrize(("n", "is_flagged"), [(240, False), (252, True)])
def test_halo_is_flagged_from_two_hundred_and_fifty_ratings(n: int, is_flagged: bool) -> None:
    random = np.random.default_rng(3)
    rows = []
    for person in range(n // 6):
        on = TODAY - timedelta(days=person % 50)
        mood = int(random.integers(1, 5))
        for code in WIDE_SCALE.criteria:
            rows += [
                Rated(f"p{person:03}", code, int(random.integers(1, 5)), rater, on) for rater in ("r", "s")
            ]
            rows.append(Rated(f"p{person:03}", code, mood, "moody", on))
    found = Results(rows, WIDE_SCALE)
    assert (RaterFlag.HALO in found.by_name["moody"].flags) == is_flagged
    assert all(RaterFlag.HALO not in found.by_name[name].flags for name in ("r", "s"))


def test_ratings_of_different_days_are_no_halo() -> None:
    random = np.random.default_rng(3)
    rows = [
        Rated(f"p{person:03}", code, int(random.integers(1, 5)), rater, TODAY - timedelta(days=place))
        for person in range(50)
        for place, code in enumerate(WIDE_SCALE.criteria)
        for rater in ("r", "s")
    ]
    assert all(RaterFlag.HALO not in one.flags for one in Results(rows, WIDE_SCALE).by_name.values())


def test_with_two_levels_nobody_shows_central_tendency() -> None:
    scale = type(SCALE)(SCALE.criteria, SCALE.domains, 2)
    rows = [Rated(f"p{n}", "A1", 1 + n % 2, rater) for n in range(110) for rater in ("r", "s")]
    assert all(RaterFlag.CENTRAL_TENDENCY not in one.flags for one in Results(rows, scale).by_name.values())


def test_no_ratings_no_results() -> None:
    table = table_from([])
    assert rater_results(fit(table), linkage_of(table)) == ()
