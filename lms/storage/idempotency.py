"""Keys that make a repeated write harmless: the key and the answer commit together with the change."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, Uuid, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.kernel.errors import RuleViolation
from lms.storage.base import Base
from lms.storage.types import UtcDateTime


class IdempotencyKey(Base):
    """One write that was done: the same person's same key gets the same answer again."""

    __tablename__ = "idempotency_key"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    payload_digest: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str] = mapped_column(Text)
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime)


def claim(
    session: Session, *, person_id: UUID, key: UUID, payload_digest: str, at: datetime
) -> IdempotencyKey:
    """Return the row of a write: with its answer when it is done, else new, for its answer to be put in.

    The row goes to the database before the write begins: whoever claims the same key meanwhile waits here,
    and is refused by the primary key when this one commits.

    Raises RuleViolation("operation.reused") when the key was used for another payload.
    """
    claimed = session.get(IdempotencyKey, (person_id, key))
    if claimed is None:
        claimed = IdempotencyKey(
            person_id=person_id, key=key, payload_digest=payload_digest, answer="", stored_at=at
        )
        session.add(claimed)
        session.flush()  # the same key in another transaction must wait from now on
    elif claimed.payload_digest != payload_digest:
        raise RuleViolation("operation.reused")
    return claimed


def list_done(session: Session, *, person_id: UUID, keys: Collection[UUID]) -> dict[UUID, str]:
    """Return the answers of those of a person's writes that were done, by key."""
    rows = session.execute(
        select(IdempotencyKey.key, IdempotencyKey.answer).where(
            IdempotencyKey.person_id == person_id, IdempotencyKey.key.in_(keys), IdempotencyKey.answer != ""
        )
    )
    return {row.key: row.answer for row in rows}
