"""What can be written: for which organisations, the next version of which courses; and who reviews it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.authoring.domain import OPEN_STATES
from lms.authoring.models import CourseDraft
from lms.courses.models import Course, CourseVersion
from lms.courses.queries.versions import courses_visible_to
from lms.kernel.actor import Actor
from lms.kernel.permission import Permission
from lms.people.domain import ids_on_path
from lms.people.models import Membership, Organisation, Person, Role
from lms.people.queries import organisations_within
from lms.storage.spans import holds_on


@dataclass(frozen=True)
class Publisher:
    """An organisation that the actor writes courses for."""

    id: UUID
    name: dict[str, str]


@dataclass(frozen=True)
class WritableCourse:
    """A published course whose next version the actor may write. ``draft_id``: the one begun already."""

    publisher_id: UUID
    publisher_name: dict[str, str]
    slug: str
    version_id: UUID
    version: str
    title: dict[str, str]
    draft_id: UUID | None


def list_publishers(session: Session, actor: Actor) -> tuple[Publisher, ...]:
    """List the organisations whose authors the actor is among, from the top of the tree."""
    rows = session.scalars(
        select(Organisation)
        .where(Organisation.path.in_(actor.paths(Permission.COURSE_EDIT)))
        .order_by(Organisation.path)
    )
    return tuple(Publisher(row.id, dict(row.name)) for row in rows)


def list_writable_courses(session: Session, actor: Actor) -> tuple[WritableCourse, ...]:
    """List the courses whose next version the actor may write, in their newest versions, by slug."""
    newest = (
        select(func.max(CourseVersion.ordinal))
        .where(CourseVersion.course_id == Course.id)
        .correlate(Course)
        .scalar_subquery()
    )
    rows: Sequence[Any] = session.execute(
        select(Course, CourseVersion, Organisation, CourseDraft.id)
        .join(CourseVersion, CourseVersion.course_id == Course.id)
        .join(Organisation, Organisation.id == Course.publisher_id)
        .outerjoin(
            CourseDraft,
            (CourseDraft.publisher_id == Course.publisher_id)
            & (CourseDraft.slug == Course.slug)
            & CourseDraft.state.in_(OPEN_STATES),
        )
        .where(
            CourseVersion.ordinal == newest,
            Course.withdrawn_at.is_(None),
            Course.publisher_id.in_(organisations_within(actor, Permission.COURSE_EDIT)),
        )
        .order_by(Course.slug)
    ).all()
    return tuple(
        WritableCourse(
            publisher.id,
            dict(publisher.name),
            course.slug,
            version.id,
            version.version,
            dict(version.title),
            draft_id,
        )
        for course, version, publisher, draft_id in rows
    )


def list_course_titles(session: Session, actor: Actor) -> list[tuple[str, dict[str, str]]]:
    """List the slugs and titles of all courses the actor may read, by slug."""
    newest = (
        select(func.max(CourseVersion.ordinal))
        .where(CourseVersion.course_id == Course.id)
        .correlate(Course)
        .scalar_subquery()
    )
    rows: Sequence[Any] = session.execute(
        courses_visible_to(actor)
        .join(CourseVersion, CourseVersion.course_id == Course.id)
        .where(CourseVersion.ordinal == newest)
        .with_only_columns(Course.slug, CourseVersion.title)
        .order_by(Course.slug)
    ).all()
    return [(slug, dict(title)) for slug, title in rows]


def list_reviewers(session: Session, publisher_path: str, *, on: date) -> tuple[tuple[UUID, str], ...]:
    """List who can publish for an organisation, by id and name: the nearest ones first.

    Those at the organisation itself come before those above it.
    """
    rows: Sequence[Any] = session.execute(
        select(Person.id, Person.name, Role.permissions)
        .join(Membership, Membership.person_id == Person.id)
        .join(Role, Role.id == Membership.role_id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.organisation_id.in_(ids_on_path(publisher_path)),
            holds_on(Membership, on),
            Person.disabled_at.is_(None),
        )
        .order_by(func.length(Organisation.path).desc(), Person.name_kana, Person.id)
    ).all()
    able = ((one, name) for one, name, permissions in rows if Permission.COURSE_PUBLISH in permissions)
    return tuple(dict.fromkeys(able))
