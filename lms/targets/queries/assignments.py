"""Reads of who was given which profile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.kernel.actor import Actor
from lms.kernel.clock import japanese_day
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.people.queries import organisations_within
from lms.storage.base import Localised
from lms.targets.domain import Span
from lms.targets.models import TargetAssignment, TargetProfile, TargetRevision


@dataclass(frozen=True)
class GivenProfile:
    """A profile given to a person: which, by whom, why, for which days."""

    id: UUID
    person_id: UUID
    person_name: str
    profile_id: UUID
    profile_name: Localised
    span: Span
    reason: str
    assigned_on: date
    assigned_by: str
    ended_reason: str | None
    employer_path: str


def visible_to(actor: Actor) -> Select[TargetAssignment]:
    """Select the assignments the actor may see: their own, and of people whose levels they may read."""
    reach = organisations_within(actor, Permission.OBSERVATION_READ)
    return select(TargetAssignment).where(
        or_(TargetAssignment.person_id == actor.person_id, TargetAssignment.organisation_id.in_(reach))
    )


def list_given(session: Session, actor: Actor, person_id: UUID) -> Sequence[GivenProfile]:
    """List the profiles a person was ever given, as far as the actor may see, the latest first."""
    rows = session.scalars(
        _loaded(visible_to(actor))
        .where(TargetAssignment.person_id == person_id)
        .order_by(TargetAssignment.starts_on.desc(), TargetAssignment.id.desc())
    )
    return [_given(row) for row in rows]


def get_given(session: Session, actor: Actor, assignment_id: UUID) -> GivenProfile:
    """Return one assignment. Raises NotFound("targets.assignment_unknown")."""
    row = session.scalar(_loaded(visible_to(actor)).where(TargetAssignment.id == assignment_id))
    if row is None:
        raise NotFound("targets.assignment_unknown")
    return _given(row)


def _loaded(assignments: Select[TargetAssignment]) -> Select[TargetAssignment]:
    return assignments.options(
        joinedload(TargetAssignment.person),
        joinedload(TargetAssignment.organisation),
        joinedload(TargetAssignment.assigned_by),
        joinedload(TargetAssignment.profile).options(
            selectinload(TargetProfile.revisions).load_only(
                TargetRevision.profile_id, TargetRevision.number, TargetRevision.name
            )
        ),
    )


def _given(row: TargetAssignment) -> GivenProfile:
    return GivenProfile(
        id=row.id,
        person_id=row.person_id,
        person_name=row.person.name,
        profile_id=row.profile_id,
        profile_name=row.profile.revisions[-1].name,
        span=Span(row.starts_on, row.ends_on),
        reason=row.reason,
        assigned_on=japanese_day(row.assigned_at),
        assigned_by=row.assigned_by.name,
        ended_reason=row.ended_reason,
        employer_path=row.organisation.path,
    )
