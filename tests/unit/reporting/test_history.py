from datetime import date

import pytest

from lms.reporting.drawing import Measured
from lms.reporting.history import change_between, quarter_ends

THEN, NOW = date(2025, 11, 20), date(2026, 11, 20)


@pytest.mark.parametrize(
    ("today", "last", "first"),
    [
        (date(2026, 11, 20), date(2026, 9, 30), date(2024, 12, 31)),
        (date(2026, 1, 1), date(2025, 12, 31), date(2024, 3, 31)),
        (date(2026, 3, 31), date(2025, 12, 31), date(2024, 3, 31)),
        (date(2026, 4, 1), date(2026, 3, 31), date(2024, 6, 30)),
    ],
)
def test_quarters_that_are_over_end_before_today(today, last, first):
    days = quarter_ends(today)
    assert len(days) == 8
    assert (days[0], days[-1]) == (first, last)
    assert days == sorted(days)


def test_a_change_larger_than_its_uncertainty_is_clear():
    change = change_between(Measured(THEN, 1.5, 1.2, 1.8), Measured(NOW, 2.5, 2.1, 2.9))
    assert change.points == pytest.approx(1.0)
    assert (change.lower, change.upper) == pytest.approx((0.5, 1.5))
    assert change.is_clear


@pytest.mark.parametrize(("now", "is_clear"), [(2.1, True), (2.0, False), (1.0, False), (0.9, True)])
def test_a_change_is_clear_only_beyond_both_intervals_together(now, is_clear):
    change = change_between(Measured(THEN, 1.5, 1.2, 1.8), Measured(NOW, now, now - 0.4, now + 0.4))
    assert change.is_clear is is_clear


def test_without_a_day_to_compare_with_there_is_no_change():
    known = Measured(NOW, 2.0, 1.5, 2.5)
    assert change_between(Measured(THEN), known) is None
    assert change_between(known, Measured(NOW)) is None
