"""A draft held against every rule of a course: the same reading as for files."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image

from lms.authoring.domain import LANGUAGES, DraftText, Whole, stored_text
from lms.courses.domain import MEDIA_TYPES, SVG, Source
from lms.courses.loader import (
    CourseDocuments,
    LessonReader,
    LessonReading,
    Problem,
    Reading,
    Schemas,
    read_documents,
)
from lms.courses.loader.figures import FIGURES_FOLDER
from lms.courses.loader.lessons import LESSONS_FOLDER, lesson_file


@dataclass(frozen=True)
class Yardstick:
    """What drafts are held against: the schemas, the rubric's levels, the courses that can come first."""

    schemas: Schemas
    levels: Mapping[str, int]
    neighbours: Mapping[str, Sequence[str]]


def check(text: DraftText, yardstick: Yardstick, *, figures: Collection[str]) -> tuple[Problem, ...]:
    """Return everything that is wrong with a draft whose pictures have these names.

    The pictures themselves were looked at when they came. Texts are looked at, too, while the documents are
    not whole.
    """
    problems = _read(text, yardstick, {name: _stand_in(name) for name in figures}).problems
    if any(problem.file.startswith(LESSONS_FOLDER) for problem in problems):
        return problems
    return (*problems, *_text_problems(text, figures))


def read_whole(
    text: DraftText, yardstick: Yardstick, *, figures: Mapping[str, bytes], digest: str
) -> Whole | None:
    """Read a draft as the course it is to become, with its pictures; None when it breaks a rule."""
    course = _read(text, yardstick, figures).course
    return None if course is None else Whole(course, digest, yardstick.levels)


def read_lesson(text: DraftText, slug: str, language: str, *, figures: Collection[str]) -> LessonReading:
    """Make the page of one lesson in one language, and find what is wrong with its text."""
    places = {f"{FIGURES_FOLDER}/{name}" for name in figures}
    reader = LessonReader(language, _sources(text), places.__contains__)
    position = text.lesson_slugs.index(slug) + 1
    return reader.read(lesson_file(position, slug, language), text.markdown(slug, language))


def _read(text: DraftText, yardstick: Yardstick, figures: Mapping[str, bytes]) -> Reading:
    stored = stored_text(text)
    documents: CourseDocuments = {
        "course": stored["course"],
        "quiz": stored["quiz"],
        "lessons": stored["lessons"],
        "figures": dict(figures),
    }
    return read_documents(
        documents,
        schemas=yardstick.schemas,
        levels=yardstick.levels,
        neighbours={slug: before for slug, before in yardstick.neighbours.items() if slug != text.slug},
    )


def _text_problems(text: DraftText, figures: Collection[str]) -> Iterator[Problem]:
    for slug in text.lesson_slugs:
        for language in LANGUAGES:
            yield from read_lesson(text, slug, language, figures=figures).problems


def _sources(text: DraftText) -> dict[str, Source]:
    """Return the sources that can be cited already."""
    return {source["key"]: _source(source) for source in text.course.get("sources", ()) if _is_whole(source)}


def _is_whole(source: Mapping[str, Any]) -> bool:
    return bool(source.get("key") and source.get("checked") and all(source["title"].values()))


def _source(source: Mapping[str, Any]) -> Source:
    return Source(source["key"], source["title"], date.fromisoformat(source["checked"]), source.get("url"))


def _stand_in(name: str) -> bytes:
    """Return the smallest picture of the kind a name stands for."""
    return _smallest(MEDIA_TYPES[name.rpartition(".")[2]])


@lru_cache
def _smallest(media_type: str) -> bytes:
    if media_type == SVG:
        return b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    stream = BytesIO()
    Image.new("RGB", (1, 1)).save(stream, media_type.removeprefix("image/"))
    return stream.getvalue()


def read_question(question: Mapping[str, Any], schemas: Schemas) -> Reading:
    """Read one question in a course of its own; its problems stand at the first question of the quiz."""
    slug = question.get("lesson") or "lesson"
    alone = {step: node for step, node in question.items() if step != "pool"}
    words = dict.fromkeys(LANGUAGES, "-")
    lesson = {"slug": slug, "minutes": 1, "title": words, "objective": words}
    course = {
        "slug": "course",
        "version": "1",
        **dict.fromkeys(("title", "summary", "audience"), words),
        "minutes": 1,
        "serves": [{"criterion": "A", "levels": [1], "objective": words}],
        "prerequisites": [],
        "lessons": [lesson],
        "sources": [{"key": "a", "title": words, "checked": "2026-01-01"}],
    }
    text = DraftText(course, {"pass_mark": 1, "questions": [alone]}, {slug: words})
    return _read(text, Yardstick(schemas, {"A": 1}, {}), {})
