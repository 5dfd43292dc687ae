"""What is stored of courses, whoever published them: for loading, writing out and authoring."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from lms.courses.domain import (
    CourseText,
    Figure,
    LessonText,
    PracticeTask,
    Serves,
    lesson_aim_from,
    prompt_from,
    source_from,
)
from lms.courses.models import Course, CourseFigure, CourseVersion, Lesson
from lms.courses.models import PracticeTask as PracticeRow
from lms.courses.queries.attempts import quiz_of
from lms.courses.queries.course import practice_task_of


@dataclass(frozen=True)
class StoredCourse:
    """A course by its slug with what is stored under each of its versions: the row's id and its digest."""

    id: UUID
    publisher_id: UUID | None
    is_withdrawn: bool
    versions: Mapping[str, tuple[UUID, str]] = field(default_factory=dict)


def list_stored_courses(session: Session, slugs: Collection[str]) -> dict[str, StoredCourse]:
    """Return what is stored under slugs; those that nobody uses are missing."""
    rows = session.execute(
        select(Course, CourseVersion.version, CourseVersion.id, CourseVersion.content_digest)
        .join(CourseVersion, CourseVersion.course_id == Course.id)
        .where(Course.slug.in_(slugs))
        .order_by(Course.slug, CourseVersion.ordinal)
    )
    found: dict[str, StoredCourse] = {}
    for course, version, version_id, digest in rows:
        before = found.get(course.slug)
        versions = {**(before.versions if before else {}), version: (version_id, digest)}
        is_withdrawn = course.withdrawn_at is not None
        found[course.slug] = StoredCourse(course.id, course.publisher_id, is_withdrawn, versions)
    return found


def list_stored_prerequisites(session: Session) -> dict[str, tuple[str, ...]]:
    """Map the slug of every stored course to the prerequisites of its newest version."""
    rows = session.execute(
        select(Course.slug, CourseVersion.prerequisites)
        .join(CourseVersion, CourseVersion.course_id == Course.id)
        .order_by(CourseVersion.ordinal)
    )
    return {slug: tuple(prerequisites) for slug, prerequisites in rows}


def find_stored_text(session: Session, *, slug: str, version: str | None = None) -> CourseText | None:
    """Return a stored course as its folder said it, in its newest version unless one is named."""
    query = (
        select(CourseVersion)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(Course.slug == slug)
        .options(joinedload(CourseVersion.aims))
        .order_by(CourseVersion.ordinal.desc())
    )
    if version is not None:
        query = query.where(CourseVersion.version == version)
    row = session.scalars(query).unique().first()
    return None if row is None else _text(session, slug, row)


def _text(session: Session, slug: str, row: CourseVersion) -> CourseText:
    figures = session.scalars(
        select(CourseFigure).where(CourseFigure.course_version_id == row.id).order_by(CourseFigure.name)
    )
    return CourseText(
        slug=slug,
        version=row.version,
        title=row.title,
        summary=row.summary,
        audience=row.audience,
        minutes=row.minutes,
        serves=tuple(Serves(aim.criterion_code, tuple(aim.levels), aim.objective) for aim in row.aims),
        prerequisites=tuple(row.prerequisites),
        lessons=_lessons(session, row.id),
        sources=tuple(map(source_from, row.sources)),
        quiz=quiz_of(session, row),
        figures=tuple(Figure(one.name, one.media_type, one.content) for one in figures),
    )


def _lessons(session: Session, version_id: UUID) -> tuple[LessonText, ...]:
    practices = list_practice_tasks(session, version_id)
    rows = session.scalars(
        select(Lesson).where(Lesson.course_version_id == version_id).order_by(Lesson.position)
    )
    return tuple(
        LessonText(
            slug=row.slug,
            title=row.title,
            objective=row.objective,
            minutes=row.minutes,
            markdown=row.markdown,
            html=row.html,
            serves=tuple(map(lesson_aim_from, row.serves)),
            practices=tuple(practices.get(row.id, ())),
            reflections=tuple(map(prompt_from, row.reflections)),
        )
        for row in rows
    )


def list_practice_tasks(session: Session, version_id: UUID) -> Mapping[UUID, Sequence[PracticeTask]]:
    """Return the practice tasks of a version by the ids of their lessons."""
    rows = session.scalars(
        select(PracticeRow)
        .where(PracticeRow.course_version_id == version_id)
        .order_by(PracticeRow.lesson_id, PracticeRow.position)
    )
    tasks: dict[UUID, list[PracticeTask]] = {}
    for row in rows:
        tasks.setdefault(row.lesson_id, []).append(practice_task_of(row))
    return tasks
