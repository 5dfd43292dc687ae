"""Tables no model likes: no crash, nothing that is not a number, and no level surer than its evidence."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from lms.evidence.domain import FindingStatus, RaterRole
from lms.evidence.domain.facets import RatingTable, Scale
from lms.evidence.domain.facets.fitting import MOST_ROUNDS
from tests.factories.evidence import TODAY
from tests.factories.facets import LAST_WEEK, SCALE, Rated, Whole, table_from, worked_out

SUPERVISOR, PEER, SELF = RaterRole.SUPERVISOR, RaterRole.PEER, RaterRole.SELF
OTHERS = (RaterRole.CLIENT, RaterRole.COMMITTEE, PEER, SUPERVISOR)
TWO_LEVELS = Scale(SCALE.criteria, SCALE.domains, 2)
TEN_LEVELS = Scale(SCALE.criteria, SCALE.domains, 10)
ONE_CRITERION = Scale(("A1",), (("A", ("A1",)),), 4)


class Crossed:
    """Every person seen by every rater in every criterion; the level by person, rater, criterion."""

    def __init__(
        self,
        people: int,
        raters: int,
        level: Callable[[int, int, int], int],
        *,
        scale: Scale = SCALE,
        on: date | None = LAST_WEEK,
    ) -> None:
        self.table = table_from(
            [
                Rated(f"p{person:02}", code, level(person, rater, place), f"r{rater:02}", on)
                for person in range(people)
                for rater in range(raters)
                for place, code in enumerate(scale.criteria)
            ],
            scale,
        )


DICE = np.random.default_rng(0)
TABLES: dict[str, RatingTable] = {
    "no ratings": table_from([]),
    "one rating": table_from([Rated("p", "A1", 3, "r")]),
    "three ratings": table_from(
        [Rated("p", "A1", 3, "r"), Rated("p", "A2", 1, "r"), Rated("q", "A1", 4, "s")]
    ),
    "own views only": table_from([Rated("p", "A1", 3, "p", role=SELF)]),
    "one rater": Crossed(10, 1, lambda person, _r, _c: 1 + person % 4).table,
    "one subject": Crossed(1, 6, lambda _p, rater, _c: 2 + rater % 2).table,
    "one criterion": Crossed(10, 3, lambda p, r, _c: 1 + (p + r) % 4, scale=ONE_CRITERION).table,
    "all the same": Crossed(10, 4, lambda _p, _r, _c: 2).table,
    "all at the top": Crossed(40, 8, lambda _p, _r, _c: 4).table,
    "all at the bottom": Crossed(10, 4, lambda _p, _r, _c: 1).table,
    "all extremes": Crossed(20, 4, lambda person, _r, _c: 1 if person % 2 else 4).table,
    "two levels": Crossed(20, 4, lambda _p, _r, _c: int(DICE.integers(1, 3)), scale=TWO_LEVELS).table,
    "two levels, one used": Crossed(20, 4, lambda _p, _r, _c: 1, scale=TWO_LEVELS).table,
    "ten levels": Crossed(20, 4, lambda p, r, c: 1 + (p // 2 + r * c) % 10, scale=TEN_LEVELS).table,
    "ten levels, two used": Crossed(20, 4, lambda p, _r, _c: 1 if p % 2 else 10, scale=TEN_LEVELS).table,
    "a rater for each subject": table_from(
        [Rated(f"p{n}", code, 1 + n % 4, f"r{n}") for n in range(8) for code in SCALE.criteria]
    ),
    "forty by forty, once each": table_from(
        [Rated(f"p{n:02}", "A1", 1 + n % 4, f"r{n:02}") for n in range(40)]
    ),
    "a rater with two roles": table_from(
        [
            Rated(f"p{n}", code, 1 + n % 4, "r", role=role)
            for n in range(8)
            for code in SCALE.criteria
            for role in (SUPERVISOR, PEER)
        ]
    ),
    "twenty years apart": table_from(
        [
            Rated(f"p{n}", code, 1 + (n + late) % 4, "r", date(2006 + 20 * late, 3, 1))
            for n in range(5)
            for late in range(2)
            for code in SCALE.criteria
        ]
    ),
    "since the year one": table_from(
        [Rated("p", "A1", 2, "r", date(1, 1, 1)), Rated("p", "A1", 3, "r", LAST_WEEK)]
    ),
    "undated": Crossed(10, 3, lambda p, r, _c: 1 + (p + r) % 4, on=None).table,
    "all today": Crossed(10, 3, lambda p, r, _c: 1 + (p + r) % 4, on=TODAY).table,
    "contradictory raters": Crossed(10, 2, lambda _p, rater, _c: 1 if rater else 4).table,
    "contradictory raters of one": Crossed(1, 2, lambda _p, rater, _c: 1 if rater else 4).table,
    "one person every month for twenty years": table_from(
        [
            Rated("p", code, 1 + month % 4, f"r{month % 3}", TODAY - timedelta(days=30 * month))
            for month in range(240)
            for code in SCALE.criteria
        ]
    ),
    "all roles": table_from(
        [
            *(
                Rated(f"p{n}", code, 1 + (n + place) % 4, f"r{place}", role=role)
                for n in range(6)
                for place, role in enumerate(OTHERS)
                for code in SCALE.criteria
            ),
            *(Rated(f"p{n}", code, 4, f"p{n}", role=SELF) for n in range(7) for code in SCALE.criteria),
        ]
    ),
    "peers only": table_from(
        [
            Rated(f"p{n}", code, 1 + (n + m) % 4, f"r{m}", role=PEER)
            for n in range(6)
            for m in range(3)
            for code in SCALE.criteria
        ]
    ),
    "everybody climbs a level a year": table_from(
        [
            Rated(f"p{n:02}", code, level, "r", date(2022 + level, 1, 1))
            for n in range(20)
            for level in range(1, 5)
            for code in SCALE.criteria
        ]
    ),
}
CERTAIN = {"all the same": 2, "all at the top": 4, "all at the bottom": 1, "two levels, one used": 1}


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Whole]:
    return {}


@pytest.fixture(params=list(TABLES))
def name(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def whole(name: str, outcomes: dict[str, Whole]) -> Whole:
    if name not in outcomes:
        outcomes[name] = worked_out(TABLES[name])
    return outcomes[name]


def test_everything_said_is_a_number(whole: Whole) -> None:
    said = whole.estimates
    for values in (said.estimate, said.std_error, said.lower90, said.upper90, said.probabilities):
        assert np.isfinite(values).all()
    assert (said.lower90 >= 1).all()
    assert (said.lower90 <= said.estimate).all()
    assert (said.estimate <= said.upper90).all()
    assert (said.upper90 <= whole.fit.table.scale.levels).all()
    for one in (*whole.raters, *whole.own):
        assert np.isfinite([one.severity, one.std_error, one.infit, one.outfit, *one.expected]).all()


def test_the_fit_settles(whole: Whole) -> None:
    assert 0 < whole.fit.rounds < MOST_ROUNDS


def test_no_spread_blows_up_or_vanishes(whole: Whole) -> None:
    spreads = whole.fit.parameters.spreads
    for one in (spreads.ability, spreads.walk, spreads.domain, spreads.criterion, spreads.step):
        assert 0 < one < 6
    assert all(0 < one < 3 for one in spreads.severity.values())


def test_a_level_is_established_only_where_the_evidence_is_clear(name: str, whole: Whole) -> None:
    said = whole.estimates
    for row, statuses in enumerate(said.status):
        for column, status in enumerate(statuses):
            if status is not FindingStatus.ESTABLISHED:
                continue
            assert said.n_observations[row, column] >= 3
            assert said.n_raters[row, column] >= 2
            seen = TABLES[name].level[(TABLES[name].subject == row) & (TABLES[name].criterion == column)]
            assert abs(said.level[row, column] - 1 - seen.mean()) < 0.75
            assert seen.std() < 1.5


@pytest.mark.parametrize(("name", "level"), CERTAIN.items())
def test_what_everybody_says_of_everybody_is_found(name: str, level: int, whole: Whole) -> None:
    assert (whole.estimates.level == level).all()
    assert {status for row in whole.estimates.status for status in row} == {FindingStatus.PROVISIONAL}


@pytest.mark.parametrize(
    "name",
    [
        "one rating",
        "three ratings",
        "one rater",
        "a rater for each subject",
        "forty by forty, once each",
        "a rater with two roles",
        "contradictory raters",
        "contradictory raters of one",
        "own views only",
    ],
)
def test_too_little_evidence_establishes_nothing(whole: Whole) -> None:
    assert FindingStatus.ESTABLISHED not in {status for row in whole.estimates.status for status in row}


@pytest.mark.parametrize("name", ["contradictory raters"])
def test_of_two_raters_who_never_agree_one_is_severe_and_one_lenient(whole: Whole) -> None:
    lenient, severe = whole.raters
    assert lenient.severity == pytest.approx(-severe.severity)
    assert severe.severity > 1
    assert [len(one.flags) for one in whole.raters] == [1, 1]


@pytest.mark.parametrize("name", ["all roles"])
def test_every_group_has_a_mean_and_a_spread(whole: Whole) -> None:
    parameters = whole.fit.parameters
    assert set(parameters.group_means) == {RaterRole.CLIENT, RaterRole.COMMITTEE, PEER}
    assert set(parameters.spreads.severity) == set(OTHERS)
    assert len(whole.own) == 7
