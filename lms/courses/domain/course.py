"""Courses as their folder says them: texts in Japanese and English, and what each course serves."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.courses.domain.quiz import Quiz, Words, quiz_content

LANGUAGES = ("ja", "en")

RESERVED_SLUGS = frozenset(
    {
        "assign",
        "attempts",
        "certificate",
        "figures",
        "items",
        "moving",
        "offline",
        "print",
        "quiz",
        "withdraw",
    }
)
"""Words that stand beside the lessons in addresses: a lesson cannot be called so."""

RESERVED_COURSE_SLUGS = frozenset({"assign", "drafts", "overview", "people"})
"""Words that stand beside the courses in addresses: a course cannot be called so."""

SVG = "image/svg+xml"
MEDIA_TYPES = {
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": SVG,
    "webp": "image/webp",
}
"""What a figure can be, by the ending of its name."""

_SHOWN_FIGURE = re.compile(r"!\[[^\]]*\]\(\s*figures/([^\s)]+)\s*\)")


@dataclass(frozen=True)
class Serves:
    """A criterion the course helps with, the levels it helps to reach, and what one can do afterwards."""

    criterion_code: str
    levels: tuple[int, ...]
    objective: Words


@dataclass(frozen=True)
class Source:
    """Where facts come from, and the day somebody last looked."""

    key: str
    title: Words
    checked_on: date
    url: str | None = None


@dataclass(frozen=True)
class LessonAim:
    """A criterion one lesson helps with, and the levels it helps to reach."""

    criterion_code: str
    levels: tuple[int, ...]


@dataclass(frozen=True)
class PracticeTask:
    """Something to try on the next visit. ``watch`` says what a supervisor can look for."""

    code: str
    criterion_code: str
    levels: tuple[int, ...]
    title: Words
    task: Words
    watch: Words | None = None


@dataclass(frozen=True)
class Prompt:
    """A question to think about; what somebody writes to it is for their own eyes only."""

    code: str
    prompt: Words


@dataclass(frozen=True)
class LessonText:
    """A lesson. ``markdown`` is what the author wrote, ``html`` the clean page made from it, by language.

    Without ``serves`` of its own, a lesson serves what its course serves.
    """

    slug: str
    title: Words
    objective: Words
    minutes: int
    markdown: Words
    html: Words
    serves: tuple[LessonAim, ...] = ()
    practices: tuple[PracticeTask, ...] = ()
    reflections: tuple[Prompt, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A picture of a lesson. ``content`` is the file; an SVG is text in UTF-8."""

    name: str
    media_type: str
    content: bytes

    def digest(self) -> str:
        """Return the SHA-256 of the file."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class CourseText:
    """A whole course as its folder says it; it may still break the rules that ``list_flaws`` knows."""

    slug: str
    version: str
    title: Words
    summary: Words
    audience: Words
    minutes: int
    serves: tuple[Serves, ...]
    prerequisites: tuple[str, ...]
    lessons: tuple[LessonText, ...]
    sources: tuple[Source, ...]
    quiz: Quiz
    figures: tuple[Figure, ...] = ()

    def digest(self) -> str:
        """Return the SHA-256 of the content: what the author wrote, not the HTML made from it."""
        return _digest(self._content())

    def lesson_digest(self, lesson: LessonText) -> str:
        """Return the SHA-256 of what a reader of the lesson reads and sees: its texts and their figures.

        Two versions of a lesson with one digest need to be read once only.
        """
        shown = set(_SHOWN_FIGURE.findall("\n".join(lesson.markdown.values())))
        figures = {figure.name: figure.digest() for figure in self.figures if figure.name in shown}
        return _digest({"markdown": dict(lesson.markdown), "figures": figures})

    def _content(self) -> Mapping[str, object]:
        return {
            "slug": self.slug,
            "version": self.version,
            "title": dict(self.title),
            "summary": dict(self.summary),
            "audience": dict(self.audience),
            "minutes": self.minutes,
            "serves": [[aim.criterion_code, sorted(aim.levels), dict(aim.objective)] for aim in self.serves],
            "prerequisites": list(self.prerequisites),
            "lessons": [_written_lesson(lesson) for lesson in self.lessons],
            "sources": [stored_source(source) for source in self.sources],
            **quiz_content(self.quiz),
            "figures": sorted([figure.name, _written_figure(figure)] for figure in self.figures),
        }


def _digest(content: Mapping[str, object]) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _written_lesson(lesson: LessonText) -> list[object]:
    """Return a lesson as the digest reads it; what it does not hold leaves the digests of before alone."""
    beside: dict[str, object] = {
        "serves": [stored_lesson_aim(aim) for aim in lesson.serves],
        "practices": [_written_practice(practice) for practice in lesson.practices],
        "reflections": [stored_prompt(prompt) for prompt in lesson.reflections],
    }
    held = {name: parts for name, parts in beside.items() if parts}
    words = [lesson.slug, dict(lesson.title), dict(lesson.objective), lesson.minutes, dict(lesson.markdown)]
    return [*words, held] if held else words


def _written_practice(practice: PracticeTask) -> list[object]:
    watch = dict(practice.watch) if practice.watch else None
    aim = [practice.criterion_code, sorted(practice.levels)]
    return [practice.code, *aim, dict(practice.title), dict(practice.task), watch]


def _written_figure(figure: Figure) -> str:
    return figure.content.decode() if figure.media_type == SVG else figure.digest()


def stored_lesson_aim(aim: LessonAim) -> dict[str, object]:
    """Return what a lesson serves as JSON values."""
    return {"criterion": aim.criterion_code, "levels": sorted(aim.levels)}


def lesson_aim_from(stored: Mapping[str, Any]) -> LessonAim:
    """Return the aim that ``stored_lesson_aim`` stored."""
    return LessonAim(stored["criterion"], tuple(stored["levels"]))


def stored_prompt(prompt: Prompt) -> dict[str, object]:
    """Return a prompt as JSON values."""
    return {"code": prompt.code, "prompt": dict(prompt.prompt)}


def prompt_from(stored: Mapping[str, Any]) -> Prompt:
    """Return the prompt that ``stored_prompt`` stored."""
    return Prompt(stored["code"], stored["prompt"])


def stored_source(source: Source) -> dict[str, object]:
    """Return a source as JSON values."""
    return {
        "key": source.key,
        "title": dict(source.title),
        "checked_on": source.checked_on.isoformat(),
        "url": source.url,
    }


def source_from(stored: Mapping[str, Any]) -> Source:
    """Return the source that ``stored_source`` stored."""
    return Source(
        key=stored["key"],
        title=stored["title"],
        checked_on=date.fromisoformat(stored["checked_on"]),
        url=stored["url"],
    )
