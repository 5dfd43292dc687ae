"""The levels of everybody in a table at once, as a ratings file asks for them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lms.evidence.domain.facets.findings import Thresholds
from lms.evidence.domain.facets.fitting import Fit
from lms.evidence.domain.facets.linkage import Linkage
from lms.evidence.domain.facets.outlook import Curve, widened
from lms.evidence.domain.facets.parameters import Floats
from lms.evidence.domain.facets.ratings import Ints
from lms.evidence.domain.facets.standings import standings_of
from lms.evidence.domain.finding import FindingStatus
from lms.kernel.calendar import months_before

_STATUS = (
    FindingStatus.INSUFFICIENT,
    FindingStatus.PROVISIONAL,
    FindingStatus.ESTABLISHED,
    FindingStatus.NOT_LINKED,
)
_INSUFFICIENT, _PROVISIONAL, _ESTABLISHED, _NOT_LINKED = range(len(_STATUS))


FEWEST_RATINGS = 30
"""As many as users of the many-facet model ask for an element at least (mfrmr, Linacre rmt74m)."""


@dataclass(frozen=True)
class Estimates:
    """What is found of every subject in every criterion; arrays (subjects, criteria), (…, K) for P(level).

    ``estimate``, ``lower90``, ``upper90``: 1–K; ``level``: the most probable one, whatever the status.
    """

    n_observations: Ints
    n_raters: Ints
    estimate: Floats
    std_error: Floats
    lower90: Floats
    upper90: Floats
    level: NDArray[np.int64]
    probabilities: Floats
    status: tuple[tuple[FindingStatus, ...], ...]


def estimates_of(fit: Fit, linkage: Linkage, *, thresholds: Thresholds | None = None) -> Estimates:
    """Find the levels of all subjects of a fit as of its table's day.

    Not linked are those whose part of the table has no rater in common with the reference part. Nothing is
    established by fewer than 30 ratings in all, or where all ratings are the same: neither people nor levels
    can be told apart by them, whatever a single cell says.
    """
    limits, table = thresholds or Thresholds(), fit.table
    standings, today = standings_of(fit), table.as_of.toordinal()
    covariance = widened(standings.covariance, table.last_day, today=today, parameters=fit.parameters)
    single, _pooled = Curve.of(fit.parameters).outlook(standings.mean, covariance)
    counts, raters = table.counts(), table.rater_counts()[:, : len(table.scale.criteria)]
    is_fresh = table.latest_days() >= months_before(table.as_of, limits.fresh_months).toordinal()
    is_established = (
        (counts >= limits.established_observations)
        & (raters >= limits.established_raters)
        & (single.probabilities.max(axis=-1) >= limits.established_certainty)
        & is_fresh
    )
    is_telling = len(table) >= FEWEST_RATINGS and len(np.unique(table.level)) > 1
    is_established &= is_telling
    code = np.where(is_established, _ESTABLISHED, _PROVISIONAL)
    code[counts < limits.min_observations] = _INSUFFICIENT
    code[(linkage.of_subjects > 0)[:, None] & (counts > 0)] = _NOT_LINKED
    return Estimates(
        n_observations=counts,
        n_raters=raters,
        estimate=single.score,
        std_error=single.deviation,
        lower90=single.lower,
        upper90=single.upper,
        level=single.level,
        probabilities=single.probabilities,
        status=tuple(tuple(_STATUS[one] for one in row) for row in code.tolist()),
    )
