"""Periods against their plainest reading: the days they hold."""

from datetime import timedelta

from hypothesis import given

from lms.kernel.calendar import Period
from tests.properties.kernel.strategies import DAYS, periods


@given(periods(), periods())
def test_overlapping_is_mutual(first: Period, second: Period) -> None:
    assert first.overlaps(second) == second.overlaps(first)


@given(periods(), periods())
def test_overlapping_means_sharing_a_day(first: Period, second: Period) -> None:
    shared = [day for day in DAYS if first.contains(day) and second.contains(day)]
    assert first.overlaps(second) == bool(shared)


@given(periods())
def test_a_period_is_met_by_the_one_that_follows_it_and_shares_no_day_with_it(period: Period) -> None:
    if period.ends_on is None:
        assert period.contains(DAYS[-1])
        return
    following = Period(period.ends_on)
    assert not period.overlaps(following)
    assert period.overlaps(Period(period.ends_on - timedelta(days=1)))
