"""One change at a time to a draft, each keeping its parts in step.

A draft need not be whole in between. What holds throughout: the crosswalk and the identifiers follow a
criterion that gets another code; merging has two sides; a draft whose structure changes no longer calls
itself editorial.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from lms.rubric.domain.flaws import list_places
from lms.rubric.domain.starting import next_version
from lms.rubric.domain.succession import Change, CrosswalkKind, CrosswalkLine
from lms.rubric.domain.text import CriterionText, Descriptor, DomainText, Level, LocalExample, RubricText

_EMPTY: Mapping[str, str] = {"ja": "", "en": ""}
_WHOLE = frozenset({CrosswalkKind.SAME, CrosswalkKind.SHIFTED, CrosswalkKind.MERGED})
"""What goes on as one criterion, by itself or together with others."""


def put_criterion(
    text: RubricText, criterion: CriterionText, *, domain: str, instead_of: str | None = None
) -> RubricText:
    """Put a criterion where the one with the code ``instead_of`` stands, or at the end of ``domain``."""
    stays = any(one.code == domain and instead_of in _codes(one) for one in text.domains)
    changed = tuple(
        replace(one, criteria=_with(one, criterion, instead_of, stays=stays, is_home=one.code == domain))
        for one in text.domains
    )
    renamed = text if instead_of is None else _renamed(text, instead_of, criterion.code)
    return told(replace(renamed, domains=changed))


def take_out_criterion(text: RubricText, code: str, *, becomes: Sequence[str] = ()) -> RubricText:
    """Take a criterion out; what led to it alone now leads to ``becomes``: none, one or several criteria."""
    domains = tuple(
        replace(one, criteria=tuple(c for c in one.criteria if c.code != code)) for one in text.domains
    )
    shorter = _with_known_places(replace(text, domains=domains))
    for line in _lines(text):
        if code in line.targets:
            left = tuple(target for target in line.targets if target != code) or tuple(becomes)
            kind = line.kind if len(line.targets) > 1 else _kind_for(left)
            levels = line.levels if left else None
            shorter = _put(shorter, CrosswalkLine(line.source, kind, left, levels))
    return told(_paired(shorter))


def put_line(text: RubricText, line: CrosswalkLine) -> RubricText:
    """Say what has become of one criterion of the version before; whatever is merged with it follows."""
    return told(_paired(_put(text, line)))


def put_domains(text: RubricText, domains: Sequence[tuple[DomainText, Sequence[str]]]) -> RubricText:
    """Put domains in this order, each with the criteria of these codes; every criterion is in one of them."""
    by_code = {criterion.code: criterion for criterion in text.criteria}
    ordered = (replace(domain, criteria=tuple(by_code[code] for code in codes)) for domain, codes in domains)
    return _with_known_places(replace(text, domains=tuple(ordered)))


def put_levels(text: RubricText, levels: Sequence[tuple[int | None, Level]]) -> RubricText:
    """Put another scale: each level with the number it had before, None for a new one.

    Descriptors move along with their levels; those of levels left out go. Another scale is another meaning:
    the crosswalk then reads each old level as the one it has become, and one left out as the next below.
    """
    moved = {before: level.number for before, level in levels if before is not None}
    scale = tuple(level for _, level in levels)
    if len(scale) == len(text.levels) and all(before == level.number for before, level in levels):
        return replace(text, levels=scale)
    domains = tuple(
        replace(one, criteria=tuple(_on_scale(criterion, moved) for criterion in one.criteria))
        for one in text.domains
    )
    places = {_place_on_scale(place, moved): name for place, name in text.identifiers.items()}
    lines = tuple(_line_on_scale(line, moved, len(text.levels), len(scale)) for line in _lines(text))
    rescaled = _with_known_places(replace(text, levels=scale, domains=domains, identifiers=places))
    return _changing_meaning(_with_lines(rescaled, lines))


def put_examples(text: RubricText, criterion: str, examples: Iterable[LocalExample]) -> RubricText:
    """Put the local examples of one criterion of the other rubric, in place of those there were."""
    others = tuple(example for example in text.examples if example.criterion != criterion)
    return replace(text, examples=(*others, *examples))


def with_change(text: RubricText, change: Change) -> RubricText:
    """Put what kind of change a draft is; a number that was proposed for the other kind follows."""
    succession = text.succession
    if succession is None or succession.change is change:
        return text
    before = succession.predecessor
    proposed = text.version == next_version(before, succession.change)
    version = next_version(before, change) if proposed else text.version
    return replace(text, version=version, succession=replace(succession, change=change))


def told(text: RubricText) -> RubricText:
    """Call a draft a change of meaning as soon as its structure says so."""
    led_to = {target for line in _lines(text) for target in line.targets}
    is_new = any(criterion.code not in led_to for criterion in text.criteria)
    moved = any(
        line.kind is not CrosswalkKind.SAME or line.targets != (line.source,) for line in _lines(text)
    )
    return _changing_meaning(text) if is_new or moved else text


def empty_criterion(code: str, levels: Sequence[Level]) -> CriterionText:
    """Return a criterion without words, with an empty descriptor for each level."""
    descriptors = tuple(Descriptor(level.number, _EMPTY) for level in levels)
    return CriterionText(code, _EMPTY, _EMPTY, descriptors)


def list_sources(text: RubricText, code: str) -> tuple[CrosswalkLine, ...]:
    """Return the lines of the crosswalk that lead to a criterion and nowhere else."""
    return tuple(line for line in _lines(text) if line.targets == (code,))


def _lines(text: RubricText) -> tuple[CrosswalkLine, ...]:
    return text.succession.crosswalk if text.succession is not None else ()


def _codes(domain: DomainText) -> tuple[str, ...]:
    return tuple(criterion.code for criterion in domain.criteria)


def _with(
    domain: DomainText, criterion: CriterionText, instead_of: str | None, *, stays: bool, is_home: bool
) -> tuple[CriterionText, ...]:
    if stays and is_home:
        return tuple(criterion if one.code == instead_of else one for one in domain.criteria)
    others = tuple(one for one in domain.criteria if one.code != instead_of)
    return (*others, criterion) if is_home else others


def _renamed(text: RubricText, before: str, after: str) -> RubricText:
    if before == after:
        return text
    lines = tuple(
        replace(line, targets=tuple(after if target == before else target for target in line.targets))
        for line in _lines(text)
    )
    identifiers = {
        _moved_place(place, before, after): identifier for place, identifier in text.identifiers.items()
    }
    return replace(_with_lines(text, lines), identifiers=identifiers)


def _moved_place(place: str, before: str, after: str) -> str:
    steps = place.split("/")
    return "/".join([steps[0], after, *steps[2:]]) if steps[:2] == ["criteria", before] else place


def _with_known_places(text: RubricText) -> RubricText:
    places = frozenset(list_places(text))
    known = {place: name for place, name in text.identifiers.items() if place in places}
    return replace(text, identifiers=known)


def _place_on_scale(place: str, moved: Mapping[int, int]) -> str:
    """Return the place a level has moved to; one that nothing has where the level has gone."""
    *steps, last = place.split("/")
    is_level = steps == ["levels"] or (len(steps) == len(("criteria", "A1")) and steps[0] == "criteria")
    return "/".join([*steps, str(moved.get(int(last), 0))]) if is_level else place


def _kind_for(targets: Sequence[str]) -> CrosswalkKind:
    kinds = (CrosswalkKind.RETIRED, CrosswalkKind.MERGED)
    return kinds[len(targets)] if len(targets) < len(kinds) else CrosswalkKind.SPLIT


def _put(text: RubricText, line: CrosswalkLine) -> RubricText:
    if text.succession is None:
        return text
    sources = [one.source for one in text.succession.crosswalk]
    others = text.succession.crosswalk
    if line.source not in sources:
        return _with_lines(text, (*others, line))
    return _with_lines(text, tuple(line if one.source == line.source else one for one in others))


def _paired(text: RubricText) -> RubricText:
    """Let both sides of a merging say so, and what is merged with nothing any more go on by itself."""
    n_leading = Counter(line.targets for line in _lines(text) if line.kind in _WHOLE)
    lines = tuple(
        replace(line, kind=_whole_kind(line, is_alone=n_leading[line.targets] == 1))
        if line.kind in _WHOLE
        else line
        for line in _lines(text)
    )
    return _with_lines(text, lines)


def _whole_kind(line: CrosswalkLine, *, is_alone: bool) -> CrosswalkKind:
    if not is_alone:
        return CrosswalkKind.MERGED
    return CrosswalkKind.SAME if line.levels is None else CrosswalkKind.SHIFTED


def _with_lines(text: RubricText, lines: tuple[CrosswalkLine, ...]) -> RubricText:
    if text.succession is None:
        return text
    return replace(text, succession=replace(text.succession, crosswalk=lines))


def _changing_meaning(text: RubricText) -> RubricText:
    return with_change(text, Change.MEANING)


def _on_scale(criterion: CriterionText, moved: Mapping[int, int]) -> CriterionText:
    descriptors = (
        replace(descriptor, level_number=moved[descriptor.level_number])
        for descriptor in criterion.descriptors
        if descriptor.level_number in moved
    )
    return replace(criterion, descriptors=tuple(descriptors))


def _line_on_scale(line: CrosswalkLine, moved: Mapping[int, int], n_before: int, n_now: int) -> CrosswalkLine:
    if line.kind is CrosswalkKind.RETIRED:
        return line
    read = line.levels or {number: number for number in range(1, n_before + 1)}
    now = {given: _nearest(level, moved) for given, level in read.items()}
    is_as_before = n_now == len(now) and all(given == level for given, level in now.items())
    levels = None if is_as_before else now
    if line.kind not in {CrosswalkKind.SAME, CrosswalkKind.SHIFTED}:
        return replace(line, levels=levels)
    return replace(line, kind=CrosswalkKind.SAME if is_as_before else CrosswalkKind.SHIFTED, levels=levels)


def _nearest(level: int, moved: Mapping[int, int]) -> int:
    return max((now for before, now in moved.items() if before <= level), default=1)
