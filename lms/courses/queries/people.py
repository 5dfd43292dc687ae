"""How far people are in their courses, for themselves and for those who look after them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from lms.courses.domain import Progress, Words
from lms.courses.models import Course, CourseVersion, Enrolment
from lms.courses.queries.versions import progress_columns, progress_of
from lms.kernel.actor import Actor
from lms.kernel.permission import Permission
from lms.people.queries import organisations_within


@dataclass(frozen=True)
class PersonCourse:
    """One course one person is or was in."""

    slug: str
    version: str
    title: Words
    progress: Progress


def visible_to(actor: Actor) -> Select[Enrolment]:
    """Select the enrolments an actor may see: their own, and those made while in an organisation in reach."""
    reach = organisations_within(actor, Permission.ENROLMENT_READ)
    return select(Enrolment).where(
        or_(Enrolment.person_id == actor.person_id, Enrolment.organisation_id.in_(reach))
    )


def list_progress(
    session: Session, actor: Actor, person_ids: Collection[UUID]
) -> Mapping[UUID, tuple[PersonCourse, ...]]:
    """Return each person's courses as far as the actor may see them, the latest begun first."""
    rows = session.execute(
        visible_to(actor)
        .add_columns(CourseVersion, Course.slug, *progress_columns())
        .join(CourseVersion, CourseVersion.id == Enrolment.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(Enrolment.person_id.in_(person_ids))
        .order_by(Enrolment.enrolled_at.desc(), Course.slug)
    )
    found: dict[UUID, tuple[PersonCourse, ...]] = dict.fromkeys(person_ids, ())
    for enrolment, version, slug, *counts in rows:
        course = PersonCourse(slug, version.version, version.title, progress_of(enrolment, counts))
        found[enrolment.person_id] = (*found[enrolment.person_id], course)
    return found
