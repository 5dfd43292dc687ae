from datetime import date, timedelta

import numpy as np
import pytest

from lms.evidence.domain import RaterRole
from lms.evidence.domain.facets import RatingTable
from lms.evidence.domain.facets.ratings import quarter_of
from tests.factories.evidence import TODAY
from tests.factories.facets import LAST_WEEK, SCALE, Rated, table_from

PEER, SELF = RaterRole.PEER, RaterRole.SELF
ROWS = (
    Rated("q", "B1", 4, "s", None),
    Rated("p", "A2", 2, "r", date(2026, 1, 1)),
    Rated("p", "A1", 1, "s", date(2025, 1, 1)),
    Rated("p", "A1", 3, "s", date(2025, 1, 1), PEER),
    Rated("w", "A1", 4, "w", LAST_WEEK, SELF),
    Rated("p", "A1", 4, "p", LAST_WEEK, SELF),
    Rated("p", "A1", 4, "t", TODAY + timedelta(days=1)),
)


@pytest.fixture
def table() -> RatingTable:
    return table_from(ROWS)


def test_ratings_are_sorted_by_subject_and_day(table: RatingTable) -> None:
    assert table.subjects == ("p", "q", "w")
    assert table.subject.tolist() == [0, 0, 0, 1]
    assert table.day.tolist() == [
        *[date(2025, 1, 1).toordinal()] * 2,
        date(2026, 1, 1).toordinal(),
        TODAY.toordinal(),
    ]
    assert table.criterion.tolist() == [0, 0, 1, 2]
    assert table.level.tolist() == [2, 0, 1, 3]
    assert len(table) == 4


def test_a_rater_with_two_roles_is_two_raters(table: RatingTable) -> None:
    supervisor = RaterRole.SUPERVISOR
    assert table.raters == (("r", supervisor), ("s", PEER), ("s", supervisor))
    assert table.rater.tolist() == [1, 2, 0, 2]


def test_a_rater_whose_ratings_are_all_later_or_own_is_not_in_the_table(table: RatingTable) -> None:
    assert {name for name, _role in table.raters} == {"r", "s"}


def test_own_views_stand_apart(table: RatingTable) -> None:
    own = table.own
    assert (own.subject.tolist(), own.criterion.tolist(), own.level.tolist()) == ([0, 2], [0, 0], [3, 3])
    assert table.last_day.tolist() == [date(2026, 1, 1).toordinal(), TODAY.toordinal(), 0]


def test_own_views_stand_among_the_others_where_asked() -> None:
    table = table_from(ROWS, with_own=True)
    assert ("w", SELF) in table.raters
    assert (len(table), len(table.own.level)) == (6, 0)


def test_an_own_view_later_than_the_day_is_left_out() -> None:
    assert len(table_from(ROWS, as_of=date(2026, 1, 1)).own.level) == 0


def test_counts_and_latest_days_are_by_criterion(table: RatingTable) -> None:
    assert table.counts().tolist() == [[2, 1, 0], [0, 0, 1], [0, 0, 0]]
    first, second = date(2025, 1, 1).toordinal(), date(2026, 1, 1).toordinal()
    assert table.latest_days().tolist() == [[first, second, 0], [0, 0, TODAY.toordinal()], [0, 0, 0]]


def test_a_person_in_two_roles_counts_as_one_rater(table: RatingTable) -> None:
    assert table.rater_counts().tolist() == [[1, 1, 0, 2, 0, 2], [0, 0, 1, 0, 1, 1], [0] * 6]


def test_raters_are_counted_as_sets_of_people() -> None:
    random = np.random.default_rng(2)
    roles = (RaterRole.SUPERVISOR, PEER)
    rows = [
        Rated(
            f"p{random.integers(5)}",
            SCALE.criteria[random.integers(3)],
            1,
            f"r{random.integers(6)}",
            role=roles[random.integers(2)],
        )
        for _row in range(60)
    ]
    table = table_from(rows)
    groups = [(code,) for code in SCALE.criteria] + [own for _name, own in SCALE.domains] + [SCALE.criteria]
    expected = [
        [len({row.rater for row in rows if row.subject == name and row.criterion in own}) for own in groups]
        for name in table.subjects
    ]
    assert table.rater_counts().tolist() == expected


def test_a_half_life_halves_the_weight() -> None:
    days = (0, 365, 730)
    rows = [Rated(f"p{ago}", "A1", 2, "r", TODAY - timedelta(days=ago)) for ago in days]
    assert sorted(table_from(rows, half_life_days=365).weight.tolist()) == pytest.approx([0.25, 0.5, 1.0])
    assert table_from(rows).weight.tolist() == [1.0, 1.0, 1.0]


def test_an_empty_table_has_nobody() -> None:
    table = table_from([])
    assert (len(table), table.subjects, table.raters) == (0, (), ())
    assert table.counts().shape == (0, 3)
    assert table.rater_counts().shape == (0, 6)


def test_quarters_are_91_days_long_and_follow_each_other() -> None:
    days = np.arange(1, 3000)
    found = quarter_of(days)
    assert set(np.diff(found).tolist()) == {0, 1}
    assert set(np.bincount(found)[1:-1].tolist()) == {91, 92}
    assert quarter_of(np.array([0, 91, 92, 365, 366])).tolist() == [0, 0, 1, 3, 4]
