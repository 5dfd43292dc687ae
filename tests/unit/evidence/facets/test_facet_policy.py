"""Findings by the model: what counts, when a level is established, and what would make it so."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from lms.evidence.domain import (
    FindingStatus,
    NotCounted,
    Observation,
    PersonFindings,
    RaterRole,
    Voiding,
)
from lms.evidence.domain.facets import (
    FacetPolicy,
    Parameters,
    Posterior,
    Spreads,
    Thresholds,
    fit,
    posteriors_of,
)
from tests.factories.evidence import OUTLINE, TODAY, TRAINEE_ID, ObservedFactory
from tests.factories.facets import SCALE, Rated, observed, parameters_with, table_from

ONE, OTHER, THIRD, STRICT, LENIENT = (UUID(int=number) for number in range(1, 6))
KNOWN = parameters_with({ONE: 0.0, OTHER: 0.0, THIRD: 0.0, STRICT: 1.2, LENIENT: -1.2})
POLICY = FacetPolicy(KNOWN, is_linked=True)
VOIDED = Voiding(by_id=ONE, at=datetime(2026, 11, 1, tzinfo=UTC), reason="mistake")
SUPERVISOR, SELF = RaterRole.SUPERVISOR, RaterRole.SELF


class Assessing:
    """Assesses the trainee by one policy."""

    def __init__(self, policy: FacetPolicy) -> None:
        self.policy = policy

    def __call__(self, seen: list[Observation], as_of: date = TODAY) -> PersonFindings:
        return self.policy.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=as_of)


assess = Assessing(POLICY)


def test_ten_agreeing_observations_by_two_raters_are_established() -> None:
    found = assess(observed([3] * 10, raters=[ONE, OTHER]))
    finding = found.criteria["A1"]
    assert (finding.status, finding.level) == (FindingStatus.ESTABLISHED, 3)
    assert finding.certainty_ratio == max(finding.probabilities) >= 0.7
    assert finding.wanted.is_nothing
    assert (finding.n_observations, finding.n_raters) == (10, 2)
    assert (finding.latest_on, finding.is_stale) == (date(2026, 11, 19), False)
    assert finding.estimate is not None
    assert finding.lower90 is not None
    assert finding.upper90 is not None
    assert 2.4 < finding.lower90 < finding.estimate < finding.upper90 < 3.5
    assert (finding.policy, found.policy, found.as_of) == ("facets_1", "facets_1", TODAY)


@pytest.mark.parametrize(
    ("raters", "count", "days_ago", "status"),
    [
        ([ONE, OTHER], 10, 1, FindingStatus.ESTABLISHED),
        ([ONE], 10, 1, FindingStatus.PROVISIONAL),
        ([ONE, OTHER], 2, 1, FindingStatus.PROVISIONAL),
        ([ONE, OTHER], 1, 1, FindingStatus.INSUFFICIENT),
        ([ONE, OTHER], 10, 365, FindingStatus.ESTABLISHED),
        ([ONE, OTHER], 10, 366, FindingStatus.PROVISIONAL),
    ],
)
def test_a_level_is_established_only_with_all_that_is_asked(
    raters: list[UUID], count: int, days_ago: int, status: FindingStatus
) -> None:
    still = FacetPolicy(replace(KNOWN, spreads=Spreads(walk=0.05)))
    seen = observed([3] * count, raters=raters, observed_on=TODAY - timedelta(days=days_ago))
    finding = Assessing(still)(seen).criteria["A1"]
    assert finding.status is status
    assert finding.wanted.is_nothing == (status is FindingStatus.ESTABLISHED)


def test_below_two_observations_nothing_is_said_but_what_is_wanted() -> None:
    finding = assess(observed([3], raters=[ONE])).criteria["A1"]
    assert (finding.status, finding.level, finding.estimate) == (FindingStatus.INSUFFICIENT, None, None)
    assert (finding.certainty_ratio, finding.lower90, finding.upper90) == (0.0, None, None)
    assert (finding.wanted.observations, finding.wanted.new_raters) == (2, 1)
    assert not finding.wanted.agreeing
    assert sum(finding.probabilities) == pytest.approx(1)


def test_of_somebody_nobody_has_seen_all_is_wanted() -> None:
    found = assess([])
    finding = found.overall
    assert (finding.status, finding.latest_on, finding.is_stale) == (FindingStatus.INSUFFICIENT, None, False)
    assert (finding.wanted.observations, finding.wanted.new_raters) == (3, 2)
    assert found.gate_level() is None


def test_another_rater_is_wanted_where_only_one_has_rated() -> None:
    wanted = assess(observed([3] * 10, raters=[ONE])).criteria["A1"].wanted
    assert (wanted.observations, wanted.new_raters, wanted.recent, wanted.agreeing) == (1, 1, False, False)


def test_differing_observations_ask_for_agreeing_ones() -> None:
    finding = assess(observed([2, 3, 2, 3], raters=[ONE, OTHER])).criteria["A1"]
    assert finding.status is FindingStatus.PROVISIONAL
    assert finding.certainty_ratio < 0.7
    assert finding.wanted.agreeing
    assert finding.wanted.observations > 0


def test_a_level_hardly_reachable_asks_for_no_more_than_a_dozen() -> None:
    sure = FacetPolicy(KNOWN, thresholds=Thresholds(established_certainty=0.9999))
    finding = Assessing(sure)(observed([2, 3], raters=[ONE, OTHER])).criteria["A1"]
    assert finding.wanted.observations == 12


def test_old_evidence_asks_for_something_recent() -> None:
    finding = assess(observed([3] * 12, raters=[ONE, OTHER], observed_on=date(2025, 11, 19))).criteria["A1"]
    assert finding.is_stale
    assert finding.wanted.recent
    assert finding.wanted.observations >= 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"voiding": VOIDED}, NotCounted.VOIDED),
        ({"rater_id": TRAINEE_ID}, NotCounted.OWN),
        ({"rater_id": TRAINEE_ID, "rater_role": SELF}, NotCounted.OWN),
        ({"rater_role": SELF}, NotCounted.OWN),
        ({"rubric_version_id": UUID(int=9)}, NotCounted.OTHER_RUBRIC),
        ({"criterion_code": "C1"}, NotCounted.OTHER_RUBRIC),
        ({"level": 5}, NotCounted.OTHER_RUBRIC),
        ({"observed_on": TODAY + timedelta(days=1)}, NotCounted.LATER),
        ({"observed_on": TODAY}, None),
        ({"rater_role": RaterRole.PEER}, None),
        ({"rater_role": RaterRole.COMMITTEE}, None),
    ],
)
def test_each_observation_left_out_has_its_reason(
    change: dict[str, object], reason: NotCounted | None
) -> None:
    seen = observed([3] * 4, raters=[ONE, OTHER])
    extra = ObservedFactory(**({"rater_id": THIRD, "level": 1} | change))
    assert POLICY.why_not_counted(extra, outline=OUTLINE, as_of=TODAY) is reason
    assert (assess([*seen, extra]) == assess(seen)) == (reason is not None)


def test_what_was_said_of_others_never_counts() -> None:
    seen = observed([3] * 4, raters=[ONE, OTHER])
    assert assess([*seen, ObservedFactory(trainee_id=UUID(int=55), level=1)]) == assess(seen)


def test_the_same_rating_by_a_stricter_rater_means_more() -> None:
    scores = [
        assess(observed([2, 2, 2], raters=[rater])).criteria["A1"].estimate
        for rater in (LENIENT, ONE, STRICT)
    ]
    assert scores == sorted(scores)  # type: ignore[type-var]  # three observations always give an estimate
    assert scores[2] - scores[0] > 0.4  # type: ignore[operator]  # as above


def test_evidence_in_one_criterion_speaks_for_the_others_too_but_less() -> None:
    low, high = (assess(observed([level] * 6, raters=[ONE, OTHER])) for level in (1, 4))
    rise = {
        code: high.criteria[code].at_least_ratio(3) - low.criteria[code].at_least_ratio(3)
        for code in OUTLINE.criteria
    }
    assert rise["A1"] > rise["A2"] > rise["B1"] > 0.2


def test_after_the_last_evidence_the_mean_holds_and_the_interval_widens() -> None:
    seen = observed([3] * 6, raters=[ONE, OTHER])
    posterior = POLICY.posterior(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY)
    later = [TODAY + timedelta(days=days) for days in (0, 30, 365, 3650)]
    assert {POLICY.posterior(TRAINEE_ID, seen, outline=OUTLINE, as_of=day).mean for day in later} == {
        posterior.mean
    }
    found = [
        POLICY.findings({TRAINEE_ID: posterior}, outline=OUTLINE, as_of=day)[TRAINEE_ID] for day in later
    ]
    widths = [one.criteria["A1"].upper90 - one.criteria["A1"].lower90 for one in found]  # type: ignore[operator]  # six observations always give an interval
    assert widths == sorted(widths)
    assert len(set(widths)) == 4
    sureness = [one.criteria["A1"].certainty_ratio for one in found]
    assert sureness == sorted(sureness, reverse=True)


def test_findings_of_many_are_those_of_each() -> None:
    people = {UUID(int=500 + level): level for level in range(1, 5)}
    seen = {
        person: observed([level] * level, raters=[ONE, OTHER], trainee_id=person)
        for person, level in people.items()
    }
    posteriors = {
        person: POLICY.posterior(person, own, outline=OUTLINE, as_of=TODAY) for person, own in seen.items()
    }
    together = POLICY.findings(posteriors, outline=OUTLINE, as_of=TODAY)
    assert list(together) == list(people)
    for person, own in seen.items():
        alone = POLICY.assess(person, own, outline=OUTLINE, as_of=TODAY)
        assert together[person].overall.level == alone.overall.level
        for code in OUTLINE.criteria:
            assert together[person].criteria[code].probabilities == pytest.approx(
                alone.criteria[code].probabilities, abs=1e-12
            )


def test_nobody_asked_about_nobody_found() -> None:
    assert POLICY.findings({}, outline=OUTLINE, as_of=TODAY) == {}


def test_findings_are_the_same_from_the_fit_as_from_the_observations() -> None:
    """Whatever road a posterior came by, it says the same."""
    days = [TODAY - timedelta(days=200), TODAY - timedelta(days=20)]
    rows = [
        Rated(str(UUID(int=600 + person)), code, 1 + (person + place) % 4, str(rater), days[place % 2])
        for person in range(5)
        for place, code in enumerate(OUTLINE.criteria * 2)
        for rater in (ONE, OTHER, THIRD)
    ]
    whole = fit(table_from(rows))
    policy, person = FacetPolicy(whole.parameters), UUID(int=602)
    seen = [
        ObservedFactory(
            trainee_id=person,
            rater_id=UUID(row.rater),
            level=row.level,
            criterion_code=row.criterion,
            observed_on=row.on,
        )
        for row in rows
        if row.subject == str(person)
    ]
    by_hand = policy.posterior(person, seen, outline=OUTLINE, as_of=TODAY)
    by_fit = posteriors_of(whole)[str(person)]
    assert by_hand.mean == pytest.approx(by_fit.mean, abs=1e-8)
    assert by_hand.covariance == pytest.approx(by_fit.covariance, abs=1e-8)
    assert (by_hand.observations, by_hand.raters) == (by_fit.observations, by_fit.raters)
    assert by_hand.latest_on == by_fit.latest_on


def test_a_stored_model_and_a_stored_posterior_say_the_same() -> None:
    seen = observed([3, 2, 3, 3], raters=[ONE, STRICT, LENIENT])
    direct = assess(seen)
    model = Parameters.from_payload(
        SCALE, json.loads(json.dumps(KNOWN.to_payload())), KNOWN.covariance_bytes()
    )
    stored = FacetPolicy(model)
    posterior = stored.posterior(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY)
    back = Posterior.from_payload(json.loads(json.dumps(posterior.to_payload())))
    found = stored.findings({TRAINEE_ID: back}, outline=OUTLINE, as_of=TODAY)[TRAINEE_ID]
    assert found == stored.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY)
    for code, finding in found.criteria.items():
        assert finding.status is direct.criteria[code].status
        assert finding.level == direct.criteria[code].level
        assert finding.probabilities == pytest.approx(direct.criteria[code].probabilities, abs=1e-6)


@pytest.mark.parametrize(
    ("spread", "is_linked", "is_corrected"),
    [(0.3, True, True), (0.29, True, False), (0.9, False, False)],
)
def test_correction_is_claimed_only_where_raters_differ_and_are_linked(
    spread: float, is_linked: bool, is_corrected: bool
) -> None:
    spreads = Spreads(severity={SUPERVISOR: spread})
    policy = FacetPolicy(parameters_with({}, spreads=spreads), is_linked=is_linked)
    assert policy.is_corrected is is_corrected


def test_the_policy_is_named_after_the_model() -> None:
    assert FacetPolicy(KNOWN).code == "facets_1"
    assert not FacetPolicy(KNOWN).is_linked


def test_a_rater_nobody_knows_yet_opens_no_gate_alone() -> None:
    """Fifteen top ratings of a day by a new rater weigh as much as the few that a cluster is worth."""
    before = [
        seen
        for code in ("A1", "A2", "B1")
        for seen in observed([2] * 8, raters=[ONE, OTHER, THIRD, LENIENT], criterion_code=code)
    ]
    flood = [
        seen
        for code in ("A1", "A2", "B1")
        for seen in observed([4] * 5, raters=[UUID(int=77)], criterion_code=code)
    ]
    assert assess(before).gate_level() == 2
    assert assess([*before, *flood]).gate_level() == 2
    assert assess([*before, *flood]).criteria["A1"].level == 2
