"""Who employs somebody on a day."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.errors import NotFound
from lms.people.models import Employment, Organisation
from lms.storage.spans import holds_on


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
