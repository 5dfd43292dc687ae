"""Reads of evidence: observations, the levels found from them, how a level was worked out."""

from lms.evidence.queries.explaining import Explanation, explain_criterion, explain_domain
from lms.evidence.queries.findings import CURRENT_POLICY, list_findings
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
    find_own_view_state,
    list_sittings,
    own_sittings,
    view_of,
)

__all__ = [
    "CURRENT_POLICY",
    "ComparedCriterion",
    "Explanation",
    "NamedObservation",
    "OwnComparison",
    "OwnDraft",
    "OwnViewState",
    "Sitting",
    "compare_latest_own_view",
    "compare_own_view",
    "explain_criterion",
    "explain_domain",
    "find_draft",
    "find_own_view_state",
    "list_findings",
    "list_observations",
    "list_sittings",
    "outline_of",
    "own_sittings",
    "view_of",
    "visible_to",
]
