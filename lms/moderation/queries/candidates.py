"""Reads of who may be invited: supervisors and planners employed within the organiser's reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, selectinload

from lms.kernel.actor import Actor
from lms.kernel.permission import Permission
from lms.moderation.models import CalibrationRater
from lms.people.domain import RoleCode
from lms.people.models import Employment, Membership, Organisation, Person, Role
from lms.people.queries import is_called, organisations_within
from lms.storage.spans import holds_on

RATING_ROLES = (RoleCode.SUPERVISOR, RoleCode.HR)


@dataclass(frozen=True)
class CandidateFilter:
    """Which candidates are wanted; None and "" leave a question open."""

    organisation_id: UUID | None = None
    text: str = ""


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be invited, and who employs them."""

    person_id: UUID
    name: str
    name_kana: str
    organisation_id: UUID
    organisation_name: Mapping[str, str]


def list_candidates(
    session: Session,
    actor: Actor,
    calibration_id: UUID,
    wanted: CandidateFilter,
    *,
    on: date,
    limit: int | None = None,
    offset: int = 0,
) -> list[Candidate]:
    """List who may still be invited to a session, by the reading of their names."""
    query = _narrowed(actor, calibration_id, wanted, on=on)
    people = session.scalars(
        query.options(selectinload(Person.employments).joinedload(Employment.organisation))
        .order_by(Person.name_kana, Person.name, Person.id)
        .limit(limit)
        .offset(offset)
    ).all()
    return [_candidate(person, employer) for person in people if (employer := person.employer_on(on))]


def count_candidates(
    session: Session, actor: Actor, calibration_id: UUID, wanted: CandidateFilter, *, on: date
) -> int:
    """Count whom ``list_candidates`` would list without a limit."""
    found = _narrowed(actor, calibration_id, wanted, on=on).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def list_candidate_places(
    session: Session, actor: Actor, calibration_id: UUID, *, on: date
) -> Sequence[Organisation]:
    """List the organisations that employ somebody who may still be invited."""
    people = _narrowed(actor, calibration_id, CandidateFilter(), on=on).with_only_columns(Person.id)
    employers = select(Employment.organisation_id).where(
        Employment.person_id.in_(people), holds_on(Employment, on)
    )
    return session.scalars(
        select(Organisation).where(Organisation.id.in_(employers)).order_by(Organisation.path)
    ).all()


def _narrowed(actor: Actor, calibration_id: UUID, wanted: CandidateFilter, *, on: date) -> Select[Person]:
    reach = organisations_within(actor, Permission.MODERATION_ORGANISE)
    rates = exists().where(
        Membership.person_id == Person.id,
        Membership.organisation_id.in_(reach),
        holds_on(Membership, on),
        Membership.role_id == Role.id,
        Role.code.in_(RATING_ROLES),
    )
    employed = exists().where(Employment.person_id == Person.id, holds_on(Employment, on))
    if wanted.organisation_id is not None:
        employed = employed.where(Employment.organisation_id == wanted.organisation_id)
    invited = exists().where(
        CalibrationRater.calibration_id == calibration_id,
        CalibrationRater.person_id == Person.id,
        CalibrationRater.withdrawn_at.is_(None),
    )
    query = select(Person).where(rates, employed, ~invited, Person.disabled_at.is_(None))
    if wanted.text:
        query = query.where(is_called(wanted.text))
    return query


def _candidate(person: Person, employer: Organisation) -> Candidate:
    return Candidate(person.id, person.name, person.name_kana, employer.id, employer.name)
