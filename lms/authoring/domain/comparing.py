"""A draft beside the version before it: what is new, gone or changed, down to the words.

Texts of lessons are compared line by line, since a line is a paragraph; lines that were reworded are compared
by their words. Everything else is compared place by place.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from lms.authoring.domain.places import Page, Path
from lms.authoring.domain.text import LANGUAGES, DraftText, Node
from lms.rubric.domain.comparing import Run, RunKind, compare_words

ORDER = "order"
"""The path of the names of lessons or questions in their order."""

MOST_WORDS = 4000
"""Characters; longer paragraphs are shown as gone and come, since nobody writes them."""


class Change(StrEnum):
    """What has become of a part."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class LeafCompared:
    """One place whose value has changed: the path within its part, and what stood and stands there."""

    path: Path
    old: tuple[Run, ...]
    new: tuple[Run, ...]


@dataclass(frozen=True)
class LineCompared:
    """A line of a lesson's text that was changed. ``number`` counts in what is written now, from 1."""

    number: int
    runs: tuple[Run, ...]

    @property
    def is_gone(self) -> bool:
        """Whether nothing of it is written any more."""
        return all(run.kind is RunKind.REMOVED for run in self.runs)


@dataclass(frozen=True)
class PartCompared:
    """One page of a draft. ``lines`` are those of a lesson's text that changed, by language."""

    page: Page
    key: str
    change: Change
    leaves: tuple[LeafCompared, ...] = ()
    lines: Mapping[str, tuple[LineCompared, ...]] | None = None


def compare_texts(old: DraftText, new: DraftText) -> tuple[PartCompared, ...]:
    """Return what has become of every part, in the order of the pages; unchanged ones are among them."""
    return (
        *(_part(page, old, new) for page in (Page.ABOUT, Page.AIMS, Page.SOURCES)),
        _part(Page.LESSONS, old, new),
        *_lessons(old, new),
        _part(Page.QUIZ, old, new),
        *_questions(old, new),
    )


def compare_lines(old: str, new: str) -> tuple[LineCompared, ...]:
    """Return the lines of two texts that differ, each once, in order."""
    before, now = old.split("\n"), new.split("\n")
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    return tuple(
        line
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
        for line in _reworded(before[i:j], now[k:m], k + 1)
        if any(run.text.strip() for run in line.runs)
    )


def _reworded(before: list[str], now: list[str], first: int) -> Iterator[LineCompared]:
    n_pairs = min(len(before), len(now)) if len(before) == len(now) else 0
    for number, (was, is_now) in enumerate(zip(before[:n_pairs], now[:n_pairs], strict=True), start=first):
        yield LineCompared(number, _merged(was, is_now))
    for was in before[n_pairs:]:
        yield LineCompared(first, (Run(RunKind.REMOVED, was),))
    for number, is_now in enumerate(now[n_pairs:], start=first + n_pairs):
        yield LineCompared(number, (Run(RunKind.ADDED, is_now),))


def _merged(old: str, new: str) -> tuple[Run, ...]:
    """Return one line that tells both: what was kept once, what went before what came."""
    old_runs, new_runs = _words(old, new)
    rest = list(new_runs)
    merged: list[Run] = []
    for run in old_runs:
        if run.kind is RunKind.REMOVED:
            merged.append(run)
            continue
        while rest and rest[0].kind is RunKind.ADDED:
            merged.append(rest.pop(0))
        merged.append(run)
        rest = rest[1:]
    return (*merged, *rest)


def _words(old: str, new: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    if max(len(old), len(new)) > MOST_WORDS:
        return (Run(RunKind.REMOVED, old),), (Run(RunKind.ADDED, new),)
    compared = compare_words(old, new)
    return compared.old, compared.new


def _part(page: Page, old: DraftText, new: DraftText) -> PartCompared:
    leaves = tuple(_compare(dict(_leaves(_of_page(page, old))), dict(_leaves(_of_page(page, new)))))
    return PartCompared(page, "", Change.CHANGED if leaves else Change.SAME, leaves)


def _of_page(page: Page, text: DraftText) -> Node:
    elsewhere = {"serves": Page.AIMS, "sources": Page.SOURCES, "lessons": Page.LESSONS}
    if page is Page.LESSONS:
        return {ORDER: ", ".join(text.lesson_slugs)}
    if page is Page.QUIZ:
        order = {ORDER: ", ".join(text.question_codes)}
        return {step: node for step, node in text.quiz.items() if step != "questions"} | order
    return {step: node for step, node in text.course.items() if elsewhere.get(step, Page.ABOUT) is page}


def _lessons(old: DraftText, new: DraftText) -> Iterator[PartCompared]:
    for slug in dict.fromkeys((*new.lesson_slugs, *old.lesson_slugs)):
        if slug not in old.lesson_slugs:
            yield PartCompared(Page.LESSON, slug, Change.NEW)
        elif slug not in new.lesson_slugs:
            yield PartCompared(Page.LESSON, slug, Change.GONE)
        else:
            yield _lesson(slug, old, new)


def _lesson(slug: str, old: DraftText, new: DraftText) -> PartCompared:
    leaves = tuple(_compare(dict(_leaves(old.lesson(slug))), dict(_leaves(new.lesson(slug)))))
    lines = {
        language: compare_lines(old.markdown(slug, language), new.markdown(slug, language))
        for language in LANGUAGES
    }
    is_changed = bool(leaves or any(lines.values()))
    return PartCompared(Page.LESSON, slug, Change.CHANGED if is_changed else Change.SAME, leaves, lines)


def _questions(old: DraftText, new: DraftText) -> Iterator[PartCompared]:
    for code in dict.fromkeys((*new.question_codes, *old.question_codes)):
        if code not in old.question_codes:
            yield PartCompared(Page.QUESTION, code, Change.NEW)
        elif code not in new.question_codes:
            yield PartCompared(Page.QUESTION, code, Change.GONE)
        else:
            leaves = tuple(_compare(dict(_leaves(old.question(code))), dict(_leaves(new.question(code)))))
            yield PartCompared(Page.QUESTION, code, Change.CHANGED if leaves else Change.SAME, leaves)


def _compare(old: Mapping[Path, str], new: Mapping[Path, str]) -> Iterator[LeafCompared]:
    for path in dict.fromkeys((*new, *old)):
        was, is_now = old.get(path, ""), new.get(path, "")
        if was != is_now:
            yield LeafCompared(path, *_words(was, is_now))


def _leaves(node: Node, path: Path = ()) -> Iterable[tuple[Path, str]]:
    """Return every value as text, by its path; lists of numbers and of codes as one text."""
    if isinstance(node, Mapping):
        steps: Iterable[tuple[str | int, Node]] = node.items()
    elif isinstance(node, list) and any(isinstance(one, Mapping) for one in node):
        steps = enumerate(node)
    else:
        yield path, ", ".join(map(str, node)) if isinstance(node, list) else str(node)
        return
    for step, part in steps:
        yield from _leaves(part, (*path, step))
