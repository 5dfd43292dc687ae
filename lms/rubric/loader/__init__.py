"""Rubric files: from bytes to a ``RubricText``, or to problems with their lines; bad input never raises."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lms.rubric.domain import RubricText, list_flaws, text_of
from lms.rubric.loader.document import MAX_BYTES, Document, UnreadableError, read_document
from lms.rubric.loader.problem import Problem, place
from lms.rubric.loader.schema import Schema, list_shape_problems
from lms.rubric.loader.wording import PROBLEMS, REFUSALS

__all__ = [
    "MAX_BYTES",
    "PROBLEMS",
    "REFUSALS",
    "SCHEMA_FILE",
    "Problem",
    "Reading",
    "Schema",
    "read_rubric",
    "read_schema",
]

SCHEMA_FILE = "rubric.schema.json"


@dataclass(frozen=True)
class Reading:
    """What reading a file gave: a whole rubric, or else every problem found."""

    rubric: RubricText | None
    problems: tuple[Problem, ...]


def read_schema(file: Path) -> Schema:
    """Read the JSON Schema that stands beside the rubrics. Raises OSError or ValueError when it cannot."""
    schema: Schema = json.loads(file.read_text(encoding="utf-8"))
    return schema


def read_rubric(data: bytes, *, schema: Schema) -> Reading:
    """Read a rubric file's bytes: YAML first, then its shape, then the rules of the domain."""
    try:
        document = read_document(data)
    except UnreadableError as error:
        return Reading(None, error.problems)
    problems = list_shape_problems(document, schema)
    if problems:
        return Reading(None, problems)
    content: Any = document.value  # the schema vouches for its shape
    rubric = text_of(content)
    problems = _rule_problems(rubric, document)
    return Reading(None if problems else rubric, problems)


def _rule_problems(rubric: RubricText, document: Document) -> tuple[Problem, ...]:
    problems = (
        Problem(
            document.line(flaw.path), flaw.code, {**flaw.facts, "place": place(document.value, flaw.path)}
        )
        for flaw in list_flaws(rubric)
    )
    return tuple(sorted(problems, key=lambda problem: problem.line))
