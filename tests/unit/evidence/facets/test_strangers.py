"""Raters of one single person, pooled where there are very many raters."""

import numpy as np
import pytest

from lms.evidence.domain import RaterRole
from lms.evidence.domain.facets import FacetPolicy, Fit, RatingTable, fit, fitting, linkage_of, rater_results
from lms.evidence.domain.facets.ratings import STRANGER_INFORMATION
from lms.evidence.domain.facets.standings import solve_people, standings_of
from tests.factories.facets import SCALE, Rated, table_from

CLIENT = RaterRole.CLIENT
ROWS = [
    *(
        Rated(f"p{n}", code, 1 + (n + m) % 4, f"r{m}")
        for n in range(6)
        for m in range(3)
        for code in SCALE.criteria
    ),
    *(Rated(f"p{n}", code, 3 + n % 2, f"client {n}", role=CLIENT) for n in range(6) for code in ("A1", "B1")),
    Rated("p0", "A1", 2, "client of one rating", role=CLIENT),
]


@pytest.fixture(scope="module")
def table() -> RatingTable:
    return table_from(ROWS)


@pytest.fixture(scope="module")
def apart(table: RatingTable) -> Fit:
    return fit(table)


@pytest.fixture
def pooled(monkeypatch: pytest.MonkeyPatch, table: RatingTable) -> Fit:
    monkeypatch.setattr(fitting, "MOST_RATERS", 5)
    return fit(table)


def test_few_raters_are_left_as_they_are(table: RatingTable) -> None:
    assert table.with_strangers_pooled(10) is table


def test_those_of_one_person_become_one_by_role(table: RatingTable) -> None:
    found = table.with_strangers_pooled(9)
    assert [key for key in found.raters if key[1] is CLIENT] == [("", CLIENT)]
    assert [key for key in found.raters if key[1] is not CLIENT] == [
        key for key in table.raters if key[1] is not CLIENT
    ]
    assert (found.level == table.level).all()
    assert (found.subject == table.subject).all()


def test_their_ratings_weigh_as_much_as_they_say_besides_a_severity(table: RatingTable) -> None:
    found = table.with_strangers_pooled(9)
    weights = {
        table.raters[rater][0]: weight for rater, weight in zip(table.rater, found.weight, strict=True)
    }
    assert weights["r0"] == 1
    assert weights["client 1"] == pytest.approx(1 / (1 + 2 * STRANGER_INFORMATION))
    assert weights["client of one rating"] == pytest.approx(1 / (1 + STRANGER_INFORMATION))


def test_pooling_moves_people_only_a_little(apart: Fit, pooled: Fit) -> None:
    assert standings_of(pooled).mean == pytest.approx(standings_of(apart).mean, abs=0.15)
    assert len(pooled.parameters.raters) == 4 < len(apart.parameters.raters)


def test_people_solved_alone_stand_where_the_fit_put_them(pooled: Fit, table: RatingTable) -> None:
    alone = solve_people(table, pooled.parameters)
    assert alone.mean == pytest.approx(standings_of(pooled).mean, abs=1e-6)


def test_every_rater_still_has_a_result(pooled: Fit, table: RatingTable) -> None:
    found = rater_results(pooled, linkage_of(table))
    assert [(one.rater, one.role) for one in found] == list(table.raters)
    assert all(np.isfinite([one.severity, one.std_error, one.infit]).all() for one in found)


def test_a_policy_works_with_pooled_raters(pooled: Fit) -> None:
    assert FacetPolicy(pooled.parameters).parameters.group_means.keys() == {CLIENT}
