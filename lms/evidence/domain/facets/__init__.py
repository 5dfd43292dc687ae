"""The level model: a hierarchical many-facet ordinal model of who was rated how by whom.

One rating of a person in a criterion by a rater on a day follows an adjacent-category curve (``response``) at

    path at that day + deviation in the domain + deviation in the criterion − severity of the rater

against the steps of the criterion. The path is a Gaussian random walk by quarters with a common drift between
a person's first and last evidence; after the last evidence the mean holds and the interval widens. Effects
are normal around 0 (around their group's mean for raters who are not supervisors), with spreads that are
estimated. ``fit`` learns everything from a ``RatingTable``; ``FacetPolicy`` holds what was learnt fast and
finds the levels of people from it, one or many at a time. Terms are defined where they are used; the figures
behind the choices are in docs/level-model.md.
"""

from lms.evidence.domain.facets.anatomy import Anatomy, Estimate, Parts, TrendPoint
from lms.evidence.domain.facets.estimates import Estimates, estimates_of
from lms.evidence.domain.facets.findings import Thresholds
from lms.evidence.domain.facets.fitting import Fit, fit
from lms.evidence.domain.facets.linkage import (
    Comparison,
    Linkage,
    comparison,
    linkage_of,
    resolved_shares,
    worst_of,
)
from lms.evidence.domain.facets.own import with_own_group
from lms.evidence.domain.facets.parameters import MODEL_VERSION, Parameters, Spreads
from lms.evidence.domain.facets.policy import FacetPolicy
from lms.evidence.domain.facets.posterior import Posterior, posteriors_of
from lms.evidence.domain.facets.raters import RaterFlag, RaterResult, own_results, rater_results
from lms.evidence.domain.facets.ratings import RatingTable
from lms.evidence.domain.facets.scale import Scale

__all__ = [
    "MODEL_VERSION",
    "Anatomy",
    "Comparison",
    "Estimate",
    "Estimates",
    "FacetPolicy",
    "Fit",
    "Linkage",
    "Parameters",
    "Parts",
    "Posterior",
    "RaterFlag",
    "RaterResult",
    "RatingTable",
    "Scale",
    "Spreads",
    "Thresholds",
    "TrendPoint",
    "comparison",
    "estimates_of",
    "fit",
    "linkage_of",
    "own_results",
    "posteriors_of",
    "rater_results",
    "resolved_shares",
    "with_own_group",
    "worst_of",
]
