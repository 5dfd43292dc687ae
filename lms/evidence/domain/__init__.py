"""Observations, findings and the policies that lead from one to the other: no clock, no database."""

from lms.evidence.domain.finding import FindingStatus, LevelFinding, PersonFindings, RubricOutline, Wanted
from lms.evidence.domain.judgement import (
    Judgement,
    PastObservation,
    RefusedRow,
    check_judgement,
    check_ratings,
    refuse_past_rows,
)
from lms.evidence.domain.median import SupervisorMedian
from lms.evidence.domain.observation import (
    Observation,
    ObservationState,
    RaterRole,
    Rating,
    Source,
    SourceKind,
    Voiding,
)
from lms.evidence.domain.own_view import (
    MAX_NOTE,
    REST,
    Contrast,
    OwnAnswer,
    OwnView,
    OwnViewStanding,
    check_own_view,
    check_rested,
    check_whole,
    contrast,
    list_unanswered,
    next_sitting_on,
    standing_of,
)
from lms.evidence.domain.policy import LevelPolicy, NotCounted

__all__ = [
    "MAX_NOTE",
    "REST",
    "Contrast",
    "FindingStatus",
    "Judgement",
    "LevelFinding",
    "LevelPolicy",
    "NotCounted",
    "Observation",
    "ObservationState",
    "OwnAnswer",
    "OwnView",
    "OwnViewStanding",
    "PastObservation",
    "PersonFindings",
    "RaterRole",
    "Rating",
    "RefusedRow",
    "RubricOutline",
    "Source",
    "SourceKind",
    "SupervisorMedian",
    "Voiding",
    "Wanted",
    "check_judgement",
    "check_own_view",
    "check_ratings",
    "check_rested",
    "check_whole",
    "contrast",
    "list_unanswered",
    "next_sitting_on",
    "refuse_past_rows",
    "standing_of",
]
