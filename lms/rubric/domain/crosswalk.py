"""Crosswalks: when one says of every criterion what has become of it, and how several make one.

A criterion that is the ``same`` goes on as one; ``split`` goes on as two or more; ``merged`` goes on as one
that others go on as, too; ``shifted`` goes on as one on another scale; ``retired`` does not go on. A
criterion of the new version that nothing leads to is new.
"""

import itertools
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from lms.rubric.domain.flaws import Flaw, Path
from lms.rubric.domain.succession import Change, CrosswalkKind, CrosswalkLine, Succession
from lms.rubric.domain.text import RubricText

LINES: Path = ("follows", "crosswalk")

_SHARING = frozenset({CrosswalkKind.MERGED, CrosswalkKind.SPLIT})
_WITHOUT_LEVELS = frozenset({CrosswalkKind.SAME, CrosswalkKind.RETIRED})


def all_same(text: RubricText) -> tuple[CrosswalkLine, ...]:
    """Return the crosswalk that leaves everything as it is."""
    return tuple(CrosswalkLine(one.code, CrosswalkKind.SAME, (one.code,)) for one in text.criteria)


def completed(text: RubricText, predecessor: RubricText) -> RubricText:
    """Write out what a file may leave out, in the order of the predecessor: then equal texts are equal."""
    if text.succession is None:
        return text
    before = {one.code: position for position, one in enumerate(predecessor.criteria)}
    now = {one.code: position for position, one in enumerate(text.criteria)}
    lines = (
        replace(line, targets=tuple(sorted(line.targets, key=lambda code: now.get(code, len(now)))))
        for line in _filled(text.succession, predecessor).crosswalk
    )
    ordered = sorted(lines, key=lambda line: before.get(line.source, len(before)))
    return replace(text, succession=replace(text.succession, crosswalk=tuple(ordered)))


def list_crosswalk_flaws(text: RubricText, predecessor: RubricText) -> tuple[Flaw, ...]:
    """Return where a text does not say how it follows from the version before, or says it wrongly."""
    if text.succession is None:
        return (Flaw("rubric.follows_missing", ("follows",), {"version": predecessor.version}),)
    sides = _Sides(text, predecessor, _filled(text.succession, predecessor))
    return (
        *_it_is_the_next_version(sides),
        *_lines_lead_from_and_to_what_there_is(sides),
        *_no_criterion_is_left_nowhere(sides),
        *_kinds_have_their_targets(sides),
        *_targets_are_shared_by_agreement(sides),
        *_levels_lead_on(sides),
        *_an_editorial_revision_changes_words_only(sides),
    )


def _filled(succession: Succession, predecessor: RubricText) -> Succession:
    """Write out that in an editorial revision everything stays the same, where a file does not."""
    if succession.change is Change.EDITORIAL and not succession.crosswalk:
        return replace(succession, crosswalk=all_same(predecessor))
    return succession


def compose(first: Sequence[CrosswalkLine], second: Sequence[CrosswalkLine]) -> tuple[CrosswalkLine, ...]:
    """Make one crosswalk of two that follow each other."""
    onwards = {line.source: line for line in second}
    joined = []
    for line in first:
        ways = [onwards[target] for target in line.targets if target in onwards]
        targets = tuple(dict.fromkeys(target for way in ways for target in way.targets))
        joined.append(
            CrosswalkLine(line.source, _kind(line, ways, targets), targets, _chained(line, ways, targets))
        )
    return tuple(joined)


def _kind(line: CrosswalkLine, ways: Sequence[CrosswalkLine], targets: Collection[str]) -> CrosswalkKind:
    kinds = {line.kind, *(way.kind for way in ways if way.targets)}
    if not targets:
        return CrosswalkKind.RETIRED
    if len(targets) > 1:
        return CrosswalkKind.SPLIT
    if kinds & _SHARING:
        return CrosswalkKind.MERGED
    return CrosswalkKind.SHIFTED if CrosswalkKind.SHIFTED in kinds else CrosswalkKind.SAME


def _chained(
    line: CrosswalkLine, ways: Sequence[CrosswalkLine], targets: Collection[str]
) -> Mapping[int, int] | None:
    later = next((way.levels for way in ways if way.levels is not None), None)
    if not targets:
        return None
    if line.levels is None or later is None:
        return line.levels or later
    return {given: later[between] for given, between in line.levels.items() if between in later}


@dataclass(frozen=True)
class _Sides:
    """A text, what it follows, and the lines between them."""

    text: RubricText
    predecessor: RubricText
    succession: Succession

    @cached_property
    def lines(self) -> tuple[tuple[Path, CrosswalkLine], ...]:
        return tuple(((*LINES, i), line) for i, line in enumerate(self.succession.crosswalk))

    @cached_property
    def before(self) -> frozenset[str]:
        return frozenset(criterion.code for criterion in self.predecessor.criteria)

    @cached_property
    def now(self) -> frozenset[str]:
        return frozenset(criterion.code for criterion in self.text.criteria)

    @cached_property
    def old_scale(self) -> frozenset[int]:
        return _scale(self.predecessor)

    @cached_property
    def new_scale(self) -> frozenset[int]:
        return _scale(self.text)


def _scale(text: RubricText) -> frozenset[int]:
    """Additions have no levels of their own: there, those of their descriptors."""
    return frozenset(level.number for level in text.levels) or frozenset(
        descriptor.level_number for descriptor in text.descriptors
    )


