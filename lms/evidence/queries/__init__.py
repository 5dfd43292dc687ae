"""Reads of evidence: observations, the levels found from them, how a level was worked out."""

from lms.evidence.queries.explaining import Explanation, explain_criterion, explain_domain
from lms.evidence.queries.findings import CURRENT_POLICY, list_findings
from lms.evidence.queries.observations import NamedObservation, list_observations, outline_of, visible_to

__all__ = [
    "CURRENT_POLICY",
    "Explanation",
    "NamedObservation",
    "explain_criterion",
    "explain_domain",
    "list_findings",
    "list_observations",
    "outline_of",
    "visible_to",
]
