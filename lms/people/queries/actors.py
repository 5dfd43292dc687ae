"""What somebody may do: their roles of the day as grants."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session, joinedload

from lms.kernel.actor import Actor, Grant
from lms.kernel.permission import Permission
from lms.people.domain import ids_on_path
from lms.people.models import Membership, Organisation
from lms.storage.spans import holds_on

_KNOWN_PERMISSIONS = frozenset(Permission)


def load_actor(session: Session, *, person_id: UUID, on: date) -> Actor:
    """Return a person as an actor, with the rights their memberships give on a day."""
    return actor_of(person_id, memberships_on(session, person_id=person_id, on=on))


def actor_of(person_id: UUID, memberships: Sequence[Membership]) -> Actor:
    """Build the actor from memberships with their role and organisation loaded."""
    return Actor(
        person_id=person_id,
        grants=frozenset(
            Grant(Permission(permission), membership.organisation.path)
            for membership in memberships
            for permission in membership.role.permissions
            if permission in _KNOWN_PERMISSIONS  # a newer release may have stored others
        ),
        organisation_ids=frozenset(membership.organisation_id for membership in memberships),
        lineage=frozenset().union(*(ids_on_path(membership.organisation.path) for membership in memberships)),
    )


def memberships_on(session: Session, *, person_id: UUID, on: date) -> Sequence[Membership]:
    """Return the roles somebody holds on a day, with role and organisation loaded."""
    return session.scalars(
        select(Membership)
        .options(joinedload(Membership.role), joinedload(Membership.organisation))
        .where(Membership.person_id == person_id, holds_on(Membership, on))
        .order_by(Membership.starts_on, Membership.id)
    ).all()


def organisations_within(actor: Actor, permission: Permission) -> Select[UUID]:
    """Select the ids of the organisations in which the actor holds ``permission``, for an ``IN``."""
    return select(Organisation.id).where(
        or_(false(), *(Organisation.path.startswith(path) for path in actor.paths(permission)))
    )
