"""The first policy: which observations count, what is found, and what would make it surer."""

from datetime import UTC, date, datetime
from fractions import Fraction
from uuid import UUID

import pytest

from lms.evidence.domain import FindingStatus, ObservationState, RaterRole, SupervisorMedian, Voiding, Wanted
from lms.evidence.domain.median import (
    agreeing_needed,
    level_probabilities,
    lower_median,
    majority_probability,
)
from tests.factories.evidence import OUTLINE, TODAY, TRAINEE_ID, ObservedFactory

POLICY = SupervisorMedian()
ONE, OTHER, THIRD = UUID(int=1), UUID(int=2), UUID(int=3)


@pytest.mark.parametrize(
    ("shown", "total", "expected"),
    [
        (0, 0, Fraction(1, 2)),
        (1, 1, Fraction(3, 4)),
        (3, 3, Fraction(15, 16)),
        (1, 3, Fraction(5, 16)),
        (0, 2, Fraction(1, 8)),
    ],
)
def test_majority_probability_is_the_exact_beta_tail(shown: int, total: int, expected: Fraction) -> None:
    assert majority_probability(shown, total) == expected


def test_probabilities_are_differences_of_neighbours() -> None:
    assert level_probabilities((0, 2, 1, 0)) == (
        Fraction(1, 16),
        Fraction(10, 16),
        Fraction(4, 16),
        Fraction(1, 16),
    )


@pytest.mark.parametrize(
    ("counts", "middle"),
    [((0, 0, 1, 0), 3), ((0, 1, 1, 0), 2), ((1, 0, 1, 1), 3), ((1, 1, 1, 1), 2), ((2, 0, 0, 2), 1)],
)
def test_of_two_middles_the_lower_is_taken(counts: tuple[int, ...], middle: int) -> None:
    assert lower_median(counts) == middle


@pytest.mark.parametrize(("counts", "more"), [((0, 3, 0, 0), 0), ((0, 2, 1, 0), 1), ((0, 1, 1, 0), 2)])
def test_how_many_agreeing_observations_make_a_level_sure(counts: tuple[int, ...], more: int) -> None:
    assert agreeing_needed(counts, Fraction(7, 10)) == more


def test_three_agreeing_observations_by_two_raters_are_established() -> None:
    seen = [ObservedFactory(rater_id=rater, level=3) for rater in (ONE, ONE, OTHER)]
    finding = POLICY.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY).criteria["A1"]
    assert finding.status is FindingStatus.ESTABLISHED
    assert (finding.level, finding.certainty_ratio) == (3, 0.875)
    assert finding.probabilities == (0.0625, 0.0, 0.875, 0.0625)
    assert finding.estimate == pytest.approx(0.0625 + 3 * 0.875 + 4 * 0.0625)
    assert (finding.n_observations, finding.n_raters, finding.latest_on) == (3, 2, date(2026, 11, 19))
    assert (finding.is_stale, finding.policy, finding.wanted) == (
        False,
        "supervisor_median_24m_min2",
        Wanted(),
    )


def test_one_rater_alone_is_provisional_and_another_is_wanted() -> None:
    seen = [ObservedFactory(rater_id=ONE, level=3) for _ in range(3)]
    finding = POLICY.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY).criteria["A1"]
    assert finding.status is FindingStatus.PROVISIONAL
    assert finding.wanted == Wanted(observations=1, new_raters=1)


def test_differing_observations_are_provisional_until_more_agree() -> None:
    seen = [ObservedFactory(rater_id=rater, level=level) for rater, level in ((ONE, 2), (ONE, 2), (OTHER, 3))]
    finding = POLICY.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY).criteria["A1"]
    assert (finding.status, finding.level, finding.certainty_ratio) == (FindingStatus.PROVISIONAL, 2, 0.625)
    assert finding.wanted == Wanted(observations=1, agreeing=True)


def test_old_evidence_is_stale_and_asks_for_one_recent_observation() -> None:
    last_year = date(2025, 11, 19)
    seen = [ObservedFactory(rater_id=rater, observed_on=last_year) for rater in (ONE, OTHER, THIRD)]
    finding = POLICY.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY).criteria["A1"]
    assert (finding.status, finding.level, finding.is_stale) == (FindingStatus.PROVISIONAL, 2, True)
    assert finding.wanted == Wanted(observations=1, recent=True)


