"""Reads of people, organisations and sign-in state."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, false, func, literal, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.kernel.actor import Actor, Grant
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.people.domain import FAILURE_WINDOW, SESSION_TOTAL, ids_on_path, is_throttled, session_is_open
from lms.people.models import (
    Employment,
    Membership,
    Organisation,
    Person,
    Role,
    SignInFailure,
    SignInSession,
)
from lms.storage.spans import holds_on

_KNOWN_PERMISSIONS = frozenset(Permission)


@dataclass(frozen=True)
class SignedIn:
    """Who a browser's token stands for. ``actor`` is None when the session has run out."""

    session_id: UUID
    person_id: UUID
    name: str
    locale: str
    organisation_name: dict[str, str] | None
    role_codes: tuple[str, ...]
    seen_at: datetime
    actor: Actor | None


@dataclass(frozen=True)
class Credentials:
    """What sign-in compares a password with."""

    person_id: UUID
    password_digest: str | None


@dataclass(frozen=True)
class Recipient:
    """Whom a message goes to, and in which language they read."""

    name: str
    email: str
    locale: str
    has_left: bool


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


def token_digest(token: str) -> bytes:
    """Return what is stored of a session token: its SHA-256."""
    return hashlib.sha256(token.encode()).digest()


def find_signed_in(session: Session, *, token: str, now: datetime, today: date) -> SignedIn | None:
    """Return who holds ``token``, with their rights of today; None for an unknown token or a disabled person.

    An expired session, or one ended today, still tells whose it was, without rights: what its owner had typed
    is kept for them.
    """
    row = session.scalar(
        select(SignInSession)
        .options(joinedload(SignInSession.person))
        .where(SignInSession.token_digest == token_digest(token))
    )
    if row is None or row.person.disabled_at is not None:
        return None
    if row.ended_at is not None and now - row.started_at >= SESSION_TOTAL:
        return None
    memberships = _memberships(session, person_id=row.person_id, on=today)
    is_open = session_is_open(started_at=row.started_at, seen_at=row.seen_at, ended_at=row.ended_at, now=now)
    return SignedIn(
        session_id=row.id,
        person_id=row.person_id,
        name=row.person.name,
        locale=row.person.locale,
        organisation_name=dict(memberships[0].organisation.name) if memberships else None,
        role_codes=tuple(sorted({membership.role.code for membership in memberships})),
        seen_at=row.seen_at,
        actor=actor_of(row.person_id, memberships) if is_open else None,
    )


def load_actor(session: Session, *, person_id: UUID, on: date) -> Actor:
    """Return a person as an actor, with the rights their memberships give on a day."""
    return actor_of(person_id, _memberships(session, person_id=person_id, on=on))


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


def _memberships(session: Session, *, person_id: UUID, on: date) -> Sequence[Membership]:
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


def find_employer(session: Session, *, person_id: UUID, on: date) -> Organisation | None:
    """Return the organisation that employs a person on a day, the most recently begun if several."""
    return session.scalar(
        select(Organisation)
        .join(Employment, Employment.organisation_id == Organisation.id)
        .where(Employment.person_id == person_id, holds_on(Employment, on))
        .order_by(Employment.starts_on.desc(), Employment.id.desc())
        .limit(1)
    )


def employer_of(session: Session, *, person_id: UUID, on: date) -> Organisation:
    """Return the organisation that employs a person on a day. Raises NotFound when none does."""
    employer = find_employer(session, person_id=person_id, on=on)
    if employer is None:
        raise NotFound("people.no_employer")
    return employer


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


def find_person_by_email(session: Session, email: str) -> Person | None:
    """Return the person with an e-mail address, in any case: for sign-in and the machine, not for pages."""
    return session.scalar(select(Person).where(func.lower(Person.email) == email.strip().lower()))


def get_recipient(session: Session, person_id: UUID) -> Recipient:
    """Return whom a message goes to: for delivery, not for pages."""
    person = session.get_one(Person, person_id)
    return Recipient(person.name, person.email, person.locale, has_left=person.disabled_at is not None)


def find_credentials(session: Session, email: str) -> Credentials | None:
    """Return what a password for ``email`` is compared with; None for an unknown or disabled person."""
    person = find_person_by_email(session, email)
    if person is None or person.disabled_at is not None:
        return None
    return Credentials(person.id, person.password_digest)


def failure_subjects(*, email: str, address: str) -> tuple[str, str, str]:
    """Return under what failures are counted: account at address, account, address; as digests."""
    account = email.strip().lower()
    words = (f"pair:{account} {address}", f"account:{account}", f"address:{address}")
    pair, whole, network = (hashlib.sha256(word.encode()).hexdigest() for word in words)
    return pair, whole, network


def sign_in_is_throttled(session: Session, *, email: str, address: str, now: datetime) -> bool:
    """Say whether too many attempts failed lately for this account or from this address."""
    pair, account, network = failure_subjects(email=email, address=address)
    rows = session.execute(
        select(SignInFailure.subject, func.count())
        .where(
            SignInFailure.subject.in_((pair, account, network)),
            SignInFailure.failed_at > now - FAILURE_WINDOW,
        )
        .group_by(SignInFailure.subject)
    )
    counts: dict[str, int] = dict(rows.all())
    return is_throttled(
        pair_failures=counts.get(pair, 0),
        account_failures=counts.get(account, 0),
        address_failures=counts.get(network, 0),
    )


def list_open_sessions(session: Session, actor: Actor, *, now: datetime) -> Sequence[SignInSession]:
    """List the actor's own open sessions, the latest seen first."""
    rows = session.scalars(
        select(SignInSession)
        .where(SignInSession.person_id == actor.person_id, SignInSession.ended_at.is_(None))
        .order_by(SignInSession.seen_at.desc(), SignInSession.id)
    )
    return [
        row
        for row in rows
        if session_is_open(started_at=row.started_at, seen_at=row.seen_at, ended_at=row.ended_at, now=now)
    ]


def has_people(session: Session) -> bool:
    """Say whether anybody is registered at all."""
    return session.scalar(select(literal(1)).where(exists(select(Person.id)))) is not None
