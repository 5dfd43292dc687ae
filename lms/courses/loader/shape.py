"""Between documents whose shape the schemas have accepted and a ``CourseText``, both ways."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict

from lms.courses.domain import (
    CourseText,
    LessonAim,
    LessonText,
    PracticeTask,
    Prompt,
    Serves,
    Source,
    Words,
    stored_lesson_aim,
    stored_prompt,
)
from lms.courses.loader.lessons import LessonFiles
from lms.courses.loader.quiz_shape import quiz_document, quiz_from_document


class CourseDocuments(TypedDict):
    """A course as plain values: what its two YAML files hold, its texts by lesson and language, its figures.

    Figures are named without their folder.
    """

    course: dict[str, Any]
    quiz: dict[str, Any]
    lessons: dict[str, dict[str, str]]
    figures: dict[str, bytes]


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
        lessons=tuple(_lesson(lesson, files) for lesson in course["lessons"]),
        sources=tuple(map(_source, course["sources"])),
        quiz=quiz_from_document(quiz),
        figures=tuple(sorted(files.figures.values(), key=lambda figure: figure.name)),
    )


def document_of(course: CourseText) -> CourseDocuments:
    """Return a course as plain values; reading them gives the same course again."""
    return {
        "course": {
            "slug": course.slug,
            "version": course.version,
            "title": dict(course.title),
            "summary": dict(course.summary),
            "audience": dict(course.audience),
            "minutes": course.minutes,
            "serves": [
                {
                    "criterion": aim.criterion_code,
                    "levels": list(aim.levels),
                    "objective": dict(aim.objective),
                }
                for aim in course.serves
            ],
            "prerequisites": list(course.prerequisites),
            "lessons": [_lesson_document(lesson) for lesson in course.lessons],
            "sources": [_source_document(source) for source in course.sources],
        },
        "quiz": quiz_document(course.quiz),
        "lessons": {lesson.slug: dict(lesson.markdown) for lesson in course.lessons},
        "figures": {figure.name: figure.content for figure in course.figures},
    }


def _lesson(lesson: Mapping[str, Any], files: LessonFiles) -> LessonText:
    return LessonText(
        slug=lesson["slug"],
        title=_words(lesson["title"]),
        objective=_words(lesson["objective"]),
        minutes=lesson["minutes"],
        markdown=files.markdown.get(lesson["slug"], {}),
        html=files.html.get(lesson["slug"], {}),
        serves=tuple(
            LessonAim(aim["criterion"], tuple(sorted(aim["levels"]))) for aim in lesson.get("serves", ())
        ),
        practices=tuple(map(_practice, lesson.get("practices", ()))),
        reflections=tuple(
            Prompt(prompt["code"], _words(prompt["prompt"])) for prompt in lesson.get("reflections", ())
        ),
    )


def _lesson_document(lesson: LessonText) -> dict[str, object]:
    document: dict[str, object] = {
        "slug": lesson.slug,
        "minutes": lesson.minutes,
        "title": dict(lesson.title),
        "objective": dict(lesson.objective),
    }
    parts: dict[str, list[dict[str, object]]] = {
        "serves": [stored_lesson_aim(aim) for aim in lesson.serves],
        "practices": [_practice_document(practice) for practice in lesson.practices],
        "reflections": [stored_prompt(prompt) for prompt in lesson.reflections],
    }
    return document | {name: part for name, part in parts.items() if part}


def _practice(practice: Mapping[str, Any]) -> PracticeTask:
    return PracticeTask(
        code=practice["code"],
        criterion_code=practice["criterion"],
        levels=tuple(sorted(practice["levels"])),
        title=_words(practice["title"]),
        task=_words(practice["task"]),
        watch=_words(practice["watch"]) if "watch" in practice else None,
    )


def _practice_document(practice: PracticeTask) -> dict[str, object]:
    document: dict[str, object] = {
        "code": practice.code,
        "criterion": practice.criterion_code,
        "levels": list(practice.levels),
        "title": dict(practice.title),
        "task": dict(practice.task),
    }
    return document | ({"watch": dict(practice.watch)} if practice.watch else {})


def _source(source: Mapping[str, Any]) -> Source:
    return Source(
        key=source["key"],
        title=_words(source["title"]),
        checked_on=date.fromisoformat(source["checked"]),
        url=source.get("url"),
    )


def _source_document(source: Source) -> dict[str, object]:
    document: dict[str, object] = {"key": source.key, "title": dict(source.title)}
    address = {"url": source.url} if source.url else {}
    return document | address | {"checked": source.checked_on.isoformat()}


def _words(words: Mapping[str, str]) -> Words:
    return {language: text.strip() for language, text in words.items()}
