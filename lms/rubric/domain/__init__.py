"""Rubrics as values: what a file says, when that is whole, and what was stored. Pure."""

from lms.rubric.domain.additions import (
    Codes,
    additions_in,
    codes_of,
    list_addition_flaws,
    list_code_clashes,
    list_lock_flaws,
)
from lms.rubric.domain.comparing import (
    Comparison,
    CriterionCompared,
    DomainCompared,
    FieldCompared,
    Run,
    RunKind,
    WordsCompared,
    compare_texts,
)
from lms.rubric.domain.crosswalk import all_same, completed, compose, list_crosswalk_flaws
from lms.rubric.domain.document import SHOWN, Document, document_of, place_name, text_of
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
    "SHOWN",
    "Additions",
    "Carry",
    "Change",
    "Codes",
    "Comparison",
    "Criterion",
    "CriterionCompared",
    "CriterionText",
    "CrosswalkKind",
    "CrosswalkLine",
    "Descriptor",
    "DescriptorInUse",
    "Document",
    "Domain",
    "DomainCompared",
    "DomainText",
    "FieldCompared",
    "Flaw",
    "Level",
    "LocalExample",
    "Rubric",
    "RubricText",
    "Run",
    "RunKind",
    "Sources",
    "Succession",
    "WordsCompared",
    "additions_in",
    "all_same",
    "codes_of",
    "compare_texts",
    "completed",
    "compose",
    "document_of",
    "list_addition_flaws",
    "list_code_clashes",
    "list_crosswalk_flaws",
    "list_flaws",
    "list_lock_flaws",
    "place_name",
    "text_of",
]
