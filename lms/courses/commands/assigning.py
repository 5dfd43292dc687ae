"""Asking people to take courses by a day: many at once, another day, and taking it back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.courses.access import can_assign
from lms.courses.commands.telling import Reader, tell
from lms.courses.domain import Words
from lms.courses.domain.standing import AssignmentDraft, check_due, check_note
from lms.courses.models import Course, CourseAssignment, CourseVersion
from lms.courses.queries.assignments import (
    Employed,
    assignments_visible_to,
    employed_from,
    is_open,
    list_held,
    newest_version_id,
    select_employed,
)
from lms.courses.queries.versions import courses_visible_to
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.people.domain import ids_on_path
from lms.people.models import Organisation, Person
from lms.people.queries import visible_to as people_visible_to
from lms.storage import audit

MOST_AT_ONCE = 10_000


@dataclass(frozen=True)
class Assigned:
    """How many assignments were made, and how many were not needed: given already, or finished."""

    n_made: int
    n_given_already: int
    n_finished_already: int


@dataclass(frozen=True)
class _Offer:
    id: UUID
    slug: str
    title: Words
    publisher_id: UUID | None


def assign_courses(session: Session, *, actor: Actor, draft: AssignmentDraft, clock: Clock) -> Assigned:
    """Ask each of the people to finish each of the courses by a day; each of them gets one mail.

    Who was asked already, or finished the newest version, is left as they are. Raises
    NotFound("people.person_unknown" | "courses.not_found"); NotAllowed("courses.not_assigner");
    RuleViolation("courses.nobody_chosen" | "courses.nothing_chosen" | "courses.too_many_at_once" |
    "courses.assign_withdrawn" | "courses.not_for_them" | "courses.assigned_already") and those of
    ``check_due`` and ``check_note``.
    """
    _check(draft, clock)
    offers = _offers(session, actor, draft.slugs)
    people = _people(session, actor, draft.person_ids, clock)
    _check_reach(offers, people)
    audit.hold_end(session)  # whoever assigns the same waits, and sees these
    given, finished = list_held(session, [one.id for one in people], [offer.id for offer in offers])
    pairs = [(one, offer) for one in people for offer in offers]
    wanted = [pair for pair in pairs if (pair[0].id, pair[1].id) not in given | finished]
    if not wanted:
        raise RuleViolation("courses.assigned_already")
    rows = [_assignment(one, offer, actor, draft, clock) for one, offer in wanted]
    session.add_all(rows)
    for offer in offers:
        _record_all(session, actor, offer, rows, clock)
    _tell_all(session, wanted, rows, clock)
    n_given = sum((one.id, offer.id) in given for one, offer in pairs)
    return Assigned(len(rows), n_given, len(pairs) - len(rows) - n_given)


def change_assignment(
    session: Session,
    *,
    actor: Actor,
    assignment_id: UUID,
    due_on: date,
    note: str,
    version: int,
    clock: Clock,
) -> None:
    """Let an assignment have another day or note; the person is told of another day.

    Raises NotFound("courses.assignment_unknown"); NotAllowed("courses.not_assigner");
    Conflict("courses.assignment_stale") and those of ``check_due`` and ``check_note``.
    """
    row = _to_change(session, actor, assignment_id)
    if row.version != version:
        raise Conflict(
            "courses.assignment_stale", current={"due_on": row.due_on, "note": row.note}, version=row.version
        )
    check_note(note)
    has_moved = due_on != row.due_on
    if has_moved:
        check_due(due_on, today=clock.today())
    row.due_on, row.note = due_on, note.strip()
    _record(session, actor, "courses.change_assignment", row, clock)
    if has_moved:
        _tell_one(session, "courses.due_changed", row, clock)


def withdraw_assignment(session: Session, *, actor: Actor, assignment_id: UUID, clock: Clock) -> None:
    """Ask somebody no longer; what they have done in the course stays, and they are told.

    Raises NotFound("courses.assignment_unknown"); NotAllowed("courses.not_assigner").
    """
    row = _to_change(session, actor, assignment_id)
    row.withdrawn_at, row.withdrawn_by_id = clock.now(), actor.person_id
    _record(session, actor, "courses.withdraw_assignment", row, clock)
    _tell_one(session, "courses.unassigned", row, clock)


def _check(draft: AssignmentDraft, clock: Clock) -> None:
    if not draft.slugs:
        raise RuleViolation("courses.nothing_chosen", field="courses")
    if not draft.person_ids:
        raise RuleViolation("courses.nobody_chosen", field="people")
    if len(draft.slugs) * len(draft.person_ids) > MOST_AT_ONCE:
        raise RuleViolation("courses.too_many_at_once", field="people", limit=MOST_AT_ONCE)
    check_due(draft.due_on, today=clock.today())
    check_note(draft.note)


def _offers(session: Session, actor: Actor, slugs: Collection[str]) -> list[_Offer]:
    rows = session.execute(
        courses_visible_to(actor)
        .where(Course.slug.in_(slugs))
        .join(CourseVersion, CourseVersion.id == newest_version_id())
        .add_columns(CourseVersion.title)
        .order_by(Course.slug)
    ).all()
    if len(rows) < len(set(slugs)):
        raise NotFound("courses.not_found")
    if any(course.withdrawn_at is not None for course, _title in rows):
        raise RuleViolation("courses.assign_withdrawn", field="courses")
    return [_Offer(course.id, course.slug, title, course.publisher_id) for course, title in rows]


def _people(session: Session, actor: Actor, person_ids: Collection[UUID], clock: Clock) -> list[Employed]:
    today, wanted = clock.today(), set(person_ids)
    found = session.execute(select_employed(actor, on=today).where(Person.id.in_(wanted))).all()
    if len(found) < len(wanted):
        visible = people_visible_to(actor, today).where(Person.id.in_(wanted), Person.disabled_at.is_(None))
        if len(session.scalars(visible.with_only_columns(Person.id)).all()) < len(wanted):
            raise NotFound("people.person_unknown")
        raise NotAllowed("courses.not_assigner")
    return [employed_from(person, organisation) for person, organisation in found]


def _check_reach(offers: Sequence[_Offer], people: Sequence[Employed]) -> None:
    """Refuse courses that some of the people may not even read, by name."""
    for offer in offers:
        outside = [
            one.name
            for one in people
            if offer.publisher_id is not None and offer.publisher_id not in ids_on_path(one.organisation_path)
        ]
        if outside:
            raise RuleViolation("courses.not_for_them", field="people", name=outside[0])


def _assignment(
    one: Employed, offer: _Offer, actor: Actor, draft: AssignmentDraft, clock: Clock
) -> CourseAssignment:
    return CourseAssignment(
        id=new_id(),
        person_id=one.id,
        course_id=offer.id,
        organisation_id=one.organisation_id,
        assigned_by_id=actor.person_id,
        assigned_at=clock.now(),
        due_on=draft.due_on,
        note=draft.note.strip(),
    )


def _to_change(session: Session, actor: Actor, assignment_id: UUID) -> CourseAssignment:
    found = session.execute(
        assignments_visible_to(actor)
        .where(CourseAssignment.id == assignment_id, is_open())
        .join(Organisation, Organisation.id == CourseAssignment.organisation_id)
        .add_columns(Organisation.path)
        .with_for_update(of=CourseAssignment)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound("courses.assignment_unknown")
    row: CourseAssignment = found[0]
    if not can_assign(actor, employer_path=found[1]):
        raise NotAllowed("courses.not_assigner")
    return row


def _record_all(
    session: Session, actor: Actor, offer: _Offer, rows: Sequence[CourseAssignment], clock: Clock
) -> None:
    """Record one event for a course, however many were asked to take it."""
    given = [row for row in rows if row.course_id == offer.id]
    if not given:
        return
    audit.record(
        session,
        actor_id=actor.person_id,
        action="courses.assign_course",
        subject_kind="course",
        subject_id=offer.id,
        at=clock.now(),
        details={"person_ids": [str(row.person_id) for row in given], "due_on": given[0].due_on},
    )


def _record(session: Session, actor: Actor, action: str, row: CourseAssignment, clock: Clock) -> None:
    audit.record(
        session,
        actor_id=actor.person_id,
        action=action,
        subject_kind="course_assignment",
        subject_id=row.id,
        at=clock.now(),
        details={"person_id": row.person_id, "course_id": row.course_id, "due_on": row.due_on},
    )


def _tell_all(
    session: Session,
    pairs: Sequence[tuple[Employed, _Offer]],
    rows: Sequence[CourseAssignment],
    clock: Clock,
) -> None:
    """Write one mail to each person, with the titles of all their courses; pairs stand together by person."""
    for _id, grouped in groupby(zip(pairs, rows, strict=True), key=lambda part: part[0][0].id):
        parts = list(grouped)
        (one, _first), first = parts[0]
        tell(
            session,
            kind="courses.assigned",
            key=f"courses.assigned:{first.id}",
            reader=Reader(one.id, one.locale),
            courses=[(offer.slug, offer.title) for (_one, offer), _row in parts],
            due_on=first.due_on,
            clock=clock,
        )


def _tell_one(session: Session, kind: str, row: CourseAssignment, clock: Clock) -> None:
    person = session.get_one(Person, row.person_id)
    slug, title = session.execute(
        select(Course.slug, CourseVersion.title)
        .join(CourseVersion, CourseVersion.id == newest_version_id())
        .where(Course.id == row.course_id)
    ).one()
    tell(
        session,
        kind=kind,
        key=f"{kind}:{row.id}:{row.version}",
        reader=Reader(person.id, person.locale),
        courses=[(slug, title)],
        due_on=row.due_on,
        clock=clock,
    )
