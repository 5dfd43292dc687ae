"""Ids sort by time; days are Japan's."""

import time
from datetime import UTC, date, datetime
from uuid import RFC_4122

import pytest

from lms.kernel.clock import FrozenClock, SystemClock
from lms.kernel.ids import new_id, read_id


def test_ids_are_version_7_and_sort_in_the_order_they_were_made_in():
    ids = [new_id() for _ in range(5000)]
    assert {(item.version, item.variant) for item in ids} == {(7, RFC_4122)}
    assert len(set(ids)) == 5000
    assert ids == sorted(ids)


def test_ids_carry_the_time_they_were_made_at():
    before = time.time_ns() // 1_000_000
    made_at = new_id().int >> 80
    assert before <= made_at <= time.time_ns() // 1_000_000 + 1


def test_an_id_of_somebody_else_is_read():
    made = new_id()
    assert read_id(str(made)) == made


@pytest.mark.parametrize("text", [None, "", "nonsense", "00000000-0000-0000-0000"])
def test_what_is_no_id_is_none(text):
    assert read_id(text) is None


def test_a_day_begins_at_japanese_midnight():
    assert FrozenClock(datetime(2026, 11, 19, 14, 59, tzinfo=UTC)).today() == date(2026, 11, 19)
    assert FrozenClock(datetime(2026, 11, 19, 15, 0, tzinfo=UTC)).today() == date(2026, 11, 20)


def test_system_clock_is_aware_and_runs():
    clock = SystemClock()
    first = clock.now()
    assert first.tzinfo is UTC
    assert clock.now() >= first
    assert abs((clock.today() - first.date()).days) <= 1
