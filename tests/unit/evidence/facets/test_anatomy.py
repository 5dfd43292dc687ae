"""Estimates taken apart, and how they went over time."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import numpy as np
import pytest

from lms.evidence.domain import Observation, RaterRole
from lms.evidence.domain.facets import Anatomy, FacetPolicy, Spreads
from tests.factories.evidence import OUTLINE, TODAY, TRAINEE_ID, ObservedFactory
from tests.factories.facets import observed, parameters_with

MILD, STRICT = UUID(int=1), UUID(int=2)
POLICY = FacetPolicy(parameters_with({MILD: 0.0, STRICT: 1.0}))
SELF = RaterRole.SELF


class TakingApart:
    """Takes the trainee's estimates apart by one policy."""

    def __init__(self, policy: FacetPolicy) -> None:
        self.policy = policy

    def __call__(self, seen: list[Observation]) -> Anatomy:
        return self.policy.anatomy(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY)


take_apart = TakingApart(POLICY)


@pytest.fixture
def seen() -> list[Observation]:
    return [
        *observed([2, 3, 3], raters=[STRICT]),
        *observed([4, 4], raters=[MILD], criterion_code="B1"),
        ObservedFactory(trainee_id=UUID(int=3), level=1),
    ]


def test_estimate_and_interval_are_those_of_the_finding(seen: list[Observation]) -> None:
    anatomy = take_apart(seen)
    found = POLICY.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY)
    pairs = [
        (anatomy.criteria["A1"], found.criteria["A1"]),
        (anatomy.criteria["B1"], found.criteria["B1"]),
        (anatomy.domains["A"], found.domains["A"]),
        (anatomy.overall, found.overall),
    ]
    for part, finding in pairs:
        said = [part.estimate, part.lower90, part.upper90]
        assert said == pytest.approx([finding.estimate, finding.lower90, finding.upper90])


def test_plain_means_are_of_the_ratings_as_given(seen: list[Observation]) -> None:
    anatomy = take_apart(seen)
    assert anatomy.criteria["A1"].plain_mean == pytest.approx(8 / 3)
    assert anatomy.criteria["A2"].plain_mean is None
    assert anatomy.domains["A"].plain_mean == pytest.approx(8 / 3)
    assert anatomy.domains["B"].plain_mean == 4
    assert anatomy.overall.plain_mean == pytest.approx(16 / 5)


def test_a_strict_rater_was_corrected_upwards(seen: list[Observation]) -> None:
    part = take_apart(seen).criteria["A1"]
    assert part.severity_points == part.estimate - part.without_severity
    assert part.severity_points > 0.2


def test_without_differences_between_raters_nothing_was_corrected() -> None:
    anatomy = take_apart(observed([2, 3, 3], raters=[MILD]))
    assert anatomy.overall.severity_points == pytest.approx(0, abs=1e-12)


def test_other_groups_are_without_their_mean_too() -> None:
    policy = FacetPolicy(parameters_with({}, group_means={RaterRole.PEER: -0.8}, covariance=np.eye(11) * 0.1))
    part = TakingApart(policy)(observed([3, 3], raters=[MILD], rater_role=RaterRole.PEER)).criteria["A1"]
    assert part.severity_points < -0.1


def test_the_average_is_where_somebody_nobody_has_seen_would_stand(seen: list[Observation]) -> None:
    nobody = take_apart([])
    assert nobody.overall.average == nobody.overall.estimate == take_apart(seen).overall.average
    assert nobody.overall.average == pytest.approx(2.5)
    assert (nobody.overall.plain_mean, nobody.overall.with_own_view) == (None, None)


def test_evidence_moves_the_estimate_from_the_average_towards_the_ratings() -> None:
    part = take_apart(observed([4] * 3, raters=[MILD])).criteria["A1"]
    assert part.plain_mean is not None
    assert part.average < part.estimate < part.plain_mean


def test_an_own_view_moves_only_what_is_said_with_it(seen: list[Observation]) -> None:
    own = [ObservedFactory(rater_id=TRAINEE_ID, rater_role=SELF, level=4, criterion_code="A2")]
    before, after = take_apart(seen), take_apart([*seen, *own])
    for code in OUTLINE.criteria:
        assert replace(after.criteria[code], with_own_view=None) == before.criteria[code]
        assert before.criteria[code].with_own_view is None
        assert after.criteria[code].with_own_view is not None


