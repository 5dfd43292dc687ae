"""When a rubric is whole. Each rule is one function; each flaw says where it is and what was found.

``path`` leads to the place in the file: keys and positions (from 0), e.g. ``("levels", 2, "number")``. A text
may be half-written: no rule raises.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from lms.rubric.domain.text import LANGUAGES, CriterionText, RubricText

MAX_WORDS = 1000
MIN_LEVELS, MAX_LEVELS = 2, 9
MAX_DOMAINS, MAX_CRITERIA, MAX_EXAMPLES = 20, 50, 2000

RUBRIC_CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_LEVEL_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,19}")
_VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Flaw:
    """One broken rule: its ``code``, the place, and the facts its sentence needs."""

    code: str
    path: Path
    facts: Mapping[str, object]


def list_flaws(rubric: RubricText) -> tuple[Flaw, ...]:
    """Return every broken rule of the text itself; none means that it is whole.

    What it owes to the version it follows, or to the rubric it adds to, other lists tell.
    """
    scale = frozenset(level.number for level in rubric.levels)
    return (
        *_codes_can_be_written(rubric),
        *_the_version_is_a_number(rubric),
        *_there_is_enough(rubric),
        *_there_is_not_too_much(rubric),
        *_additions_only_add(rubric),
        *_languages_are_complete(rubric),
        *_words_are_short_enough(rubric),
        *_levels_count_from_one(rubric),
        *_codes_are_unique(rubric),
        *(list_scale_flaws(rubric, scale) if rubric.extends is None else ()),
        *_descriptors_differ(rubric),
        *_identifiers_name_what_is_there(rubric),
    )


def list_scale_flaws(rubric: RubricText, scale: Collection[int]) -> tuple[Flaw, ...]:
    """Return where criteria have not exactly one descriptor for each level of the scale."""
    return tuple(_each_level_has_one_descriptor(rubric, scale))


def _codes_can_be_written(rubric: RubricText) -> Iterator[Flaw]:
    if not RUBRIC_CODE.fullmatch(rubric.code):
        yield Flaw("rubric.bad_rubric_code", ("code",), {"found": rubric.code})
    for position, level in enumerate(rubric.levels):
        if not _LEVEL_CODE.fullmatch(level.code):
            yield Flaw("rubric.bad_level_code", ("levels", position, "code"), {"found": level.code})
    domains = ((("domains", i), domain.code) for i, domain in enumerate(rubric.domains))
    for path, code in (*domains, *((path, criterion.code) for path, criterion in _criteria(rubric))):
        if not _CODE.fullmatch(code):
            yield Flaw("rubric.bad_code", (*path, "code"), {"found": code})


def _the_version_is_a_number(rubric: RubricText) -> Iterator[Flaw]:
    if not _VERSION.fullmatch(rubric.version):
        yield Flaw("rubric.bad_version", ("version",), {"version": rubric.version})


def _there_is_enough(rubric: RubricText) -> Iterator[Flaw]:
    if rubric.extends is None and not MIN_LEVELS <= len(rubric.levels) <= MAX_LEVELS:
        facts = {"levels": len(rubric.levels), "fewest": MIN_LEVELS, "most": MAX_LEVELS}
        yield Flaw("rubric.number_of_levels", ("levels",), facts)
    if rubric.extends is None and not rubric.domains:
        yield Flaw("rubric.no_domain", ("domains",), {})
    if rubric.extends is not None and not rubric.domains and not rubric.examples:
        yield Flaw("rubric.addition_empty", (), {"rubric_code": rubric.extends})
    for position, domain in enumerate(rubric.domains):
        if not domain.criteria:
            yield Flaw("rubric.empty_domain", ("domains", position, "criteria"), {"domain": domain.code})


def _there_is_not_too_much(rubric: RubricText) -> Iterator[Flaw]:
    counts: tuple[tuple[Path, int, int], ...] = (
        (("domains",), len(rubric.domains), MAX_DOMAINS),
        (("examples",), len(rubric.examples), MAX_EXAMPLES),
        *(
            (("domains", i, "criteria"), len(domain.criteria), MAX_CRITERIA)
            for i, domain in enumerate(rubric.domains)
        ),
    )
    for path, found, most in counts:
        if found > most:
            yield Flaw("rubric.shape_many", path, {"expected": most})


def _additions_only_add(rubric: RubricText) -> Iterator[Flaw]:
    if rubric.extends is None:
        if rubric.examples:
            yield Flaw("rubric.examples_alone", ("examples",), {})
        return
    if rubric.levels:
        yield Flaw("rubric.addition_levels", ("levels",), {"rubric_code": rubric.extends})
    if rubric.is_locked:
        yield Flaw("rubric.addition_locked", ("locked",), {"rubric_code": rubric.extends})


def _languages_are_complete(rubric: RubricText) -> Iterator[Flaw]:
    for path, words in _texts(rubric):
        for language in LANGUAGES:
            if not words.get(language, "").strip():
                yield Flaw("rubric.missing_language", path, {"language": language})


def _words_are_short_enough(rubric: RubricText) -> Iterator[Flaw]:
    for path, words in _texts(rubric):
        for language in LANGUAGES:
            if len(words.get(language, "")) > MAX_WORDS:
                yield Flaw("rubric.shape_long", (*path, language), {"expected": MAX_WORDS})


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
                yield Flaw("rubric.duplicate_code", path, {"found": code})
            seen.add(code)


def _each_level_has_one_descriptor(rubric: RubricText, scale: Collection[int]) -> Iterator[Flaw]:
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
        for number in sorted(set(scale) - seen):
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


def _identifiers_name_what_is_there(rubric: RubricText) -> Iterator[Flaw]:
    places = frozenset(list_places(rubric))
    for name in rubric.identifiers:
        if name not in places:
            yield Flaw("rubric.identifier_place", ("identifiers", name), {"name": name})


def list_places(rubric: RubricText) -> tuple[str, ...]:
    """Return every place that can carry an identifier, as ``RubricText`` names them."""
    return (
        "",
        *(f"levels/{level.number}" for level in rubric.levels),
        *(f"domains/{domain.code}" for domain in rubric.domains),
        *(f"criteria/{criterion.code}" for criterion in rubric.criteria),
        *(
            f"criteria/{criterion.code}/{descriptor.level_number}"
            for criterion in rubric.criteria
            for descriptor in criterion.descriptors
        ),
    )


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
    for i, example in enumerate(rubric.examples):
        yield ("examples", i, "text"), example.text
    if rubric.succession is not None and rubric.succession.note is not None:
        yield ("follows", "note"), rubric.succession.note


def _texts_of_criterion(path: Path, criterion: CriterionText) -> Iterable[tuple[Path, Mapping[str, str]]]:
    yield (*path, "name"), criterion.name
    yield (*path, "definition"), criterion.definition
    if criterion.basis is not None:
        yield (*path, "basis"), criterion.basis
    for position, descriptor in enumerate(criterion.descriptors):
        yield (*path, "descriptors", position, "text"), descriptor.text
        if descriptor.sign is not None:
            yield (*path, "descriptors", position, "sign"), descriptor.sign
