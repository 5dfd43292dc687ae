"""Who is where: each person in reach with each course they are in or were asked to take, one row a pair.

A pair with an open assignment counts from that: a course finished before it was assigned again has to be
begun anew. Without one the enrolment made last counts. Nobody waits for a course that was withdrawn before
they began. What is narrowed and counted here in SQL agrees with ``domain.standing``, which a test holds.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    and_,
    case,
    func,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from lms.courses.domain import Progress, Words
from lms.courses.domain.standing import STUCK_ATTEMPTS, Standing, quiet_since, standings
from lms.courses.models import (
    Attempt,
    Course,
    CourseAssignment,
    CourseReminder,
    CourseVersion,
    Enrolment,
)
from lms.courses.queries.assignments import assignments_visible_to, is_open, newest_version_id
from lms.courses.queries.people import visible_to
from lms.courses.queries.versions import progress_columns, progress_of
from lms.kernel.actor import Actor
from lms.kernel.permission import Permission
from lms.people.models import Organisation, Person
from lms.people.queries import is_called
from lms.people.queries import visible_to as people_visible_to


@dataclass(frozen=True)
class LearnerFilter:
    """What a list of learners is narrowed to. ``under`` is the path of an organisation: it and all below."""

    under: str | None = None
    slug: str | None = None
    standing: Standing | None = None
    text: str = ""
    keys: Collection[UUID] | None = None


@dataclass(frozen=True)
class LearnerRow:
    """One person in one course. ``key`` names the pair: its enrolment, else its assignment."""

    key: UUID
    assignment_id: UUID | None
    person_id: UUID
    person_name: str
    person_kana: str
    locale: str
    organisation_name: Words
    organisation_path: str
    course_id: UUID
    slug: str
    title: Words
    progress: Progress
    active_at: datetime | None
    due_on: date | None
    reminded_at: datetime | None
    standings: tuple[Standing, ...]


@dataclass(frozen=True)
class CourseCount:
    """A course people of the list are in."""

    slug: str
    title: Words
    count: int


@dataclass(frozen=True)
class Overview:
    """A page of the list. The counts of each filter are those under all the other filters."""

    rows: Sequence[LearnerRow]
    total: int
    by_standing: Mapping[Standing, int] = field(default_factory=dict)
    by_path: Mapping[str, int] = field(default_factory=dict)
    courses: Sequence[CourseCount] = ()


def find_overview(
    session: Session, actor: Actor, wanted: LearnerFilter, *, today: date, limit: int, offset: int = 0
) -> Overview:
    """Return a page of the learners in reach, the most urgent first, with what each filter would leave."""
    pairs = _pairs(actor, today)
    by_standing = _count_standings(session, pairs, wanted, today)
    total = by_standing.pop(None)
    return Overview(
        rows=_rows(session, pairs, wanted, today, limit=limit, offset=offset),
        total=by_standing[wanted.standing] if wanted.standing else total,
        by_standing={standing: n for standing, n in by_standing.items() if standing is not None},
        by_path=_count_paths(session, pairs, wanted, today),
        courses=_count_courses(session, pairs, wanted, today),
    )


def list_learners(
    session: Session, actor: Actor, wanted: LearnerFilter, *, today: date
) -> Sequence[LearnerRow]:
    """List all learners that the filter leaves, in the order of the pages."""
    return _rows(session, _pairs(actor, today), wanted, today)


def find_path(session: Session, actor: Actor, organisation_id: UUID) -> str | None:
    """Return where an organisation in the actor's reach, or above it, lies in the tree; None for others."""
    reach = actor.paths(Permission.ENROLMENT_READ)
    path = session.scalar(select(Organisation.path).where(Organisation.id == organisation_id))
    is_near = path is not None and any(path.startswith(one) or one.startswith(path) for one in reach)
    return path if is_near else None


def list_place_names(session: Session, paths: Collection[str]) -> Mapping[str, Words]:
    """Return the names of organisations by path; for paths that an overview gave."""
    rows = session.execute(select(Organisation.path, Organisation.name).where(Organisation.path.in_(paths)))
    return dict(rows.all())


