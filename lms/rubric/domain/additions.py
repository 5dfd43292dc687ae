"""What a member may add to its federation's rubric, and what it must leave as it is.

Members bring domains and criteria under codes of their own, and examples of levels. They never drop, rename
or reword what the rubric says: a text that speaks in its name and does is refused, place by place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lms.rubric.domain.document import SHOWN
from lms.rubric.domain.flaws import Flaw, Path, list_scale_flaws
from lms.rubric.domain.text import CriterionText, Descriptor, DomainText, LocalExample, RubricText


@dataclass(frozen=True)
class Codes:
    """Codes that other texts have taken: the members' beside a federation's, or those above and below."""

    domains: frozenset[str] = frozenset()
    criteria: frozenset[str] = frozenset()


NO_CODES = Codes()


def codes_of(text: RubricText) -> Codes:
    """Return the codes a text takes."""
    return Codes(
        frozenset(domain.code for domain in text.domains),
        frozenset(criterion.code for criterion in text.criteria),
    )


def list_addition_flaws(text: RubricText, base: RubricText, taken: Codes = NO_CODES) -> tuple[Flaw, ...]:
    """Return where additions do not fit the rubric they add to, or what others add to it (``taken``)."""
    scale = frozenset(level.number for level in base.levels)
    return (
        *_it_adds_to_the_base(text, base),
        *list_code_clashes(text, codes_of(base)),
        *list_code_clashes(text, taken),
        *list_scale_flaws(text, scale),
        *_examples_have_their_place(text, base),
    )


def list_code_clashes(text: RubricText, taken: Codes) -> tuple[Flaw, ...]:
    """Return where a text uses a code that is taken."""
    return tuple(_clashes(text, taken))


def list_lock_flaws(text: RubricText, base: RubricText) -> tuple[Flaw, ...]:
    """Return where a member's text that speaks in the name of ``base`` drops, renames or rewords it."""
    return (
        *_levels_stay(text, base),
        *_domains_stay(text, base),
        *_criteria_stay(text, base),
        *_own_criteria_stand_apart(text, base),
    )


def additions_in(text: RubricText, base: RubricText, *, code: str) -> RubricText:
    """Return what a text that repeats ``base`` adds to it, as additions called ``code``."""
    known = {criterion.code: criterion for criterion in base.criteria}
    names = {domain.code for domain in base.domains}
    signs = (
        LocalExample(criterion.code, descriptor.level_number, descriptor.sign)
        for criterion in text.criteria
        if criterion.code in known
        for descriptor in criterion.descriptors
        if descriptor.sign is not None and _sign(known[criterion.code], descriptor.level_number) is None
    )
    own = tuple(domain for domain in text.domains if domain.code not in names)
    kept = tuple(f"{kind}/{one}" for kind, one in _places(own))
    return replace(
        text,
        code=code,
        extends=base.code,
        levels=(),
        domains=own,
        examples=(*signs, *text.examples),
        is_locked=False,
        identifiers={
            place: name
            for place, name in text.identifiers.items()
            if not place or "/".join(place.split("/")[:2]) in kept
        },
    )


def _places(domains: tuple[DomainText, ...]) -> Iterator[tuple[str, str]]:
    for domain in domains:
        yield "domains", domain.code
        for criterion in domain.criteria:
            yield "criteria", criterion.code


def _it_adds_to_the_base(text: RubricText, base: RubricText) -> Iterator[Flaw]:
    if text.extends != base.code:
        facts = {"found": text.extends, "rubric_code": base.code}
        yield Flaw("rubric.extends_other", ("extends",), facts)
    if text.code == base.code:
        yield Flaw("rubric.addition_code", ("code",), {"rubric_code": base.code})


def _clashes(text: RubricText, taken: Codes) -> Iterator[Flaw]:
    for i, domain in enumerate(text.domains):
        if domain.code in taken.domains:
            yield Flaw("rubric.code_taken", ("domains", i, "code"), {"found": domain.code})
        for j, criterion in enumerate(domain.criteria):
            if criterion.code in taken.criteria:
                path = ("domains", i, "criteria", j, "code")
                yield Flaw("rubric.code_taken", path, {"found": criterion.code})


def _examples_have_their_place(text: RubricText, base: RubricText) -> Iterator[Flaw]:
    criteria = codes_of(base).criteria
    scale = {level.number for level in base.levels}
    for position, example in enumerate(text.examples):
        facts = {"criterion": example.criterion, "rubric_code": base.code}
        if example.criterion not in criteria:
            yield Flaw("rubric.example_criterion", ("examples", position, "criterion"), facts)
        if example.level not in scale:
            path = ("examples", position, "level")
            yield Flaw("rubric.example_level", path, {**facts, "level": example.level})


