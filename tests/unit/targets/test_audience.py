"""For whom a profile is meant: roles, kinds of employer, years of service by fiscal years."""

from datetime import date

import pytest

from lms.targets.domain import Audience, Situation, list_audience_flaws

TODAY = date(2026, 11, 20)
ADVISOR = Situation(
    TODAY,
    employer_path="/1/2/",
    employer_kind="chamber",
    hired_on=date(2024, 4, 1),
    roles=frozenset({"advisor"}),
)


@pytest.mark.parametrize(
    ("hired_on", "on", "year"),
    [
        (date(2026, 4, 1), date(2026, 4, 1), 1),
        (date(2026, 4, 1), date(2027, 3, 31), 1),
        (date(2027, 3, 31), date(2027, 3, 31), 1),
        (date(2027, 3, 31), date(2027, 4, 1), 2),
        (date(2024, 4, 1), TODAY, 3),
    ],
    ids=["first day", "last day of the year", "hired on it", "the year after", "third year"],
)
def test_the_fiscal_year_of_hiring_is_the_first_whatever_the_month(hired_on, on, year):
    assert Situation(on, hired_on=hired_on).year_of_service == year


@pytest.mark.parametrize("hired_on", [None, date(2026, 11, 21)], ids=["never hired", "still to come"])
def test_who_is_not_hired_yet_has_no_year_of_service(hired_on):
    assert Situation(TODAY, hired_on=hired_on).year_of_service is None


@pytest.mark.parametrize(
    ("audience", "is_meant"),
    [
        (Audience(), True),
        (Audience(role="advisor"), True),
        (Audience(role="supervisor"), False),
        (Audience(kind="chamber"), True),
        (Audience(kind="yorozu"), False),
        (Audience(years_from=3, years_to=3), True),
        (Audience(years_from=4), False),
        (Audience(years_to=2), False),
        (Audience(years_from=2), True),
        (Audience(years_to=3), True),
        (Audience(role="advisor", years_from=1, years_to=2), False),
    ],
)
def test_an_audience_means_who_fits_all_it_asks(audience, is_meant):
    assert audience.means(ADVISOR) is is_meant


def test_years_mean_nobody_whose_hiring_is_unknown():
    assert not Audience(years_to=60).means(Situation(TODAY, roles=frozenset({"advisor"})))


@pytest.mark.parametrize(
    ("audience", "flaws"),
    [
        (Audience(years_from=1, years_to=60), []),
        (Audience(years_from=0), [("targets.years_out_of_range", "years_from")]),
        (Audience(years_to=61), [("targets.years_out_of_range", "years_to")]),
        (Audience(years_from=3, years_to=2), [("targets.years_reversed", "years_to")]),
        (Audience(role="advisor"), []),
    ],
)
def test_an_audience_that_can_never_match_says_why(audience, flaws):
    assert [(flaw.code, flaw.field) for flaw in list_audience_flaws(audience)] == flaws


def test_conditions_are_counted_years_as_one():
    assert Audience().n_conditions == 0
    assert Audience("advisor", 1, 3, "chamber").n_conditions == 3
    assert (Audience(years_from=2, years_to=3).n_years, Audience(years_from=59).n_years) == (2, 2)
