"""Courses people were asked to take: one's own with their days, and those of the people in one's reach."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from lms.courses.domain import Words
from lms.courses.domain.standing import missing_prerequisites
from lms.courses.models import Course, CourseAssignment, CourseVersion, Enrolment
from lms.courses.queries.versions import list_offered
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.people.models import Employment, Organisation, Person
from lms.people.queries import is_called, organisations_within
from lms.people.queries import visible_to as people_visible_to
from lms.storage.spans import holds_on


@dataclass(frozen=True)
class OwnAssignment:
    """A course the reader was asked to finish by a day."""

    course_id: UUID
    due_on: date
    note: str
    assigned_by: str
    assigned_at: datetime


@dataclass(frozen=True)
class GivenAssignment:
    """An open assignment of somebody in reach, as its page shows it."""

    id: UUID
    version: int
    person_id: UUID
    person_name: str
    organisation_path: str
    slug: str
    title: Words
    due_on: date
    note: str
    assigned_by: str
    assigned_at: datetime


@dataclass(frozen=True)
class Employed:
    """Somebody with who employs them today."""

    id: UUID
    name: str
    name_kana: str
    locale: str
    organisation_id: UUID
    organisation_name: Words
    organisation_path: str


def is_open() -> ColumnElement[bool]:
    """Return the condition that an assignment is neither finished nor withdrawn."""
    return and_(CourseAssignment.finished_at.is_(None), CourseAssignment.withdrawn_at.is_(None))


def assignments_visible_to(actor: Actor) -> Select[CourseAssignment]:
    """Select the assignments an actor may see: their own, and those made in an organisation in reach."""
    reach = organisations_within(actor, Permission.ENROLMENT_READ)
    return select(CourseAssignment).where(
        or_(CourseAssignment.person_id == actor.person_id, CourseAssignment.organisation_id.in_(reach))
    )


def list_own_assignments(session: Session, actor: Actor) -> Mapping[UUID, OwnAssignment]:
    """Return the actor's own open assignments by course."""
    rows = session.execute(
        select(CourseAssignment, Person.name)
        .join(Person, Person.id == CourseAssignment.assigned_by_id)
        .where(CourseAssignment.person_id == actor.person_id, is_open())
    )
    return {
        row.course_id: OwnAssignment(row.course_id, row.due_on, row.note, name, row.assigned_at)
        for row, name in rows
    }


def find_own_assignment(session: Session, actor: Actor, slug: str) -> OwnAssignment | None:
    """Return the actor's own open assignment of one course."""
    course_id = session.scalar(select(Course.id).where(Course.slug == slug))
    return list_own_assignments(session, actor).get(course_id) if course_id else None


def list_missing(session: Session, actor: Actor, prerequisites: Collection[str]) -> list[tuple[str, Words]]:
    """Return the courses the actor has to finish first (slug and title), in the order they are named."""
    missing = missing_prerequisites(prerequisites, list_offered(session, actor)) if prerequisites else ()
    rows = session.execute(
        select(Course.slug, CourseVersion.title)
        .join(CourseVersion, CourseVersion.id == newest_version_id())
        .where(Course.slug.in_(missing))
    )
    titles: dict[str, Words] = dict(rows.all())
    return [(slug, titles[slug]) for slug in missing]


def get_assignment(session: Session, actor: Actor, assignment_id: UUID) -> GivenAssignment:
    """Return an open assignment in the actor's reach. Raises NotFound("courses.assignment_unknown")."""
    giver = aliased(Person)
    found = session.execute(
        assignments_visible_to(actor)
        .where(CourseAssignment.id == assignment_id, is_open())
        .join(Person, Person.id == CourseAssignment.person_id)
        .join(giver, giver.id == CourseAssignment.assigned_by_id)
        .join(Organisation, Organisation.id == CourseAssignment.organisation_id)
        .join(Course, Course.id == CourseAssignment.course_id)
        .join(CourseVersion, CourseVersion.id == newest_version_id())
        .add_columns(Person.name, giver.name, Organisation.path, Course.slug, CourseVersion.title)
    ).one_or_none()
    if found is None:
        raise NotFound("courses.assignment_unknown")
    row, name, giver_name, path, slug, title = found
    return GivenAssignment(
        id=row.id,
        version=row.version,
        person_id=row.person_id,
        person_name=name,
        organisation_path=path,
        slug=slug,
        title=title,
        due_on=row.due_on,
        note=row.note,
        assigned_by=giver_name,
        assigned_at=row.assigned_at,
    )


