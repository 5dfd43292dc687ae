"""What every verb leaves behind: a line in the audit log, and mails to those concerned."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.storage import audit, outbox


def record(
    session: Session,
    actor: Actor,
    action: str,
    *,
    kind: str,
    subject_id: UUID,
    clock: Clock,
    details: Mapping[str, object] | None = None,
) -> None:
    """Append to the audit log."""
    audit.record(
        session,
        actor_id=actor.person_id,
        action=f"decisions.{action}",
        subject_kind=kind,
        subject_id=subject_id,
        at=clock.now(),
        details=details,
    )


def tell(
    session: Session,
    actor: Actor,
    kind: str,
    *,
    about: UUID,
    people: Iterable[UUID],
    clock: Clock,
    occasion: int = 1,
) -> None:
    """Queue a mail about a decision or proposal to each of these people but the actor.

    ``occasion`` tells apart what may happen to the same matter more than once.
    """
    for person_id in sorted(set(people) - {actor.person_id}):
        outbox.add(
            session,
            kind=f"decisions.{kind}",
            key=f"decisions.{kind}:{about}:{occasion}:{person_id}",
            recipient_id=person_id,
            payload={"decision_id": str(about)},
            at=clock.now(),
        )
