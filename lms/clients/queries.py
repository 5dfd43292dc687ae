"""Reads of clients, cases and who is on them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from lms.clients.domain import CaseState, ClientType, Industry, Topic
from lms.clients.models import Case, CaseAdvisor, Client
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.people.models import Person
from lms.people.queries import organisations_within
from lms.people.queries import visible_to as people_visible_to
from lms.storage.base import Localised


@dataclass(frozen=True)
class CaseFilter:
    """Which of the visible cases are wanted; None and "" leave a question open."""

    state: CaseState | None = None
    organisation_id: UUID | None = None
    client_id: UUID | None = None
    client_type: ClientType | None = None
    topic: Topic | None = None
    advisor_id: UUID | None = None
    text: str = ""

    @property
    def is_narrow(self) -> bool:
        """Say whether anything is asked for at all."""
        return self != CaseFilter()


@dataclass(frozen=True)
class ClientFilter:
    """Which of the visible clients are wanted; None and "" leave a question open."""

    organisation_id: UUID | None = None
    client_type: ClientType | None = None
    industry: Industry | None = None
    text: str = ""

    @property
    def is_narrow(self) -> bool:
        """Say whether anything is asked for at all."""
        return self != ClientFilter()


def visible_to(actor: Actor) -> Select[Case]:
    """Select the cases the actor may see: those within reach, and those they are on now."""
    return select(Case).where(
        or_(
            Case.organisation_id.in_(organisations_within(actor, Permission.CASE_READ)),
            _has_on(actor.person_id),
        )
    )


def clients_visible_to(actor: Actor) -> Select[Client]:
    """Select the clients the actor may see: those within reach, and those with a case they are on now."""
    on_a_case = exists().where(Case.client_id == Client.id, _has_on(actor.person_id))
    return select(Client).where(
        or_(Client.organisation_id.in_(organisations_within(actor, Permission.CLIENT_READ)), on_a_case)
    )


def _has_on(person_id: UUID) -> ColumnElement[bool]:
    return exists().where(
        CaseAdvisor.case_id == Case.id,
        CaseAdvisor.advisor_id == person_id,
        CaseAdvisor.ends_on.is_(None),
    )


def list_cases(
    session: Session, actor: Actor, wanted: CaseFilter, *, limit: int | None = None, offset: int = 0
) -> Sequence[Case]:
    """List visible cases by code, with client, organisation and advisors (past ones too) loaded."""
    query = _narrowed(visible_to(actor), wanted).options(*_card_loads()).order_by(Case.code, Case.id)
    return session.scalars(query.limit(limit).offset(offset)).all()


def count_cases(session: Session, actor: Actor, wanted: CaseFilter) -> int:
    """Count the visible cases that ``list_cases`` would list without a limit."""
    return (
        session.scalar(select(func.count()).select_from(_narrowed(visible_to(actor), wanted).subquery())) or 0
    )


def get_case(session: Session, actor: Actor, case_id: UUID) -> Case:
    """Return a visible case with client, organisation, its people and who put them there. Raises NotFound."""
    case = session.scalar(
        visible_to(actor)
        .where(Case.id == case_id)
        .options(
            joinedload(Case.client),
            joinedload(Case.organisation),
            selectinload(Case.advisors).options(
                joinedload(CaseAdvisor.advisor), joinedload(CaseAdvisor.assigned_by)
            ),
        )
    )
    if case is None:
        raise NotFound("clients.case_unknown")
    return case


def list_visible_advisor_ids(session: Session, actor: Actor, case: Case, *, on: date) -> frozenset[UUID]:
    """List who of a case's people, present and past, the actor may see as a person on a day."""
    visible = people_visible_to(actor, on).where(Person.id.in_(row.advisor_id for row in case.advisors))
    return frozenset(person.id for person in session.scalars(visible))


def list_open_cases(session: Session, actor: Actor, permission: Permission) -> Sequence[Case]:
    """List the open cases of the organisations where the actor holds ``permission``, by code.

    Client, organisation (its region and path) and advisors, present and past, are loaded.
    """
    return session.scalars(
        select(Case)
        .where(
            Case.state == CaseState.OPEN, Case.organisation_id.in_(organisations_within(actor, permission))
        )
        .options(*_card_loads())
        .order_by(Case.code, Case.id)
    ).all()


def list_cases_of_organisations(
    session: Session, actor: Actor, organisation_ids: Collection[UUID]
) -> Sequence[Case]:
    """List the visible open cases of some organisations by code, with their clients, to choose one from."""
    return session.scalars(
        visible_to(actor)
        .where(Case.state == CaseState.OPEN, Case.organisation_id.in_(organisation_ids))
        .options(joinedload(Case.client))
        .order_by(Case.code, Case.id)
    ).all()


def list_clients(
    session: Session, actor: Actor, wanted: ClientFilter, *, limit: int | None = None, offset: int = 0
) -> Sequence[Client]:
    """List visible clients by code, with their organisation loaded."""
    query = _clients_narrowed(clients_visible_to(actor), wanted).options(joinedload(Client.organisation))
    return session.scalars(query.order_by(Client.code, Client.id).limit(limit).offset(offset)).all()


def count_clients(session: Session, actor: Actor, wanted: ClientFilter) -> int:
    """Count the visible clients that ``list_clients`` would list without a limit."""
    found = _clients_narrowed(clients_visible_to(actor), wanted).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def get_client(session: Session, actor: Actor, client_id: UUID) -> Client:
    """Return a visible client with its organisation loaded. Raises NotFound."""
    client = session.scalar(
        clients_visible_to(actor).where(Client.id == client_id).options(joinedload(Client.organisation))
    )
    if client is None:
        raise NotFound("clients.client_unknown")
    return client


def _card_loads() -> tuple[ORMOption, ...]:
    return (
        joinedload(Case.client),
        joinedload(Case.organisation),
        selectinload(Case.advisors).joinedload(CaseAdvisor.advisor),
    )


def _narrowed(query: Select[Case], wanted: CaseFilter) -> Select[Case]:
    if wanted.state is not None:
        query = query.where(Case.state == wanted.state)
    if wanted.organisation_id is not None:
        query = query.where(Case.organisation_id == wanted.organisation_id)
    if wanted.client_id is not None:
        query = query.where(Case.client_id == wanted.client_id)
    if wanted.client_type is not None or wanted.text:
        query = query.join(Client, Client.id == Case.client_id)
    if wanted.client_type is not None:
        query = query.where(Client.client_type == wanted.client_type)
    if wanted.advisor_id is not None:
        query = query.where(_has_on(wanted.advisor_id))
    if wanted.topic is not None:
        query = query.where(cast(Case.topics, String).contains(f'"{wanted.topic}"'))
    if wanted.text:
        query = query.where(or_(Case.code == wanted.text, *_says(wanted.text, Case.title, Client.business)))
    return query


def _clients_narrowed(query: Select[Client], wanted: ClientFilter) -> Select[Client]:
    if wanted.organisation_id is not None:
        query = query.where(Client.organisation_id == wanted.organisation_id)
    if wanted.client_type is not None:
        query = query.where(Client.client_type == wanted.client_type)
    if wanted.industry is not None:
        query = query.where(Client.industry == wanted.industry)
    if wanted.text:
        query = query.where(or_(Client.code == wanted.text, *_says(wanted.text, Client.business)))
    return query


def _says(text: str, *columns: InstrumentedAttribute[Localised]) -> list[ColumnElement[bool]]:
    return [
        column[language].as_string().contains(text, autoescape=True)
        for column in columns
        for language in ("ja", "en")
    ]