def newest_version_id() -> ColumnElement[UUID]:
    """Return the id of the newest version of the course of the statement's row."""
    newest = aliased(CourseVersion)
    return (
        select(newest.id)
        .where(newest.course_id == Course.id)
        .order_by(newest.ordinal.desc())
        .limit(1)
        .correlate(Course)
        .scalar_subquery()
    )


def select_employed(actor: Actor, *, on: date) -> Select[Person, Organisation]:
    """Select the people an actor may assign courses to, with who employs them that day, in reading order."""
    job, later = aliased(Employment), aliased(Employment)
    newer = (
        select(later.id)
        .where(
            later.person_id == job.person_id,
            holds_on(later, on),
            or_(
                later.starts_on > job.starts_on,
                and_(later.starts_on == job.starts_on, later.id > job.id),
            ),
        )
        .exists()
    )
    return (
        people_visible_to(actor, on)
        .select_from(Person)
        .join(job, and_(job.person_id == Person.id, holds_on(job, on), ~newer))
        .join(Organisation, Organisation.id == job.organisation_id)
        .where(
            Person.disabled_at.is_(None),
            Organisation.id.in_(organisations_within(actor, Permission.ENROLMENT_ASSIGN)),
        )
        .add_columns(Organisation)
        .order_by(Person.name_kana, Person.name, Person.id)
    )


def employed_from(person: Person, organisation: Organisation) -> Employed:
    """Return the two rows of ``select_employed`` as a value."""
    return Employed(
        id=person.id,
        name=person.name,
        name_kana=person.name_kana,
        locale=person.locale,
        organisation_id=organisation.id,
        organisation_name=organisation.name,
        organisation_path=organisation.path,
    )


def list_held(
    session: Session, person_ids: Collection[UUID], course_ids: Collection[UUID]
) -> tuple[set[tuple[UUID, UUID]], set[tuple[UUID, UUID]]]:
    """Return the (person, course) pairs with an open assignment, and those with the newest version done."""
    given = session.execute(
        select(CourseAssignment.person_id, CourseAssignment.course_id).where(
            CourseAssignment.person_id.in_(person_ids), CourseAssignment.course_id.in_(course_ids), is_open()
        )
    )
    newest = aliased(CourseVersion)
    highest = select(func.max(newest.ordinal)).where(newest.course_id == CourseVersion.course_id)
    finished = session.execute(
        select(Enrolment.person_id, CourseVersion.course_id)
        .join(CourseVersion, CourseVersion.id == Enrolment.course_version_id)
        .where(
            Enrolment.person_id.in_(person_ids),
            CourseVersion.course_id.in_(course_ids),
            Enrolment.finished_at.is_not(None),
            CourseVersion.ordinal == highest.correlate(CourseVersion).scalar_subquery(),
        )
    )
    return {(one, course) for one, course in given}, {(one, course) for one, course in finished}


@dataclass(frozen=True)
class CandidateFilter:
    """Whom to look for: a part of a name, and an organisation with all below it."""

    text: str = ""
    organisation_id: UUID | None = None


def list_candidates(
    session: Session, actor: Actor, wanted: CandidateFilter, *, on: date, limit: int | None = None
) -> tuple[list[Employed], int]:
    """List people the actor may assign courses to, and count all whom the filter leaves."""
    query = select_employed(actor, on=on)
    if wanted.text:
        query = query.where(is_called(wanted.text))
    if wanted.organisation_id is not None:
        above = aliased(Organisation)
        path = select(above.path).where(above.id == wanted.organisation_id).scalar_subquery()
        query = query.where(Organisation.path.startswith(path))
    ids = query.with_only_columns(Person.id).order_by(None).subquery()
    total = session.scalars(select(func.count()).select_from(ids)).one()
    rows = session.execute(query.limit(limit) if limit else query).all()
    return [employed_from(person, organisation) for person, organisation in rows], total


def list_employed(
    session: Session, actor: Actor, person_ids: Collection[UUID], *, on: date
) -> list[Employed]:
    """List those of the people whom the actor may assign courses to."""
    if not person_ids:
        return []
    rows = session.execute(select_employed(actor, on=on).where(Person.id.in_(person_ids))).all()
    return [employed_from(person, organisation) for person, organisation in rows]
