"""The texts of lessons: each there in both languages, sound Markdown, its sources and figures known."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lms.courses.domain import LANGUAGES, Figure, Source
from lms.courses.loader.figures import FIGURE_NAME, FIGURES_FOLDER, read_figure
from lms.courses.loader.files import CourseFiles, RefusedError, read_text
from lms.courses.loader.markdown import BLOCKS, TooDeepError, list_refused_targets, renderer_for
from lms.courses.loader.problem import Problem

LESSONS_FOLDER = "lessons"
MAX_LESSON_BYTES = 100_000
MAX_BRACKETS = 500
"""More opening brackets, square or pointed, than any lesson needs; each costs as much as the whole text."""
MAX_BRACKET_WORK = 10_000_000
"""Opening brackets times signs: so many are read in a second or two."""
MAX_FENCES = 200
"""More lines that open or close a block than any lesson needs; each costs as much as all before it."""
MAX_LINES = 3000
"""More lines than any lesson needs; each heading, rule or list costs as much as all that follows it."""
_TOO_COSTLY = frozenset({"courses.lesson_blocks", "courses.lesson_brackets", "courses.lesson_lines"})

_TITLE = re.compile(r"#(?!#)")
_TAG = re.compile(r"<[/!]?[A-Za-z][^>]*>?")
_ADDRESS = re.compile(r"<(https?://|mailto:)[^\s>]+>")
_CODE = re.compile(r"(`+).+?\1")
_FENCE = re.compile(r"(/{3,})\s*(?:([A-Za-z][\w-]*)\s*(?:\|.*)?)?")
_FOOTNOTE_USE = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_FOOTNOTE_TEXT = re.compile(r"\[\^([^\]\s]+)\]:")
_IMAGE = re.compile(r"!\[([^\]]*)\]\(\s*(\S*?)\s*\)")


@dataclass
class LessonFiles:
    """What the lessons gave: texts by lesson and language, the figures they show, and problems."""

    markdown: dict[str, dict[str, str]] = field(default_factory=dict)
    html: dict[str, dict[str, str]] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class LessonReading:
    """What one text gave: its clean HTML, what is wrong with it, and the figures it shows by their paths."""

    html: str
    problems: tuple[Problem, ...]
    figures: tuple[str, ...]


def lesson_file(position: int, slug: str, language: str) -> str:
    """Return where the text of a lesson stands; ``position`` counts from 1."""
    return f"{LESSONS_FOLDER}/{position:02d}-{slug}.{language}.md"


def read_lessons(files: CourseFiles, slugs: Sequence[str], sources: Mapping[str, Source]) -> LessonFiles:
    """Read the texts of the lessons, in both languages, with the figures they show."""
    found = LessonFiles()
    readers = {language: LessonReader(language, sources, files.has) for language in LANGUAGES}
    for position, slug in enumerate(slugs, start=1):
        for language in LANGUAGES:
            name = lesson_file(position, slug, language)
            try:
                text = read_text(files, name, MAX_LESSON_BYTES)
            except RefusedError as error:
                found.problems += error.problems
                continue
            reading = readers[language].read(name, text)
            problems = [*reading.problems, *_read_figures(found, files, reading.figures)]
            found.problems += problems
            if not problems:
                found.markdown.setdefault(slug, {})[language] = text
                found.html.setdefault(slug, {})[language] = reading.html
    found.problems += _stray_files(files, slugs)
    return found


class LessonReader:
    """Reads texts of lessons in one language. Not for several threads at once.

    ``sources`` are those of the course by key; ``has_figure`` says whether a path leads to a figure.
    """

    def __init__(
        self, language: str, sources: Mapping[str, Source], has_figure: Callable[[str], bool]
    ) -> None:
        self._language = language
        self._sources = sources
        self._has_figure = has_figure
        self._renderer = renderer_for(language)

    def read(self, name: str, text: str) -> LessonReading:
        """Make a text's clean HTML and find what is wrong with it; ``name`` is the file told in problems."""
        problems = list(_line_problems(name, text, self._sources))
        figures: dict[str, None] = {}
        for problem, target in self._list_figures(name, text):
            if problem is None:
                figures[target] = None
            else:
                problems.append(problem)
        html = ""
        if not any(problem.code in _TOO_COSTLY for problem in problems):
            try:
                html = self._render(name, text, problems)
            except TooDeepError:
                problems.append(Problem(name, 1, "courses.lesson_too_deep"))
        ordered = sorted(problems, key=lambda problem: problem.line)
        return LessonReading(html, tuple(ordered), tuple(figures))

    def _render(self, name: str, text: str, problems: list[Problem]) -> str:
        cited = "".join(
            f"\n\n[^{label}]: {citation(self._sources[label], self._language)}"
            for label in _cited(text)
            if label in self._sources
        )
        converted = self._renderer.convert(text + cited)
        told = {str(problem.facts.get("target")) for problem in problems}
        for kind, target in list_refused_targets(converted):
            if target not in told:
                code = "courses.figure_place" if kind == "img" else "courses.lesson_link"
                problems.append(Problem(name, _line_of(text, target), code, {"target": target}))
        return self._renderer.finish(converted)

    def _list_figures(self, name: str, text: str) -> Iterator[tuple[Problem | None, str]]:
        """Return the figures a text shows; with a problem where one cannot be shown."""
        for number, line in enumerate(text.split("\n"), start=1):
            for words, target in _IMAGE.findall(_CODE.sub("", line)):
                if not words.strip():
                    yield Problem(name, number, "courses.figure_alt"), target
                folder, _, figure = target.partition("/")
                if folder != FIGURES_FOLDER or FIGURE_NAME.fullmatch(figure) is None:
                    yield Problem(name, number, "courses.figure_place", {"target": target}), target
                elif not self._has_figure(target):
                    yield Problem(name, number, "courses.figure_missing", {"target": target}), target
                else:
                    yield None, target


