"""Verbs on people, organisations and sign-in."""

import secrets
from datetime import date
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, Gone, NotAllowed, RuleViolation
from lms.kernel.ids import new_id
from lms.people.access import can_edit_profile
from lms.people.domain import (
    FAILURE_WINDOW,
    RESET_VALID,
    STANDARD_ROLES,
    OrganisationKind,
    child_path,
    require_good_password,
)
from lms.people.models import (
    Employment,
    Membership,
    Organisation,
    PasswordReset,
    Person,
    Role,
    SignInFailure,
    SignInSession,
)
from lms.people.queries import failure_subjects, find_person_by_email, token_digest
from lms.storage import audit, outbox
from lms.storage.base import Localised

# OWASP Password Storage Cheat Sheet (checked 2026-11): argon2id, 19 MiB, 2 passes, 1 lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_RESET_SALT = "people.password_reset"
_UNKNOWN_ACCOUNT_DIGEST = _hasher.hash(secrets.token_hex(16))


def password_matches(digest: str | None, password: str) -> bool:
    """Compare a password with its digest; takes as long when there is no digest to compare with."""
    try:
        _hasher.verify(digest or _UNKNOWN_ACCOUNT_DIGEST, password)
    except (VerificationError, InvalidHashError):
        return False
    return digest is not None


def hash_password(password: str) -> str:
    """Return the argon2id digest of a password."""
    return _hasher.hash(password)


