"""The organisations one may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.people.models import Employment, Organisation
from lms.people.queries.actors import organisations_within
from lms.storage.spans import holds_on


@dataclass(frozen=True)
class OrganisationCard:
    """An organisation with its depth in the tree and how many people it employs."""

    id: UUID
    code: str
    name: dict[str, str]
    kind: str
    prefecture: str | None
    depth: int
    n_people: int


def list_organisations(
    session: Session, actor: Actor, *, on: date, below: Organisation | None = None
) -> Sequence[OrganisationCard]:
    """List the organisations in the actor's reach in tree order, with the number of people employed.

    With ``below`` only those under an organisation; ``depth`` counts from the highest one listed.
    """
    employed = (
        select(func.count())
        .select_from(Employment)
        .where(Employment.organisation_id == Organisation.id, holds_on(Employment, on))
        .scalar_subquery()
    )
    query = select(Organisation, employed).where(
        Organisation.id.in_(organisations_within(actor, Permission.ORGANISATION_READ))
    )
    if below is not None:
        query = query.where(Organisation.path.startswith(below.path), Organisation.id != below.id)
    rows = session.execute(query.order_by(Organisation.path)).all()
    shallowest = min((row[0].path.count("/") for row in rows), default=0)
    return [
        OrganisationCard(
            id=organisation.id,
            code=organisation.code,
            name=dict(organisation.name),
            kind=organisation.kind,
            prefecture=organisation.prefecture,
            depth=organisation.path.count("/") - shallowest,
            n_people=count,
        )
        for organisation, count in rows
    ]


def get_organisation(session: Session, actor: Actor, organisation_id: UUID) -> Organisation:
    """Return an organisation in the actor's reach with its parent loaded. Raises NotFound."""
    organisation = session.scalar(
        select(Organisation)
        .options(joinedload(Organisation.parent))
        .where(
            Organisation.id == organisation_id,
            Organisation.id.in_(organisations_within(actor, Permission.ORGANISATION_READ)),
        )
    )
    if organisation is None:
        raise NotFound("people.organisation_unknown")
    return organisation


def find_organisation_by_code(session: Session, code: str) -> Organisation | None:
    """Return the organisation with a code: for commands run at the machine, not for pages."""
    return session.scalar(select(Organisation).where(Organisation.code == code))
