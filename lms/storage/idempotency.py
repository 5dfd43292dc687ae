"""Keys that make a repeated write harmless: the key and the answer commit together with the change."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, Uuid
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


def find_answer(session: Session, *, person_id: UUID, key: UUID, payload_digest: str) -> str | None:
    """Return the stored answer of an earlier identical write, or None when this is the first.

    Raises RuleViolation("operation.reused") when the key was used for another payload.
    """
    stored = session.get(IdempotencyKey, (person_id, key))
    if stored is None:
        return None
    if stored.payload_digest != payload_digest:
        raise RuleViolation("operation.reused")
    return stored.answer


def store_answer(
    session: Session, *, person_id: UUID, key: UUID, payload_digest: str, answer: str, at: datetime
) -> None:
    """Keep the answer of a write, in the same transaction as the write."""
    session.add(
        IdempotencyKey(
            person_id=person_id, key=key, payload_digest=payload_digest, answer=answer, stored_at=at
        )
    )
