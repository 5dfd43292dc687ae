"""Exactly one profile or none, whatever the order; days half-open; the choice is the best by its own rule."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lms.targets.domain import Assignment, Audience, Candidate, Ground, Situation, Span, choose

FIRST = date(2026, 1, 1)
PATHS = ("/1/", "/1/2/", "/1/2/3/", "/1/4/", "/5/")

days = st.integers(0, 40).map(lambda number: FIRST + timedelta(days=number))
spans = st.builds(Span, days, st.none() | days)
years = st.none() | st.integers(1, 4)
audiences = st.builds(
    Audience, st.none() | st.sampled_from(("advisor", "hr")), years, years, st.none() | st.just("chamber")
)
candidates = st.lists(
    st.builds(
        Candidate,
        st.integers(1, 50).map(lambda number: UUID(int=number)),
        st.sampled_from(("a", "b", "c")),
        st.sampled_from(PATHS),
        spans,
        st.none() | audiences,
    ),
    max_size=8,
    unique_by=lambda one: one.profile_id,
)
situations = st.builds(
    Situation,
    on=days,
    employer_path=st.none() | st.sampled_from(PATHS),
    employer_kind=st.sampled_from(("chamber", "yorozu")),
    hired_on=st.none() | days,
    roles=st.sampled_from((frozenset(), frozenset({"advisor"}), frozenset({"advisor", "hr"}))),
)
assignments = st.lists(
    st.builds(
        Assignment,
        st.integers(1, 9).map(lambda number: UUID(int=number)),
        st.integers(1, 50).map(lambda number: UUID(int=number)),
        spans,
    ),
    max_size=3,
    unique_by=lambda one: one.id,
)


@given(candidates, situations, assignments, st.randoms(use_true_random=False))
def test_the_choice_does_not_depend_on_the_order(profiles, situation, given_ones, random):
    choice = choose(profiles, situation, given_ones)
    shuffled, others = list(profiles), list(given_ones)
    random.shuffle(shuffled)
    random.shuffle(others)
    assert choose(shuffled, situation, others) == choice


@given(candidates, situations, assignments)
def test_one_that_holds_today_or_none(profiles, situation, given_ones):
    choice = choose(profiles, situation, given_ones)
    fitting = [
        one
        for one in profiles
        if one.span.contains(situation.on)
        and one.audience is not None
        and one.audience.means(situation)
        and (situation.employer_path or "").startswith(one.organisation_path)
    ]
    in_force = {one.profile_id for one in profiles if one.span.contains(situation.on)}
    is_given = any(one.span.contains(situation.on) and one.profile_id in in_force for one in given_ones)
    if choice is None:
        assert not fitting
        assert not is_given
        return
    assert choice.profile.span.contains(situation.on)
    assert (choice.ground is Ground.ASSIGNED) == is_given
    listed = [choice.profile, *(one for one, _why in choice.passed_over)]
    assert len({one.profile_id for one in listed}) == len(listed)
    assert {one.profile_id for one in fitting} <= {one.profile_id for one in listed}
    if choice.ground is Ground.AUDIENCE:
        assert choice.profile in fitting
        nearest = max(len(one.organisation_path) for one in fitting)
        assert len(choice.profile.organisation_path) == nearest


@given(st.builds(Candidate, st.just(UUID(int=1)), st.just("a"), st.just("/1/"), spans, st.just(Audience())))
def test_days_are_half_open(profile):
    span = profile.span
    for day in (span.starts_on, span.ends_on or span.starts_on):
        holds = span.starts_on <= day and (span.ends_on is None or day < span.ends_on)
        assert (choose([profile], Situation(day, employer_path="/1/")) is not None) == holds
