"""The shape of a rubric file: what its JSON Schema refuses, as problems with lines."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from lms.rubric.loader.document import Document, kind_of
from lms.rubric.loader.problem import SHOWN, Problem
from lms.rubric.loader.wording import KINDS, PATTERNS, WHOLE_FILE

Schema = Mapping[str, Any]

_VISIBLE = "\\S"


@dataclass(frozen=True)
class _Refusal:
    """One error of the validator: where, what stands there, what the keyword wants, which names are known."""

    document: Document
    path: tuple[str | int, ...]
    found: Any
    wanted: Any
    known: tuple[str, ...]

    @classmethod
    def of(cls, document: Document, error: ValidationError) -> "_Refusal":
        schema: Any = error.schema
        known = tuple(schema.get("properties", ()))
        return cls(document, tuple(error.absolute_path), error.instance, error.validator_value, known)

    def problem(self, code: str, *, at: tuple[str | int, ...] = (), **facts: object) -> Problem:
        """Make the problem; ``at`` leads on from the place to the line that is meant."""
        return self.document.problem(self.path, code, facts, at=at, whole=WHOLE_FILE)


def list_shape_problems(document: Document, schema: Schema) -> tuple[Problem, ...]:
    """Return what the schema refuses, in the order of the lines, each thing once."""
    found = {
        (problem.line, problem.code, str(problem.facts)): problem
        for error in Draft202012Validator(schema).iter_errors(document.value)
        for problem in KEYWORDS[str(error.validator)](_Refusal.of(document, error))
    }
    return tuple(sorted(found.values(), key=lambda problem: problem.line))


def _missing(refusal: _Refusal) -> Iterator[Problem]:
    for name in refusal.wanted:
        if name not in refusal.found:
            yield refusal.problem("rubric.shape_missing", name=name)


def _unknown(refusal: _Refusal) -> Iterator[Problem]:
    for name in refusal.found:
        if name not in refusal.known:
            expected = ", ".join(refusal.known)
            yield refusal.problem("rubric.shape_unknown", at=(name,), name=name[:SHOWN], expected=expected)


def _kind(refusal: _Refusal) -> Iterator[Problem]:
    found = KINDS[kind_of(refusal.found)]
    if refusal.wanted == "string":
        yield refusal.problem("rubric.shape_not_text", found=found)
    else:
        yield refusal.problem("rubric.shape_kind", found=found, expected=KINDS[refusal.wanted])


def _pattern(refusal: _Refusal) -> Iterator[Problem]:
    if refusal.wanted == _VISIBLE:
        yield refusal.problem("rubric.shape_empty")
    else:
        expected = PATTERNS[refusal.wanted]
        yield refusal.problem("rubric.shape_pattern", found=refusal.found[:SHOWN], expected=expected)


def _bound(code: str) -> Callable[[_Refusal], Iterator[Problem]]:
    def tell(refusal: _Refusal) -> Iterator[Problem]:
        yield refusal.problem(code, expected=refusal.wanted)

    return tell


KEYWORDS: Mapping[str, Callable[[_Refusal], Iterator[Problem]]] = {
    "additionalProperties": _unknown,
    "maxItems": _bound("rubric.shape_many"),
    "maxLength": _bound("rubric.shape_long"),
    "maximum": _bound("rubric.shape_high"),
    "minItems": _bound("rubric.shape_few"),
    "minimum": _bound("rubric.shape_low"),
    "pattern": _pattern,
    "required": _missing,
    "type": _kind,
}
"""Every keyword of the schema that can refuse something; a test holds the two together."""
