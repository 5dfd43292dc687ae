"""Ids sort by time; days are Japan's."""

from datetime import UTC, date, datetime

from lms.kernel.clock import FrozenClock, SystemClock
from lms.kernel.ids import new_id


def test_ids_are_version_7_and_sort_by_the_millisecond_they_were_made_in():
    ids = [new_id() for _ in range(1000)]
    assert {item.version for item in ids} == {7}
    assert len(set(ids)) == 1000
    milliseconds = [item.int >> 80 for item in ids]
    assert milliseconds == sorted(milliseconds)


def test_a_day_begins_at_japanese_midnight():
    assert FrozenClock(datetime(2026, 11, 19, 14, 59, tzinfo=UTC)).today() == date(2026, 11, 19)
    assert FrozenClock(datetime(2026, 11, 19, 15, 0, tzinfo=UTC)).today() == date(2026, 11, 20)


def test_system_clock_is_aware_and_runs():
    clock = SystemClock()
    first = clock.now()
    assert first.tzinfo is UTC
    assert clock.now() >= first
    assert abs((clock.today() - first.date()).days) <= 1