def test_an_own_view_of_ones_profile_lifts_what_one_is_better_in() -> None:
    seen = [one for code in OUTLINE.criteria for one in observed([2, 3], raters=[MILD], criterion_code=code)]
    own = [
        ObservedFactory(rater_id=TRAINEE_ID, rater_role=SELF, level=level, criterion_code=code)
        for code, level in (("A1", 4), ("A2", 4), ("B1", 2))
    ]
    anatomy = take_apart([*seen, *own])
    moved = {code: part.with_own_view - part.estimate for code, part in anatomy.criteria.items()}  # type: ignore[operator]  # there is an own view
    assert moved["A1"] > 0 > moved["B1"]


def test_an_own_view_alone_can_be_taken_apart() -> None:
    anatomy = take_apart([ObservedFactory(rater_id=TRAINEE_ID, rater_role=SELF, level=4)])
    assert anatomy.criteria["A1"].with_own_view is not None
    assert 1 <= anatomy.criteria["A1"].with_own_view <= 4


@pytest.mark.parametrize(
    "change",
    [
        {"rater_role": SELF, "observed_on": TODAY + timedelta(days=1)},
        {"rater_role": SELF, "rubric_version_id": UUID(int=77), "criterion_code": "Z9"},
        {"rater_role": SELF, "level": 7},
    ],
    ids=["later", "another rubric", "no level of this rubric"],
)
def test_an_own_view_that_says_nothing_of_this_rubric_today_is_left_out(
    seen: list[Observation], change: dict[str, object]
) -> None:
    own = ObservedFactory(**({"rater_id": TRAINEE_ID} | change))
    assert take_apart([*seen, own]) == take_apart(seen)


def test_a_judgement_of_oneself_in_another_role_does_no_harm(seen: list[Observation]) -> None:
    own = ObservedFactory(rater_id=TRAINEE_ID, rater_role=RaterRole.SUPERVISOR, level=4)
    before, after = take_apart(seen), take_apart([*seen, own])
    assert replace(after.overall, with_own_view=None) == before.overall


def test_the_trend_says_on_each_day_what_could_be_said_then() -> None:
    days = [TODAY - timedelta(days=ago) for ago in (400, 200, 0)]
    seen = [
        *observed([1, 1], raters=[MILD], observed_on=days[0]),
        *observed([3, 3], raters=[STRICT], observed_on=days[1]),
        *observed([4, 4], raters=[MILD], observed_on=days[2], criterion_code="B1"),
    ]
    trend = POLICY.trend(TRAINEE_ID, seen, outline=OUTLINE, days=days)
    assert [point.on for point in trend] == days
    assert [point.overall.n_observations for point in trend] == [2, 4, 6]
    assert [point.domains["B"].n_observations for point in trend] == [0, 0, 2]
    for point in trend:
        found = POLICY.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=point.on)
        said = [point.overall.score, point.overall.lower90, point.overall.upper90]
        expected = [found.overall.estimate, found.overall.lower90, found.overall.upper90]
        assert said == pytest.approx(expected, abs=1e-9)
    scores = [point.overall.score for point in trend]
    assert scores == sorted(scores)


def test_between_two_observations_the_trend_holds_and_widens() -> None:
    days = [TODAY - timedelta(days=ago) for ago in (300, 200, 100)]
    seen = observed([3, 3], raters=[MILD], observed_on=days[0])
    still = FacetPolicy(parameters_with({MILD: 0.0}, spreads=Spreads(walk=0.6)))
    points = still.trend(TRAINEE_ID, seen, outline=OUTLINE, days=days)
    widths = [point.overall.upper90 - point.overall.lower90 for point in points]
    assert widths == sorted(widths)
    assert len(set(widths)) == 3


def test_before_the_first_observation_the_trend_is_the_average() -> None:
    (point,) = POLICY.trend(
        TRAINEE_ID, observed([4], raters=[MILD]), outline=OUTLINE, days=[TODAY.replace(year=2020)]
    )
    assert point.overall.score == pytest.approx(2.5)
    assert point.overall.n_observations == 0


def test_no_days_no_trend() -> None:
    assert POLICY.trend(TRAINEE_ID, [], outline=OUTLINE, days=[]) == ()
