"""Who signs in, with what, and how mails reach them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, func, literal, select
from sqlalchemy.orm import Session, joinedload

from lms.kernel.actor import Actor
from lms.people.domain import FAILURE_WINDOW, SESSION_TOTAL, is_throttled, session_is_open
from lms.people.models import Person, SignInFailure, SignInSession
from lms.people.queries.actors import actor_of, memberships_on


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
    memberships = memberships_on(session, person_id=row.person_id, on=today)
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
