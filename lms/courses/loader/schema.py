"""The shape of course.yaml and quiz.yaml: what their JSON Schemas refuse, as problems with lines."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from lms.courses.loader.problem import Problem
from lms.courses.loader.wording import KINDS, WHOLE_FILE
from lms.rubric.loader.document import Document, kind_of
from lms.rubric.loader.problem import place

Schema = Mapping[str, Any]

_SHOWN = 60
_VISIBLE = "\\S"
_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("date", raises=ValueError)
def _is_day(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


def read_schema(folder: Path, name: str) -> Schema:
    """Read a JSON Schema that stands beside the courses. Raises OSError when it is not there.

    What it refers to is put in its place: looking that up at every value takes longer than all the rest.
    """
    schema = json.loads((folder / name).read_text(encoding="utf-8"))
    return cast("Schema", _without_references(schema, schema.get("$defs", {})))


def _without_references(part: object, definitions: Mapping[str, object]) -> object:
    if isinstance(part, list):
        return [_without_references(one, definitions) for one in part]
    if not isinstance(part, dict):
        return part
    beside = {
        name: _without_references(one, definitions)
        for name, one in part.items()
        if name not in {"$defs", "$ref"}
    }
    if "$ref" not in part:
        return beside
    target = _without_references(definitions[part["$ref"].removeprefix("#/$defs/")], definitions)
    return {**cast("Schema", target), **beside}


def list_shape_problems(file: str, document: Document, schema: Schema) -> tuple[Problem, ...]:
    """Return what the schema refuses, in the order of the lines, each thing once."""
    found = {
        (problem.line, problem.path, problem.code, str(problem.facts)): problem
        for error in Draft202012Validator(schema, format_checker=_FORMATS).iter_errors(document.value)
        for step, code, facts in _KEYWORDS[str(error.validator)](error)
        for problem in (_problem(file, document, error, step, code, facts),)
    }
    return tuple(sorted(found.values(), key=lambda problem: problem.line))


_Told = Iterator[tuple[str | None, str, dict[str, object]]]
"""What a keyword tells: the name within the place that is meant (None: the place itself), code and facts."""


def _problem(  # noqa: PLR0917 (the parts of a problem, each from somewhere else)
    file: str,
    document: Document,
    error: ValidationError,
    step: str | None,
    code: str,
    facts: Mapping[str, object],
) -> Problem:
    place_name = place(document.value, tuple(error.absolute_path)) or str(WHOLE_FILE)
    path = tuple(error.absolute_path) if step is None else (*error.absolute_path, step)
    return Problem(file, document.line(path), code, {**facts, "place": place_name}, path)


def _missing(error: ValidationError) -> _Told:
    required: list[str] = _given(error)
    for name in required:
        if name not in _found(error):
            yield name, "courses.shape_missing", {"name": name}


def _unknown(error: ValidationError) -> _Told:
    known = cast("Mapping[str, Any]", error.schema)["properties"]
    for name in _found(error):
        if name not in known:
            yield name, "courses.shape_unknown", {"name": name, "expected": ", ".join(known)}


def _kind(error: ValidationError) -> _Told:
    found, expected = KINDS[kind_of(error.instance)], KINDS[_given(error)]
    yield None, "courses.shape_kind", {"found": found, "expected": expected}


def _pattern(error: ValidationError) -> _Told:
    if _given(error) == _VISIBLE:
        yield None, "courses.shape_empty", {}
    else:
        yield None, "courses.shape_pattern", {"found": _shown(error.instance), "expected": _given(error)}


def _choice(error: ValidationError) -> _Told:
    facts: dict[str, object] = {"found": _shown(error.instance), "expected": ", ".join(_given(error))}
    yield None, "courses.shape_choice", facts


def _with_found(code: str) -> Callable[[ValidationError], _Told]:
    def tell(error: ValidationError) -> _Told:
        yield None, code, {"found": _shown(error.instance), "expected": _given(error)}

    return tell


_KEYWORDS: Mapping[str, Callable[[ValidationError], _Told]] = {
    "additionalProperties": _unknown,
    "enum": _choice,
    "format": _with_found("courses.shape_date"),
    "maxItems": _with_found("courses.shape_many"),
    "maxLength": _with_found("courses.shape_long"),
    "maximum": _with_found("courses.shape_high"),
    "minItems": _with_found("courses.shape_few"),
    "minimum": _with_found("courses.shape_low"),
    "pattern": _pattern,
    "required": _missing,
    "type": _kind,
    "uniqueItems": _with_found("courses.shape_twice"),
}
"""Every keyword of the schemas that can refuse something; a test holds the two together."""


def _given(error: ValidationError) -> Any:  # noqa: ANN401 (what a keyword takes depends on the keyword)
    return error.validator_value


def _found(error: ValidationError) -> Any:  # noqa: ANN401 (what is refused can be anything)
    return error.instance


def _shown(value: object) -> str:
    return str(value)[:_SHOWN]
