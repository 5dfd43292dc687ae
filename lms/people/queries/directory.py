"""The people one may see."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.people.models import Employment, Membership, Person, Role
from lms.people.queries.actors import organisations_within
from lms.storage.spans import holds_on


def is_called(text: str) -> ColumnElement[bool]:
    """Return the condition that a person's name has ``text`` in it, in either writing."""
    return or_(Person.name.contains(text, autoescape=True), Person.name_kana.contains(text, autoescape=True))


def visible_to(actor: Actor, on: date) -> Select[Person]:
    """Select the people the actor may see: themselves, and who belongs that day to organisations in reach."""
    reach = organisations_within(actor, Permission.PERSON_READ)
    employed = exists().where(
        Employment.person_id == Person.id, Employment.organisation_id.in_(reach), holds_on(Employment, on)
    )
    member = exists().where(
        Membership.person_id == Person.id, Membership.organisation_id.in_(reach), holds_on(Membership, on)
    )
    return select(Person).where(or_(Person.id == actor.person_id, employed, member))


def _in_reach(actor: Actor) -> ColumnElement[bool]:
    """Say of a membership whether the actor may know of it: their own, or in an organisation in reach."""
    reach = organisations_within(actor, Permission.PERSON_READ)
    return or_(Membership.person_id == actor.person_id, Membership.organisation_id.in_(reach))


def list_people(
    session: Session,
    actor: Actor,
    *,
    on: date,
    organisation_id: UUID | None = None,
    role: str | None = None,
    text: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> Sequence[Person]:
    """List visible people by reading order of their kana, with employers and roles in reach loaded."""
    wanted = _narrowed(actor, on=on, organisation_id=organisation_id, role=role, text=text)
    query = wanted.options(
        selectinload(Person.employments).joinedload(Employment.organisation),
        selectinload(Person.memberships.and_(_in_reach(actor))).joinedload(Membership.role),
    )
    in_order = query.order_by(Person.name_kana, Person.name, Person.id)
    return session.scalars(in_order.limit(limit).offset(offset)).all()


def count_people(session: Session, actor: Actor, *, on: date, role: str | None = None, text: str = "") -> int:
    """Count the people that ``list_people`` would list without a limit."""
    wanted = _narrowed(actor, on=on, organisation_id=None, role=role, text=text)
    return session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def _narrowed(
    actor: Actor, *, on: date, organisation_id: UUID | None, role: str | None, text: str
) -> Select[Person]:
    query = visible_to(actor, on)
    if organisation_id is not None:
        query = query.where(
            exists().where(
                Employment.person_id == Person.id,
                Employment.organisation_id == organisation_id,
                holds_on(Employment, on),
            )
        )
    if role:
        holds = exists().where(Membership.person_id == Person.id, Role.code == role, holds_on(Membership, on))
        query = query.where(holds.where(Membership.role_id == Role.id, _in_reach(actor)))
    if text:
        query = query.where(is_called(text))
    return query


def get_person(session: Session, actor: Actor, person_id: UUID, *, on: date) -> Person:
    """Return a visible person with employers and roles in reach loaded. Raises NotFound."""
    person = session.scalar(
        visible_to(actor, on)
        .where(Person.id == person_id)
        .options(
            selectinload(Person.employments).joinedload(Employment.organisation),
            selectinload(Person.memberships.and_(_in_reach(actor))).options(
                joinedload(Membership.role), joinedload(Membership.organisation)
            ),
        )
    )
    if person is None:
        raise NotFound("people.person_unknown")
    return person


def list_people_with_role(
    session: Session, *, role: str, organisation_ids: Select[UUID], on: date
) -> Sequence[Person]:
    """List the people who hold ``role`` in one of ``organisation_ids`` on a day, employers loaded."""
    return session.scalars(
        select(Person)
        .where(
            exists().where(
                Membership.person_id == Person.id,
                Membership.organisation_id.in_(organisation_ids),
                Membership.role_id == Role.id,
                Role.code == role,
                holds_on(Membership, on),
            ),
            Person.disabled_at.is_(None),
        )
        .options(selectinload(Person.employments).joinedload(Employment.organisation))
        .order_by(Person.name_kana, Person.name, Person.id)
    ).all()
