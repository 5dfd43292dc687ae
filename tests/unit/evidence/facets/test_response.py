"""The response curve against sums over all levels and differences."""

import numpy as np
import pytest

from lms.evidence.domain.facets.response import fair_scores, level_bounds, moments_at, probabilities_at
from tests.factories.facets import chances, fair_score

STEPS = {2: (0.3,), 4: (-1.5, 0.2, 1.1), 5: (0.5, -0.4, 0.1, 2.0), 10: tuple(np.linspace(-3, 3, 9))}
ETAS = (-6.0, -1.2, 0.0, 0.7, 5.0)


@pytest.fixture(params=list(STEPS), ids=lambda levels: f"{levels} levels")
def steps(request: pytest.FixtureRequest) -> np.ndarray:
    return np.array(STEPS[request.param])


@pytest.mark.parametrize("eta", ETAS)
def test_moments_are_sums_over_all_levels(steps: np.ndarray, eta: float) -> None:
    p, k = chances(eta, steps), range(len(steps) + 1)
    mean = sum(one * chance for one, chance in zip(k, p, strict=True))
    found = moments_at(np.array([eta]), steps[None])
    assert found.probabilities[0] == pytest.approx(p)
    assert found.mean[0] == pytest.approx(mean)
    assert found.variance[0] == pytest.approx(
        sum((one - mean) ** 2 * chance for one, chance in zip(k, p, strict=True))
    )
    for step in range(len(steps)):
        passed = [float(one > step) for one in k]
        tail = sum(one * chance for one, chance in zip(passed, p, strict=True))
        together = sum(one * up * chance for one, up, chance in zip(k, passed, p, strict=True))
        assert found.tail[0, step] == pytest.approx(tail)
        assert found.with_step[0, step] == pytest.approx(together - mean * tail)


@pytest.mark.parametrize("eta", ETAS)
def test_variance_and_covariances_are_slopes_of_the_mean(steps: np.ndarray, eta: float) -> None:
    reach, found = 1e-5, moments_at(np.array([eta]), steps[None])
    rise = fair_score(eta + reach, steps) - fair_score(eta - reach, steps)
    assert found.variance[0] == pytest.approx(rise / (2 * reach), rel=1e-6)
    for step in range(len(steps)):
        push = reach * np.eye(len(steps))[step]
        fall = fair_score(eta, steps - push) - fair_score(eta, steps + push)
        assert found.with_step[0, step] == pytest.approx(fall / (2 * reach), rel=1e-5, abs=1e-9)


def test_at_a_step_two_neighbouring_levels_are_equally_likely() -> None:
    for step, height in enumerate(STEPS[4]):
        p = probabilities_at(np.array(height), np.array(STEPS[4]))
        assert p[step] == pytest.approx(p[step + 1])


@pytest.mark.parametrize("eta", [-700.0, -40.0, 40.0, 700.0])
def test_far_out_everything_stays_finite_and_no_variance_is_negative(steps: np.ndarray, eta: float) -> None:
    found = moments_at(np.array([eta]), steps[None])
    for values in (found.mean, found.variance, found.with_step, found.tail, found.probabilities):
        assert np.isfinite(values).all()
    assert found.probabilities.sum() == pytest.approx(1)
    assert found.variance[0] >= 0
    assert found.mean[0] == pytest.approx(0 if eta < 0 else len(steps))


def test_the_fair_score_is_the_mean_level_and_rises(steps: np.ndarray) -> None:
    spots = np.linspace(-8, 8, 200)
    scores = fair_scores(spots, np.broadcast_to(steps, (200, len(steps))))
    assert scores == pytest.approx([fair_score(spot, steps) for spot in spots])
    assert (np.diff(scores) > 0).all()
    assert 1 < scores[0] < scores[-1] < len(steps) + 1


def test_bounds_are_where_the_fair_score_crosses_to_the_next_level(steps: np.ndarray) -> None:
    bounds = level_bounds(np.stack([steps, steps + 1.7]))
    assert fair_scores(bounds[0], np.tile(steps, (len(steps), 1))) == pytest.approx(
        np.arange(len(steps)) + 1.5
    )
    assert bounds[1] == pytest.approx(bounds[0] + 1.7)
    assert (np.diff(bounds[0]) > 0).all()
