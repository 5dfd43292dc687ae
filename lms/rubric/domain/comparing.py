"""Two versions side by side: what has become of each criterion, and which words were changed.

Words are compared per language. English by words; Japanese by characters, with katakana, letters and digits
taken as the words they form. Scraps that stayed between two changes are counted as changed: what a reader
sees are phrases, not confetti.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TypeAlias

from lms.rubric.domain.succession import CrosswalkKind, CrosswalkLine
from lms.rubric.domain.text import LANGUAGES, CriterionText, RubricText

SCRAP = 2
"""Characters; what stayed between two changes and is not longer is no anchor for a reader."""

Words: TypeAlias = Mapping[str, str] | None

_TOKEN = re.compile(r"[A-Za-z0-9'’]+|[ァ-ヿ]+|\s+|.", re.DOTALL)


class RunKind(StrEnum):
    """What has become of a piece of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Run:
    """A piece of text that was treated alike."""

    kind: RunKind
    text: str


@dataclass(frozen=True)
class WordsCompared:
    """One text in one language: ``old`` holds what was kept and removed, ``new`` what was kept and added."""

    old: tuple[Run, ...]
    new: tuple[Run, ...]

    @property
    def is_changed(self) -> bool:
        """Whether any word was removed or added."""
        return any(run.kind is not RunKind.KEPT for run in (*self.old, *self.new))


@dataclass(frozen=True)
class FieldCompared:
    """One text in all languages.

    ``field``: title, source, drafting, name, summary, definition, basis, text or sign; ``level``: whose, for
    the texts of levels and descriptors.
    """

    field: str
    level: int | None
    languages: Mapping[str, WordsCompared]

    @property
    def is_changed(self) -> bool:
        """Whether any word was changed in any language."""
        return any(words.is_changed for words in self.languages.values())


@dataclass(frozen=True)
class DomainCompared:
    """The name of a domain, by its code; no words where a version has no such domain."""

    code: str
    name: FieldCompared


@dataclass(frozen=True)
class CriterionCompared:
    """One way from a criterion of before to one of now.

    ``old`` is None for a new criterion, ``new`` for a retired one; ``kind`` is None for a new one. A split
    criterion has a row for each of its parts, a merged one for each of its sources. ``levels``: as in the
    crosswalk, None where the levels are the same.
    """

    kind: CrosswalkKind | None
    old: CriterionText | None
    new: CriterionText | None
    levels: Mapping[int, int] | None
    fields: tuple[FieldCompared, ...]

    @property
    def is_changed(self) -> bool:
        """Whether the meaning or any word was changed."""
        return self.kind is not CrosswalkKind.SAME or any(field.is_changed for field in self.fields)


@dataclass(frozen=True)
class Comparison:
    """Everything about two versions: what is said of the whole, the levels, the domains, the criteria.

    Criteria stand in the order of now, retired ones after them in the order of before.
    """

    about: tuple[FieldCompared, ...]
    levels: tuple[FieldCompared, ...]
    domains: tuple[DomainCompared, ...]
    criteria: tuple[CriterionCompared, ...]

    @property
    def is_changed(self) -> bool:
        """Whether the versions differ in anything that is compared."""
        fields = (*self.about, *self.levels, *(domain.name for domain in self.domains))
        return any(one.is_changed for one in fields) or any(one.is_changed for one in self.criteria)


def compare_texts(old: RubricText, new: RubricText, crosswalk: Iterable[CrosswalkLine]) -> Comparison:
    """Compare two texts; ``crosswalk`` leads from the criteria of ``old`` to those of ``new``."""
    return Comparison(
        about=tuple(
            _field(name, getattr(old, name), getattr(new, name)) for name in ("title", "source", "drafting")
        ),
        levels=tuple(_levels(old, new)),
        domains=tuple(_domains(old, new)),
        criteria=tuple(_criteria(old, new, tuple(crosswalk))),
    )


