"""When a rubric is whole. Each rule is one function; each flaw says where it is and what was found.

``path`` leads to the place in the file: keys and positions (from 0), e.g. ``("levels", 2, "number")``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lms.rubric.domain.text import LANGUAGES, CriterionText, RubricText

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Flaw:
    """One broken rule: its ``code``, the place, and the facts its sentence needs."""

    code: str
    path: Path
    facts: Mapping[str, object]


def list_flaws(rubric: RubricText) -> tuple[Flaw, ...]:
    """Return every broken rule; none means that the rubric can be loaded."""
    return (
        *_languages_are_complete(rubric),
        *_levels_count_from_one(rubric),
        *_codes_are_unique(rubric),
        *_each_level_has_one_descriptor(rubric),
        *_descriptors_differ(rubric),
    )


def _languages_are_complete(rubric: RubricText) -> Iterator[Flaw]:
    for path, words in _texts(rubric):
        for language in LANGUAGES:
            if not words.get(language, "").strip():
                yield Flaw("rubric.missing_language", path, {"language": language})


def _levels_count_from_one(rubric: RubricText) -> Iterator[Flaw]:
    for position, level in enumerate(rubric.levels):
        if level.number != position + 1:
            path = ("levels", position, "number")
            yield Flaw("rubric.level_gap", path, {"number": level.number, "expected": position + 1})


def _codes_are_unique(rubric: RubricText) -> Iterator[Flaw]:
    levels = ((("levels", i, "code"), level.code) for i, level in enumerate(rubric.levels))
    domains = ((("domains", i, "code"), domain.code) for i, domain in enumerate(rubric.domains))
    criteria = (((*path, "code"), criterion.code) for path, criterion in _criteria(rubric))
    for group in (levels, domains, criteria):
        seen: set[str] = set()
        for path, code in group:
            if code in seen:
                yield Flaw("rubric.duplicate_code", path, {"code": code})
            seen.add(code)


def _each_level_has_one_descriptor(rubric: RubricText) -> Iterator[Flaw]:
    scale = {level.number for level in rubric.levels}
    for path, criterion in _criteria(rubric):
        seen: set[int] = set()
        for position, descriptor in enumerate(criterion.descriptors):
            number = descriptor.level_number
            place = (*path, "descriptors", position, "level")
            if number not in scale:
                yield Flaw("rubric.unknown_level", place, {"criterion": criterion.code, "level": number})
            if number in seen:
                yield Flaw(
                    "rubric.duplicate_descriptor", place, {"criterion": criterion.code, "level": number}
                )
            seen.add(number)
        for number in sorted(scale - seen):
            facts = {"criterion": criterion.code, "level": number, "levels": len(scale)}
            yield Flaw("rubric.missing_descriptor", (*path, "descriptors"), facts)


def _descriptors_differ(rubric: RubricText) -> Iterator[Flaw]:
    for path, criterion in _criteria(rubric):
        for language in LANGUAGES:
            first_level: dict[str, int] = {}
            for position, descriptor in enumerate(criterion.descriptors):
                words = " ".join(descriptor.text.get(language, "").split())
                earlier = first_level.setdefault(words, descriptor.level_number)
                if words and earlier != descriptor.level_number:
                    place = (*path, "descriptors", position, "text", language)
                    facts = {"criterion": criterion.code, "level": descriptor.level_number, "other": earlier}
                    yield Flaw("rubric.same_descriptor", place, facts)


def _criteria(rubric: RubricText) -> Iterator[tuple[Path, CriterionText]]:
    for i, domain in enumerate(rubric.domains):
        for j, criterion in enumerate(domain.criteria):
            yield ("domains", i, "criteria", j), criterion


def _texts(rubric: RubricText) -> Iterator[tuple[Path, Mapping[str, str]]]:
    yield ("title",), rubric.title
    yield ("source",), rubric.source
    yield ("drafting",), rubric.drafting
    for i, level in enumerate(rubric.levels):
        yield ("levels", i, "name"), level.name
        yield ("levels", i, "summary"), level.summary
    for i, domain in enumerate(rubric.domains):
        yield ("domains", i, "name"), domain.name
    for path, criterion in _criteria(rubric):
        yield from _texts_of_criterion(path, criterion)


def _texts_of_criterion(path: Path, criterion: CriterionText) -> Iterable[tuple[Path, Mapping[str, str]]]:
    yield (*path, "name"), criterion.name
    yield (*path, "definition"), criterion.definition
    if criterion.basis is not None:
        yield (*path, "basis"), criterion.basis
    for position, descriptor in enumerate(criterion.descriptors):
        yield (*path, "descriptors", position, "text"), descriptor.text
        if descriptor.sign is not None:
            yield (*path, "descriptors", position, "sign"), descriptor.sign
