"""Days counted back from today, and happenings played in order."""

from datetime import UTC, date, datetime, time

import pytest

from lms.demo.timeline import Timeline

FRIDAY = date(2026, 11, 20)


def test_a_day_is_a_working_day_at_most_a_week_before_the_one_counted():
    for days in range(400):
        day, counted = Timeline(FRIDAY).day(days), date.fromordinal(FRIDAY.toordinal() - days)
        assert day.weekday() < 5
        assert 0 <= (counted - day).days < 7


def test_what_comes_after_comes_on_a_later_working_day_but_never_after_today():
    timeline = Timeline(FRIDAY)
    for days in range(1, 400):
        for later in (1, 2, 4):
            after = timeline.after(days, later)
            assert after > timeline.day(days)
            assert after == FRIDAY or after.weekday() < 5
            assert after <= FRIDAY


def test_what_is_planned_falls_on_a_working_day_at_most_two_days_after_the_one_counted():
    for days in range(1, 60):
        planned, counted = Timeline(FRIDAY).ahead(days), date.fromordinal(FRIDAY.toordinal() + days)
        assert planned.weekday() < 5
        assert 0 <= (planned - counted).days <= 2


@pytest.mark.parametrize(
    ("today", "newest"),
    [
        (date(2026, 11, 20), date(2026, 4, 1)),
        (date(2026, 7, 9), date(2025, 4, 1)),
        (date(2026, 7, 10), date(2026, 4, 1)),
        (date(2027, 1, 4), date(2026, 4, 1)),
    ],
)
def test_the_newest_colleagues_joined_an_april_that_lies_a_hundred_days_back(today, newest):
    assert Timeline(today).april() == newest
    assert Timeline(today).april(3) == newest.replace(year=newest.year - 3)


def test_happenings_are_played_once_earliest_first_and_else_in_the_order_they_were_added():
    timeline, played = Timeline(FRIDAY), []
    timeline.add(date(2026, 5, 1), time(12), lambda clock: played.append(("noon", clock.now())))
    timeline.add(date(2026, 5, 1), time(9), lambda clock: played.append(("morning", clock.now())))
    timeline.add(date(2026, 5, 1), time(9), lambda clock: played.append(("then", clock.now())))
    timeline.add(date(2026, 4, 30), time(23), lambda clock: played.append(("before", clock.now())))
    timeline.play()
    timeline.play()
    assert [word for word, _at in played] == ["before", "morning", "then", "noon"]
    assert played[1][1] == datetime(2026, 5, 1, 0, tzinfo=UTC)