def compare_words(old: str, new: str) -> WordsCompared:
    """Compare one text in one language."""
    before, now = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    steps = [
        (tag == "equal", "".join(before[i:j]), "".join(now[k:m])) for tag, i, j, k, m in matcher.get_opcodes()
    ]
    told = [
        (stayed and not _is_scrap(steps, position), was, is_now)
        for position, (stayed, was, is_now) in enumerate(steps)
    ]
    return WordsCompared(
        old=_runs((stayed, was) for stayed, was, _ in told),
        new=_runs(((stayed, is_now) for stayed, _, is_now in told), changed=RunKind.ADDED),
    )


def _is_scrap(steps: Sequence[tuple[bool, str, str]], position: int) -> bool:
    is_between = 0 < position < len(steps) - 1
    return is_between and len(steps[position][1].strip()) <= SCRAP


def _runs(pieces: Iterable[tuple[bool, str]], changed: RunKind = RunKind.REMOVED) -> tuple[Run, ...]:
    runs: list[Run] = []
    for stayed, text in pieces:
        kind = RunKind.KEPT if stayed else changed
        if runs and runs[-1].kind is kind:
            runs[-1] = Run(kind, runs[-1].text + text)
        elif text:
            runs.append(Run(kind, text))
    return tuple(runs)


def _field(name: str, old: Words, new: Words, level: int | None = None) -> FieldCompared:
    before, now = old or {}, new or {}
    return FieldCompared(
        name,
        level,
        {language: compare_words(before.get(language, ""), now.get(language, "")) for language in LANGUAGES},
    )


def _levels(old: RubricText, new: RubricText) -> Iterator[FieldCompared]:
    before = {level.number: level for level in old.levels}
    now = {level.number: level for level in new.levels}
    for number in sorted({*before, *now}):
        for name in ("name", "summary"):
            was, is_now = (getattr(levels.get(number), name, None) for levels in (before, now))
            yield _field(name, was, is_now, number)


def _domains(old: RubricText, new: RubricText) -> Iterator[DomainCompared]:
    before = {domain.code: domain.name for domain in old.domains}
    now = {domain.code: domain.name for domain in new.domains}
    for code in dict.fromkeys((*now, *before)):
        yield DomainCompared(code, _field("name", before.get(code), now.get(code)))


def _criteria(
    old: RubricText, new: RubricText, crosswalk: Sequence[CrosswalkLine]
) -> Iterator[CriterionCompared]:
    before = {criterion.code: criterion for criterion in old.criteria}
    leading: defaultdict[str | None, list[CrosswalkLine]] = defaultdict(list)
    for line in crosswalk:
        for target in line.targets or (None,):
            leading[target].append(line)
    for criterion in new.criteria:
        for line in leading[criterion.code]:
            if line.source in before:
                yield _criterion(line.kind, before[line.source], criterion, line.levels)
        if not leading[criterion.code]:
            yield _criterion(None, None, criterion, None)
    for line in leading[None]:
        if line.source in before:
            yield _criterion(line.kind, before[line.source], None, None)


def _criterion(
    kind: CrosswalkKind | None,
    old: CriterionText | None,
    new: CriterionText | None,
    levels: Mapping[int, int] | None,
) -> CriterionCompared:
    wordings: list[tuple[str, int | None, Words, Words]] = [
        (name, None, getattr(old, name, None), getattr(new, name, None))
        for name in ("name", "definition", "basis")
    ]
    before, now = ({d.level_number: d for d in c.descriptors} if c is not None else {} for c in (old, new))
    wordings += [
        (name, number, getattr(before.get(number), name, None), getattr(now.get(number), name, None))
        for number in sorted({*before, *now})
        for name in ("text", "sign")
    ]
    fields = (_field(name, was, is_now, number) for name, number, was, is_now in wordings if was or is_now)
    return CriterionCompared(kind, old, new, levels, tuple(fields))
