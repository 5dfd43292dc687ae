"""Files of target profiles: from bytes to a ``ProfileFile``, or to problems with their lines."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from lms.rubric.loader.document import MAX_BYTES, Document, UnreadableError, read_document
from lms.rubric.loader.problem import place
from lms.targets.domain import ProfileFile, list_file_flaws
from lms.targets.loader.problem import Problem
from lms.targets.loader.shape import list_shape_problems, profile_file
from lms.targets.loader.wording import PROBLEMS, REFUSALS

__all__ = [
    "MAX_BYTES",
    "PROBLEMS",
    "REFUSALS",
    "SCHEMA_FILE",
    "Problem",
    "Reading",
    "Scales",
    "read_profiles",
    "read_schema",
]

SCHEMA_FILE = "targets.schema.json"
Scales: TypeAlias = Mapping[tuple[str, str], Mapping[str, int]]
"""By code and version of a rubric: the highest level of each of its criteria, by their codes."""

_YAML_CODES, _OWN_CODES = "rubric.", "targets."


@dataclass(frozen=True)
class Reading:
    """What reading a file gave: profiles that can be loaded, or else every problem found."""

    file: ProfileFile | None
    problems: tuple[Problem, ...]


def read_schema(file: Path) -> Mapping[str, Any]:
    """Read the JSON Schema that stands beside the profiles. Raises OSError or ValueError when it cannot."""
    schema: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return schema


def read_profiles(data: bytes, *, schema: Mapping[str, Any], scales: Scales) -> Reading:
    """Read a file's bytes: YAML first, then its shape, then the rules of the domain."""
    try:
        document = read_document(data)
    except UnreadableError as error:
        return Reading(
            None,
            tuple(
                Problem(one.line, _OWN_CODES + one.code.removeprefix(_YAML_CODES), one.facts)
                for one in error.problems
            ),
        )
    problems = list_shape_problems(document, schema)
    if problems:
        return Reading(None, problems)
    file = profile_file(document.value)
    problems = _rule_problems(file, document, scales)
    return Reading(None if problems else file, problems)


def _rule_problems(file: ProfileFile, document: Document, scales: Scales) -> tuple[Problem, ...]:
    scale = scales.get((file.rubric_code, file.rubric_version))
    if scale is None:
        facts = {"rubric_code": file.rubric_code, "rubric_version": file.rubric_version}
        return (Problem(document.line(("rubric",)), "targets.rubric_not_here", facts),)
    problems = [
        Problem(document.line(path), flaw.code, flaw.facts, place(document.value, path))
        for path, flaw in list_file_flaws(file, scale)
    ]
    return tuple(sorted(problems, key=lambda problem: problem.line))
