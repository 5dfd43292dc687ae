"""Giving a profile to one person, and ending that."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import NotAllowed, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.people import queries as people
from lms.people.domain import ids_on_path
from lms.people.models import Organisation, Person
from lms.storage import audit, outbox
from lms.targets import queries
from lms.targets.access import can_assign
from lms.targets.commands.storing import require_reason
from lms.targets.domain import Assignment, Span, check_assignment, check_end, settle
from lms.targets.models import TargetAssignment, TargetProfile


def assign_profile(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID,
    profile_id: UUID,
    span: Span,
    reason: str,
    clock: Clock,
) -> UUID:
    """Give somebody a profile for some days, and return the assignment's id; they are told.

    What they were given before ends where this begins. Raises NotFound("people.person_unknown" |
    "people.no_employer" | "targets.profile_unknown"); NotAllowed("targets.not_assigner");
    RuleViolation("targets.reason_missing" | "targets.not_for_them" | "targets.assignment_overlaps") and those
    of ``check_assignment``.
    """
    employer = _employer_in_reach(session, actor, person_id, today=clock.today())
    require_reason(reason)
    check_assignment(span, today=clock.today())
    profile = session.scalar(queries.visible_to(actor).where(TargetProfile.id == profile_id))
    if profile is None:
        raise NotFound("targets.profile_unknown")
    if profile.organisation_id not in ids_on_path(employer.path):
        raise RuleViolation("targets.not_for_them", field="profile")
    audit.hold_end(session)  # whoever gives the same person another profile waits, and sees this one
    _make_room(session, actor, person_id, span, reason=reason, clock=clock)
    row = TargetAssignment(
        id=new_id(),
        profile_id=profile.id,
        person_id=person_id,
        organisation_id=employer.id,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        reason=reason.strip(),
        assigned_at=clock.now(),
        assigned_by_id=actor.person_id,
    )
    session.add(row)
    _record(session, actor, "targets.assign_profile", row, clock)
    _tell(session, row, clock)
    return row.id


def end_assignment(
    session: Session, *, actor: Actor, assignment_id: UUID, ends_on: date, reason: str, clock: Clock
) -> UUID:
    """Let somebody's profile be theirs no longer from ``ends_on`` on, and return their id.

    Raises NotFound("targets.assignment_unknown"); NotAllowed("targets.not_assigner");
    RuleViolation("targets.reason_missing" | "targets.ended_already" | "targets.ends_in_past" |
    "targets.ends_before_start").
    """
    audit.hold_end(session)  # before the row, as whoever gives a profile does: two orders would be a deadlock
    row = session.scalar(
        queries.assignments_visible_to(actor)
        .where(TargetAssignment.id == assignment_id)
        .options(joinedload(TargetAssignment.organisation, innerjoin=True))
        .with_for_update(of=TargetAssignment)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("targets.assignment_unknown")
    if not can_assign(actor, employer_path=row.organisation.path):
        raise NotAllowed("targets.not_assigner")
    require_reason(reason)
    check_end(ends_on, today=clock.today(), starts_on=row.starts_on)
    if row.ends_on is not None and row.ends_on <= ends_on:
        raise RuleViolation("targets.ended_already", field="ends_on", ends_on=row.ends_on)
    _end(row, actor, ends_on=ends_on, reason=reason, clock=clock)
    _record(session, actor, "targets.end_assignment", row, clock)
    return row.person_id


def _employer_in_reach(session: Session, actor: Actor, person_id: UUID, *, today: date) -> Organisation:
    visible = people.visible_to(actor, today).where(Person.id == person_id, Person.disabled_at.is_(None))
    if session.scalar(visible) is None:
        raise NotFound("people.person_unknown")
    employer = people.employer_of(session, person_id=person_id, on=today)
    if not can_assign(actor, employer_path=employer.path):
        raise NotAllowed("targets.not_assigner")
    return employer


def _make_room(
    session: Session, actor: Actor, person_id: UUID, span: Span, *, reason: str, clock: Clock
) -> None:
    """End what somebody was given before where the new one begins; refuse what is in the way."""
    found = session.scalars(select(TargetAssignment).where(TargetAssignment.person_id == person_id))
    rows = {row.id: row for row in found}
    present = [Assignment(row.id, row.profile_id, Span(row.starts_on, row.ends_on)) for row in rows.values()]
    for crossing in settle(span, present):
        _end(rows[crossing.id], actor, ends_on=span.starts_on, reason=reason, clock=clock)
    session.flush()  # the unique index on open assignments must see the ended row before the new one


def _end(row: TargetAssignment, actor: Actor, *, ends_on: date, reason: str, clock: Clock) -> None:
    row.ends_on, row.ended_reason = ends_on, reason.strip()
    row.ended_at, row.ended_by_id = clock.now(), actor.person_id


def _record(session: Session, actor: Actor, action: str, row: TargetAssignment, clock: Clock) -> None:
    audit.record(
        session,
        actor_id=actor.person_id,
        action=action,
        subject_kind="target_assignment",
        subject_id=row.id,
        at=clock.now(),
        details={
            "person_id": row.person_id,
            "profile_id": row.profile_id,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
        },
    )


def _tell(session: Session, row: TargetAssignment, clock: Clock) -> None:
    outbox.add(
        session,
        kind="targets.assigned",
        key=f"targets.assigned:{row.id}",
        recipient_id=row.person_id,
        payload={"starts_on": row.starts_on.isoformat()},
        at=clock.now(),
    )
