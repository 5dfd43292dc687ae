"""Reads of committees and of who could sit on one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from lms.decisions.domain import Outcome
from lms.decisions.models import Committee, CommitteeMember, LevelProposal
from lms.decisions.queries.visibility import visible_committees
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.people.domain import RoleCode, ids_on_path
from lms.people.models import Employment, Membership, Organisation, Person, Role
from lms.people.queries import organisations_within
from lms.people.queries import visible_to as people_visible_to
from lms.storage.spans import holds_on


def list_committees(session: Session, actor: Actor, *, on: date) -> Sequence[Committee]:
    """List the visible committees from the top of the tree down, with members and organisation loaded."""
    query = visible_committees(actor, on).join(Committee.organisation).options(*_loads())
    return session.scalars(query.order_by(Organisation.path, Committee.set_up_at, Committee.id)).all()


def get_committee(session: Session, actor: Actor, committee_id: UUID, *, on: date) -> Committee:
    """Return a visible committee, loaded as a list's. Raises NotFound("decisions.committee_unknown")."""
    query = visible_committees(actor, on).where(Committee.id == committee_id).options(*_loads())
    committee = session.scalar(query)
    if committee is None:
        raise NotFound("decisions.committee_unknown")
    return committee


def votes_about(session: Session, committee_id: UUID, person_id: UUID) -> bool:
    """Say whether a proposal about somebody is open before a committee."""
    is_open = exists().where(
        LevelProposal.committee_id == committee_id,
        LevelProposal.person_id == person_id,
        LevelProposal.outcome == Outcome.OPEN,
    )
    return bool(session.scalar(select(is_open)))


def list_offered(session: Session, employer: Organisation, *, on: date) -> Sequence[Committee]:
    """List the committees that can work today and belong to an employer or to who stands above it."""
    found = session.scalars(
        select(Committee)
        .join(Committee.organisation)
        .where(Committee.organisation_id.in_(ids_on_path(employer.path)))
        .options(*_loads())
        .order_by(Organisation.path.desc(), Committee.set_up_at, Committee.id)
    )
    return [one for one in found if sum(member.sits_on(on) for member in one.members) >= one.quorum]


def find_offered(
    session: Session, employer: Organisation, committee_id: UUID, *, on: date
) -> Committee | None:
    """Find one of the committees offered for an employer's people."""
    return next((one for one in list_offered(session, employer, on=on) if one.id == committee_id), None)


def list_set_up_organisations(session: Session, actor: Actor) -> Sequence[Organisation]:
    """List the organisations for which the actor may set up a committee, from the top of the tree down."""
    reach = organisations_within(actor, Permission.LEVEL_DECIDE)
    return session.scalars(
        select(Organisation).where(Organisation.id.in_(reach)).order_by(Organisation.path)
    ).all()


def list_eligible(session: Session, actor: Actor, *, on: date) -> Sequence[Person]:
    """List whom the actor could name as members: visible people who do more than advise, employers loaded."""
    beyond_advising = exists().where(
        Membership.person_id == Person.id,
        holds_on(Membership, on),
        Membership.role_id == Role.id,
        Role.code != RoleCode.ADVISOR,
    )
    return session.scalars(
        people_visible_to(actor, on)
        .where(beyond_advising, Person.disabled_at.is_(None))
        .options(selectinload(Person.employments).joinedload(Employment.organisation))
        .order_by(Person.name_kana, Person.name, Person.id)
    ).all()


def list_seated(session: Session, committee_id: UUID) -> Sequence[Person]:
    """List everybody who has or had a seat on a visible committee, employers loaded."""
    seats = select(CommitteeMember.person_id).where(CommitteeMember.committee_id == committee_id)
    return session.scalars(
        select(Person)
        .where(Person.id.in_(seats))
        .options(selectinload(Person.employments).joinedload(Employment.organisation))
        .order_by(Person.name_kana, Person.name, Person.id)
    ).all()


def _loads() -> tuple[ORMOption, ...]:
    return (
        joinedload(Committee.organisation),
        selectinload(Committee.members).joinedload(CommitteeMember.person),
    )
