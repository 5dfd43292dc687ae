"""From the bytes of any format to a ``RubricText``, or to everything that is wrong with them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lms.rubric.domain import LANGUAGES, RubricText, list_flaws, text_of
from lms.rubric.loader.case import read_case
from lms.rubric.loader.document import Document, read_document
from lms.rubric.loader.foreign import empty_words, is_words
from lms.rubric.loader.formats import Format, find_format
from lms.rubric.loader.mahara import read_matrix
from lms.rubric.loader.moodle import read_moodle
from lms.rubric.loader.plain import UnreadableError
from lms.rubric.loader.problem import Problem
from lms.rubric.loader.schema import Schema, list_shape_problems
from lms.rubric.loader.source import Source
from lms.rubric.loader.table import read_table
from lms.rubric.loader.wording import WHOLE_FILE

_MISSING_LANGUAGE = "rubric.missing_language"


@dataclass(frozen=True)
class Reading:
    """What reading a file gave: a whole rubric, or else every problem found.

    ``draft`` is there whenever what was read can be gone on with by hand. ``notes`` tell what the file says
    and a rubric has no place for.
    """

    rubric: RubricText | None
    problems: tuple[Problem, ...]
    draft: RubricText | None = None
    notes: tuple[Problem, ...] = ()


def _read_yaml(content: bytes) -> Source:
    return Source(read_document(content))


READERS: Mapping[Format, Callable[[bytes], Source]] = {
    Format.YAML: _read_yaml,
    Format.CSV: read_table,
    Format.CASE: read_case,
    Format.MOODLE: read_moodle,
    Format.MATRIX: read_matrix,
}


def read_file(
    content: bytes, *, schema: Schema, name: str = "", kind: Format | None = None, fall_back: bool = False
) -> Reading:
    """Read a file: its format first, then its shape, then the rules of the domain.

    ``kind``: the format, where its name and beginning are not to decide. ``fall_back``: where a text stands
    in one language only, it also stands in for the other one, and the descriptors concerned are drafts.
    """
    try:
        source = READERS[kind or find_format(name, content)](content)
    except UnreadableError as error:
        return Reading(None, error.problems)
    document = source.document
    if fall_back:
        _stand_in(document.value)
    if not source.is_foreign:
        problems = list_shape_problems(document, schema)
        if problems:
            return Reading(None, problems, notes=source.notes)
    value: Any = document.value  # the schema, or the reader that put it together, vouches for its shape
    draft = text_of(value)
    problems = tuple(_rule_problems(draft, document, is_foreign=source.is_foreign))
    return Reading(None if problems else draft, problems, draft, source.notes)


def _rule_problems(rubric: RubricText, document: Document, *, is_foreign: bool) -> list[Problem]:
    problems = [
        document.problem(flaw.path, flaw.code, flaw.facts, whole=WHOLE_FILE) for flaw in list_flaws(rubric)
    ]
    if is_foreign:
        others = [problem for problem in problems if problem.code != _MISSING_LANGUAGE]
        problems = [*_missing_languages(document), *others]
    return sorted(problems, key=lambda problem: problem.line)


def _missing_languages(document: Document) -> Iterator[Problem]:
    """Tell a language that a whole file lacks in one line, and not in one for each of its texts."""
    missing = list(empty_words(document.value))
    for language in LANGUAGES:
        paths = [path for path, lacking in missing if lacking == language]
        if paths:
            facts = {"language": language, "count": len(paths)}
            yield document.problem((*paths[0], language), "rubric.foreign_language", facts)


def _stand_in(value: object) -> None:
    """Let the language there is stand in for the other one, in place."""
    if not isinstance(value, dict):
        return
    for criterion in _criteria(value):
        if _copy(criterion):
            for descriptor in criterion.get("descriptors", ()):
                if isinstance(descriptor, dict):
                    descriptor["draft"] = True
    _copy(value)


def _criteria(value: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for domain in _dicts(value.get("domains")):
        yield from _dicts(domain.get("criteria"))


def _dicts(value: object) -> Iterable[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _copy(value: Any) -> bool:  # noqa: ANN401 (any part of a document)
    """Fill what is missing in the texts of a part of a document; tell whether anything was."""
    if is_words(value):
        said = next((text for text in value.values() if text.strip()), "")
        missing = [language for language in LANGUAGES if not value.get(language, "").strip()]
        value.update(dict.fromkeys(missing, said))
        return bool(missing and said)
    if isinstance(value, dict | list):
        inside = value.values() if isinstance(value, dict) else value
        return sum(_copy(inner) for inner in inside) > 0  # all of them, not up to the first
    return False
