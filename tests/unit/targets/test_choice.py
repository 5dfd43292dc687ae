"""Which profile is a person's, and why the others are not."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from lms.kernel.errors import RuleViolation
from lms.targets.domain import (
    Assignment,
    Audience,
    Ground,
    PassedOver,
    Situation,
    Span,
    check_assignment,
    choose,
    settle,
)
from tests.factories.targets import BEGINS, CandidateFactory

TODAY = date(2026, 11, 20)
A_DAY = timedelta(days=1)
AOI = Situation(
    TODAY,
    employer_path="/1/2/3/",
    employer_kind="chamber",
    hired_on=date(2024, 4, 1),
    roles=frozenset({"advisor"}),
)


@pytest.fixture
def given():
    """Give Aoi a profile for some days."""

    def give(candidate, span=None, number: int = 1) -> Assignment:
        return Assignment(UUID(int=number), candidate.profile_id, span or Span(TODAY))

    return give


def test_what_somebody_assigned_wins_over_every_audience(given):
    near, assigned = CandidateFactory(organisation_path="/1/2/3/"), CandidateFactory(audience=None)
    choice = choose([near, assigned], AOI, [given(assigned)])
    assert (choice.profile, choice.ground, choice.assignment.id) == (assigned, Ground.ASSIGNED, UUID(int=1))
    assert choice.passed_over == ((near, PassedOver.ASSIGNED),)


def test_an_assigned_profile_is_not_passed_over_by_itself(given):
    assigned = CandidateFactory()
    assert choose([assigned], AOI, [given(assigned)]).passed_over == ()


@pytest.mark.parametrize(
    "span", [Span(TODAY + A_DAY), Span(BEGINS, TODAY), Span(TODAY, TODAY)], ids=["later", "over", "withdrawn"]
)
def test_an_assignment_counts_on_its_days_only(span, given):
    broad, assigned = CandidateFactory(), CandidateFactory(audience=None)
    assert choose([broad, assigned], AOI, [given(assigned, span)]).profile == broad


def test_a_given_profile_that_has_ended_counts_no_longer(given):
    ended = CandidateFactory(span=Span(BEGINS, TODAY), audience=None)
    assert choose([ended], AOI, [given(ended)]) is None


def test_the_nearest_organisation_goes_before_the_narrowest_audience():
    far = CandidateFactory(audience=Audience("advisor", 3, 3, "chamber"))
    near = CandidateFactory(organisation_path="/1/2/")
    choice = choose([far, near], AOI)
    assert (choice.profile, choice.ground) == (near, Ground.AUDIENCE)
    assert choice.passed_over == ((far, PassedOver.FARTHER),)


@pytest.mark.parametrize(
    ("broader", "narrower"),
    [
        (Audience(), Audience("advisor")),
        (Audience("advisor"), Audience("advisor", 1, 5)),
        (Audience("advisor", 1, 5), Audience("advisor", 3, 3)),
        (Audience("advisor", 3, 3), Audience("advisor", kind="chamber")),
        (Audience("advisor", 1, 3), Audience("advisor", 2, 4)),
        (Audience(years_from=2), Audience(kind="chamber")),
    ],
)
def test_of_one_organisation_the_narrowest_audience_goes_first(broader, narrower):
    wide, narrow = CandidateFactory(audience=broader), CandidateFactory(audience=narrower)
    choice = choose([wide, narrow], AOI)
    assert choice.profile == narrow
    assert choice.passed_over == ((wide, PassedOver.BROADER),)


@pytest.mark.parametrize("path", ["/9/", "/1/2/3/4/"], ids=["elsewhere", "below the employer"])
def test_only_organisations_at_and_above_the_employer_speak_to_somebody(path):
    assert choose([CandidateFactory(organisation_path=path)], AOI) is None


def test_nobody_is_spoken_to_without_an_employer_or_by_a_profile_for_names_only():
    assert choose([CandidateFactory()], Situation(TODAY)) is None
    assert choose([CandidateFactory(audience=None)], AOI) is None


def test_a_new_assignment_ends_the_one_before_it(given):
    candidate = CandidateFactory()
    before, over = given(candidate, Span(BEGINS)), given(candidate, Span(BEGINS, BEGINS + A_DAY), 2)
    assert settle(Span(TODAY), [before, over]) == (before,)


@pytest.mark.parametrize("starts_on", [TODAY, TODAY + A_DAY])
def test_an_assignment_that_begins_later_is_in_the_way(starts_on, given):
    with pytest.raises(RuleViolation) as refused:
        settle(Span(TODAY), [given(CandidateFactory(), Span(starts_on))])
    assert (refused.value.code, refused.value.field) == ("targets.assignment_overlaps", "starts_on")
    settle(Span(TODAY, starts_on), [given(CandidateFactory(), Span(starts_on + A_DAY))])


@pytest.mark.parametrize(
    ("span", "code"),
    [
        (Span(TODAY - A_DAY), "targets.starts_in_past"),
        (Span(TODAY, TODAY), "targets.ends_before_start"),
    ],
)
def test_an_assignment_begins_today_or_later_and_lasts(span, code):
    with pytest.raises(RuleViolation) as refused:
        check_assignment(span, today=TODAY)
    assert refused.value.code == code


def test_an_assignment_from_today_is_fine():
    check_assignment(Span(TODAY, TODAY + A_DAY), today=TODAY)
