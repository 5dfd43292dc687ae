"""What comes along when somebody moves on to a newer version of a course."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.courses.domain import Words
from lms.courses.models import CourseVersion, Enrolment, Lesson, LessonProgress
from lms.courses.queries.versions import get_chosen, newest_of
from lms.kernel.actor import Actor
from lms.kernel.errors import Conflict


@dataclass(frozen=True)
class NewerLesson:
    """A lesson of the newer version; it counts as read when the same was read before."""

    title: Words
    minutes: int
    is_read: bool


@dataclass(frozen=True)
class MovingPage:
    """A course with the version somebody is in, and the newer one they can move on to."""

    slug: str
    title: Words
    version: str
    newest: str
    lessons: tuple[NewerLesson, ...]

    @property
    def n_carried(self) -> int:
        """How many lessons of the newer version count as read."""
        return sum(lesson.is_read for lesson in self.lessons)

    @property
    def minutes_left(self) -> int:
        """How long the lessons take that are still to be read."""
        return sum(lesson.minutes for lesson in self.lessons if not lesson.is_read)


def get_moving(session: Session, actor: Actor, slug: str) -> MovingPage:
    """Return what moving on would bring the actor.

    Raises NotFound("courses.not_found" | "courses.withdrawn"), and Conflict("courses.nothing_newer") for who
    has not begun the course or is in its newest version.
    """
    chosen = get_chosen(session, actor, slug)
    if chosen.enrolment is None or chosen.newest is None:
        raise Conflict("courses.nothing_newer")
    version = newest_of(session, actor, slug)
    read = list_lessons_read_before(session, actor, version)
    rows = session.execute(
        select(Lesson.id, Lesson.title, Lesson.minutes)
        .where(Lesson.course_version_id == version.id)
        .order_by(Lesson.position)
    )
    lessons = tuple(NewerLesson(title, minutes, lesson_id in read) for lesson_id, title, minutes in rows)
    return MovingPage(slug, version.title, chosen.version.version, version.version, lessons)


def list_lessons_read_before(
    session: Session, actor: Actor, version: CourseVersion
) -> Mapping[UUID, datetime]:
    """Return the lessons of a version whose content the actor read in another, and when they last did."""
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
    return {lesson_id: read_at for lesson_id, read_at in rows}  # noqa: C416 (rows are no pairs to a type checker)
