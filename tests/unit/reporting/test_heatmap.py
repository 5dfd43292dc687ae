from dataclasses import replace
from datetime import date

import pytest

from lms.reporting.heatmap import UNKNOWN, Freshness, MapFilter, Order, fits, freshness_of
from lms.reporting.views.faces import age_between
from tests.factories.evidence import OUTLINE, POLICY, TODAY, TRAINEE_ID, ObservedFactory


@pytest.fixture
def found():
    """Findings from two observations of a level on a day; none of level 0."""

    def findings(level: int, on: date = TODAY):
        seen = [ObservedFactory(level=level, observed_on=on) for _visit in range(2)] if level else []
        return POLICY.assess(TRAINEE_ID, seen, outline=OUTLINE, as_of=TODAY)

    return findings


@pytest.mark.parametrize(
    ("level", "asked", "expected"),
    [
        (2, None, True),
        (2, 2, True),
        (2, 3, False),
        (3, 2, True),
        (0, 2, False),
        (0, UNKNOWN, True),
        (2, UNKNOWN, False),
    ],
)
def test_a_level_is_asked_for_as_at_least_or_unknown(found, level, asked, expected):
    assert fits(found(level), MapFilter(level=asked)) is expected


@pytest.mark.parametrize(
    ("level", "on", "expected"),
    [(0, TODAY, Freshness.NEVER), (2, TODAY, Freshness.FRESH), (2, date(2025, 6, 1), Freshness.STALE)],
)
def test_freshness_is_that_of_the_latest_observation(found, level, on, expected):
    findings = found(level, on)
    assert freshness_of(findings) is expected
    for asked in Freshness:
        assert fits(findings, MapFilter(freshness=asked)) is (asked is expected)


def test_only_some_questions_need_everybodys_levels_first():
    assert not MapFilter(order=Order.ORGANISATION, text="a", role=None).asks_for_levels
    plain = MapFilter()
    for change in ({"level": UNKNOWN}, {"freshness": Freshness.NEVER}, {"order": Order.LEAST_KNOWN}):
        assert replace(plain, **change).asks_for_levels


@pytest.mark.parametrize(
    ("earlier", "age"),
    [
        (date(2026, 11, 20), (0, "weeks")),
        (date(2026, 11, 6), (2, "weeks")),
        (date(2026, 9, 19), (8, "weeks")),
        (date(2026, 9, 18), (2, "months")),
        (date(2024, 11, 21), (23, "months")),
        (date(2024, 11, 19), (2, "years")),
        (date(2021, 11, 19), (5, "years")),
    ],
)
def test_age_is_told_in_weeks_then_months_then_years(earlier, age):
    assert age_between(earlier, TODAY) == age
