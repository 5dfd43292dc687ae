"""What holds for every set of observations under the first policy."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.evidence.domain import FindingStatus, Observation, RaterRole, SupervisorMedian, Voiding
from lms.kernel.calendar import months_before
from tests.factories.evidence import OUTLINE, TODAY, TRAINEE_ID, ObservedFactory, every_finding

POLICY = SupervisorMedian()
WINDOW_START = months_before(TODAY, POLICY.window_months)
raters = st.integers(min_value=1, max_value=4).map(lambda n: UUID(int=n))
voidings = st.just(Voiding(by_id=UUID(int=1), at=datetime(2026, 11, 1, tzinfo=UTC), reason="mistake"))
observations = st.builds(
    ObservedFactory,
    rater_id=raters,
    rater_role=st.sampled_from([RaterRole.SUPERVISOR] * 4 + list(RaterRole)),
    observed_on=st.dates(min_value=date(2024, 6, 1), max_value=date(2026, 12, 31)),
    criterion_code=st.sampled_from(OUTLINE.criteria),
    level=st.integers(min_value=1, max_value=4),
    voiding=st.none() | voidings,
)
many = st.lists(observations, max_size=12)


@given(many, st.randoms(use_true_random=False))
def test_order_does_not_matter(seen: list[Observation], random: object) -> None:
    shuffled = list(seen)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis types its Random as object
    assert POLICY.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY) == POLICY.assess(
        TRAINEE_ID, shuffled, outline=OUTLINE, as_of=TODAY
    )


@given(many)
def test_probabilities_sum_to_one_and_are_probabilities(seen: list[Observation]) -> None:
    for finding in every_finding(seen):
        assert sum(finding.probabilities) == pytest.approx(1)
        assert all(0 <= p <= 1 for p in finding.probabilities)
        assert finding.estimate is None or 1 <= finding.estimate <= OUTLINE.highest_level


@given(many, observations, st.integers(min_value=1, max_value=2000))
def test_an_observation_older_than_the_window_changes_nothing(
    seen: list[Observation], extra: Observation, days: int
) -> None:
    old = replace(extra, observed_on=WINDOW_START - timedelta(days=days))
    assert every_finding([*seen, old]) == every_finding(seen)


@given(many, observations, voidings)
def test_a_voided_observation_changes_nothing(
    seen: list[Observation], extra: Observation, voiding: Voiding
) -> None:
    assert every_finding([*seen, replace(extra, voiding=voiding)]) == every_finding(seen)


@given(many, observations)
def test_a_self_rating_changes_nothing(seen: list[Observation], extra: Observation) -> None:
    own = replace(extra, rater_id=TRAINEE_ID)
    assert every_finding([*seen, own]) == every_finding(seen)


@given(many, observations)
def test_seeing_a_level_never_makes_it_less_likely(seen: list[Observation], extra: Observation) -> None:
    code, level = extra.criterion_code, extra.level
    before = POLICY.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY).criteria[code]
    after = POLICY.assess(TRAINEE_ID, [*seen, extra], outline=OUTLINE, as_of=TODAY).criteria[code]
    assert after.at_least_ratio(level) >= before.at_least_ratio(level) - 1e-12


@given(many)
def test_established_means_exactly_what_the_policy_says(seen: list[Observation]) -> None:
    for finding in every_finding(seen):
        is_sure = (
            finding.n_observations >= 3
            and finding.n_raters >= 2
            and finding.certainty_ratio >= 0.7
            and finding.latest_on is not None
            and finding.latest_on >= months_before(TODAY, 12)
        )
        assert (finding.status is FindingStatus.ESTABLISHED) == is_sure
        assert (finding.status is FindingStatus.INSUFFICIENT) == (finding.n_observations < 2)
        assert finding.wanted.is_nothing == is_sure


@given(many)
def test_what_is_wanted_is_enough(seen: list[Observation]) -> None:
    finding = POLICY.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY).criteria["A1"]
    level = finding.level or next((o.level for o in finding.counted), 2)
    known = finding.counted[0].rater_id if finding.counted else UUID(int=900)
    further = [
        ObservedFactory(
            criterion_code="A1",
            level=level,
            observed_on=TODAY,
            rater_id=UUID(int=900 + n) if n < finding.wanted.new_raters else known,
        )
        for n in range(finding.wanted.observations)
    ]
    later = POLICY.assess(TRAINEE_ID, [*seen, *further], outline=OUTLINE, as_of=TODAY).criteria["A1"]
    assert later.status is FindingStatus.ESTABLISHED


@given(many, st.floats(min_value=0.5, max_value=1))
def test_a_stricter_gate_never_gives_a_higher_level(seen: list[Observation], strict: float) -> None:
    findings = POLICY.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY)
    gate, easy = findings.gate_level(min_probability=strict), findings.gate_level(min_probability=0.5)
    assert (gate is None) == (easy is None)
    assert gate is None or easy is None or 1 <= gate <= easy
