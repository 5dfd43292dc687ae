"""Rubrics as values: what a file says, when that is whole, and what was stored. Pure."""

from lms.rubric.domain.flaws import Flaw, list_flaws
from lms.rubric.domain.rubric import Criterion, Domain, Rubric
from lms.rubric.domain.succession import Change, CrosswalkKind, CrosswalkLine, Succession
from lms.rubric.domain.text import (
    LANGUAGES,
    CriterionText,
    Descriptor,
    DomainText,
    Level,
    LocalExample,
    RubricText,
)

__all__ = [
    "LANGUAGES",
    "Change",
    "Criterion",
    "CriterionText",
    "CrosswalkKind",
    "CrosswalkLine",
    "Descriptor",
    "Domain",
    "DomainText",
    "Flaw",
    "Level",
    "LocalExample",
    "Rubric",
    "RubricText",
    "Succession",
    "list_flaws",
]
