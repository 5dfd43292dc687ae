"""A figure of agreement as it is handed on: value and interval, or the reason why there is none."""

from dataclasses import dataclass
from enum import StrEnum

from lms.evidence.domain.agreement.resampling import (
    FEWEST_SUBJECTS,
    percentile_interval,
    unanimous_interval,
)
from lms.evidence.domain.agreement.units import FloatArray, UnitRatings


class Missing(StrEnum):
    """Why a figure or its interval cannot be computed."""

    NO_DOUBLE_RATINGS = "no_double_ratings"
    ONE_LEVEL_ONLY = "one_level_only"
    NOT_CROSSED = "not_crossed"
    NO_VARIATION = "no_variation"
    NO_ERROR = "no_error"
    FEW_SUBJECTS = "few_subjects"
    TOO_MANY_PAIRS = "too_many_pairs"
    UNSTABLE = "unstable"


@dataclass(frozen=True)
class Figure:
    """A value with the interval that holds the truth 95 times in 100.

    ``value`` is None for the reason in ``missing``; where only the interval is None, that is its reason.
    """

    value: float | None
    interval: tuple[float, float] | None = None
    missing: Missing | None = None


def needs_draws(ratings: UnitRatings) -> bool:
    """Say whether an interval comes from drawing subjects anew; ``ratings`` are the doubled ones."""
    return ratings.n_subjects >= FEWEST_SUBJECTS and not ratings.is_unanimous


def with_interval(value: float, ratings: UnitRatings, drawn: FloatArray | None) -> Figure:
    """Put the interval beside a value; ``drawn`` is None unless ``needs_draws``."""
    if drawn is not None:
        interval = percentile_interval(value, drawn)
        return Figure(value, interval, None if interval else Missing.UNSTABLE)
    if ratings.n_subjects < FEWEST_SUBJECTS:
        return Figure(value, missing=Missing.FEW_SUBJECTS)
    return Figure(value, unanimous_interval(ratings.n_subjects))
