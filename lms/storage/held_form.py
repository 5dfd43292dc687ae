"""What someone typed when their session ended: kept for them alone, handed back once they are signed in."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, and_, delete, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime

KEPT_FOR = timedelta(days=14)
LONGEST_PATH = 500


class HeldForm(Base):
    """The fields of one form at one address."""

    __tablename__ = "held_form"
    __table_args__ = (UniqueConstraint("person_id", "path"),)

    id: Mapped[UUID] = uuid_pk()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    path: Mapped[str] = mapped_column(String(LONGEST_PATH))
    fields: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    held_at: Mapped[datetime] = mapped_column(UtcDateTime)


def hold(
    session: Session, *, person_id: UUID, path: str, fields: Mapping[str, Sequence[str]], at: datetime
) -> None:
    """Keep the fields typed at ``path``, in place of any kept there before."""
    same_address = and_(HeldForm.person_id == person_id, HeldForm.path == path)
    session.execute(delete(HeldForm).where(or_(same_address, HeldForm.held_at < at - KEPT_FOR)))
    kept = {name: list(values) for name, values in fields.items()}
    session.add(HeldForm(person_id=person_id, path=path, fields=kept, held_at=at))


def find_held(session: Session, *, person_id: UUID, path: str) -> dict[str, list[str]] | None:
    """Return the fields kept for this person at ``path``, if any."""
    return session.scalar(
        select(HeldForm.fields).where(HeldForm.person_id == person_id, HeldForm.path == path)
    )


def release(session: Session, *, person_id: UUID, path: str) -> None:
    """Forget what was kept at ``path``: it has been saved."""
    session.execute(delete(HeldForm).where(HeldForm.person_id == person_id, HeldForm.path == path))
