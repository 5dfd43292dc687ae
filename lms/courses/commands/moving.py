"""Moving on to a newer version of a course, with everything that stays true there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from lms.courses.commands.learning import add_enrolment
from lms.courses.models import CourseVersion, Enrolment, Lesson, LessonProgress
from lms.courses.queries.versions import get_chosen, newest_of
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict


@dataclass(frozen=True)
class Moving:
    """What moving on gave: the newer version, and how many of its lessons count as read already."""

    enrolment_id: UUID
    version: str
    n_carried: int
    n_lessons: int


def move_on(session: Session, *, actor: Actor, slug: str, clock: Clock) -> Moving:
    """Enrol the actor in the newest version; lessons whose content is the same as one they read are read.

    Attempts stay where they were made, reflections belong to the course and stay, too. Raises
    NotFound("courses.not_found" | "courses.withdrawn"), and Conflict("courses.nothing_newer") for who has not
    begun the course or is in its newest version.
    """
    chosen = get_chosen(session, actor, slug)
    if chosen.enrolment is None or chosen.newest is None:
        raise Conflict("courses.nothing_newer")
    version = newest_of(session, actor, slug)
    enrolment = add_enrolment(session, actor, version.id, clock)
    carried = _lessons_read_before(session, actor, version)
    if carried:
        rows = [
            {"enrolment_id": enrolment.id, "lesson_id": lesson_id, "read_at": read_at}
            for lesson_id, read_at in carried
        ]
        session.execute(insert(LessonProgress), rows)
    n_lessons = session.scalars(
        select(func.count()).select_from(Lesson).where(Lesson.course_version_id == version.id)
    ).one()
    return Moving(enrolment.id, version.version, len(carried), n_lessons)


def _lessons_read_before(
    session: Session, actor: Actor, version: CourseVersion
) -> list[tuple[UUID, datetime]]:
    """Return the lessons of a version that the actor read in another, with when they read them last."""
    earlier = (
        select(Lesson.content_digest, func.max(LessonProgress.read_at).label("read_at"))
        .join(LessonProgress, LessonProgress.lesson_id == Lesson.id)
        .join(Enrolment, Enrolment.id == LessonProgress.enrolment_id)
        .join(CourseVersion, CourseVersion.id == Lesson.course_version_id)
        .where(Enrolment.person_id == actor.person_id, CourseVersion.course_id == version.course_id)
        .group_by(Lesson.content_digest)
        .subquery()
    )
    rows = session.execute(
        select(Lesson.id, earlier.c.read_at)
        .join(earlier, earlier.c.content_digest == Lesson.content_digest)
        .where(Lesson.course_version_id == version.id)
    )
    return [(lesson_id, read_at) for lesson_id, read_at in rows]
