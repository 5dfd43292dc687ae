"""Rubrics as values: what a file says, when that is whole, and what was stored. Pure."""

from lms.rubric.domain.flaws import Flaw, list_flaws
from lms.rubric.domain.rubric import Additions, Criterion, DescriptorInUse, Domain, Rubric
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
from lms.rubric.domain.translation import Carry, Sources

__all__ = [
    "LANGUAGES",
    "Additions",
    "Carry",
    "Change",
    "Criterion",
    "CriterionText",
    "CrosswalkKind",
    "CrosswalkLine",
    "Descriptor",
    "DescriptorInUse",
    "Domain",
    "DomainText",
    "Flaw",
    "Level",
    "LocalExample",
    "Rubric",
    "RubricText",
    "Sources",
    "Succession",
    "list_flaws",
]
