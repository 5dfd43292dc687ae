"""What a round gave, and one rater's own result beside it."""

import numpy as np
import pytest

from lms.evidence.domain.agreement import Figure, Missing, Reading
from lms.moderation.domain import (
    Advice,
    Direction,
    Outcome,
    OwnCell,
    Sheet,
    compare,
    document_of,
    outcome_of,
    work_out,
)
from lms.moderation.domain.agreement import AgreementLine
from tests.factories.moderation import CellFactory


def test_a_cell_knows_its_mean_range_and_spread():
    cell = CellFactory(counts=(1, 0, 1, 0), n_unsure=2)
    assert (cell.n, cell.total, cell.mean, cell.range, cell.spread) == (2, 4, 2, (1, 3), 2)


def test_a_cell_without_levels_has_none_of_these():
    cell = CellFactory(counts=(0, 0, 0, 0), n_unsure=3)
    assert (cell.mean, cell.range, cell.spread) == (None, None, 0)


def test_the_spread_is_how_far_two_raters_lie_apart():
    assert CellFactory(counts=(2, 1, 0, 1)).spread == pytest.approx((2 * 1 * 1 + 2 * 1 * 3 + 1 * 1 * 2) / 6)


def test_a_talk_begins_where_raters_lie_furthest_apart():
    wide, wider, near = (
        CellFactory(code="A1", counts=(2, 2, 0, 0)),
        CellFactory(code="A2", counts=(2, 0, 0, 2)),
        CellFactory(code="A3", counts=(0, 4, 0, 0)),
    )
    outcome = Outcome(4, (near, wide, wider), ())
    assert outcome.talking_points() == [wider, wide]


def test_at_most_five_points_are_named_ties_in_order():
    cells = [CellFactory(number=n, counts=(2, 0, 2, 0)) for n in (6, 1, 3, 2, 5, 4)]
    assert [cell.number for cell in Outcome(4, tuple(cells), ()).talking_points()] == [1, 2, 3, 4, 5]


def test_a_sheet_becomes_counts_and_agreement():
    units = [(1, "A1"), (1, "A2"), (2, "A1")]
    rows = [(0, 0, 1), (0, 1, 2), (1, 0, 1), (1, 2, 4), (2, 0, 3)]
    sheet = Sheet.of_rows(rows, units=units, n_raters=3)
    outcome = work_out(["A1", "A2"], sheet, n_levels=4)
    assert [(cell.number, cell.code, cell.counts, cell.n_unsure) for cell in outcome.cells] == [
        (1, "A1", (2, 0, 1, 0), 0),
        (1, "A2", (0, 1, 0, 0), 2),
        (2, "A1", (0, 0, 0, 1), 2),
    ]
    assert (outcome.n_raters, outcome.n_changed) == (3, 0)
    assert [line.code for line in outcome.agreement] == ["", "A1", "A2"]
    assert outcome.overall.reading is Reading.TOO_FEW


def test_who_changed_a_level_or_no_longer_judges_is_counted():
    units = [(1, "A1"), (1, "A2")]
    before = Sheet(units, np.array([[1, 2], [2, 2], [3, 3]], dtype=np.int64))
    after = Sheet(units, np.array([[1, 2], [2, 3], [0, 3]], dtype=np.int64))
    assert work_out(["A1", "A2"], after, n_levels=4, before=before).n_changed == 2


def test_an_outcome_is_read_back_as_it_was_written():
    line = AgreementLine(
        "A1",
        30,
        6,
        Reading.INDICATIVE,
        same=Figure(0.5, (0.25, 0.75)),
        alpha=Figure(None, missing=Missing.FEW_SUBJECTS),
        change=Figure(0.1, missing=Missing.UNSTABLE),
    )
    outcome = Outcome(6, (CellFactory(),), (AgreementLine("", 3, 3, Reading.TOO_FEW), line), n_changed=2)
    assert outcome_of(document_of(outcome)) == outcome


