"""Tables of what raters from everywhere have rated alike: the links by which their strictness is compared.

A subject is no person but something all can rate, such as a vignette of a calibration session; whoever offers
it keeps its text. Rows are added and never changed.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, Double, ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime


class LinkingRatingRow(Base):
    """The level one rater, alone, gave a subject for one criterion on one occasion (``source_id``)."""

    __tablename__ = "linking_rating"
    __table_args__ = (
        UniqueConstraint("source_id", "subject_id", "rater_id", "criterion_id"),
        CheckConstraint("level >= 1", name="level_from_one"),
    )

    id: Mapped[UUID] = uuid_pk()
    source_id: Mapped[UUID]
    subject_id: Mapped[UUID]
    rater_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    criterion_id: Mapped[UUID] = mapped_column(ForeignKey("criterion.id"), index=True)
    level: Mapped[int]
    rated_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LinkingReferenceRow(Base):
    """The level a panel found for a subject in one criterion: ``mean`` on 1–K, ``std_error`` in levels."""

    __tablename__ = "linking_reference"
    __table_args__ = (
        CheckConstraint("mean >= 1", name="level_from_one"),
        CheckConstraint("std_error > 0", name="never_certain"),
    )

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    criterion_id: Mapped[UUID] = mapped_column(ForeignKey("criterion.id"), primary_key=True)
    mean: Mapped[float] = mapped_column(Double)
    std_error: Mapped[float] = mapped_column(Double)


@event.listens_for(LinkingRatingRow, "before_update")
@event.listens_for(LinkingRatingRow, "before_delete")
@event.listens_for(LinkingReferenceRow, "before_update")
@event.listens_for(LinkingReferenceRow, "before_delete")
def refuse_change(
    _mapper: Mapper[Any], _connection: Connection, row: LinkingRatingRow | LinkingReferenceRow
) -> None:
    """Stop any change of a stored link."""
    message = f"a link between raters is never changed: {row.__tablename__}"
    raise TypeError(message)
