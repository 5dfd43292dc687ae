"""Where differences come from: against the analysis of variance, and against known truth."""

import numpy as np
import pytest

from lms.evidence.domain.agreement import (
    DEPENDABLE,
    Component,
    DecisionStudy,
    Dependability,
    RatingColumns,
    VarianceComponents,
    Verdict,
    dependability,
    estimate_components,
    study_decisions,
)
from tests.factories.agreement import TRUTH, simulated


@pytest.fixture
def crossed():
    """A complete design: 6 persons x 4 criteria x 5 raters, one rating each; the ratings as a cube beside."""
    rng = np.random.default_rng(7)
    person, criterion, rater = (axis.ravel() for axis in np.indices((6, 4, 5)))
    cube = (
        rng.normal(size=(6, 1, 1))
        + 0.5 * rng.normal(size=(1, 1, 5))
        + 0.4 * rng.normal(size=(6, 4, 1))
        + 0.6 * rng.normal(size=(6, 4, 5))
    )
    return RatingColumns(person, criterion, rater, cube.ravel()), cube


def test_balanced_data_give_what_the_analysis_of_variance_gives(crossed):
    ratings, y = crossed
    found, _again = estimate_components(ratings)
    p, c, r = y.shape
    grand, person, criterion, rater = y.mean(), y.mean((1, 2)), y.mean((0, 2)), y.mean((0, 1))
    pc, pr, rc = y.mean(2), y.mean(1), y.mean(0)
    squares = {
        "p": c * r * ((person - grand) ** 2).sum() / (p - 1),
        "pc": r * ((pc - person[:, None] - criterion + grand) ** 2).sum() / ((p - 1) * (c - 1)),
        "pr": c * ((pr - person[:, None] - rater + grand) ** 2).sum() / ((p - 1) * (r - 1)),
        "rc": p * ((rc - criterion[:, None] - rater + grand) ** 2).sum() / ((r - 1) * (c - 1)),
    }
    left = y - pc[:, :, None] - pr[:, None, :] - rc[None]
    left = left + person[:, None, None] + criterion[None, :, None] + rater[None, None, :] - grand
    rest = (left**2).sum() / ((p - 1) * (c - 1) * (r - 1))
    assert found[Component.REST] == pytest.approx(rest)
    assert found[Component.PERSON_CRITERION] == pytest.approx(max(0, (squares["pc"] - rest) / r))
    assert found[Component.PERSON_RATER] == pytest.approx(max(0, (squares["pr"] - rest) / c))
    assert found[Component.RATER_CRITERION] == pytest.approx(max(0, (squares["rc"] - rest) / p))
    due = (squares["p"] - squares["pc"] - squares["pr"] + rest) / (c * r)
    assert found[Component.PERSON] == pytest.approx(due)
    assert found.unknown == frozenset()


def test_unbalanced_data_give_back_the_truth_on_average():
    found = [
        estimate_components(simulated(seed, persons=140, raters=40, criteria=11, visits=900, own=0.7))[0]
        for seed in range(30)
    ]
    for component in Component:
        values = [one[component] for one in found]
        error = np.std(values) / np.sqrt(len(values))
        assert np.mean(values) == pytest.approx(TRUTH[component], abs=4 * error + 0.005), component


def test_shares_add_up_to_all():
    found, _again = estimate_components(simulated(1, persons=30, raters=6, criteria=5, visits=200, own=0.5))
    assert sum(found.share_ratio(component) for component in Component) == pytest.approx(1)
    assert VarianceComponents({}, frozenset()).share_ratio(Component.PERSON) == 0


def test_a_rater_for_each_person_cannot_be_told_from_the_person():
    person = np.repeat(np.arange(8), 6)
    criterion = np.tile(np.arange(3), 16)
    level = np.random.default_rng(1).normal(size=48)
    found, _again = estimate_components(RatingColumns(person, criterion, person, level))
    assert Component.RATER in found.unknown
    assert found[Component.RATER] == 0
    assert study_decisions(RatingColumns(person, criterion, person, level)) is None


def test_one_criterion_says_nothing_of_criteria():
    columns = simulated(3, persons=40, raters=8, criteria=3, visits=300, own=0.3)
    one = columns.criterion == 0
    found, _again = estimate_components(
        RatingColumns(columns.person[one], columns.criterion[one], columns.rater[one], columns.level[one])
    )
    assert {Component.CRITERION, Component.PERSON_CRITERION, Component.RATER_CRITERION} <= found.unknown
    assert Component.PERSON not in found.unknown


