"""Going through a course: begin it, read its lessons, finish it."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.courses.commands.certifying import issue_certificate
from lms.courses.domain import is_complete
from lms.courses.domain.standing import missing_prerequisites
from lms.courses.models import (
    Attempt,
    CourseAssignment,
    CourseVersion,
    Enrolment,
    Lesson,
    LessonProgress,
)
from lms.courses.queries.assignments import is_open
from lms.courses.queries.versions import get_chosen, list_offered, newest_of
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.people.queries import find_employer


def enrol(session: Session, *, actor: Actor, slug: str, clock: Clock) -> UUID:
    """Enrol the actor in the newest version of a course, or find that they are; return the enrolment's id.

    Who is in an earlier version may move on whatever the newer one builds on. Raises
    NotFound("courses.not_found" | "courses.withdrawn"), RuleViolation("courses.prerequisites_missing").
    """
    version = newest_of(session, actor, slug)
    enrolments = session.execute(
        select(Enrolment.course_version_id, Enrolment.id)
        .join(CourseVersion, CourseVersion.id == Enrolment.course_version_id)
        .where(Enrolment.person_id == actor.person_id, CourseVersion.course_id == version.course_id)
    )
    by_version: dict[UUID, UUID] = dict(enrolments.all())
    if version.id in by_version:
        return by_version[version.id]
    if not by_version:
        require_prerequisites(session, actor, version)
    return add_enrolment(session, actor, version.id, clock).id


def require_prerequisites(session: Session, actor: Actor, version: CourseVersion) -> None:
    """Refuse to begin what builds on courses the actor has not finished.

    Raises RuleViolation("courses.prerequisites_missing").
    """
    if version.prerequisites and missing_prerequisites(version.prerequisites, list_offered(session, actor)):
        raise RuleViolation("courses.prerequisites_missing")


def complete_lesson(
    session: Session, *, actor: Actor, slug: str, lesson_slug: str, clock: Clock
) -> Enrolment:
    """Note that the actor has read a lesson; whoever begins by reading is enrolled by it. Twice is once.

    Raises NotFound("courses.not_found" | "courses.withdrawn" | "courses.lesson_not_found"),
    RuleViolation("courses.prerequisites_missing").
    """
    enrolment = own_enrolment(session, actor, slug, clock)
    lesson_id = session.scalar(
        select(Lesson.id).where(
            Lesson.course_version_id == enrolment.course_version_id, Lesson.slug == lesson_slug
        )
    )
    if lesson_id is None:
        raise NotFound("courses.lesson_not_found")
    if session.get(LessonProgress, (enrolment.id, lesson_id)) is None:
        session.add(LessonProgress(enrolment_id=enrolment.id, lesson_id=lesson_id, read_at=clock.now()))
        session.flush()  # the lesson just read counts below
        finish_when_complete(session, enrolment, clock)
    return enrolment


def own_enrolment(session: Session, actor: Actor, slug: str, clock: Clock) -> Enrolment:
    """Return the actor's enrolment in the version they see, as active now.

    It is locked, so that two windows take turns. Raises NotFound("courses.not_found" | "courses.withdrawn"),
    RuleViolation("courses.prerequisites_missing") for who has not begun.
    """
    chosen = get_chosen(session, actor, slug)
    if chosen.enrolment is None:
        require_prerequisites(session, actor, chosen.version)
        return add_enrolment(session, actor, chosen.version.id, clock)
    enrolment = session.get_one(Enrolment, chosen.enrolment.id, with_for_update=True, populate_existing=True)
    enrolment.active_at = clock.now()
    return enrolment


def add_enrolment(session: Session, actor: Actor, version_id: UUID, clock: Clock) -> Enrolment:
    """Enrol the actor in a version, as somebody of who employs them today."""
    employer = find_employer(session, person_id=actor.person_id, on=clock.today())
    enrolment = Enrolment(
        id=new_id(),
        person_id=actor.person_id,
        course_version_id=version_id,
        organisation_id=employer.id if employer else None,
        enrolled_at=clock.now(),
        active_at=clock.now(),
    )
    session.add(enrolment)
    session.flush()  # progress and attempts refer to it
    return enrolment


def finish_when_complete(session: Session, enrolment: Enrolment, clock: Clock) -> None:
    """Finish an enrolment once every lesson is read and the quiz is passed, and with it what was asked."""
    if enrolment.finished_at is not None:
        return
    lessons = select(func.count()).select_from(Lesson)
    read = select(func.count()).select_from(LessonProgress)
    passed = select(func.count()).select_from(Attempt).where(Attempt.is_passed)
    n_lessons, n_read, n_passed = session.execute(
        select(
            lessons.where(Lesson.course_version_id == enrolment.course_version_id).scalar_subquery(),
            read.where(LessonProgress.enrolment_id == enrolment.id).scalar_subquery(),
            passed.where(Attempt.enrolment_id == enrolment.id).scalar_subquery(),
        )
    ).one()
    if is_complete(n_lessons=n_lessons, n_read=n_read, is_passed=n_passed > 0):
        enrolment.finished_at = clock.now()
        issue_certificate(session, enrolment, clock=clock)
        _finish_assignment(session, enrolment)


def _finish_assignment(session: Session, enrolment: Enrolment) -> None:
    assignment = session.scalar(
        select(CourseAssignment)
        .join(CourseVersion, CourseVersion.course_id == CourseAssignment.course_id)
        .where(
            CourseVersion.id == enrolment.course_version_id,
            CourseAssignment.person_id == enrolment.person_id,
            is_open(),
        )
    )
    if assignment is not None:
        assignment.finished_at = enrolment.finished_at