@pytest.fixture
def own():
    """One's own level in a number of cells in which three others gave their levels."""

    def cells(level: int, others: tuple[int, ...], n: int, **facts):
        counts = [0, 0, 0, 0]
        for one in (level, *others):
            counts[one - 1] += 1
        return [
            OwnCell(CellFactory(number=number, counts=tuple(counts)), level, **facts)
            for number in range(1, n + 1)
        ]

    return cells


def test_the_others_mean_leaves_oneself_out(own):
    (cell,) = own(1, (3, 3, 2), 1, reference=(2.5, 0.4))
    assert cell.others_mean == pytest.approx(8 / 3)
    assert cell.from_others == pytest.approx(1 - 8 / 3)
    assert cell.from_reference == -1.5


def test_without_an_own_level_there_is_no_difference():
    cell = OwnCell(CellFactory(counts=(0, 2, 0, 0)), None)
    assert (cell.others_mean, cell.from_others, cell.from_reference) == (2, None, None)


def test_alone_with_a_level_there_is_nobody_to_compare_with():
    cell = OwnCell(CellFactory(counts=(0, 1, 0, 0)), 2)
    assert (cell.others_mean, cell.from_others) == (None, None)


@pytest.mark.parametrize(
    ("level", "direction", "advice"),
    [(1, Direction.STRICTER, Advice.READ_HIGHER), (4, Direction.MILDER, Advice.READ_LOWER)],
)
def test_a_clear_difference_is_told_with_what_to_try(own, level, direction, advice):
    cells = [*own(level, (2, 3, 3), 3), *own(level, (2, 2, 3), 3)]
    result = compare(cells, ["A1"])
    assert result.from_others.direction is direction
    assert advice in result.advice
    assert Advice.COMPARE_CRITERIA in result.advice
    assert result.lines[0].is_wide


def test_fewer_than_five_judgements_tell_no_direction(own):
    result = compare(own(1, (3, 3, 3), 4), ["A1"])
    assert (result.from_others.n, result.from_others.interval) == (4, None)
    assert result.from_others.direction is Direction.UNCLEAR


def test_nothing_given_is_nothing_compared():
    result = compare([OwnCell(CellFactory(), None)], ["A1"])
    assert (result.from_others, result.from_reference) == (None, None)
    assert not result.lines[0].is_wide
    assert result.advice == (Advice.GO_ON,)


def test_what_the_panel_is_not_sure_of_widens_the_interval(own):
    vague = compare(
        [*own(2, (3, 3), 3, reference=(3.0, 1.0)), *own(3, (3, 3), 3, reference=(3.5, 1.0))], ["A1"]
    )
    sharp = compare(
        [*own(2, (3, 3), 3, reference=(3.0, 0.1)), *own(3, (3, 3), 3, reference=(3.5, 0.1))], ["A1"]
    )
    assert vague.from_reference.mean == sharp.from_reference.mean == -0.75
    assert vague.from_reference.interval[1] > sharp.from_reference.interval[1]


def test_keeping_to_few_levels_is_noticed_where_others_use_more(own):
    cells = [*own(2, (1, 1, 1), 4), *own(2, (2, 2, 2), 4), *own(3, (4, 4, 4), 4)]
    assert Advice.USE_THE_SCALE in compare(cells, ["A1"]).advice
    assert Advice.USE_THE_SCALE not in compare(cells[:9], ["A1"]).advice


def test_levels_given_otherwise_the_second_time_are_counted(own):
    cells = [*own(2, (2, 2), 2, again=3), *own(2, (2, 2), 1, again=2), *own(2, (2, 2), 1)]
    assert compare(cells, ["A1"]).n_changed == 2


def test_lines_follow_the_order_asked_for():
    cells = [OwnCell(CellFactory(code=code), 2) for code in ("A1", "A2")]
    assert [line.code for line in compare(cells, ["A2", "A1"]).lines] == ["A2", "A1"]