def _pairs(actor: Actor, today: date) -> CTE:
    """Select the pairs in reach: those with an enrolment that counts, and those only asked for."""
    seen = people_visible_to(actor, today).where(Person.disabled_at.is_(None)).with_only_columns(Person.id)
    last = _last_enrolments(seen)
    asked = select(CourseAssignment).where(is_open(), CourseAssignment.person_id.in_(seen)).cte("asked")
    in_reach = visible_to(actor).with_only_columns(Enrolment.id)
    given_in_reach = assignments_visible_to(actor).with_only_columns(CourseAssignment.id)
    is_same = and_(asked.c.person_id == last.c.person_id, asked.c.course_id == last.c.course_id)
    enrolled = (
        select(
            last.c.person_id,
            last.c.course_id,
            last.c.course_version_id,
            last.c.id.label("enrolment_id"),
            asked.c.id.label("assignment_id"),
            last.c.organisation_id,
            func.coalesce(asked.c.due_on, _due_when_finished(last)).label("due_on"),
        )
        .outerjoin(asked, is_same)
        .where(last.c.id.in_(in_reach), or_(last.c.finished_at.is_(None), asked.c.id.is_(None)))
    )
    only_asked = (
        select(
            asked.c.person_id,
            asked.c.course_id,
            newest_version_id().label("course_version_id"),
            null().label("enrolment_id"),
            asked.c.id.label("assignment_id"),
            asked.c.organisation_id,
            asked.c.due_on,
        )
        .join(Course, Course.id == asked.c.course_id)
        .outerjoin(last, is_same)
        .where(
            asked.c.id.in_(given_in_reach),
            Course.withdrawn_at.is_(None),
            or_(last.c.id.is_(None), last.c.finished_at.is_not(None)),
        )
    )
    return union_all(enrolled, only_asked).cte("pair")


def _last_enrolments(people: Select[UUID]) -> CTE:
    """Select of each person and course the enrolment made last, as ``list_chosen`` chooses it."""
    place = func.row_number().over(
        partition_by=(Enrolment.person_id, CourseVersion.course_id),
        order_by=(Enrolment.enrolled_at.desc(), CourseVersion.ordinal.desc()),
    )
    ranked = (
        select(Enrolment, CourseVersion.course_id, place.label("place"))
        .join(CourseVersion, CourseVersion.id == Enrolment.course_version_id)
        .where(Enrolment.person_id.in_(people))
        .subquery()
    )
    return select(ranked).where(ranked.c.place == 1).cte("last_enrolment")


def _due_when_finished(last: CTE) -> ScalarSelect[date]:
    """Return by when a course that is finished was to be finished, if it was assigned."""
    return (
        select(func.max(CourseAssignment.due_on))
        .where(
            CourseAssignment.person_id == last.c.person_id,
            CourseAssignment.course_id == last.c.course_id,
            CourseAssignment.finished_at.is_not(None),
            last.c.finished_at.is_not(None),
        )
        .correlate(last)
        .scalar_subquery()
    )