def _it_is_the_next_version(sides: _Sides) -> Iterator[Flaw]:
    before = sides.predecessor
    if sides.text.code != before.code:
        yield Flaw("rubric.code_changed", ("code",), {"found": sides.text.code, "expected": before.code})
    if sides.succession.predecessor != before.version:
        facts = {"found": sides.succession.predecessor, "version": before.version}
        yield Flaw("rubric.follows_other", ("follows", "version"), facts)
    if sides.text.version == before.version:
        yield Flaw("rubric.version_again", ("version",), {"version": before.version})


def _lines_lead_from_and_to_what_there_is(sides: _Sides) -> Iterator[Flaw]:
    for path, line in sides.lines:
        if line.source not in sides.before:
            yield Flaw("rubric.crosswalk_source", (*path, "from"), {"criterion": line.source})
        for target in line.targets:
            if target not in sides.now:
                facts = {"criterion": line.source, "target": target}
                yield Flaw("rubric.crosswalk_target", (*path, "to"), facts)


def _no_criterion_is_left_nowhere(sides: _Sides) -> Iterator[Flaw]:
    sources = Counter(line.source for _, line in sides.lines)
    for criterion in sides.predecessor.criteria:
        if not sources[criterion.code]:
            yield Flaw("rubric.crosswalk_nowhere", LINES, {"criterion": criterion.code})
    seen: set[str] = set()
    for path, line in sides.lines:
        if line.source in seen:
            yield Flaw("rubric.crosswalk_twice", (*path, "from"), {"criterion": line.source})
        seen.add(line.source)


def _kinds_have_their_targets(sides: _Sides) -> Iterator[Flaw]:
    for path, line in sides.lines:
        named = len(set(line.targets))
        fits = {CrosswalkKind.SPLIT: named > 1, CrosswalkKind.RETIRED: named == 0}
        if not fits.get(line.kind, named == 1):
            yield Flaw(f"rubric.crosswalk_{line.kind}", (*path, "to"), {"criterion": line.source})
        elif named < len(line.targets):
            yield Flaw("rubric.crosswalk_target_twice", (*path, "to"), {"criterion": line.source})


def _targets_are_shared_by_agreement(sides: _Sides) -> Iterator[Flaw]:
    """Let merged criteria share their target, and split ones; nothing else leads where another line leads."""
    leading: dict[str, list[CrosswalkLine]] = {}
    for _, line in sides.lines:
        for target in set(line.targets):
            leading.setdefault(target, []).append(line)
    for path, line in sides.lines:
        for target in dict.fromkeys(line.targets):
            others = [other for other in leading[target] if other.source != line.source]
            facts = {"criterion": line.source, "target": target}
            if line.kind is CrosswalkKind.MERGED and not others:
                yield Flaw("rubric.crosswalk_merged_alone", (*path, "to"), facts)
            if any(other.kind is not line.kind or line.kind not in _SHARING for other in others):
                facts |= {"other": ", ".join(other.source for other in others)}
                yield Flaw("rubric.crosswalk_shared", (*path, "to"), facts)


def _levels_lead_on(sides: _Sides) -> Iterator[Flaw]:
    is_other_scale = sides.old_scale != sides.new_scale
    for path, line in sides.lines:
        place = (*path, "levels")
        if line.kind in _WITHOUT_LEVELS:
            if line.levels is not None:
                yield Flaw("rubric.crosswalk_levels_unneeded", place, {"criterion": line.source})
            if line.kind is CrosswalkKind.SAME and is_other_scale:
                facts = {"before": len(sides.old_scale), "now": len(sides.new_scale)}
                yield Flaw("rubric.crosswalk_same_scale", path, {"criterion": line.source, **facts})
        elif line.levels is not None or line.kind is CrosswalkKind.SHIFTED or is_other_scale:
            yield from _each_level_leads_on(sides, place, line)


def _each_level_leads_on(sides: _Sides, place: Path, line: CrosswalkLine) -> Iterator[Flaw]:
    levels = line.levels or {}
    criterion = {"criterion": line.source}
    for level in sorted(sides.old_scale - levels.keys()):
        yield Flaw("rubric.crosswalk_level_missing", place, {**criterion, "level": level})
    for given, level in levels.items():
        if given not in sides.old_scale or level not in sides.new_scale:
            facts = {**criterion, "level": given, "other": level}
            yield Flaw("rubric.crosswalk_level", (*place, str(given)), facts)
    ordered = sorted(levels.items())
    for (lower, was), (given, level) in itertools.pairwise(ordered):
        if level < was:
            facts = {**criterion, "level": given, "other": lower}
            yield Flaw("rubric.crosswalk_levels_fall", (*place, str(given)), facts)
    moves = any(given != level for given, level in ordered)
    if (
        line.kind is CrosswalkKind.SHIFTED
        and sides.old_scale == sides.new_scale == levels.keys()
        and not moves
    ):
        yield Flaw("rubric.crosswalk_shifts_nothing", place, criterion)


def _an_editorial_revision_changes_words_only(sides: _Sides) -> Iterator[Flaw]:
    if sides.succession.change is not Change.EDITORIAL:
        return
    path = ("follows", "change")
    for _, line in sides.lines:
        if line.kind is not CrosswalkKind.SAME or line.targets != (line.source,):
            yield Flaw("rubric.editorial_criterion", path, {"criterion": line.source})
    for code in (criterion.code for criterion in sides.text.criteria):
        if not any(code in line.targets for _, line in sides.lines):
            yield Flaw("rubric.editorial_new", path, {"criterion": code})
    if sides.old_scale != sides.new_scale:
        yield Flaw("rubric.editorial_levels", path, {})
