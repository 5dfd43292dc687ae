"""Reads of evidence: observations, the levels found from them, how a level was worked out."""

from lms.evidence.queries.explaining import Explanation, explain_criterion, explain_domain, explain_overall
from lms.evidence.queries.findings import list_findings
from lms.evidence.queries.fits import (
    LevelFit,
    current_policy,
    find_comparisons,
    find_fit,
    find_rater_result,
    list_fits,
)
from lms.evidence.queries.material import list_rated_versions
from lms.evidence.queries.observations import NamedObservation, list_observations, outline_of, visible_to
from lms.evidence.queries.own_view import (
    ComparedCriterion,
    OwnComparison,
    OwnDraft,
    OwnViewState,
    Sitting,
    compare_latest_own_view,
    compare_own_view,
    find_draft,
    get_own_view_state,
    list_own_views,
    list_sittings,
    own_sittings,
    view_of,
)
from lms.evidence.queries.raters import OwnRating, RaterReading, read_own_rating

__all__ = [
    "ComparedCriterion",
    "Explanation",
    "LevelFit",
    "NamedObservation",
    "OwnComparison",
    "OwnDraft",
    "OwnRating",
    "OwnViewState",
    "RaterReading",
    "Sitting",
    "compare_latest_own_view",
    "compare_own_view",
    "current_policy",
    "explain_criterion",
    "explain_domain",
    "explain_overall",
    "find_comparisons",
    "find_draft",
    "find_fit",
    "find_rater_result",
    "get_own_view_state",
    "list_findings",
    "list_fits",
    "list_observations",
    "list_own_views",
    "list_rated_versions",
    "list_sittings",
    "outline_of",
    "own_sittings",
    "read_own_rating",
    "view_of",
    "visible_to",
]
