"""Which rating of a unit counts, what is said when nothing can be computed, and how much may be said."""

import numpy as np
import pytest

from lms.evidence.domain.agreement import (
    UNDATED,
    Figure,
    Form,
    Metric,
    Missing,
    Reading,
    UnitRatings,
    Weighting,
    agreement_document,
    intraclass_correlations,
    krippendorff_alpha,
    mean_kappa,
    measure_agreement,
    number_occasions,
    reading_of,
)
from lms.evidence.domain.agreement.resampling import MOST_BLOCKS, draw_weights, percentile_interval
from tests.factories.agreement import matrix_rows, units_of


@pytest.fixture
def dated():
    """Make ratings of one unit from (rater, day, level)."""

    def of(*rows: tuple[int, int, int]) -> UnitRatings:
        rater, day, level = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
        one = np.zeros_like(rater)
        return UnitRatings.of_columns(unit=one, subject=one, rater=rater, level=level, day=day, n_levels=4)

    return of


@pytest.fixture
def pairs():
    """Make ``n`` double ratings, of which every third disagrees, about ``subjects`` people."""

    def of(n: int, subjects: int) -> UnitRatings:
        rows = [row for k in range(n) for row in ((f"{k}", "a", k % 4 + 1), (f"{k}", "b", 4 if k % 3 else 1))]
        return units_of(
            rows, n_levels=4, subjects=[f"{int(unit) % subjects}" for unit, _rater, _level in rows]
        )

    return of


def test_of_several_ratings_by_one_rater_the_latest_counts(dated):
    assert dated((7, 20, 2), (7, 10, 4), (3, UNDATED, 1)).level.tolist() == [1, 2]


def test_of_ratings_of_one_day_or_none_the_one_given_last_counts(dated):
    assert dated((7, 20, 2), (7, 20, 4)).level.tolist() == [4]
    assert dated((7, UNDATED, 2), (7, UNDATED, 3), (7, UNDATED, 1)).level.tolist() == [1]


def test_units_with_one_rating_count_as_units_but_not_as_double():
    ratings = units_of(
        [("x", "a", 1), ("y", "a", 2), ("y", "b", 2), ("z", "a", 1), ("z", "b", 3), ("z", "c", 1)]
    )
    assert (ratings.n_units, ratings.n_double_units, ratings.n_pairs, ratings.n_raters) == (3, 2, 4, 3)
    assert ratings.n_equal_pairs == 2
    assert (ratings.doubled.n_units, ratings.doubled.n_subjects) == (2, 2)
    assert not ratings.is_unanimous


def test_ratings_within_the_window_are_one_occasion():
    days = np.array([100, 131, 130, 160, 162, 300], dtype=np.int64)
    unit = np.array([0, 0, 0, 0, 0, 1], dtype=np.int64)
    occasion = number_occasions(unit=unit, day=days, window_days=30)
    assert occasion.tolist() == [0, 1, 0, 1, 2, 3]


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        ([], Missing.NO_DOUBLE_RATINGS),
        ([("x", "a", 1), ("y", "b", 2)], Missing.NO_DOUBLE_RATINGS),
        ([("x", "a", 2), ("x", "b", 2), ("y", "a", 2), ("y", "b", 2)], Missing.ONE_LEVEL_ONLY),
    ],
    ids=["nothing", "no double ratings", "one level"],
)
def test_what_cannot_be_computed_has_no_number_but_a_reason(rows, missing):
    ratings = units_of(rows)
    for figure in (*krippendorff_alpha(ratings).values(), *mean_kappa(ratings).values()):
        assert figure == Figure(None, missing=missing)


def test_few_subjects_give_a_number_but_no_interval():
    ratings = units_of([("x", "a", 1), ("x", "b", 2), ("y", "a", 2), ("y", "b", 2)])
    figure = krippendorff_alpha(ratings)[Metric.ORDINAL]
    assert figure.value is not None
    assert (figure.interval, figure.missing) == (None, Missing.FEW_SUBJECTS)


def test_agreement_without_exception_is_not_taken_for_certain():
    rows = [(f"{unit:03}", rater, unit % 4 + 1) for unit in range(20) for rater in "ab"]
    for figure in (*krippendorff_alpha(units_of(rows)).values(), *mean_kappa(units_of(rows)).values()):
        assert figure.value == pytest.approx(1)
        assert figure.interval == (pytest.approx(0.8316, abs=1e-4), 1.0)


def test_draws_that_mostly_have_no_figure_give_no_interval():
    assert percentile_interval(0.5, np.array([np.nan, np.nan, 0.4])) is None
    assert percentile_interval(0.5, np.array([0.6, 0.6, np.nan])) == (0.5, pytest.approx(0.6))


def test_draws_without_the_one_odd_unit_are_left_out_of_the_interval():
    rows = [(f"{unit}", rater, 1) for unit in range(6) for rater in "ab"] + [("odd", "a", 1), ("odd", "b", 2)]
    figure = krippendorff_alpha(units_of(rows))[Metric.NOMINAL]
    assert figure.interval[0] <= figure.value <= figure.interval[1] < 1