def open_session(session: Session, *, person_id: UUID, user_agent: str, clock: Clock) -> str:
    """Sign a person in and return the new session's token; only its digest is stored."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    row = SignInSession(
        id=new_id(),
        token_digest=token_digest(token),
        person_id=person_id,
        started_at=now,
        seen_at=now,
        user_agent=user_agent[:300],
    )
    session.add(row)
    audit.record(
        session,
        actor_id=person_id,
        action="people.sign_in",
        subject_kind="sign_in_session",
        subject_id=row.id,
        at=now,
    )
    return token


def record_failure(session: Session, *, email: str, address: str, clock: Clock) -> None:
    """Count a failed sign-in against its account and its address, and forget those that no longer count."""
    now = clock.now()
    session.execute(delete(SignInFailure).where(SignInFailure.failed_at <= now - FAILURE_WINDOW))
    subjects = failure_subjects(email=email, address=address)
    session.add_all(SignInFailure(subject=subject, failed_at=now) for subject in subjects)


def touch_session(session: Session, *, session_id: UUID, clock: Clock) -> None:
    """Note that a session is in use."""
    session.execute(update(SignInSession).where(SignInSession.id == session_id).values(seen_at=clock.now()))


def end_session(session: Session, *, actor: Actor, session_id: UUID, clock: Clock) -> None:
    """End one of the actor's own sessions; a session of somebody else's is left alone."""
    ended = session.scalar(
        update(SignInSession)
        .where(
            SignInSession.id == session_id,
            SignInSession.person_id == actor.person_id,
            SignInSession.ended_at.is_(None),
        )
        .values(ended_at=clock.now())
        .returning(SignInSession.id)
    )
    if ended is None:
        return
    audit.record(
        session,
        actor_id=actor.person_id,
        action="people.end_session",
        subject_kind="sign_in_session",
        subject_id=session_id,
        at=clock.now(),
    )


def _end_sessions(session: Session, *, person_id: UUID, except_id: UUID | None, clock: Clock) -> None:
    ended = update(SignInSession).where(
        SignInSession.person_id == person_id, SignInSession.ended_at.is_(None)
    )
    if except_id is not None:
        ended = ended.where(SignInSession.id != except_id)
    session.execute(ended.values(ended_at=clock.now()))


def change_password(
    session: Session,
    *,
    actor: Actor,
    current_password: str,
    new_password: str,
    keep_session_id: UUID,
    clock: Clock,
) -> None:
    """Set the actor's own new password and end their other sessions.

    Raises RuleViolation("people.wrong_password") and those of ``require_good_password``.
    """
    person = session.get_one(Person, actor.person_id)
    if not password_matches(person.password_digest, current_password):
        raise RuleViolation("people.wrong_password", field="current_password")
    require_good_password(new_password, email=person.email)
    person.password_digest = hash_password(new_password)
    _end_sessions(session, person_id=person.id, except_id=keep_session_id, clock=clock)
    _record(session, person.id, "people.change_password", person.id, clock)


def request_password_reset(session: Session, *, email: str, clock: Clock) -> None:
    """Mail a person a link to set a new password; says nothing of whether the address is known."""
    person = find_person_by_email(session, email)
    if person is None or person.disabled_at is not None:
        return
    now = clock.now()
    recent = session.scalar(
        select(PasswordReset.id).where(
            PasswordReset.person_id == person.id, PasswordReset.requested_at > now - RESET_VALID / 4
        )
    )
    if recent is not None:
        return
    reset = PasswordReset(id=new_id(), person_id=person.id, requested_at=now)
    session.add(reset)
    outbox.add(
        session,
        kind="people.password_reset",
        key=f"people.password_reset:{reset.id}",
        recipient_id=person.id,
        payload={"reset_id": str(reset.id)},
        at=now,
    )
    _record(session, None, "people.request_password_reset", person.id, clock)


def reset_link_token(reset_id: UUID, *, secret_key: str) -> str:
    """Return what stands in a reset link: the id, signed, so that the link itself need not be stored."""
    return URLSafeSerializer(secret_key, salt=_RESET_SALT).dumps(reset_id.hex)


def read_reset_link(token: str, *, secret_key: str) -> UUID:
    """Return the id in a reset link. Raises Gone("people.reset_spent") for any other text."""
    try:
        return UUID(hex=URLSafeSerializer(secret_key, salt=_RESET_SALT).loads(token))
    except (BadSignature, ValueError, TypeError, AttributeError) as error:
        raise Gone("people.reset_spent") from error


def reset_password(session: Session, *, reset_id: UUID, new_password: str, clock: Clock) -> None:
    """Set a new password by a mailed link, once and within its hour, and end all sessions.

    Raises Gone("people.reset_spent") and those of ``require_good_password``.
    """
    reset = session.get(PasswordReset, reset_id, with_for_update=True)
    now = clock.now()
    if reset is None or reset.used_at is not None or now - reset.requested_at >= RESET_VALID:
        raise Gone("people.reset_spent")
    person = session.get_one(Person, reset.person_id)
    require_good_password(new_password, email=person.email)
    reset.used_at = now
    person.password_digest = hash_password(new_password)
    _end_sessions(session, person_id=person.id, except_id=None, clock=clock)
    _record(session, person.id, "people.reset_password", person.id, clock)


def edit_profile(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID,
    name: str,
    name_kana: str,
    locale: str,
    version: int,
    clock: Clock,
) -> None:
    """Change how a person is called and in which language they read.

    Raises NotAllowed("people.not_own_profile"); Conflict("people.stale") with the saved texts.
    """
    if not can_edit_profile(actor, person_id=person_id):
        raise NotAllowed("people.not_own_profile")
    person = session.get_one(Person, person_id)
    if person.version != version:
        saved = {"name": person.name, "name_kana": person.name_kana, "locale": person.locale}
        raise Conflict("people.stale", current=saved, version=person.version)
    # On one line, whatever was sent: names go into the subjects of mails.
    person.name, person.name_kana, person.locale = " ".join(name.split()), " ".join(name_kana.split()), locale
    _record(session, actor.person_id, "people.edit_profile", person.id, clock)


def add_standard_roles(session: Session) -> None:
    """Store the roles every installation starts with; those already there are left as they are."""
    present = set(session.scalars(select(Role.code)))
    for code, definition in STANDARD_ROLES.items():
        if code not in present:
            name = {"ja": definition.name_ja, "en": definition.name_en}
            session.add(
                Role(code=code, name=name, permissions=[str(item) for item in definition.permissions])
            )


def add_organisation(
    session: Session,
    *,
    code: str,
    name: Localised,
    kind: OrganisationKind,
    parent: Organisation | None = None,
    prefecture: str | None = None,
    region: str | None = None,
) -> Organisation:
    """Put an organisation into the tree: set-up at the machine, not from a page."""
    organisation_id = new_id()
    organisation = Organisation(
        id=organisation_id,
        code=code,
        name=name,
        kind=kind,
        prefecture=prefecture,
        region=region,
        parent_id=parent.id if parent else None,
        path=child_path(parent.path if parent else None, organisation_id),
    )
    session.add(organisation)
    return organisation


def register_person(
    session: Session,
    *,
    email: str,
    name: str,
    name_kana: str,
    employer: Organisation,
    employed_on: date,
    title: str = "",
    password: str | None = None,
    locale: str = "ja",
) -> Person:
    """Register a person with their present employer: set-up at the machine, not from a page."""
    person = Person(id=new_id(), email=email, name=name, name_kana=name_kana, locale=locale)
    person.password_digest = hash_password(password) if password else None
    session.add(person)
    session.add(
        Employment(person_id=person.id, organisation_id=employer.id, starts_on=employed_on, title=title)
    )
    return person


def grant_role(
    session: Session, *, person: Person, organisation: Organisation, role_code: str, starts_on: date
) -> None:
    """Give a person a role in an organisation and its subtree: set-up at the machine, not from a page."""
    role = session.scalars(select(Role).where(Role.code == role_code)).one()
    session.add(
        Membership(person_id=person.id, organisation_id=organisation.id, role_id=role.id, starts_on=starts_on)
    )


def _record(session: Session, actor_id: UUID | None, action: str, person_id: UUID, clock: Clock) -> None:
    audit.record(
        session, actor_id=actor_id, action=action, subject_kind="person", subject_id=person_id, at=clock.now()
    )
