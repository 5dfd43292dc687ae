"""CASE 1.1: rubrics as 1EdTech's packages of competencies, written and read."""

from lms.rubric.loader.case.reader import read_case
from lms.rubric.loader.case.terms import PATH, AdoptionStatus, Association, ItemType, identifier_of
from lms.rubric.loader.case.writer import CaseObject, Edition, case_package

__all__ = [
    "PATH",
    "AdoptionStatus",
    "Association",
    "CaseObject",
    "Edition",
    "ItemType",
    "case_package",
    "identifier_of",
    "read_case",
]