def test_leaving_ratings_out_is_the_same_as_never_having_had_them():
    columns = simulated(4, persons=20, raters=5, criteria=4, visits=200, own=0.4)
    kept = columns.person != 3
    _whole, (without,) = estimate_components(columns, [~kept])
    fewer, _again = estimate_components(
        RatingColumns(columns.person[kept], columns.criterion[kept], columns.rater[kept], columns.level[kept])
    )
    assert without.variances == pytest.approx(dict(fewer.variances))


@pytest.mark.parametrize(
    ("raters", "entries", "disturbed"),
    [(1, 1, 0.3 + 0.3), (1, 3, 0.3 + 0.1), (3, 3, 0.1 + 0.1), (2, 3, 0.3 * 5 / 9 + 0.1), (3, 6, 0.1 + 0.05)],
)
def test_dependability_follows_from_the_components(raters, entries, disturbed):
    assert dependability(TRUTH, raters=raters, entries=entries) == pytest.approx(0.47 / (0.47 + disturbed))


def test_without_differences_between_people_nothing_is_dependable():
    nothing = VarianceComponents({Component.REST: 0.0}, frozenset())
    assert dependability(nothing, raters=2, entries=4) == 0


def test_the_decision_study_holds_the_truth_and_grows_with_raters_and_entries():
    held = 0
    for seed in range(20):
        study = study_decisions(simulated(seed, persons=60, raters=12, criteria=11, visits=330, own=0.7))
        assert set(study.table) == {(r, e) for r in range(1, 6) for e in range(r, 9)}
        assert all(study.table[r, e + 1].phi >= study.table[r, e].phi - 0.02 for r, e in study.table if e < 8)
        assert all(found.lower <= found.phi for found in study.table.values())
        held += study.table[3, 6].lower <= dependability(TRUTH, raters=3, entries=6)
    assert held >= 18


def test_three_raters_leave_doubt_however_many_people_they_rate():
    few, many = (
        study_decisions(simulated(1, persons=200, raters=n, criteria=6, visits=600, own=0.0)).table[3, 6]
        for n in (3, 12)
    )
    assert few.phi - few.lower > 2 * (many.phi - many.lower)


def test_whole_levels_are_studied_too():
    columns = simulated(5, persons=60, raters=12, criteria=11, visits=330, own=0.7)
    level = np.clip(np.rint(columns.level), 1, 4)
    study = study_decisions(RatingColumns(columns.person, columns.criterion, columns.rater, level))
    assert (study.n_ratings, study.n_persons, study.n_raters) == (990, 60, 12)


@pytest.mark.parametrize(
    ("persons", "raters", "visits"),
    [(60, 12, 3), (4, 12, 100), (60, 2, 300)],
    ids=["ratings", "people", "raters"],
)
def test_too_few_of_anything_give_no_study(persons, raters, visits):
    assert (
        study_decisions(simulated(2, persons=persons, raters=raters, criteria=4, visits=visits, own=0))
        is None
    )


def test_nothing_at_all_gives_no_study():
    nothing = np.zeros(0, dtype=np.int64)
    assert study_decisions(RatingColumns(nothing, nothing, nothing, np.zeros(0))) is None


def test_a_verdict_needs_the_lower_bound_to_be_sure():
    assert Dependability(0.8, DEPENDABLE).verdict is Verdict.SURE
    assert Dependability(0.8, 0.69).verdict is Verdict.LIKELY
    assert Dependability(0.69, 0.5).verdict is Verdict.SHORT


def test_the_smallest_numbers_are_those_nothing_smaller_has():
    sure, likely, short = Dependability(0.9, 0.8), Dependability(0.75, 0.6), Dependability(0.5, 0.3)
    table = {(1, 1): short, (1, 2): likely, (2, 2): likely, (2, 3): sure, (2, 4): sure, (3, 3): sure}
    study = DecisionStudy(TRUTH, table, n_ratings=99, n_persons=9, n_raters=3)
    assert study.smallest(Verdict.SURE) == [(2, 3)]
    assert study.smallest(Verdict.LIKELY) == [(1, 2)]
