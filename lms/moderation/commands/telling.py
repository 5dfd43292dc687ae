"""Mails of sessions: ids and titles only, one to a person for one occasion."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.clock import Clock
from lms.moderation.models import Calibration, CalibrationRater
from lms.storage import outbox


def tell(
    session: Session,
    calibration: Calibration,
    kind: str,
    people: Iterable[UUID],
    *,
    occasion: str,
    clock: Clock,
    day: date | None = None,
) -> None:
    """Queue a mail about a session to each of some people; ``occasion`` tells it from others of its kind.

    ``day`` is the one the mail speaks of; else the last day of the first round.
    """
    for person_id in people:
        outbox.add(
            session,
            kind=kind,
            key=f"{kind}:{calibration.id}:{occasion}:{person_id}",
            recipient_id=person_id,
            payload={
                "calibration_id": str(calibration.id),
                "title": calibration.title,
                "day": (day or calibration.first_closes_on).isoformat(),
            },
            at=clock.now(),
        )


def list_rater_ids(session: Session, calibration_id: UUID, *, only_open: bool = False) -> list[UUID]:
    """List who takes part, or of these who has not answered yet."""
    query = select(CalibrationRater.person_id).where(
        CalibrationRater.calibration_id == calibration_id, CalibrationRater.withdrawn_at.is_(None)
    )
    if only_open:
        query = query.where(CalibrationRater.answered_at.is_(None))
    return list(session.scalars(query.order_by(CalibrationRater.person_id)))
