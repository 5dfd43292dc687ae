"""From standings to levels, against drawing a hundred thousand standings and counting."""

from dataclasses import replace

import numpy as np
import pytest

from lms.evidence.domain.facets import Parameters, Spreads
from lms.evidence.domain.facets.outlook import INFLATION, Z90, Curve, Outlook, widened
from lms.evidence.domain.facets.response import fair_scores
from tests.factories.facets import SCALE

MEAN = np.array([[-1.4, 0.3, 2.2], [0.0, 0.0, 0.0]])
COVARIANCE = np.array(
    [
        [[0.30, 0.12, 0.05], [0.12, 0.50, 0.10], [0.05, 0.10, 0.20]],
        [[2.00, 1.50, 1.40], [1.50, 2.10, 1.40], [1.40, 1.40, 2.00]],
    ]
)


@pytest.fixture(scope="module")
def curve() -> Curve:
    steps = np.array([[-1.9, 0.1, 1.2], [-1.0, 0.0, 2.0], [-0.5, 0.2, 0.9]])
    parameters = Parameters.reference(SCALE)
    return Curve.of(Parameters(SCALE, parameters.spreads, steps, covariance=parameters.covariance))


@pytest.fixture(scope="module")
def both(curve: Curve) -> tuple[Outlook, Outlook]:
    return curve.outlook(MEAN, COVARIANCE)


@pytest.fixture(scope="module", params=[0, 1], ids=["well known", "hardly known"])
def drawn(request: pytest.FixtureRequest, curve: Curve) -> tuple[int, np.ndarray]:
    """A person, and fair scores of standings drawn from what is known of them; (draws, criteria)."""
    person = request.param
    random = np.random.default_rng(8)
    spots = random.multivariate_normal(MEAN[person], INFLATION**2 * COVARIANCE[person], 100_000)
    return person, fair_scores(spots, curve.steps)


def test_score_and_deviation_are_those_of_the_fair_score(
    both: tuple[Outlook, Outlook], drawn: tuple[int, np.ndarray]
) -> None:
    (person, scores), single = drawn, both[0]
    assert single.score[person] == pytest.approx(scores.mean(axis=0), abs=0.012)
    assert single.deviation[person] == pytest.approx(scores.std(axis=0), abs=0.012)


def test_nine_of_ten_fair_scores_lie_in_the_interval(
    both: tuple[Outlook, Outlook], drawn: tuple[int, np.ndarray]
) -> None:
    (person, scores), single = drawn, both[0]
    assert (scores < single.lower[person]).mean(axis=0) == pytest.approx(0.05, abs=0.004)
    assert (scores > single.upper[person]).mean(axis=0) == pytest.approx(0.05, abs=0.004)


def test_the_chance_of_a_level_is_that_of_rounding_to_it(
    both: tuple[Outlook, Outlook], drawn: tuple[int, np.ndarray]
) -> None:
    (person, scores), single = drawn, both[0]
    rounded = np.floor(scores + 0.5)
    for level in range(1, 5):
        counted = (rounded == level).mean(axis=0)
        assert single.probabilities[person, :, level - 1] == pytest.approx(counted, abs=0.006)


def test_pools_average_the_fair_scores_of_their_criteria(
    both: tuple[Outlook, Outlook], drawn: tuple[int, np.ndarray]
) -> None:
    (person, scores), pooled = drawn, both[1]
    pools = scores @ SCALE.pools.T
    assert pooled.score[person] == pytest.approx(pools.mean(axis=0), abs=0.012)
    assert pooled.deviation[person] == pytest.approx(pools.std(axis=0), rel=0.06)
    rounded = np.floor(pools + 0.5)
    for level in range(1, 5):
        counted = (rounded == level).mean(axis=0)
        assert pooled.probabilities[person, :, level - 1] == pytest.approx(counted, abs=0.1)


def test_a_pool_of_one_has_the_score_of_its_criterion(both: tuple[Outlook, Outlook]) -> None:
    single, pooled = both
    assert pooled.score[:, 1] == pytest.approx(single.score[:, 2])
    assert pooled.deviation[:, 1] == pytest.approx(single.deviation[:, 2])


def test_intervals_of_pools_stay_on_the_scale(curve: Curve) -> None:
    _single, pooled = curve.outlook(np.full((1, 3), 5.0), COVARIANCE[1:])
    assert pooled.upper.max() == 4.0
    _single, pooled = curve.outlook(np.full((1, 3), -5.0), COVARIANCE[1:])
    assert pooled.lower.min() == 1.0


def test_probabilities_sum_to_one(both: tuple[Outlook, Outlook]) -> None:
    for outlook in both:
        assert outlook.probabilities.sum(axis=-1) == pytest.approx(1)
        assert (outlook.probabilities >= 0).all()


def test_the_interval_is_inflated_as_measured(curve: Curve, both: tuple[Outlook, Outlook]) -> None:
    reach = Z90 * 1.10 * np.sqrt(0.30)
    expected = fair_scores(np.array([-1.4 - reach, -1.4 + reach]), np.stack([curve.steps[0]] * 2))
    assert [both[0].lower[0, 0], both[0].upper[0, 0]] == pytest.approx(expected.tolist())


def test_of_two_equally_likely_levels_the_lower_is_taken() -> None:
    halves, zeros = np.array([[[0.0, 0.5, 0.5, 0.0]]]), np.zeros((1, 1))
    assert Outlook(zeros, zeros, zeros, zeros, halves).level.tolist() == [[2]]


def test_outlooks_stand_side_by_side(both: tuple[Outlook, Outlook]) -> None:
    whole = both[0].beside(both[1])
    assert whole.score.tolist() == np.concatenate([both[0].score, both[1].score], axis=1).tolist()
    assert whole.probabilities.shape == (2, 6, 4)


def test_time_since_the_last_evidence_widens_every_criterion_alike() -> None:
    last = np.array([730_000, 0])
    parameters = replace(Parameters.reference(SCALE), spreads=Spreads(walk=0.5), growth=0.2)
    moved = widened(COVARIANCE, last, today=730_000 + 1461, parameters=parameters)
    assert moved[0] - COVARIANCE[0] == pytest.approx(0.5**2 * 4 + (0.2 * 4) ** 2)
    assert (moved[1] == COVARIANCE[1]).all()
    assert (widened(COVARIANCE, last, today=729_000, parameters=parameters) == COVARIANCE).all()


def test_steps_are_counted_from_their_middle(curve: Curve) -> None:
    assert curve.steps.mean(axis=1) == pytest.approx(0)
    assert np.diff(curve.steps, axis=1).tolist()[0] == pytest.approx([2.0, 1.1])
