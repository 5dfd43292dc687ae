"""Observations, findings and the policies that lead from one to the other: no clock, no database."""

from lms.evidence.domain.finding import FindingStatus, LevelFinding, PersonFindings, RubricOutline, Wanted
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
from lms.evidence.domain.policy import LevelPolicy

__all__ = [
    "FindingStatus",
    "LevelFinding",
    "LevelPolicy",
    "Observation",
    "ObservationState",
    "PersonFindings",
    "RaterRole",
    "Rating",
    "RubricOutline",
    "Source",
    "SourceKind",
    "SupervisorMedian",
    "Voiding",
    "Wanted",
]
