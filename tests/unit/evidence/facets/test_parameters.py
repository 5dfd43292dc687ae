import json
from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest

from lms.evidence.domain import RaterRole
from lms.evidence.domain.facets import (
    Parameters,
    Posterior,
    Scale,
    Spreads,
    fit,
    posteriors_of,
    with_own_group,
)
from lms.evidence.domain.facets.parameters import reference_steps
from tests.factories.evidence import TODAY
from tests.factories.facets import SCALE, Rated, drawn_world, parameters_with, table_from

SUPERVISOR, PEER, CLIENT, SELF = RaterRole.SUPERVISOR, RaterRole.PEER, RaterRole.CLIENT, RaterRole.SELF


@pytest.fixture(scope="module")
def learnt() -> Parameters:
    """Everything a fit can learn: two groups, own views, several criteria."""
    world = drawn_world(1, people=8, raters=4, visits=3)
    roles = (SUPERVISOR, PEER)
    rows = [row._replace(role=roles[place % 2]) for place, row in enumerate(world.rows)]
    own = [Rated(f"p{number:03}", "A1", 3, f"p{number:03}", role=SELF) for number in range(5)]
    return with_own_group(fit(table_from([*rows, *own], world.scale)))


@pytest.fixture(scope="module")
def returned(learnt: Parameters) -> Parameters:
    payload = json.loads(json.dumps(learnt.to_payload()))
    return Parameters.from_payload(learnt.scale, payload, learnt.covariance_bytes())


def test_what_json_holds_comes_back_exactly(learnt: Parameters, returned: Parameters) -> None:
    assert returned.spreads == learnt.spreads
    assert returned.steps.tobytes() == learnt.steps.tobytes()
    assert returned.severities.tobytes() == learnt.severities.tobytes()
    assert (returned.raters, returned.group_means) == (learnt.raters, learnt.group_means)
    assert (returned.growth, returned.own_mean) == (learnt.growth, learnt.own_mean)
    assert returned.n_ratings == learnt.n_ratings > 0


def test_the_covariance_comes_back_to_seven_digits_and_then_for_good(
    learnt: Parameters, returned: Parameters
) -> None:
    assert returned.covariance == pytest.approx(learnt.covariance, rel=1e-6, abs=1e-9)
    assert (returned.covariance == returned.covariance.T).all()
    again = Parameters.from_payload(returned.scale, returned.to_payload(), returned.covariance_bytes())
    assert again.covariance.tobytes() == returned.covariance.tobytes()
    assert len(learnt.covariance_bytes()) == 4 * len(learnt.covariance) * (len(learnt.covariance) + 1) // 2


@pytest.mark.parametrize("size", [0, 1, 2, 3, 50])
def test_covariances_of_any_size_come_back(size: int) -> None:
    random = np.random.default_rng(size)
    square = random.normal(size=(size, size)).astype("<f4").astype(np.float64)
    one = replace(Parameters.reference(SCALE), covariance=square + square.T)
    back = Parameters.from_payload(SCALE, one.to_payload(), one.covariance_bytes())
    assert back.covariance == pytest.approx(square + square.T, rel=1e-6, abs=1e-6)


def test_before_anything_was_fitted_steps_are_even_and_nobody_is_known() -> None:
    start = Parameters.reference(SCALE)
    assert start.steps.tolist() == [[-1.5, 0.0, 1.5]] * 3
    assert (start.raters, start.first_step, start.n_ratings) == ((), 0, 0)
    assert start.covariance.shape == (10, 10)
    assert np.diag(start.covariance).tolist() == pytest.approx([0.09] * 9 + [0.25])


@pytest.mark.parametrize(("levels", "steps"), [(2, [0.0]), (3, [-1.5, 1.5]), (5, [-1.5, -0.5, 0.5, 1.5])])
def test_reference_steps_are_evenly_spaced(levels: int, steps: list[float]) -> None:
    assert reference_steps(Scale(("A1",), (("A", ("A1",)),), levels)).tolist() == [steps]


def test_a_rater_the_fit_did_not_know_is_taken_to_be_like_their_group() -> None:
    spreads = Spreads(own=0.7, severity={PEER: 0.9})
    one = parameters_with({}, spreads=spreads, group_means={PEER: -0.4}, own_mean=0.6)
    for role, severity in ((SUPERVISOR, 0.0), (PEER, -0.4), (CLIENT, 0.0), (SELF, -0.6)):
        assert one.expected_severity(("x", role)) == pytest.approx(severity)


def test_raters_and_group_means_come_before_the_steps(learnt: Parameters) -> None:
    assert learnt.first_step == len(learnt.raters) + 1
    assert learnt.covariance.shape == (learnt.first_step + 6 * 3 + 1,) * 2
    assert [learnt.rater_places[key] for key in learnt.raters] == list(range(len(learnt.raters)))


def test_what_is_known_of_a_person_comes_back_exactly() -> None:
    found = fit(table_from([Rated(str(UUID(int=1)), "A1", 3, "r"), Rated("q", "B1", 2, "r")]))
    for one in posteriors_of(found).values():
        back = Posterior.from_payload(json.loads(json.dumps(one.to_payload())))
        assert back == one


def test_the_last_evidence_is_the_latest_of_all_criteria() -> None:
    found = posteriors_of(fit(table_from([Rated("p", "A1", 3, "r"), Rated("p", "B1", 3, "r", TODAY)])))
    assert found["p"].last_on == TODAY
    assert found["p"].latest_on[1] is None
