"""What a profile has to keep, and the days on which it holds."""

from datetime import date, timedelta

import pytest

from lms.kernel.errors import RuleViolation
from lms.targets.domain import (
    Audience,
    ProfileState,
    Span,
    check_apart,
    check_audience_is_free,
    check_code,
    check_draft,
    check_end,
    list_flaws,
    takes_effect_on,
)
from tests.factories.targets import BEGINS, TargetDraftFactory

TODAY = date(2026, 11, 20)
A_DAY = timedelta(days=1)
CRITERIA = ("A1", "B1")


@pytest.fixture
def refusal():
    """Return the code and field of the refusal that a check gives."""

    def of(check, *arguments, **facts) -> tuple[str, str | None]:
        with pytest.raises(RuleViolation) as refused:
            check(*arguments, **facts)
        return refused.value.code, refused.value.field

    return of


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"name": {"ja": " ", "en": ""}}, ("targets.name_missing", "name_ja")),
        ({"ends_on": BEGINS}, ("targets.ends_before_start", "ends_on")),
        ({"levels": {}}, ("targets.no_levels", "levels")),
        ({"levels": {"Z9": 1}}, ("targets.unknown_criterion", "levels")),
        ({"levels": {"A1": 5}}, ("targets.level_out_of_range", "level_A1")),
        ({"levels": {"B1": 0}}, ("targets.level_out_of_range", "level_B1")),
        ({"audience": Audience(years_from=9, years_to=1)}, ("targets.years_reversed", "years_to")),
    ],
)
def test_each_flaw_is_named_with_its_field(changed, expected, refusal):
    draft = TargetDraftFactory(**changed)
    facts = {"starts_on": BEGINS, "criteria": CRITERIA, "highest_level": 4}
    assert [(flaw.code, flaw.field) for flaw in list_flaws(draft, **facts)] == [expected]
    assert refusal(check_draft, draft, **facts) == expected


def test_a_draft_without_an_audience_or_an_end_is_sound():
    draft = TargetDraftFactory(audience=None)
    check_draft(draft, starts_on=BEGINS, criteria=CRITERIA, highest_level=4)


@pytest.mark.parametrize("code", ["", "Year-1", "1年目", "-year", "a" * 41, "a b"])
def test_a_code_is_small_letters_digits_and_hyphens(code, refusal):
    assert refusal(check_code, code) == ("targets.code_unusable", "code")


@pytest.mark.parametrize("code", ["year-1", "3", "a" * 40, "yorozu_co"])
def test_a_usable_code_is_taken(code):
    check_code(code)


@pytest.mark.parametrize(
    ("span", "day", "state"),
    [
        (Span(BEGINS), BEGINS - A_DAY, ProfileState.UPCOMING),
        (Span(BEGINS), BEGINS, ProfileState.IN_FORCE),
        (Span(BEGINS, TODAY), TODAY - A_DAY, ProfileState.IN_FORCE),
        (Span(BEGINS, TODAY), TODAY, ProfileState.ENDED),
        (Span(BEGINS, BEGINS), BEGINS - A_DAY, ProfileState.ENDED),
        (Span(BEGINS, BEGINS), BEGINS, ProfileState.ENDED),
    ],
    ids=["before", "first day", "last day", "first day after", "withdrawn, before", "withdrawn, on the day"],
)
def test_days_are_half_open(span, day, state):
    assert span.state_on(day) is state
    assert span.contains(day) is (state is ProfileState.IN_FORCE)


def test_profiles_of_one_code_may_follow_each_other_but_not_overlap(refusal):
    first, second = Span(BEGINS, TODAY), Span(TODAY)
    check_apart(second, [first, Span(TODAY, TODAY)], field="starts_on")
    check = refusal(check_apart, Span(TODAY - A_DAY), [first], field="ends_on")
    assert check == ("targets.overlaps", "ends_on")


def test_the_same_people_are_spoken_to_once_at_a_time(refusal):
    audience, others = Audience("advisor"), [("year-3", Span(BEGINS, TODAY), Audience("advisor"))]
    check_audience_is_free(audience, Span(TODAY), others)
    check_audience_is_free(Audience("hr"), Span(BEGINS), others)
    check_audience_is_free(None, Span(BEGINS), [("given", Span(BEGINS), None)])
    taken = refusal(check_audience_is_free, audience, Span(BEGINS), others)
    assert taken == ("targets.same_audience", "reach")


def test_a_change_holds_from_today_or_from_the_first_day_to_come():
    assert takes_effect_on(today=TODAY, starts_on=BEGINS) == TODAY
    assert takes_effect_on(today=BEGINS - A_DAY, starts_on=BEGINS) == BEGINS


def test_a_profile_ends_today_or_later_and_not_before_it_begins(refusal):
    check_end(TODAY, today=TODAY, starts_on=BEGINS)
    check_end(TODAY + A_DAY, today=TODAY, starts_on=TODAY + A_DAY)
    past = refusal(check_end, TODAY - A_DAY, today=TODAY, starts_on=BEGINS)
    early = refusal(check_end, TODAY, today=TODAY, starts_on=TODAY + A_DAY)
    assert past == ("targets.ends_in_past", "ends_on")
    assert early == ("targets.ends_before_start", "ends_on")
