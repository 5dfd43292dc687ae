"""Leases: for a while, one process alone may do a piece of work. The database's clock decides.

Each time a lease is taken its epoch grows. Who holds one shows the epoch again in the transaction that
stores the work: whoever was paused for longer than the lease lasted is refused there, not believed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, CheckConstraint, String, func, select, type_coerce, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.storage.base import Base
from lms.storage.types import UtcDateTime


class LeaseRow(Base):
    """Who may do the named work, until when; ``epoch`` counts how often it was taken."""

    __tablename__ = "lease"
    __table_args__ = (CheckConstraint("epoch >= 1", name="epoch_from_one"),)

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    epoch: Mapped[int] = mapped_column(BigInteger)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class Lease:
    """The right to do the named work; ``epoch`` is its fencing token."""

    name: str
    epoch: int


def take(session: Session, *, name: str, holder: str, lasting: timedelta) -> Lease | None:
    """Take a lease that is free or has run out; None while somebody has it, the same holder included."""
    now = _now(session)
    until = {"holder": holder, "expires_at": now + lasting}
    epoch = session.scalar(
        update(LeaseRow)
        .where(LeaseRow.name == name, LeaseRow.expires_at <= now)
        .values(epoch=LeaseRow.epoch + 1, **until)
        .returning(LeaseRow.epoch)
    )
    if epoch is not None:
        return Lease(name, epoch)
    try:
        with session.begin_nested():
            session.add(LeaseRow(name=name, epoch=1, **until))
    except IntegrityError:
        return None
    return Lease(name, 1)


def is_held(session: Session, lease: Lease) -> bool:
    """Say whether nobody has taken the lease since, and keep it so until the transaction ends."""
    epoch = session.scalar(select(LeaseRow.epoch).where(LeaseRow.name == lease.name).with_for_update())
    return epoch == lease.epoch


def give_back(session: Session, lease: Lease) -> None:
    """Let the lease run out now, unless it is somebody else's by now."""
    session.execute(
        update(LeaseRow)
        .where(LeaseRow.name == lease.name, LeaseRow.epoch == lease.epoch)
        .values(expires_at=_now(session))
    )


def _now(session: Session) -> datetime:
    return session.execute(select(type_coerce(func.current_timestamp(), UtcDateTime))).scalar_one()
