"""Loading versions of courses. A loaded version never changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.courses.domain import (
    CourseText,
    list_flaws,
    stored_lesson_aim,
    stored_prompt,
    stored_question,
    stored_source,
)
from lms.courses.models import AssessmentItem, Course, CourseAim, CourseFigure, CourseVersion, Lesson
from lms.courses.queries.stored import find_stored_course
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, RuleViolation
from lms.kernel.ids import new_id
from lms.storage import audit


@dataclass(frozen=True)
class Loading:
    """What loading gave: the version's id, and whether it was not there before."""

    course_version_id: UUID
    is_new: bool


def load_course(
    session: Session,
    *,
    actor_id: UUID | None,
    course: CourseText,
    levels: Mapping[str, int],
    publisher_id: UUID | None,
    clock: Clock,
) -> Loading:
    """Store a version, or find that the same content is stored and only make its HTML anew.

    The operator at the command line acts without an account: ``actor_id`` is None. Without a publisher, every
    organisation reads it. ``levels`` maps each criterion's code to its highest level. Raises RuleViolation
    with the first flaw's code, Conflict("courses.version_immutable") when other content is stored under this
    version, and Conflict("courses.other_publisher") when the slug belongs to another organisation.
    """
    flaws = list_flaws(course, levels=levels)
    if flaws:
        raise RuleViolation(flaws[0].code, None, **flaws[0].facts)
    stored = find_stored_course(session, slug=course.slug, version=course.version)
    if stored is not None and stored.publisher_id != publisher_id:
        raise Conflict("courses.other_publisher", slug=course.slug)
    if stored is None or stored.version_id is None:
        course_id = _add_course(session, course.slug, publisher_id) if stored is None else stored.id
        ordinal = 1 if stored is None else stored.n_versions + 1
        version = _add_version(session, course_id, ordinal, course, clock)
        _record_loading(session, actor_id, version, course.slug)
        return Loading(version.id, is_new=True)
    if stored.content_digest != course.digest():
        raise Conflict("courses.version_immutable", slug=course.slug, course_version=course.version)
    _make_html_anew(session, stored.version_id, course)
    return Loading(stored.version_id, is_new=False)


def _add_course(session: Session, slug: str, publisher_id: UUID | None) -> UUID:
    row = Course(id=new_id(), slug=slug, publisher_id=publisher_id)
    session.add(row)
    session.flush()  # the version refers to it
    return row.id


def _add_version(
    session: Session, course_id: UUID, ordinal: int, course: CourseText, clock: Clock
) -> CourseVersion:
    version = CourseVersion(
        id=new_id(),
        course_id=course_id,
        ordinal=ordinal,
        version=course.version,
        title=course.title,
        summary=course.summary,
        audience=course.audience,
        minutes=course.minutes,
        pass_mark=course.quiz.pass_mark,
        prerequisites=list(course.prerequisites),
        sources=[stored_source(source) for source in course.sources],
        content_digest=course.digest(),
        loaded_at=clock.now(),
    )
    session.add(version)
    session.flush()  # its parts refer to it
    session.add_all(_parts(version.id, course))
    return version


def _record_loading(session: Session, actor_id: UUID | None, version: CourseVersion, slug: str) -> None:
    audit.record(
        session,
        actor_id=actor_id,
        action="course.loaded",
        subject_kind="course_version",
        subject_id=version.id,
        at=version.loaded_at,
        details={"slug": slug, "version": version.version, "content_digest": version.content_digest},
    )


def _parts(version_id: UUID, course: CourseText) -> list[CourseAim | Lesson | CourseFigure | AssessmentItem]:
    aims = (
        CourseAim(
            course_version_id=version_id,
            position=position,
            criterion_code=aim.criterion_code,
            levels=list(aim.levels),
            objective=aim.objective,
        )
        for position, aim in enumerate(course.serves, start=1)
    )
    lessons = (
        Lesson(
            course_version_id=version_id,
            position=position,
            slug=lesson.slug,
            title=lesson.title,
            objective=lesson.objective,
            minutes=lesson.minutes,
            markdown=lesson.markdown,
            html=lesson.html,
            serves=[stored_lesson_aim(aim) for aim in lesson.serves],
            reflections=[stored_prompt(prompt) for prompt in lesson.reflections],
            content_digest=course.lesson_digest(lesson),
        )
        for position, lesson in enumerate(course.lessons, start=1)
    )
    figures = (
        CourseFigure(
            course_version_id=version_id,
            name=figure.name,
            media_type=figure.media_type,
            content=figure.content,
        )
        for figure in course.figures
    )
    items = (
        AssessmentItem(
            course_version_id=version_id,
            position=position,
            code=question.code,
            kind=question.kind,
            lesson_slug=question.lesson_slug,
            content=stored_question(question),
        )
        for position, question in enumerate(course.quiz.questions, start=1)
    )
    return [*aims, *lessons, *figures, *items]


def _make_html_anew(session: Session, version_id: UUID, course: CourseText) -> None:
    rows = session.scalars(select(Lesson).where(Lesson.course_version_id == version_id))
    html = {lesson.slug: lesson.html for lesson in course.lessons}
    for row in rows:
        if row.html != html[row.slug]:
            row.html = html[row.slug]
