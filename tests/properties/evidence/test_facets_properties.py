"""What holds for every set of observations under the many-facet model."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.evidence.domain import FindingStatus, LevelFinding, Observation, PersonFindings, RaterRole, Voiding
from lms.evidence.domain.facets import FacetPolicy, estimates_of, fit, linkage_of, rater_results
from lms.evidence.domain.facets.fitting import MOST_ROUNDS
from lms.kernel.calendar import months_before
from tests.factories.evidence import OUTLINE, TODAY, TRAINEE_ID, ObservedFactory
from tests.factories.facets import SCALE, Rated, parameters_with, table_from

reasonably_often = settings(max_examples=40)
KNOWN = parameters_with({UUID(int=number): (number - 2.5) * 0.5 for number in range(1, 5)})
ALIKE = FacetPolicy(parameters_with({UUID(int=number): 0.0 for number in range(1, 5)}))
POLICY = FacetPolicy(KNOWN)
raters = st.integers(min_value=1, max_value=6).map(lambda n: UUID(int=n))
levels = st.integers(min_value=1, max_value=4)
voidings = st.just(Voiding(by_id=UUID(int=1), at=datetime(2026, 11, 1, tzinfo=UTC), reason="mistake"))
observations = st.builds(
    ObservedFactory,
    rater_id=raters,
    rater_role=st.sampled_from([RaterRole.SUPERVISOR] * 4 + list(RaterRole)),
    observed_on=st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 12, 31)),
    criterion_code=st.sampled_from(OUTLINE.criteria),
    level=levels,
    voiding=st.none() | voidings,
)
many = st.lists(observations, max_size=10)
recent = st.lists(
    st.builds(
        ObservedFactory,
        rater_id=st.integers(min_value=1, max_value=4).map(lambda n: UUID(int=n)),
        observed_on=st.dates(min_value=TODAY - timedelta(days=30), max_value=TODAY),
        criterion_code=st.sampled_from(OUTLINE.criteria),
        level=levels,
    ),
    max_size=10,
)
ratings = st.builds(
    Rated,
    subject=st.sampled_from("abcd"),
    criterion=st.sampled_from(SCALE.criteria),
    level=levels,
    rater=st.sampled_from("rstuv"),
    on=st.none() | st.dates(min_value=date(2010, 1, 1), max_value=date(2027, 1, 1)),
    role=st.sampled_from([RaterRole.SUPERVISOR] * 3 + list(RaterRole)),
)


class Findings:
    """What is found about the trainee today, criteria first, overall last."""

    def __init__(self, seen: list[Observation], policy: FacetPolicy = POLICY) -> None:
        self.all: PersonFindings = policy.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY)
        parts = [*self.all.criteria.values(), *self.all.domains.values(), self.all.overall]
        self.each: list[LevelFinding] = parts

    def means(self) -> list[float]:
        """The mean level by its probabilities, where there is an estimate and where there is none."""
        return [sum(k * p for k, p in enumerate(one.probabilities, start=1)) for one in self.each]


@reasonably_often
@given(many, st.randoms(use_true_random=False))
def test_order_does_not_matter(seen: list[Observation], random: object) -> None:
    shuffled = list(seen)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis types its Random as object
    for one, other in zip(Findings(seen).each, Findings(shuffled).each, strict=True):
        assert one.probabilities == pytest.approx(other.probabilities, abs=1e-9)
        assert (one.status, one.level, one.wanted) == (other.status, other.level, other.wanted)


@reasonably_often
@given(many)
def test_probabilities_are_probabilities_and_intervals_hold_the_estimate(seen: list[Observation]) -> None:
    for finding in Findings(seen).each:
        assert sum(finding.probabilities) == pytest.approx(1)
        assert all(0 <= p <= 1 for p in finding.probabilities)
        if finding.level is None:
            assert (finding.estimate, finding.lower90, finding.upper90) == (None, None, None)
        else:
            assert finding.lower90 is not None
            assert finding.estimate is not None
            assert finding.upper90 is not None
            assert 1 <= finding.lower90 <= finding.estimate <= finding.upper90 <= 4
            assert finding.certainty_ratio == finding.probabilities[finding.level - 1]


@reasonably_often
@given(many)
def test_established_means_exactly_what_the_policy_says(seen: list[Observation]) -> None:
    for finding in Findings(seen).each:
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
        assert finding.wanted.recent == finding.is_stale


@reasonably_often
@given(many, observations)
def test_a_top_level_never_lowers_an_estimate(seen: list[Observation], extra: Observation) -> None:
    before, after = Findings(seen), Findings([*seen, replace(extra, level=4)])
    for one, other in zip(before.each, after.each, strict=True):
        if one.estimate is not None:
            assert other.estimate is not None
            assert other.estimate >= one.estimate - 1e-9


@reasonably_often
@given(many, observations)
def test_a_bottom_level_of_the_same_day_never_raises_one(seen: list[Observation], extra: Observation) -> None:
    day = max((one.observed_on for one in seen if one.observed_on <= TODAY), default=TODAY)
    counted = [replace(one, observed_on=day) for one in seen]
    before, after = Findings(counted), Findings([*counted, replace(extra, level=1, observed_on=day)])
    for one, other in zip(before.each, after.each, strict=True):
        if one.estimate is not None:
            assert other.estimate is not None
            assert other.estimate <= one.estimate + 1e-9


@reasonably_often
@given(many, observations, levels)
def test_a_higher_level_in_its_place_never_lowers_an_estimate(
    seen: list[Observation], extra: Observation, level: int
) -> None:
    low, high = sorted((extra.level, level))
    before, after = (Findings([*seen, replace(extra, level=one)]) for one in (low, high))
    for one, other in zip(before.each, after.each, strict=True):
        if one.estimate is not None:
            assert other.estimate is not None
            assert other.estimate >= one.estimate - 1e-9


@reasonably_often
@given(many, observations)
def test_the_same_from_a_stricter_rater_never_means_less(seen: list[Observation], extra: Observation) -> None:
    others = [one for one in seen if one.rater_id.int > 4]
    mild, strict = (
        Findings([*others, replace(extra, rater_id=UUID(int=rater), rater_role=RaterRole.SUPERVISOR)])
        for rater in (1, 4)
    )
    for one, other in zip(mild.each, strict.each, strict=True):
        if one.estimate is not None:
            assert other.estimate is not None
            assert other.estimate >= one.estimate - 1e-9


@reasonably_often
@given(many, observations, voidings)
def test_what_does_not_count_changes_nothing(
    seen: list[Observation], extra: Observation, voiding: Voiding
) -> None:
    expected = Findings(seen).all
    for left_out in (
        replace(extra, voiding=voiding),
        replace(extra, rater_id=TRAINEE_ID),
        replace(extra, rater_role=RaterRole.SELF),
        replace(extra, rubric_version_id=UUID(int=99)),
        replace(extra, observed_on=TODAY + timedelta(days=1)),
        replace(extra, trainee_id=UUID(int=98)),
    ):
        found = Findings([*seen, left_out]).all
        assert found == expected
        assert found.gate_level() == expected.gate_level()


@reasonably_often
@given(many, st.integers(min_value=1, max_value=4000))
def test_time_only_makes_less_sure_and_moves_no_standing(seen: list[Observation], days: int) -> None:
    posterior = POLICY.posterior(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY)
    now, later = (
        POLICY.findings({TRAINEE_ID: posterior}, outline=OUTLINE, as_of=day)[TRAINEE_ID]
        for day in (TODAY, TODAY + timedelta(days=days))
    )
    for code, one in now.criteria.items():
        other = later.criteria[code]
        if one.upper90 is not None and one.lower90 is not None:
            assert other.upper90 is not None
            assert other.lower90 is not None
            assert other.upper90 > one.upper90
            assert other.lower90 < one.lower90


@reasonably_often
@given(recent)
def test_making_what_is_wanted_makes_a_level_established_or_surer(seen: list[Observation]) -> None:
    for code, finding in Findings(seen, ALIKE).all.criteria.items():
        wanted = finding.wanted
        if finding.level is None or wanted.is_nothing:
            continue
        further = [
            ObservedFactory(
                criterion_code=code,
                level=finding.level,
                observed_on=TODAY,
                rater_id=UUID(int=900 + n) if n < wanted.new_raters else UUID(int=1 + n % 4),
            )
            for n in range(wanted.observations)
        ]
        later = Findings([*seen, *further], ALIKE).all.criteria[code]
        is_surer = later.certainty_ratio > finding.certainty_ratio
        assert later.status is FindingStatus.ESTABLISHED or is_surer


@reasonably_often
@given(many, st.floats(min_value=0.5, max_value=1))
def test_a_stricter_gate_never_gives_a_higher_level(seen: list[Observation], strict: float) -> None:
    findings = Findings(seen).all
    gate, easy = findings.gate_level(min_probability=strict), findings.gate_level(min_probability=0.5)
    assert (gate is None) == (easy is None)
    assert gate is None or easy is None or 1 <= gate <= easy


@reasonably_often
@given(st.lists(ratings, max_size=25))
def test_any_table_is_fitted_and_described_with_numbers(rows: list[Rated]) -> None:
    table = table_from(rows)
    found, linkage = fit(table), linkage_of(table)
    said = estimates_of(found, linkage)
    assert found.rounds < MOST_ROUNDS
    assert (said.lower90 <= said.estimate).all()
    assert (said.estimate <= said.upper90).all()
    assert said.probabilities.sum(axis=-1) == pytest.approx(1)
    for one in rater_results(found, linkage):
        assert one.infit >= 0
        assert sum(one.used) == one.n == pytest.approx(sum(one.expected))
