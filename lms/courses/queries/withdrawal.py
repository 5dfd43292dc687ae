"""What a publisher looks at before withdrawing a course: who is in it, and what was decided before."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.courses.access import can_publish_course
from lms.courses.domain import Words
from lms.courses.models import Course, CourseVersion, Enrolment
from lms.courses.queries.versions import courses_visible_to
from lms.kernel.actor import Actor
from lms.kernel.errors import NotAllowed, NotFound
from lms.people.models import Organisation, Person


@dataclass(frozen=True)
class WithdrawalPage:
    """A course as its publisher sees it; ``n_under_way`` counts the people who are in it unfinished."""

    slug: str
    title: Words
    n_under_way: int
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    reason: str | None


@dataclass(frozen=True)
class WithdrawnCourse:
    """What somebody who comes to a withdrawn course is told."""

    slug: str
    title: Words
    withdrawn_at: datetime
    reason: str


def get_withdrawn(session: Session, actor: Actor, slug: str) -> WithdrawnCourse:
    """Return what is told of a withdrawn course the actor could read.

    Raises NotFound("courses.not_found").
    """
    found = session.execute(
        courses_visible_to(actor)
        .join(CourseVersion, CourseVersion.course_id == Course.id)
        .where(Course.slug == slug, Course.withdrawn_at.is_not(None))
        .add_columns(CourseVersion.title)
        .order_by(CourseVersion.ordinal.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise NotFound("courses.not_found")
    course, title = found
    return WithdrawnCourse(slug, title, course.withdrawn_at, course.withdrawal_reason)


def get_withdrawal(session: Session, actor: Actor, slug: str) -> WithdrawalPage:
    """Return what there is to know for withdrawing a course, or for offering it again.

    Raises NotFound("courses.not_found"), NotAllowed("courses.not_publisher").
    """
    found = session.execute(
        courses_visible_to(actor)
        .join(CourseVersion, CourseVersion.course_id == Course.id)
        .outerjoin(Person, Person.id == Course.withdrawn_by_id)
        .where(Course.slug == slug)
        .add_columns(CourseVersion.title, Person.name)
        .order_by(CourseVersion.ordinal.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise NotFound("courses.not_found")
    course, title, name = found
    if not can_publish_course(actor, publisher_path=publisher_path_of(session, course.publisher_id)):
        raise NotAllowed("courses.not_publisher")
    n_under_way = session.scalars(
        select(func.count(Enrolment.person_id.distinct()))
        .join(CourseVersion, CourseVersion.id == Enrolment.course_version_id)
        .where(CourseVersion.course_id == course.id, Enrolment.finished_at.is_(None))
    ).one()
    return WithdrawalPage(
        slug=slug,
        title=title,
        n_under_way=n_under_way,
        withdrawn_at=course.withdrawn_at,
        withdrawn_by=name,
        reason=course.withdrawal_reason,
    )


def may_publish(session: Session, actor: Actor, slug: str) -> bool:
    """Say whether the actor publishes for the publisher of a course they may read."""
    publisher = session.execute(
        courses_visible_to(actor).where(Course.slug == slug).with_only_columns(Course.publisher_id)
    ).one_or_none()
    if publisher is None:
        return False
    return can_publish_course(actor, publisher_path=publisher_path_of(session, publisher[0]))


def publisher_path_of(session: Session, publisher_id: UUID | None) -> str | None:
    """Return the path of a publisher, None when a course is everybody's."""
    if publisher_id is None:
        return None
    return session.scalar(select(Organisation.path).where(Organisation.id == publisher_id))
