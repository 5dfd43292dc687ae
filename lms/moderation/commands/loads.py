"""Loading a session to change it: it stands still until the change is over, and the actor leads it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, NotAllowed
from lms.moderation.models import Calibration, CalibrationRater
from lms.moderation.queries import Part, find_part, get_calibration
from lms.storage import audit


def load_part(
    session: Session,
    actor: Actor,
    calibration_id: UUID,
    *,
    changes_state: bool = False,
    is_rating: bool = False,
) -> tuple[Calibration, Part]:
    """Return a session the actor may see, and what they are in it. Raises NotFound.

    Until the end of the transaction nobody moves the session on; ``changes_state``: nobody answers either;
    ``is_rating``: the actor answers nothing on another screen, and what they answered there is read here.
    Who also writes to the audit log holds its end first: two orders would be a deadlock.
    """
    lock = select(Calibration.id).where(Calibration.id == calibration_id)
    session.execute(lock.with_for_update(read=not changes_state))
    if is_rating:
        own = select(CalibrationRater.person_id).where(
            CalibrationRater.calibration_id == calibration_id, CalibrationRater.person_id == actor.person_id
        )
        session.execute(own.with_for_update())
    calibration = get_calibration(session, actor, calibration_id)
    return calibration, find_part(session, actor, calibration)


def load_managed(session: Session, actor: Actor, calibration_id: UUID) -> tuple[Calibration, Part]:
    """Return a session to be changed by who leads it. Raises NotFound, NotAllowed("moderation.not_yours")."""
    audit.hold_end(session)
    calibration, part = load_part(session, actor, calibration_id, changes_state=True)
    if not part.is_manager:
        raise NotAllowed("moderation.not_yours")
    return calibration, part


def check_version(calibration: Calibration, version: int) -> None:
    """Refuse what was decided on a page that is out of date. Raises Conflict("moderation.moved_on")."""
    if calibration.version != version:
        raise Conflict("moderation.moved_on")


def note(
    session: Session,
    calibration: Calibration,
    action: str,
    *,
    actor_id: UUID | None,
    clock: Clock,
    **details: object,
) -> None:
    """Append what was done with a session to the audit log."""
    audit.record(
        session,
        actor_id=actor_id,
        action=f"moderation.{action}",
        subject_kind="calibration",
        subject_id=calibration.id,
        at=clock.now(),
        details=details,
    )