@pytest.mark.parametrize(
    ("observed_on", "is_stale", "n_counted"),
    [
        (date(2025, 11, 20), False, 2),
        (date(2025, 11, 19), True, 2),
        (date(2024, 11, 20), True, 2),
        (date(2024, 11, 19), False, 0),
        (TODAY, False, 2),
        (date(2026, 11, 21), False, 0),
    ],
)
def test_the_window_includes_both_its_ends(observed_on: date, is_stale: bool, n_counted: int) -> None:
    seen = [ObservedFactory(observed_on=observed_on) for _ in range(2)]
    finding = POLICY.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY).criteria["A1"]
    assert (finding.is_stale, finding.n_observations) == (is_stale, n_counted)


def test_one_observation_is_not_enough_for_a_level() -> None:
    finding = POLICY.assess(TRAINEE_ID, [ObservedFactory()], outline=OUTLINE, as_of=TODAY).criteria["A1"]
    assert (finding.status, finding.level, finding.estimate, finding.certainty_ratio) == (
        FindingStatus.INSUFFICIENT,
        None,
        None,
        0.0,
    )
    assert finding.wanted == Wanted(observations=2, new_raters=1)


def test_nothing_observed_asks_for_three_by_two_raters() -> None:
    finding = POLICY.assess(TRAINEE_ID, [], outline=OUTLINE, as_of=TODAY).overall
    assert (finding.status, finding.latest_on, finding.counted) == (FindingStatus.INSUFFICIENT, None, ())
    assert finding.wanted == Wanted(observations=3, new_raters=2)


@pytest.mark.parametrize("role", [role for role in RaterRole if role is not RaterRole.SUPERVISOR])
def test_only_supervisors_count(role: RaterRole) -> None:
    seen = [ObservedFactory(rater_role=role) for _ in range(3)]
    assert POLICY.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY).overall.n_observations == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"rater_id": TRAINEE_ID},
        {"trainee_id": UUID(int=101)},
        {"rubric_version_id": UUID(int=2)},
        {"criterion_code": "Z9"},
        {"level": 5},
        {"level": 0},
        {"voiding": Voiding(by_id=ONE, at=datetime(2026, 11, 19, tzinfo=UTC), reason="wrong person")},
    ],
    ids=lambda facts: next(iter(facts)),
)
def test_what_never_counts(facts: dict[str, object]) -> None:
    seen = [ObservedFactory(), ObservedFactory(**facts)]
    assert POLICY.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY).overall.n_observations == 1


def test_domains_and_overall_pool_their_criteria() -> None:
    seen = [
        ObservedFactory(criterion_code="A1", level=2),
        ObservedFactory(criterion_code="A2", level=2),
        ObservedFactory(criterion_code="B1", level=4),
    ]
    findings = POLICY.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY)
    assert (findings.domains["A"].level, findings.domains["A"].n_observations) == (2, 2)
    assert (findings.domains["B"].level, findings.domains["B"].n_observations) == (None, 1)
    assert (findings.overall.level, findings.overall.n_observations) == (2, 3)
    assert (findings.person_id, findings.as_of, findings.policy) == (TRAINEE_ID, TODAY, POLICY.code)


def test_counted_observations_are_listed_newest_first() -> None:
    older = ObservedFactory(observed_on=date(2026, 3, 1))
    newer = ObservedFactory(observed_on=date(2026, 9, 1))
    finding = POLICY.assess(TRAINEE_ID, [older, newer], outline=OUTLINE, as_of=TODAY).criteria["A1"]
    assert finding.counted == (newer, older)


def test_a_voided_observation_says_so() -> None:
    voiding = Voiding(by_id=ONE, at=datetime(2026, 11, 19, tzinfo=UTC), reason="wrong person")
    assert ObservedFactory().state is ObservationState.ACTIVE
    assert ObservedFactory(voiding=voiding).state is ObservationState.VOIDED


@pytest.mark.parametrize(
    ("levels", "raters", "gate"),
    [
        ([3, 3, 3], [ONE, OTHER, ONE], 3),
        ([4, 3, 3, 3], [ONE, OTHER, ONE, OTHER], 3),
        ([3, 3, 2, 1], [ONE, OTHER, ONE, OTHER], 1),
        ([3, 3, 3], [ONE, ONE, ONE], None),
        ([3, 3], [ONE, OTHER], None),
    ],
)
def test_the_gate_opens_only_for_the_level_that_is_nearly_certain(
    levels: list[int], raters: list[UUID], gate: int | None
) -> None:
    seen = [ObservedFactory(level=level, rater_id=rater) for level, rater in zip(levels, raters, strict=True)]
    assert POLICY.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY).gate_level() == gate


def test_the_gate_may_be_set_lower() -> None:
    seen = [
        ObservedFactory(level=level, rater_id=rater) for level, rater in ((2, ONE), (2, OTHER), (1, THIRD))
    ]
    findings = POLICY.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY)
    assert (findings.gate_level(), findings.gate_level(min_probability=0.6)) == (1, 2)
