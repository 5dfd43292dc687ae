"""Fiscal years, eras and periods."""

from datetime import date

import pytest

from lms.kernel.calendar import Period, fiscal_year, japanese_era, months_before


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2026, 12, 31), 2026)]
)
def test_fiscal_year_starts_on_the_first_of_april(day, year):
    assert fiscal_year(day) == year


@pytest.mark.parametrize(
    ("day", "era"),
    [
        (date(2019, 4, 30), ("heisei", 31)),
        (date(2019, 5, 1), ("reiwa", 1)),
        (date(2026, 11, 20), ("reiwa", 8)),
        (date(1989, 1, 7), ("showa", 64)),
        (date(1989, 1, 8), ("heisei", 1)),
        (date(1912, 7, 29), ("meiji", 45)),
        (date(1873, 1, 1), ("meiji", 6)),
    ],
)
def test_era_of_a_day(day, era):
    assert japanese_era(day) == era


def test_days_before_the_gregorian_calendar_have_no_era():
    with pytest.raises(ValueError, match="1873"):
        japanese_era(date(1872, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2026, 11, 20), 24, date(2024, 11, 20)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
    ],
)
def test_months_before_a_day(day, months, earlier):
    assert months_before(day, months) == earlier


def test_period_holds_its_first_day_but_not_its_end():
    period = Period(date(2026, 4, 1), date(2027, 4, 1))
    assert period.contains(date(2026, 4, 1))
    assert not period.contains(date(2027, 4, 1))
    assert Period(date(2026, 4, 1)).contains(date(2099, 1, 1))


def test_period_must_end_after_it_starts():
    with pytest.raises(ValueError, match="after it starts"):
        Period(date(2026, 4, 1), date(2026, 4, 1))


def test_periods_that_touch_do_not_overlap():
    first = Period(date(2026, 4, 1), date(2026, 10, 1))
    assert not first.overlaps(Period(date(2026, 10, 1), None))
    assert first.overlaps(Period(date(2026, 9, 30), None))
    assert not Period(date(2026, 10, 1)).overlaps(first)
