"""The audit trail of pairing."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.storage import audit


def record(
    session: Session,
    actor: Actor,
    action: str,
    *,
    kind: str,
    subject_id: UUID,
    clock: Clock,
    facts: Mapping[str, object],
) -> None:
    """Note an act of the actor in the audit trail."""
    audit.record(
        session,
        actor_id=actor.person_id,
        action=action,
        subject_kind=kind,
        subject_id=subject_id,
        at=clock.now(),
        details=facts,
    )
