"""How far raters agree: the figures, their intervals, and when nothing is said."""

import numpy as np
import pytest

from lms.evidence.domain.agreement import Missing, Reading
from lms.moderation.domain.agreement import measure, measure_all


@pytest.fixture
def drawn():
    """Draw levels of raters who read a little differently, about things that differ."""

    def draw(n_raters: int, n_units: int, *, seed: int = 1, noise: float = 0.6):
        dice = np.random.default_rng(seed)
        truth = dice.uniform(1, 4, n_units)
        own = dice.normal(0, 0.3, n_raters)
        seen = truth + own[:, None] + dice.normal(0, noise, (n_raters, n_units))
        return np.clip(np.rint(seen), 1, 4).astype(np.int64)

    return draw


def test_a_pair_in_three_is_the_same():
    levels = np.array([[1], [1], [2], [2], [2], [3], [4]], dtype=np.int64)
    line = measure("A1", levels, n_levels=4)
    assert line.n_pairs == 21
    assert line.same.value == pytest.approx((1 + 3) / 21)


def test_under_twenty_pairs_nothing_is_said_and_what_is_missing_is_counted(drawn):
    line = measure("A1", drawn(6, 1), n_levels=4)
    assert (line.n_pairs, line.reading, line.same, line.alpha) == (15, Reading.TOO_FEW, None, None)
    assert line.wanted_pairs == 5


def test_fewer_than_five_raters_allow_no_interval_and_nothing_is_said(drawn):
    line = measure("A1", drawn(4, 8), n_levels=4)
    assert (line.n_pairs, line.wanted_pairs, line.reading) == (48, 0, Reading.TOO_FEW)


@pytest.mark.parametrize(("n_raters", "reading"), [(10, Reading.INDICATIVE), (15, Reading.USABLE)])
def test_a_hundred_pairs_make_a_figure(drawn, n_raters, reading):
    assert measure("A1", drawn(n_raters, 1), n_levels=4).reading is reading


def test_the_interval_is_the_jackknifes():
    levels = np.array([[1], [1], [2], [2], [2], [2], [3], [3]], dtype=np.int64)
    line = measure("A1", levels, n_levels=4)
    without = []
    for left_out in range(8):
        _, counts = np.unique(np.delete(levels, left_out, axis=0), return_counts=True)
        without.append((counts * (counts - 1)).sum() / 42)
    error = np.sqrt(7 / 8 * np.sum((np.array(without) - np.mean(without)) ** 2))
    assert line.same.interval == pytest.approx((0, 8 / 28 + 2.3646 * error), abs=1e-4)


def test_full_agreement_is_bounded_by_what_so_few_can_tell():
    line = measure("A1", np.full((10, 2), 3, dtype=np.int64), n_levels=4)
    assert line.same.value == 1
    assert line.same.interval == pytest.approx((np.exp(np.log(0.025) / 10), 1))


def test_alpha_is_told_from_five_things_judged_on(drawn):
    assert measure("A1", drawn(10, 4), n_levels=4).alpha.missing is Missing.FEW_SUBJECTS
    assert 0 < measure("A1", drawn(10, 5), n_levels=4).alpha.value < 1


def test_alpha_of_one_level_cannot_be_told():
    assert measure("A1", np.full((9, 6), 2, dtype=np.int64), n_levels=4).alpha.missing is (
        Missing.ONE_LEVEL_ONLY
    )


def test_alpha_that_hangs_on_one_rater_has_no_interval():
    levels = np.full((6, 6), 2, dtype=np.int64)
    levels[0, 0] = 3
    found = measure("A1", levels, n_levels=4).alpha
    assert (found.interval, found.missing) == (None, Missing.UNSTABLE)


def test_raters_who_could_judge_nothing_do_not_count(drawn):
    levels = drawn(8, 3)
    levels[0] = 0
    assert measure("A1", levels, n_levels=4).n_raters == 7


def test_a_change_is_clear_when_most_move_together(drawn):
    before = drawn(30, 4, noise=0.9)
    agreed = np.tile(np.rint(before.mean(axis=0)).astype(np.int64), (30, 1))
    change = measure("A1", agreed, n_levels=4, before=before).change
    assert change.value > 0.3
    assert change.interval[0] > 0


def test_nothing_changed_is_told_as_nothing(drawn):
    levels = drawn(12, 3)
    change = measure("A1", levels, n_levels=4, before=levels).change
    assert (change.value, change.interval) == (0, (0, 0))


def test_a_change_to_full_agreement_of_all_alike_is_not_taken_for_certain():
    before = np.tile(np.array([[1, 2]], dtype=np.int64), (10, 1))
    before[5:] = [2, 1]
    after = np.full((10, 2), 2, dtype=np.int64)
    change = measure("A1", after, n_levels=4, before=before).change
    assert change.value == pytest.approx(1 - 20 / 45)
    assert change.interval[0] < change.value <= change.interval[1]


def test_a_change_where_leaving_one_out_leaves_no_pair_has_no_figure():
    after = np.zeros((21, 20), dtype=np.int64)
    after[0] = 1
    after[np.arange(1, 21), np.arange(20)] = 1
    found = measure("A1", after, n_levels=4, before=after)
    assert found.n_pairs == 20
    assert found.same.missing is Missing.UNSTABLE
    assert (found.change.value, found.change.missing) == (None, Missing.UNSTABLE)


def test_all_together_comes_first_then_each_criterion(drawn):
    levels, codes = drawn(9, 4), ["A1", "A2", "A1", "A2"]
    lines = measure_all(["A2", "A1"], codes, levels, n_levels=4, before=levels)
    assert [line.code for line in lines] == ["", "A2", "A1"]
    assert lines[1] == measure("A2", levels[:, [1, 3]], n_levels=4, before=levels[:, [1, 3]])
    assert measure_all(["A1"], codes, levels, n_levels=4)[0].change is None
