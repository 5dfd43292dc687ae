"""Rubrics as values: what a file says, when that is whole, and what was stored. Pure."""

from lms.rubric.domain.flaws import Flaw, list_flaws
from lms.rubric.domain.rubric import Criterion, Domain, Rubric
from lms.rubric.domain.text import LANGUAGES, CriterionText, Descriptor, DomainText, Level, RubricText

__all__ = [
    "LANGUAGES",
    "Criterion",
    "CriterionText",
    "Descriptor",
    "Domain",
    "DomainText",
    "Flaw",
    "Level",
    "Rubric",
    "RubricText",
    "list_flaws",
]
