"""The shape of a file of profiles: what its JSON Schema refuses, and the text an accepted one says."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from lms.rubric.loader.document import Document, kind_of
from lms.rubric.loader.problem import place
from lms.targets.domain import Audience, ProfileFile, ProfileText
from lms.targets.loader.problem import Problem
from lms.targets.loader.wording import KINDS, WHOLE_FILE

_SHOWN = 60
_VISIBLE = "\\S"
_FORMATS = FormatChecker(formats=())

KEYWORDS = {
    "additionalProperties": "targets.shape_unknown",
    "enum": "targets.shape_choice",
    "format": "targets.shape_date",
    "maxItems": "targets.shape_many",
    "maxLength": "targets.shape_long",
    "maximum": "targets.shape_high",
    "minItems": "targets.shape_few",
    "minProperties": "targets.shape_few",
    "minimum": "targets.shape_low",
    "pattern": "targets.shape_pattern",
    "required": "targets.shape_missing",
    "type": "targets.shape_kind",
}
"""Every keyword of the schema that can refuse something; a test holds the two together."""


@_FORMATS.checks("date", raises=ValueError)
def _is_day(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


def list_shape_problems(document: Document, schema: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return what the schema refuses, in the order of the lines, each thing once."""
    errors = Draft202012Validator(schema, format_checker=_FORMATS).iter_errors(document.value)
    found = {
        (problem.line, problem.code, str(problem.facts)): problem
        for error in errors
        for problem in _problems(document, error)
    }
    return tuple(sorted(found.values(), key=lambda problem: problem.line))


def _problems(document: Document, error: ValidationError) -> Iterator[Problem]:
    path, code = tuple(error.absolute_path), KEYWORDS[str(error.validator)]
    at = place(document.value, path) or str(WHOLE_FILE)
    found: Any = error.instance
    wanted: Any = error.validator_value
    facts: dict[str, object] = {"place": at, "found": str(found)[:_SHOWN], "expected": wanted}
    if error.validator == "required":
        missing = (name for name in wanted if name not in found)
        yield from (Problem(document.line(path), code, {**facts, "name": name}) for name in missing)
    elif error.validator == "additionalProperties":
        known: Mapping[str, Any] = error.schema["properties"]  # type: ignore[index]  # a schema with this keyword is a mapping
        facts["expected"] = ", ".join(known)
        unknown = (name for name in found if name not in known)
        yield from (Problem(document.line((*path, name)), code, {**facts, "name": name}) for name in unknown)
    elif error.validator == "type":
        facts |= {"found": KINDS[kind_of(found)], "expected": KINDS[wanted]}
        yield Problem(document.line(path), code, facts)
    elif error.validator == "enum":
        yield Problem(document.line(path), code, {**facts, "expected": ", ".join(wanted)})
    elif wanted == _VISIBLE:
        yield Problem(document.line(path), "targets.shape_empty", facts)
    else:
        yield Problem(document.line(path), code, facts)


def profile_file(document: Any) -> ProfileFile:  # noqa: ANN401 (the schema, not the type system, vouches for its shape)
    """Shape an accepted document."""
    return ProfileFile(
        rubric_code=document["rubric"]["code"],
        rubric_version=document["rubric"]["version"],
        source=_words(document["source"]),
        drafting=_words(document["drafting"]),
        profiles=tuple(_profile(profile) for profile in document["profiles"]),
    )


def _profile(profile: Mapping[str, Any]) -> ProfileText:
    return ProfileText(
        code=profile["code"],
        name=_words(profile["name"]),
        description=_words(profile["description"]),
        levels={code: int(level) for code, level in profile["levels"].items()},
        starts_on=date.fromisoformat(profile["starts_on"]),
        ends_on=date.fromisoformat(profile["ends_on"]) if "ends_on" in profile else None,
        audience=_audience(profile["audience"]) if "audience" in profile else None,
        is_draft=profile.get("draft", False),
    )


def _audience(audience: Mapping[str, Any]) -> Audience:
    return Audience(
        role=audience.get("role"),
        years_from=_whole(audience.get("years_from")),
        years_to=_whole(audience.get("years_to")),
        kind=audience.get("kind"),
    )


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)


def _words(words: Mapping[str, str]) -> dict[str, str]:
    return {language: text.strip() for language, text in words.items()}
