"""The rows a version of a course is stored as, table by table."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from lms.courses.domain import (
    CourseText,
    stored_lesson_aim,
    stored_prompt,
    stored_question,
    stored_rules,
    stored_source,
)
from lms.courses.models import (
    AssessmentItem,
    CourseAim,
    CourseFigure,
    CourseVersion,
    Lesson,
    PracticeTask,
)
from lms.kernel.ids import new_id

Table: TypeAlias = type[CourseVersion | CourseAim | Lesson | PracticeTask | CourseFigure | AssessmentItem]
Rows: TypeAlias = list[dict[str, object]]


def version_rows(
    course: CourseText, *, version_id: UUID, course_id: UUID, ordinal: int, at: datetime
) -> Mapping[Table, Rows]:
    """Return the rows of a version, tables that others refer to first."""
    lesson_ids = {lesson.slug: new_id() for lesson in course.lessons}
    return {
        CourseVersion: [_version_row(course, version_id, course_id, ordinal, at)],
        CourseAim: _aim_rows(course, version_id),
        Lesson: _lesson_rows(course, version_id, lesson_ids),
        PracticeTask: _practice_rows(course, version_id, lesson_ids),
        CourseFigure: _figure_rows(course, version_id),
        AssessmentItem: _item_rows(course, version_id),
    }


def _version_row(
    course: CourseText, version_id: UUID, course_id: UUID, ordinal: int, at: datetime
) -> dict[str, object]:
    return {
        "id": version_id,
        "course_id": course_id,
        "ordinal": ordinal,
        "version": course.version,
        "title": course.title,
        "summary": course.summary,
        "audience": course.audience,
        "minutes": course.minutes,
        "pass_mark": course.quiz.pass_mark,
        "quiz_rules": stored_rules(course.quiz),
        "prerequisites": list(course.prerequisites),
        "sources": [stored_source(source) for source in course.sources],
        "content_digest": course.digest(),
        "loaded_at": at,
    }


def _aim_rows(course: CourseText, version_id: UUID) -> Rows:
    return [
        {
            "id": new_id(),
            "course_version_id": version_id,
            "position": position,
            "criterion_code": aim.criterion_code,
            "levels": list(aim.levels),
            "objective": aim.objective,
        }
        for position, aim in enumerate(course.serves, start=1)
    ]


def _lesson_rows(course: CourseText, version_id: UUID, ids: Mapping[str, UUID]) -> Rows:
    return [
        {
            "id": ids[lesson.slug],
            "course_version_id": version_id,
            "position": position,
            "slug": lesson.slug,
            "title": lesson.title,
            "objective": lesson.objective,
            "minutes": lesson.minutes,
            "markdown": lesson.markdown,
            "html": lesson.html,
            "serves": [stored_lesson_aim(aim) for aim in lesson.serves],
            "reflections": [stored_prompt(prompt) for prompt in lesson.reflections],
            "content_digest": course.lesson_digest(lesson),
        }
        for position, lesson in enumerate(course.lessons, start=1)
    ]


def _practice_rows(course: CourseText, version_id: UUID, ids: Mapping[str, UUID]) -> Rows:
    return [
        {
            "id": new_id(),
            "course_version_id": version_id,
            "lesson_id": ids[lesson.slug],
            "position": position,
            "code": task.code,
            "criterion_code": task.criterion_code,
            "levels": list(task.levels),
            "title": task.title,
            "task": task.task,
            "watch": task.watch,
        }
        for lesson in course.lessons
        for position, task in enumerate(lesson.practices, start=1)
    ]


def _figure_rows(course: CourseText, version_id: UUID) -> Rows:
    return [
        {
            "id": new_id(),
            "course_version_id": version_id,
            "name": figure.name,
            "media_type": figure.media_type,
            "content": figure.content,
        }
        for figure in course.figures
    ]


def _item_rows(course: CourseText, version_id: UUID) -> Rows:
    return [
        {
            "id": new_id(),
            "course_version_id": version_id,
            "position": position,
            "code": question.code,
            "kind": question.kind,
            "lesson_slug": question.lesson_slug,
            "content": stored_question(question),
        }
        for position, question in enumerate(course.quiz.questions, start=1)
    ]
