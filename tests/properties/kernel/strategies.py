"""Periods that begin within a few weeks, and the days to look at."""

from datetime import date, timedelta

from hypothesis import strategies as st

from lms.kernel.calendar import Period

FIRST = date(2026, 4, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(40)]


@st.composite
def periods(draw) -> Period:
    """Draw a period that begins within ``DAYS`` and ends anywhere after, or stays open."""
    starts_on = draw(st.sampled_from(DAYS))
    length = draw(st.none() | st.integers(min_value=1, max_value=50))
    return Period(starts_on, None if length is None else starts_on + timedelta(days=length))
