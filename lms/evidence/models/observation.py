"""The table of observations. Rows are added and may be voided once; nothing else about them ever changes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, Text, event, inspect, text
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from lms.evidence.domain import RaterRole, SourceKind
from lms.people.models import Person
from lms.rubric.models import Criterion
from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime, text_enum

VOIDING = frozenset({"voided_at", "voided_by_id", "voided_reason"})
_ACTIVE = text("voided_at IS NULL")


class ObservationRow(Base):
    """One rater's level for one criterion of one person on one day.

    ``organisation_id`` is who employed the trainee that day: the judgement is theirs to read.
    """

    __tablename__ = "observation"
    __table_args__ = (
        CheckConstraint("level >= 1", name="level_from_one"),
        CheckConstraint("(rater_role = 'self') = (rater_id = trainee_id)", name="own_means_self"),
        CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (voided_reason IS NULL)",
            name="voided_by_whom_and_why",
        ),
        CheckConstraint("source_id IS NOT NULL OR source_kind = 'past_record'", name="source"),
        CheckConstraint("source_kind <> 'self_assessment' OR rater_role = 'self'", name="own_source"),
        Index("ix_observation_trainee", "trainee_id", "criterion_id", "observed_on"),
        Index("ix_observation_organisation", "organisation_id", "observed_on"),
        Index("ix_observation_rater", "rater_id"),
        Index(
            "uq_observation_source",
            "source_kind",
            "source_id",
            "criterion_id",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
    )

    id: Mapped[UUID] = uuid_pk()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    trainee_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    rater_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    rater_role: Mapped[RaterRole] = mapped_column(text_enum(RaterRole, "rater_role"))
    rubric_version_id: Mapped[UUID] = mapped_column(ForeignKey("rubric_version.id"))
    criterion_id: Mapped[UUID] = mapped_column(ForeignKey("criterion.id"))
    level: Mapped[int]
    observed_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    comment: Mapped[str] = mapped_column(Text, default="")
    source_kind: Mapped[SourceKind] = mapped_column(text_enum(SourceKind, "source_kind"))
    source_id: Mapped[UUID | None]
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    voided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    voided_reason: Mapped[str | None] = mapped_column(Text)

    rater: Mapped[Person] = relationship(foreign_keys=[rater_id], lazy="raise_on_sql", viewonly=True)
    criterion: Mapped[Criterion] = relationship(lazy="raise_on_sql", viewonly=True)


@event.listens_for(ObservationRow, "before_update")
def refuse_edit(_mapper: Mapper[Any], _connection: Connection, row: ObservationRow) -> None:
    """Stop any change of a stored judgement but its voiding."""
    state = inspect(row)
    changed = {attribute.key for attribute in state.attrs if attribute.history.has_changes()}
    if not changed <= VOIDING or any(
        state.attrs[name].history.deleted not in ((), [None]) for name in changed
    ):
        message = f"an observation is never edited: {sorted(changed)}"
        raise TypeError(message)


@event.listens_for(ObservationRow, "before_delete")
def refuse_delete(_mapper: Mapper[Any], _connection: Connection, row: ObservationRow) -> None:
    """Stop any deletion of a stored judgement."""
    message = f"an observation is never deleted: {row.id}"
    raise TypeError(message)