def _levels_stay(text: RubricText, base: RubricText) -> Iterator[Flaw]:
    there = {level.number: (position, level) for position, level in enumerate(text.levels)}
    for level in base.levels:
        facts = {"rubric_code": base.code, "level": level.number}
        if level.number not in there:
            yield Flaw("rubric.weakens_lock_level", ("levels",), facts)
            continue
        position, found = there[level.number]
        if found.code != level.code:
            yield _reworded(base, ("levels", position, "code"), found.code, level.code)
        for name in ("name", "summary"):
            yield from _words_stay(
                base, ("levels", position, name), getattr(found, name), getattr(level, name)
            )
    for number in there.keys() - {level.number for level in base.levels}:
        path = ("levels", there[number][0])
        yield Flaw("rubric.weakens_lock_new_level", path, {"rubric_code": base.code, "level": number})


def _domains_stay(text: RubricText, base: RubricText) -> Iterator[Flaw]:
    there = {domain.code: (position, domain) for position, domain in enumerate(text.domains)}
    for domain in base.domains:
        if domain.code not in there:
            facts = {"rubric_code": base.code, "domain": domain.code}
            yield Flaw("rubric.weakens_lock_domain", ("domains",), facts)
        else:
            position, found = there[domain.code]
            yield from _words_stay(base, ("domains", position, "name"), found.name, domain.name)


def _criteria_stay(text: RubricText, base: RubricText) -> Iterator[Flaw]:
    there = {
        criterion.code: (("domains", i, "criteria", j), domain.code, criterion)
        for i, domain in enumerate(text.domains)
        for j, criterion in enumerate(domain.criteria)
    }
    for domain in base.domains:
        for criterion in domain.criteria:
            facts = {"rubric_code": base.code, "criterion": criterion.code}
            if criterion.code not in there:
                yield Flaw("rubric.weakens_lock_criterion", ("domains",), facts)
                continue
            path, home, found = there[criterion.code]
            if home != domain.code:
                yield Flaw("rubric.weakens_lock_move", path, {**facts, "domain": domain.code})
            yield from _criterion_stays(base, path, found, criterion)


def _own_criteria_stand_apart(text: RubricText, base: RubricText) -> Iterator[Flaw]:
    taken = codes_of(base)
    for i, domain in enumerate(text.domains):
        if domain.code in taken.domains:
            for j, criterion in enumerate(domain.criteria):
                if criterion.code not in taken.criteria:
                    facts = {"criterion": criterion.code, "domain": domain.code, "rubric_code": base.code}
                    yield Flaw("rubric.own_domain", ("domains", i, "criteria", j), facts)


def _criterion_stays(
    base: RubricText, path: Path, found: CriterionText, criterion: CriterionText
) -> Iterator[Flaw]:
    for name in ("name", "definition", "basis"):
        yield from _words_stay(base, (*path, name), getattr(found, name), getattr(criterion, name))
    there = {one.level_number: (position, one) for position, one in enumerate(found.descriptors)}
    for descriptor in criterion.descriptors:
        place = (*path, "descriptors")
        if descriptor.level_number not in there:
            facts = {"rubric_code": base.code, "criterion": criterion.code, "level": descriptor.level_number}
            yield Flaw("rubric.weakens_lock_descriptor", place, facts)
        else:
            position, said = there[descriptor.level_number]
            yield from _descriptor_stays(base, (*place, position), said, descriptor)


def _descriptor_stays(base: RubricText, path: Path, found: Descriptor, wanted: Descriptor) -> Iterator[Flaw]:
    yield from _words_stay(base, (*path, "text"), found.text, wanted.text)
    if wanted.sign is not None:
        yield from _words_stay(base, (*path, "sign"), found.sign, wanted.sign)
    if found.is_draft != wanted.is_draft:
        yield _reworded(base, (*path, "draft"), str(found.is_draft), str(wanted.is_draft))


def _words_stay(
    base: RubricText, path: Path, found: Mapping[str, str] | None, wanted: Mapping[str, str] | None
) -> Iterator[Flaw]:
    here, there = found or {}, wanted or {}
    for language in sorted({*here, *there}):
        if here.get(language, "") != there.get(language, ""):
            yield _reworded(base, (*path, language), here.get(language, ""), there.get(language, ""))


def _reworded(base: RubricText, path: Path, found: str, expected: str) -> Flaw:
    facts = {"rubric_code": base.code, "found": found[:SHOWN], "expected": expected[:SHOWN]}
    return Flaw("rubric.weakens_lock", path, facts)


def _sign(criterion: CriterionText, level: int) -> Mapping[str, str] | None:
    return next((one.sign for one in criterion.descriptors if one.level_number == level), None)
