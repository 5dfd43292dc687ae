"""The texts of lessons: each there in both languages, sound Markdown, its sources and figures known."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lms.courses.domain import LANGUAGES, Figure, Source
from lms.courses.loader.figures import read_figure
from lms.courses.loader.files import RefusedError, read_text
from lms.courses.loader.markdown import BLOCKS, render
from lms.courses.loader.problem import Problem

LESSONS_FOLDER = "lessons"

_TITLE = re.compile(r"#(?!#)")
_TAG = re.compile(r"<[/!]?[A-Za-z][^>]*>?")
_ADDRESS = re.compile(r"<(https?://|mailto:)[^\s>]+>")
_CODE = re.compile(r"(`+).+?\1")
_FENCE = re.compile(r"(/{3,})\s*(?:([A-Za-z][\w-]*)\s*(?:\|.*)?)?")
_FOOTNOTE_USE = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_FOOTNOTE_TEXT = re.compile(r"\[\^([^\]\s]+)\]:")
_IMAGE = re.compile(r"!\[([^\]]*)\]\(\s*(\S*?)\s*\)")
_FIGURE = re.compile(r"figures/[a-z0-9][a-z0-9._-]{0,70}\.svg")


@dataclass
class LessonFiles:
    """What the lessons' folder gave: texts by lesson and language, the figures they show, and problems."""

    folder: Path
    sources: Mapping[str, Source]
    markdown: dict[str, dict[str, str]] = field(default_factory=dict)
    html: dict[str, dict[str, str]] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def lesson_file(position: int, slug: str, language: str) -> str:
    """Return where the text of a lesson stands; ``position`` counts from 1."""
    return f"{LESSONS_FOLDER}/{position:02d}-{slug}.{language}.md"


def read_lessons(folder: Path, slugs: Collection[str], sources: Mapping[str, Source]) -> LessonFiles:
    """Read the texts of the lessons, in both languages, with the figures they show."""
    found = LessonFiles(folder, sources)
    for position, slug in enumerate(slugs, start=1):
        for language in LANGUAGES:
            _read_lesson(found, lesson_file(position, slug, language), slug, language)
    found.problems += _stray_files(folder, slugs)
    return found


def _read_lesson(found: LessonFiles, name: str, slug: str, language: str) -> None:
    try:
        text = read_text(found.folder, name)
    except RefusedError as error:
        found.problems += error.problems
        return
    problems = list(_lesson_problems(name, text, found.sources))
    problems += _read_figures(found, name, text)
    found.problems += sorted(problems, key=lambda problem: problem.line)
    if not problems:
        found.markdown.setdefault(slug, {})[language] = text
        html = render(text + _cited(text, found.sources, language), language=language)
        found.html.setdefault(slug, {})[language] = html


def _lesson_problems(name: str, text: str, sources: Mapping[str, Source]) -> Iterator[Problem]:
    if not text.strip():
        yield Problem(name, 1, "courses.lesson_empty")
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


def _read_figures(found: LessonFiles, name: str, text: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        for words, target in _IMAGE.findall(_CODE.sub("", line)):
            if not words.strip():
                yield Problem(name, number, "courses.figure_alt")
            if _FIGURE.fullmatch(target) is None:
                yield Problem(name, number, "courses.figure_place", {"target": target})
            elif not (found.folder / target).is_file():
                yield Problem(name, number, "courses.figure_missing", {"target": target})
            elif target not in found.figures:
                yield from _read_figure(found, target)


def _read_figure(found: LessonFiles, target: str) -> Iterator[Problem]:
    try:
        found.figures[target] = read_figure(found.folder, target)
    except RefusedError as error:
        yield from error.problems


def _cited(text: str, sources: Mapping[str, Source], language: str) -> str:
    """Return the footnotes for the sources that the text cites by key."""
    written = set(_FOOTNOTE_TEXT.findall(text))
    cited = dict.fromkeys(label for label in _FOOTNOTE_USE.findall(text) if label not in written)
    return "".join(f"\n\n[^{label}]: {citation(sources[label], language)}" for label in cited)


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


def _stray_files(folder: Path, slugs: Collection[str]) -> Iterator[Problem]:
    expected = {
        lesson_file(position, slug, language)
        for position, slug in enumerate(slugs, start=1)
        for language in LANGUAGES
    }
    for file in sorted((folder / LESSONS_FOLDER).glob("*.md")):
        name = f"{LESSONS_FOLDER}/{file.name}"
        if name not in expected:
            facts = {"expected": f"{LESSONS_FOLDER}/01-….ja.md, {LESSONS_FOLDER}/01-….en.md"}
            yield Problem(name, 1, "courses.lesson_stray", facts)
