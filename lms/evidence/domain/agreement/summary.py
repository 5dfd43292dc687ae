"""All figures of agreement about one set of ratings, and how much may be said of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lms.evidence.domain.agreement.alpha import Metric, krippendorff_alpha
from lms.evidence.domain.agreement.figure import Figure
from lms.evidence.domain.agreement.intraclass import Form, crossed, intraclass_correlations
from lms.evidence.domain.agreement.kappa import Weighting, mean_kappa
from lms.evidence.domain.agreement.resampling import FEWEST_SUBJECTS
from lms.evidence.domain.agreement.units import UnitRatings

FEWEST_PAIRS = 20
USABLE_PAIRS = 100


class Reading(StrEnum):
    """How a figure may be read: not at all, as a hint, or as a figure."""

    TOO_FEW = "too_few"
    INDICATIVE = "indicative"
    USABLE = "usable"


def reading_of(ratings: UnitRatings) -> Reading:
    """Say how figures of these ratings may be read.

    Under 20 pairs sampling alone moves a weighted kappa by .2 either way; no figure is said. From 100 on it
    is .1. Pairs from fewer than 5 subjects allow no interval, and no figure is said without one.
    """
    doubled = ratings.doubled
    if doubled.n_pairs < FEWEST_PAIRS or doubled.n_subjects < FEWEST_SUBJECTS:
        return Reading.TOO_FEW
    return Reading.USABLE if doubled.n_pairs >= USABLE_PAIRS else Reading.INDICATIVE


@dataclass(frozen=True)
class Agreement:
    """The figures, what they rest on, and how they may be read.

    ``n_units`` counts units with a single rating too, ``n_double_units`` those with several; ``n_crossed``
    the units that every rater judged, on which the intraclass correlations rest.
    """

    alpha: Mapping[Metric, Figure]
    kappa: Mapping[Weighting, Figure]
    icc: Mapping[Form, Figure]
    n_units: int
    n_double_units: int
    n_crossed: int
    n_raters: int
    n_pairs: int
    reading: Reading


def measure_agreement(ratings: UnitRatings) -> Agreement:
    """Compute every figure of agreement of these ratings."""
    matrix = crossed(ratings)
    return Agreement(
        alpha=krippendorff_alpha(ratings),
        kappa=mean_kappa(ratings),
        icc=intraclass_correlations(matrix),
        n_units=ratings.n_units,
        n_double_units=ratings.n_double_units,
        n_crossed=len(matrix),
        n_raters=ratings.n_raters,
        n_pairs=ratings.n_pairs,
        reading=reading_of(ratings),
    )
