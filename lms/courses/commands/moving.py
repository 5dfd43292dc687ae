"""Moving on to a newer version of a course, with everything that stays true there."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from lms.courses.commands.learning import add_enrolment
from lms.courses.models import Lesson, LessonProgress
from lms.courses.queries.moving import list_lessons_read_before
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
    carried = list_lessons_read_before(session, actor, version)
    if carried:
        rows = [
            {"enrolment_id": enrolment.id, "lesson_id": lesson_id, "read_at": read_at}
            for lesson_id, read_at in carried.items()
        ]
        session.execute(insert(LessonProgress), rows)
    n_lessons = session.scalars(
        select(func.count()).select_from(Lesson).where(Lesson.course_version_id == version.id)
    ).one()
    return Moving(enrolment.id, version.version, len(carried), n_lessons)