def _line_problems(name: str, text: str, sources: Mapping[str, Source]) -> Iterator[Problem]:
    if not text.strip():
        yield Problem(name, 1, "courses.lesson_empty")
    limit = min(MAX_BRACKETS, MAX_BRACKET_WORK // (len(text) + 1))
    if max(text.count("["), text.count("<")) > limit:
        yield Problem(name, 1, "courses.lesson_brackets", {"limit": limit})
    if text.count("\n") >= MAX_LINES:
        yield Problem(name, 1, "courses.lesson_lines", {"limit": MAX_LINES})
    if sum(line.lstrip().startswith("///") for line in text.split("\n")) > MAX_FENCES:
        yield Problem(name, 1, "courses.lesson_blocks", {"limit": MAX_FENCES})
    yield from _block_problems(name, text)
    labels = {*_FOOTNOTE_TEXT.findall(text), *sources}
    for number, line in enumerate(text.split("\n"), start=1):
        bare = _CODE.sub("", line)
        if _TITLE.match(bare):
            yield Problem(name, number, "courses.lesson_heading")
        for tag in _TAG.findall(_ADDRESS.sub("", bare)):
            yield Problem(name, number, "courses.lesson_html", {"tag": tag})
        for label in _FOOTNOTE_USE.findall(bare):
            if label not in labels:
                yield Problem(name, number, "courses.footnote_unknown", {"label": label})


def _block_problems(name: str, text: str) -> Iterator[Problem]:
    open_blocks: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        match = _FENCE.fullmatch(line.rstrip())
        if match is None:
            continue
        fence, block = match.groups()
        if block is not None:
            open_blocks.append((number, fence))
            if block not in BLOCKS:
                facts = {"name": block, "expected": ", ".join(BLOCKS)}
                yield Problem(name, number, "courses.lesson_block", facts)
        elif open_blocks and open_blocks[-1][1] == fence:
            open_blocks.pop()
    for number, fence in open_blocks:
        yield Problem(name, number, "courses.block_open", {"fence": fence})


def _line_of(text: str, target: str) -> int:
    """Return the line in which an address stands; an address that was disguised is told at the first."""
    position = text.find(target)
    return text.count("\n", 0, position) + 1 if position >= 0 else 1


def _read_figures(found: LessonFiles, files: CourseFiles, targets: Collection[str]) -> Iterator[Problem]:
    for target in targets:
        if target not in found.figures:
            try:
                found.figures[target] = read_figure(files, target)
            except RefusedError as error:
                yield from error.problems


def _cited(text: str) -> list[str]:
    """Return the labels of footnotes that the text does not write out itself."""
    written = set(_FOOTNOTE_TEXT.findall(text))
    return list(dict.fromkeys(label for label in _FOOTNOTE_USE.findall(text) if label not in written))


def citation(source: Source, language: str) -> str:
    """Write a source as a footnote, with the day it was checked."""
    day = source.checked_on
    checked = (
        f"（{day.year}年{day.month}月{day.day}日確認）"
        if language == "ja"
        else f" (checked {day.day} {day:%B %Y})"
    )
    address = f" <{source.url}>" if source.url else ""
    return f"{source.title[language]}{address}{checked}"


def _stray_files(files: CourseFiles, slugs: Collection[str]) -> Iterator[Problem]:
    expected = {
        lesson_file(position, slug, language)
        for position, slug in enumerate(slugs, start=1)
        for language in LANGUAGES
    }
    for name in files.list_names(LESSONS_FOLDER, ".md"):
        if name not in expected:
            facts = {"expected": f"{LESSONS_FOLDER}/01-….ja.md, {LESSONS_FOLDER}/01-….en.md"}
            yield Problem(name, 1, "courses.lesson_stray", facts)
