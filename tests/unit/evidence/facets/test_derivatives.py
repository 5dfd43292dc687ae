"""The derivatives the fit is made of, against differences of the log posterior written out."""

from datetime import date

import numpy as np
import pytest

from lms.evidence.domain import RaterRole
from lms.evidence.domain.facets import RatingTable, Scale, Spreads, blocks
from lms.evidence.domain.facets.blocks import batches_of, curvature_at
from lms.evidence.domain.facets.globals import GlobalPrior, add_observed
from tests.factories.facets import Rated, table_from
from tests.unit.evidence.facets.plainly import PlainModel, bend, slope

THREE_LEVELS = Scale(("A1", "A2", "B1"), (("A", ("A1", "A2")), ("B", ("B1",))), 3)
ROWS = (
    Rated("p", "A1", 1, "r", date(2025, 1, 10)),
    Rated("p", "B1", 3, "s", date(2025, 1, 12)),
    Rated("p", "A2", 2, "r", date(2026, 5, 1)),
    Rated("p", "A1", 3, "t", date(2026, 9, 1), RaterRole.PEER),
    Rated("q", "A1", 2, "s", date(2026, 5, 1)),
    Rated("q", "A1", 2, "s", date(2026, 5, 1)),
    Rated("v", "B1", 1, "u", date(2026, 5, 1), RaterRole.CLIENT),
    Rated("v", "B1", 2, "t", date(2026, 5, 2), RaterRole.PEER),
)
SPREADS = Spreads(
    ability=1.1,
    walk=0.5,
    domain=0.3,
    criterion=0.6,
    step=0.25,
    severity={RaterRole.SUPERVISOR: 0.7, RaterRole.PEER: 0.9},
)


@pytest.fixture(params=["equal weights", "half-life", "one domain"])
def table(request: pytest.FixtureRequest) -> RatingTable:
    if request.param == "one domain":
        return table_from(ROWS, Scale(THREE_LEVELS.criteria, (("", THREE_LEVELS.criteria),), 3))
    return table_from(ROWS, THREE_LEVELS, half_life_days=200.0 if request.param == "half-life" else None)


@pytest.fixture
def plain(table: RatingTable) -> PlainModel:
    return PlainModel(table, SPREADS)


@pytest.fixture
def somewhere(plain: PlainModel) -> np.ndarray:
    """A point away from the optimum, where no first derivative is 0."""
    theta = np.random.default_rng(4).normal(0, 0.6, len(plain.places))
    theta[plain.places["step", 0, 0] : plain.n_globals - 1] += np.tile([-1.0, 1.0], 3)
    return theta


@pytest.fixture
def assembled(table: RatingTable, plain: PlainModel, somewhere: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Gradient and Hessian (sign turned) of everything, put together from the pieces the fit works on."""
    roles = (RaterRole.CLIENT, RaterRole.PEER)
    prior = GlobalPrior(table.scale, table.raters, roles)
    count, n = len(plain.places), plain.n_globals
    assert prior.total == n
    z = somewhere[:n]
    gradient, hessian = np.zeros(count), np.zeros((count, count))
    of_globals, to_globals = prior.derivatives(z, SPREADS)
    for batch in batches_of(table):
        places = np.array(plain.places_of(batch))
        at = curvature_at(
            batch,
            somewhere[places],
            severity=z[batch.slots[batch.who, batch.slot]],
            steps=prior.steps(z),
            growth=float(z[-1]),
            spreads=SPREADS,
        )
        add_observed(of_globals, to_globals, batch, at, first_step=prior.first_step, spreads=SPREADS)
        local = batch.local_places(prior.first_step, prior.total)
        for row, own in enumerate(places):
            gradient[own] += at.gradient[row]
            hessian[np.ix_(own, own)] += at.hessian[row]
            real = local[row] < prior.total
            hessian[np.ix_(own, local[row][real])] += at.cross[row][:, real]
            hessian[np.ix_(local[row][real], own)] += at.cross[row][:, real].T
            assert (at.cross[row][:, ~real] == 0).all()
    gradient[:n] += to_globals
    hessian[:n, :n] += of_globals
    return gradient, hessian


def test_the_gradient_is_that_of_the_log_posterior(
    plain: PlainModel, somewhere: np.ndarray, assembled: tuple[np.ndarray, np.ndarray]
) -> None:
    assert np.abs(assembled[0]).min() > 1e-3
    assert assembled[0] == pytest.approx(slope(plain.log_posterior, somewhere), abs=1e-8)


def test_the_second_derivatives_are_those_of_the_log_posterior(
    plain: PlainModel, somewhere: np.ndarray, assembled: tuple[np.ndarray, np.ndarray]
) -> None:
    assert assembled[1] == pytest.approx(-bend(plain.log_posterior, somewhere), abs=2e-5)


def test_the_log_posterior_is_concave(assembled: tuple[np.ndarray, np.ndarray]) -> None:
    hessian = assembled[1]
    assert hessian == pytest.approx(hessian.T, abs=1e-12)
    assert np.linalg.eigvalsh(hessian).min() > 0.01


def test_batches_hold_every_person_with_ratings_once_and_every_rating_once(table: RatingTable) -> None:
    found = batches_of(table)
    assert sorted(np.concatenate([batch.people for batch in found]).tolist()) == [0, 1, 2]
    assert sorted(np.concatenate([batch.rows for batch in found]).tolist()) == list(range(len(table)))
    assert sorted(batch.nodes for batch in found) == [1, 3]


def test_a_batch_is_cut_where_memory_ends(monkeypatch: pytest.MonkeyPatch, table: RatingTable) -> None:
    monkeypatch.setattr(blocks, "LARGEST_BATCH", 1)
    assert [batch.people.tolist() for batch in batches_of(table)] == [[1], [2], [0]]


def test_someone_with_own_views_only_is_in_no_batch() -> None:
    own = Rated("w", "A1", 3, "w", role=RaterRole.SELF)
    found = batches_of(table_from([*ROWS, own], THREE_LEVELS))
    assert sorted(np.concatenate([batch.people for batch in found]).tolist()) == [0, 1, 2]


def test_gaps_are_years_between_quarters(plain: PlainModel) -> None:
    batch = next(one for one in batches_of(plain.table) if one.nodes == 3)
    assert batch.gaps[0] == pytest.approx(np.diff(plain.quarters(0)) / 4)
