"""Turns documents whose shape the schemas have accepted into a ``CourseText``."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from lms.courses.domain import (
    CourseText,
    LessonText,
    Serves,
    Source,
    Words,
)
from lms.courses.loader.lessons import LessonFiles
from lms.courses.loader.quiz_shape import quiz_from_document


def sources_of(course: Any) -> dict[str, Source]:  # noqa: ANN401 (the schema, not the type system, vouches for its shape)
    """Return the sources of an accepted course.yaml by key."""
    return {source["key"]: _source(source) for source in course["sources"]}


def course_text(course: Any, quiz: Any, files: LessonFiles) -> CourseText:  # noqa: ANN401 (as above)
    """Shape an accepted course.yaml and quiz.yaml with the texts of the lessons."""
    return CourseText(
        slug=course["slug"],
        version=course["version"],
        title=_words(course["title"]),
        summary=_words(course["summary"]),
        audience=_words(course["audience"]),
        minutes=course["minutes"],
        serves=tuple(
            Serves(aim["criterion"], tuple(sorted(aim["levels"])), _words(aim["objective"]))
            for aim in course["serves"]
        ),
        prerequisites=tuple(course["prerequisites"]),
        lessons=tuple(
            LessonText(
                slug=lesson["slug"],
                title=_words(lesson["title"]),
                objective=_words(lesson["objective"]),
                minutes=lesson["minutes"],
                markdown=files.markdown.get(lesson["slug"], {}),
                html=files.html.get(lesson["slug"], {}),
            )
            for lesson in course["lessons"]
        ),
        sources=tuple(map(_source, course["sources"])),
        quiz=quiz_from_document(quiz),
        figures=tuple(files.figures.values()),
    )


def _source(source: Mapping[str, Any]) -> Source:
    return Source(
        key=source["key"],
        title=_words(source["title"]),
        checked_on=date.fromisoformat(source["checked"]),
        url=source.get("url"),
    )


def _words(words: Mapping[str, str]) -> Words:
    return {language: text.strip() for language, text in words.items()}