def _joined(pairs: CTE, *columns: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 (whatever can be selected)
    return (
        select(*columns)
        .select_from(pairs)
        .join(Person, Person.id == pairs.c.person_id)
        .join(Course, Course.id == pairs.c.course_id)
        .join(CourseVersion, CourseVersion.id == pairs.c.course_version_id)
        .join(Organisation, Organisation.id == pairs.c.organisation_id)
        .outerjoin(Enrolment, Enrolment.id == pairs.c.enrolment_id)
    )


def _narrowing(pairs: CTE, wanted: LearnerFilter, today: date) -> dict[str, ColumnElement[bool]]:
    """Return the condition of each filter that is set, by its name."""
    conditions: dict[str, ColumnElement[bool]] = {}
    if wanted.under is not None:
        conditions["under"] = Organisation.path.startswith(wanted.under)
    if wanted.slug is not None:
        conditions["slug"] = Course.slug == wanted.slug
    if wanted.standing is not None:
        conditions["standing"] = _conditions(pairs, today)[wanted.standing]
    if wanted.text:
        conditions["text"] = is_called(wanted.text)
    if wanted.keys is not None:
        conditions["keys"] = or_(
            pairs.c.enrolment_id.in_(wanted.keys), pairs.c.assignment_id.in_(wanted.keys)
        )
    return conditions


def _conditions(pairs: CTE, today: date) -> dict[Standing, ColumnElement[bool]]:
    """Return what ``standings`` says, as conditions."""
    is_finished = Enrolment.finished_at.is_not(None)
    is_under_way = and_(Enrolment.id.is_not(None), Enrolment.finished_at.is_(None))
    attempts = select(func.count()).select_from(Attempt).where(Attempt.enrolment_id == Enrolment.id)
    n_attempts = attempts.correlate(Enrolment).scalar_subquery()
    n_passed = attempts.where(Attempt.is_passed).correlate(Enrolment).scalar_subquery()
    failed = and_(n_passed == 0, n_attempts >= STUCK_ATTEMPTS)
    return {
        Standing.LATE: and_(~is_finished, pairs.c.due_on < today),
        Standing.STUCK: and_(is_under_way, or_(Enrolment.active_at < quiet_since(today), failed)),
        Standing.UNDER_WAY: is_under_way,
        Standing.NOT_STARTED: Enrolment.id.is_(None),
        Standing.FINISHED: is_finished,
    }


def _without(conditions: Mapping[str, ColumnElement[bool]], name: str) -> list[ColumnElement[bool]]:
    return [condition for key, condition in conditions.items() if key != name]


def _rows(
    session: Session,
    pairs: CTE,
    wanted: LearnerFilter,
    today: date,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> list[LearnerRow]:
    reminded_at = (
        select(func.max(CourseReminder.reminded_at))
        .where(CourseReminder.person_id == pairs.c.person_id, CourseReminder.course_id == pairs.c.course_id)
        .correlate(pairs)
        .scalar_subquery()
    )
    columns = (pairs.c.assignment_id, pairs.c.due_on, reminded_at, Person, Organisation, Course)
    statement = (
        _joined(pairs, *columns, CourseVersion, Enrolment, *progress_columns())
        .where(*_narrowing(pairs, wanted, today).values())
        .order_by(*_most_urgent_first(pairs, today))
    )
    found = session.execute(statement.limit(limit).offset(offset) if limit else statement)
    return [_row(row, today) for row in found]


def _most_urgent_first(pairs: CTE, today: date) -> list[Any]:
    holds = _conditions(pairs, today)
    urgency = case(
        (holds[Standing.LATE], 0), (holds[Standing.STUCK], 1), (holds[Standing.FINISHED], 3), else_=2
    )
    undated = case((pairs.c.due_on.is_(None), 1), else_=0)
    names = (Person.name_kana, Person.name, Person.id, Course.slug)
    return [urgency, undated, pairs.c.due_on, *names]


def _row(found: Row[*tuple[Any, ...]], today: date) -> LearnerRow:
    assignment_id, due_on, reminded_at, person, organisation, course, version, enrolment, *counts = found
    progress = progress_of(enrolment, counts)
    active_at = enrolment.active_at if enrolment else None
    return LearnerRow(
        key=enrolment.id if enrolment else assignment_id,
        assignment_id=assignment_id,
        person_id=person.id,
        person_name=person.name,
        person_kana=person.name_kana,
        locale=person.locale,
        organisation_name=organisation.name,
        organisation_path=organisation.path,
        course_id=course.id,
        slug=course.slug,
        title=version.title,
        progress=progress,
        active_at=active_at,
        due_on=due_on,
        reminded_at=reminded_at,
        standings=standings(progress, active_at=active_at, due_on=due_on, today=today),
    )


def _count_standings(
    session: Session, pairs: CTE, wanted: LearnerFilter, today: date
) -> dict[Standing | None, int]:
    """Count the pairs in each standing, and all of them under None."""
    conditions = _conditions(pairs, today)
    counts = [func.coalesce(func.sum(case((condition, 1), else_=0)), 0) for condition in conditions.values()]
    others = _without(_narrowing(pairs, wanted, today), "standing")
    total, *found = session.execute(_joined(pairs, func.count(), *counts).where(*others)).one()
    return {None: total, **dict(zip(conditions, map(int, found), strict=True))}


def _count_paths(session: Session, pairs: CTE, wanted: LearnerFilter, today: date) -> dict[str, int]:
    others = _without(_narrowing(pairs, wanted, today), "under")
    rows = session.execute(
        _joined(pairs, Organisation.path, func.count()).where(*others).group_by(Organisation.path)
    )
    return dict(rows.all())


def _count_courses(session: Session, pairs: CTE, wanted: LearnerFilter, today: date) -> list[CourseCount]:
    others = _without(_narrowing(pairs, wanted, today), "slug")
    counted = (
        _joined(pairs, Course.id.label("course_id"), func.count().label("n"))
        .where(*others)
        .group_by(Course.id)
        .subquery()
    )
    rows = session.execute(
        select(Course.slug, CourseVersion.title, counted.c.n)
        .join(counted, counted.c.course_id == Course.id)
        .join(CourseVersion, CourseVersion.id == newest_version_id())
        .order_by(counted.c.n.desc(), Course.slug)
    )
    return [CourseCount(slug, title, count) for slug, title, count in rows]
