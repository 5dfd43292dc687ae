import math

import numpy as np
import pytest

from benchmarks.levels.scoring import ENOUGH_CASES, rounded, score


def test_error_and_right_levels_are_counted_over_all_cells():
    found = score(np.array([1.4, 2.0, 4.0]), np.array([1.0, 3.0, 4.0]))
    assert found.rmse == pytest.approx(math.sqrt((0.16 + 1) / 3))
    assert found.bias == pytest.approx((0.4 - 1) / 3)
    assert found.right == pytest.approx(2 / 3)
    assert found.coverage is None
    assert math.isnan(found.calibration_gap)


def test_half_way_goes_up_and_no_level_is_beyond_the_scale():
    assert rounded(np.array([0.2, 1.5, 2.49, 4.8])).tolist() == [1, 2, 2, 4]


def test_coverage_is_the_share_of_truths_inside():
    truth = np.array([1.0, 2.0, 3.0, 4.0])
    found = score(truth, truth, lower=truth - 0.1, upper=np.array([1.1, 1.9, 3.0, 4.1]))
    assert found.coverage == pytest.approx(0.75)


def test_the_level_is_the_most_probable_one_where_there_are_probabilities():
    found = score(np.array([2.4]), np.array([3.0]), probabilities=np.array([[0.1, 0.4, 0.5, 0.0]]))
    assert found.right == 1


def test_who_says_seventy_and_is_right_seventy_times_is_calibrated():
    certain = np.tile([0.0, 0.75, 0.25, 0.0], (ENOUGH_CASES, 1))
    truth = np.where(np.arange(ENOUGH_CASES) % 4 < 3, 2.0, 3.0)
    found = score(truth, truth, probabilities=certain)
    assert found.calibration_gap == pytest.approx(0)
    assert [decile.cases for decile in found.deciles] == [ENOUGH_CASES]


def test_overconfidence_shows_as_a_gap_unless_there_are_too_few_cases():
    sure = np.tile([0.0, 0.95, 0.05, 0.0], (ENOUGH_CASES, 1))
    truth = np.where(np.arange(ENOUGH_CASES) % 2 == 0, 2.0, 3.0)
    assert score(truth, truth, probabilities=sure).calibration_gap == pytest.approx(0.45)
    assert math.isnan(score(truth[1:], truth[1:], probabilities=sure[1:]).calibration_gap)


def test_the_sure_are_counted_by_themselves():
    says = np.array([[0.0, 0.8, 0.2, 0.0], [0.0, 0.9, 0.1, 0.0], [0.0, 0.6, 0.4, 0.0]])
    found = score(np.full(3, 2.0), np.array([2.0, 3.0, 2.0]), probabilities=says)
    assert found.sure is not None
    assert (found.sure.cases, found.sure.right) == (2, 0.5)
    assert score(np.full(1, 2.0), np.full(1, 2.0), probabilities=says[2:]).sure is None
