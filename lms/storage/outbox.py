"""Messages that leave only after the commit. A command adds a row; the worker delivers and marks it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime


class OutboxMessage(Base):
    """One message to one person. ``key`` is unique: the same occasion never makes two."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_outbox_message_due", "delivered_at", "due_at"),
        Index("ix_outbox_message_recipient", "recipient_id", "created_at"),
    )

    id: Mapped[UUID] = uuid_pk()
    key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(80))
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    payload: Mapped[dict[str, object]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(Text)


def add(
    session: Session, *, kind: str, key: str, recipient_id: UUID, payload: Mapping[str, object], at: datetime
) -> None:
    """Queue a message of ``kind`` for delivery after the commit; the feature's ``messages.py`` words it."""
    session.add(
        OutboxMessage(
            key=key, kind=kind, recipient_id=recipient_id, payload=dict(payload), created_at=at, due_at=at
        )
    )
