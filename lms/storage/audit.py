"""The audit log: who did what to what, when. Each event carries the hash of the one before it.

Events are only ever added, in the transaction of the change they tell of. ``verify`` finds a changed, removed
or inserted event; a cut-off tail is found against the head row, or against a head noted elsewhere.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.storage.base import Base
from lms.storage.types import UtcDateTime

FIRST_HASH = "0" * 64
_HEAD = 1


class AuditEvent(Base):
    """One event. ``details`` names people by id only, so that erasing a person leaves the chain whole."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_subject", "subject_kind", "subject_id"),)

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str] = mapped_column(String(80))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    details: Mapped[dict[str, object]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    def expected_hash(self) -> str:
        """Return the SHA-256 of the event's canonical JSON, the previous hash included."""
        content = {
            "sequence": self.sequence,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor_id": str(self.actor_id) if self.actor_id else None,
            "action": self.action,
            "subject_kind": self.subject_kind,
            "subject_id": str(self.subject_id),
            "details": self.details,
            "previous_hash": self.previous_hash,
        }
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


class AuditHead(Base):
    """The one row, made by the migration, that says where the chain ends; locking it queues writers."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint(f"id = {_HEAD}", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class ChainReport:
    """What ``verify`` found: how many events, where the chain ends, and every fault in plain words."""

    events: int
    head_hash: str
    faults: tuple[str, ...]


def record(
    session: Session,
    *,
    actor_id: UUID | None,
    action: str,
    subject_kind: str,
    subject_id: UUID,
    at: datetime,
    details: Mapping[str, object] | None = None,
) -> None:
    """Append an event to the chain. ``details`` must be JSON: text, numbers, booleans, lists, mappings."""
    head = hold_end(session)
    event = AuditEvent(
        sequence=head.sequence + 1,
        at=at,
        actor_id=actor_id,
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id,
        details=json.loads(json.dumps(dict(details or {}), default=str)),
        previous_hash=head.hash,
    )
    event.hash = event.expected_hash()
    session.add(event)
    head.sequence, head.hash = event.sequence, event.hash


def hold_end(session: Session) -> AuditHead:
    """Let nobody else add an event until the transaction ends, and return where the chain ends.

    For work that looks first whether it was done already: whoever does the same waits here, and sees it done.
    """
    return session.get_one(AuditHead, _HEAD, with_for_update=True)


def verify(session: Session) -> ChainReport:
    """Walk the whole chain and report every break. Events added during the walk may be in it or not."""
    faults: list[str] = []
    previous, count = FIRST_HASH, 0
    noted, noted_hash = _end(session)
    found_there = FIRST_HASH if noted == 0 else None
    for event in session.scalars(
        select(AuditEvent).order_by(AuditEvent.sequence).execution_options(yield_per=1000)
    ):
        count += 1
        if event.sequence != count:
            faults.append(f"event {count}: missing, the next one stored is {event.sequence}")
            count = event.sequence
        if event.previous_hash != previous:
            faults.append(f"event {event.sequence}: does not follow the event before it")
        if event.hash != event.expected_hash():
            faults.append(f"event {event.sequence}: was changed after it was written")
        previous = event.hash
        if event.sequence == noted:
            found_there = event.hash
    if found_there != noted_hash or count > _end(session)[0]:
        faults.append(f"the end is cut off: event {count} is the last one stored")
    return ChainReport(events=count, head_hash=previous, faults=tuple(faults))


def _end(session: Session) -> tuple[int, str]:
    head = session.execute(select(AuditHead.sequence, AuditHead.hash)).one()
    return head.sequence, head.hash


def contains_hash(session: Session, event_hash: str) -> bool:
    """Say whether an event with this hash is stored, for a head that was noted elsewhere."""
    return session.scalar(select(AuditEvent.sequence).where(AuditEvent.hash == event_hash)) is not None
