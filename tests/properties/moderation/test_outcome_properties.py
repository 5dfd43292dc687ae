"""What holds for the results of any session."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lms.evidence.domain.agreement import Metric, Reading, UnitRatings, krippendorff_alpha
from lms.moderation.domain import Sheet, document_of, outcome_of, work_out
from lms.moderation.domain.agreement import measure

LEVELS = 4


sizes = st.integers(5, 9)
tables = st.tuples(sizes, sizes).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(0, LEVELS))
)
"""Levels of raters (rows) for units (columns); 0 where a rater could not judge."""


@given(tables)
def test_figures_are_those_of_the_double_ratings(table):
    rater, unit = np.nonzero(table)
    ratings = UnitRatings.of_columns(
        unit=unit.astype(np.int64),
        subject=unit.astype(np.int64),
        rater=rater.astype(np.int64),
        level=table[rater, unit],
        day=np.zeros(len(unit), dtype=np.int64),
        n_levels=LEVELS,
    )
    line = measure("", table, n_levels=LEVELS)
    assert line.n_pairs == ratings.n_pairs
    if line.reading is Reading.TOO_FEW:
        return
    assert line.same.value == pytest.approx(ratings.n_equal_pairs / ratings.n_pairs)
    expected = krippendorff_alpha(ratings)[Metric.ORDINAL].value
    if line.alpha.value is not None:
        assert line.alpha.value == pytest.approx(expected)


@given(tables)
def test_an_interval_holds_its_figure_and_stays_on_the_scale(table):
    line = measure("", table, n_levels=LEVELS, before=np.roll(table, 1, axis=1))
    for figure, least in ((line.same, 0), (line.alpha, -1), (line.change, -1)):
        if figure is not None and figure.value is not None and figure.interval is not None:
            lower, upper = figure.interval
            assert least <= lower <= figure.value + 1e-9
            assert figure.value - 1e-9 <= upper <= 1


@given(tables, st.randoms())
def test_no_result_depends_on_who_answered_first(table, dice):
    order = list(range(len(table)))
    dice.shuffle(order)
    units = [(number, "A1") for number in range(1, table.shape[1] + 1)]
    one = work_out(["A1"], Sheet(units, table), n_levels=LEVELS)
    other = work_out(["A1"], Sheet(units, table[order]), n_levels=LEVELS)
    assert one.cells == other.cells
    assert [line.n_pairs for line in one.agreement] == [line.n_pairs for line in other.agreement]


@given(tables)
def test_counts_add_up_and_what_is_written_is_read_back(table):
    units = [(1, f"A{place}") for place in range(table.shape[1])]
    outcome = work_out(
        [code for _number, code in units], Sheet(units, table), n_levels=LEVELS, before=Sheet(units, table)
    )
    assert {cell.total for cell in outcome.cells} == {len(table)}
    assert outcome_of(document_of(outcome)) == outcome
