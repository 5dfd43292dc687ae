"""Courses as their folder says them: texts in Japanese and English, and what each course serves."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.courses.domain.quiz import Quiz, Words, stored_question

LANGUAGES = ("ja", "en")

RESERVED_SLUGS = frozenset({"attempts", "figures", "quiz"})
"""Words that stand beside the lessons in addresses: a lesson cannot be called so."""


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
class LessonText:
    """A lesson. ``markdown`` is what the author wrote, ``html`` the clean page made from it, by language."""

    slug: str
    title: Words
    objective: Words
    minutes: int
    markdown: Words
    html: Words


@dataclass(frozen=True)
class Figure:
    """A drawing of a lesson, as SVG."""

    name: str
    svg: str


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
        canonical = json.dumps(self._content(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

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
            "lessons": [
                [slug, dict(title), dict(objective), minutes, dict(markdown)]
                for slug, title, objective, minutes, markdown in map(_written, self.lessons)
            ],
            "sources": [stored_source(source) for source in self.sources],
            "pass_mark": self.quiz.pass_mark,
            "questions": [
                [question.code, question.kind, question.lesson_slug, stored_question(question)]
                for question in self.quiz.questions
            ],
            "figures": sorted([figure.name, figure.svg] for figure in self.figures),
        }


def _written(lesson: LessonText) -> tuple[str, Words, Words, int, Words]:
    return lesson.slug, lesson.title, lesson.objective, lesson.minutes, lesson.markdown


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