def test_the_same_ratings_give_the_same_interval(pairs):
    assert measure_agreement(pairs(30, 30)) == measure_agreement(pairs(30, 30))


def test_more_subjects_than_blocks_are_drawn_in_blocks(pairs):
    figure = krippendorff_alpha(pairs(MOST_BLOCKS + 50, MOST_BLOCKS + 50))[Metric.ORDINAL]
    assert figure.interval[0] < figure.value < figure.interval[1]


def test_each_draw_takes_as_many_blocks_as_there_are():
    weights = draw_weights(7, work_per_draw=10**9)
    assert weights.shape == (200, 7)
    assert (weights.sum(axis=1) == 7).all()


@pytest.mark.parametrize(
    ("n", "subjects", "reading"),
    [
        (19, 19, Reading.TOO_FEW),
        (20, 20, Reading.INDICATIVE),
        (99, 99, Reading.INDICATIVE),
        (100, 100, Reading.USABLE),
        (100, 4, Reading.TOO_FEW),
    ],
)
def test_how_much_may_be_said(n, subjects, reading, pairs):
    assert reading_of(pairs(n, subjects)) is reading


def test_thousands_of_raters_of_one_unit_are_too_many_pairs(monkeypatch):
    monkeypatch.setattr("lms.evidence.domain.agreement.kappa.MOST_PAIRS", 2)
    ratings = units_of([("x", "a", 1), ("x", "b", 2), ("x", "c", 2)])
    assert mean_kappa(ratings)[Weighting.LINEAR] == Figure(None, missing=Missing.TOO_MANY_PAIRS)


@pytest.mark.parametrize("shape", [(1, 4), (4, 1), (0, 3)])
def test_icc_needs_two_units_and_two_raters(shape):
    assert intraclass_correlations(np.ones(shape))[Form.ICC2] == Figure(None, missing=Missing.NOT_CROSSED)


def test_icc_of_equal_ratings_has_no_variation():
    for figure in intraclass_correlations(np.full((4, 3), 2.0)).values():
        assert figure == Figure(None, missing=Missing.NO_VARIATION)


def test_icc_without_any_error_is_1_without_an_interval():
    matrix = np.repeat([[1.0], [2.0], [4.0]], 3, axis=1)
    for figure in intraclass_correlations(matrix).values():
        assert figure == Figure(pytest.approx(1), missing=Missing.NO_ERROR)


def test_icc_where_units_do_not_differ_is_below_zero_without_an_interval():
    matrix = np.array([[1.0, 3.0], [3.0, 1.0], [2.0, 2.0]])
    found = intraclass_correlations(matrix)
    assert found[Form.ICC1].value == pytest.approx(-1)
    assert (found[Form.ICC1].interval, found[Form.ICC1].missing) == (None, Missing.NO_VARIATION)
    assert found[Form.ICC1K] == Figure(None, missing=Missing.NO_VARIATION)


def test_icc_whose_interval_has_no_end_below_has_none():
    figure = intraclass_correlations(np.array([[1.0, 2.0, 3.0], [1.0, 3.0, 1.0]]))[Form.ICC2K]
    assert figure.value is not None
    assert (figure.interval, figure.missing) == (None, Missing.UNSTABLE)


def test_units_not_judged_by_all_are_left_out_of_icc():
    rows = matrix_rows(np.array([[1, 2], [3, 3], [4, 2]]))
    whole, more = measure_agreement(units_of(rows)), measure_agreement(units_of([*rows, ("u99", "r0", 1)]))
    assert (more.n_units, more.n_crossed) == (4, 3)
    assert more.icc == whole.icc


def test_the_document_has_numbers_intervals_and_reasons():
    document = agreement_document(measure_agreement(units_of([("x", "a", 1), ("x", "b", 2)])))
    assert document["krippendorff_alpha"] == {"nominal": 0.0, "ordinal": 0.0, "interval": 0.0}
    assert document["icc"] == {"ICC1": None, "ICC2": None, "ICC3": None}
    assert document["intervals"]["weighted_kappa"] == {"linear": None, "quadratic": None}
    assert document["missing"]["icc.ICC2"] == "not_crossed"
    assert document["missing"]["krippendorff_alpha.ordinal"] == "few_subjects"
    assert (document["n_units"], document["n_raters"], document["n_pairs"]) == (1, 2, 1)
    assert document["reading"] == "too_few"


def test_the_document_rounds_intervals():
    rows = [(f"{unit:03}", rater, unit % 4 + 1) for unit in range(20) for rater in "ab"]
    document = agreement_document(measure_agreement(units_of(rows)))
    assert document["intervals"]["krippendorff_alpha"]["ordinal"] == [0.831567, 1.0]
    assert "krippendorff_alpha.ordinal" not in document["missing"]
