"""Tables of answers: drafts that are their writer's alone, answers that never change, results once fixed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Connection,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime

_ROUNDS = "round IN (1, 2)"
_RATER = ("calibration_rater.calibration_id", "calibration_rater.person_id")


class CalibrationDraft(Base):
    """A rater's unfinished answers about one vignette in one round; gone once the round is handed in.

    ``answers``: code → {"level", "is_unsure", "note"}.
    """

    __tablename__ = "calibration_draft"
    __table_args__ = (
        UniqueConstraint(
            "calibration_id", "person_id", "vignette_id", "round", name="uq_calibration_draft_once"
        ),
        CheckConstraint(_ROUNDS, name="round"),
        ForeignKeyConstraint(["calibration_id", "person_id"], _RATER),
    )

    id: Mapped[UUID] = uuid_pk()
    calibration_id: Mapped[UUID]
    person_id: Mapped[UUID]
    vignette_id: Mapped[UUID] = mapped_column(ForeignKey("vignette.id"))
    round: Mapped[int] = mapped_column(Integer)
    answers: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CalibrationAnswer(Base):
    """What one rater said of one criterion of one vignette in one round; no level: could not judge."""

    __tablename__ = "calibration_answer"
    __table_args__ = (
        UniqueConstraint(
            "calibration_id",
            "round",
            "person_id",
            "vignette_id",
            "criterion_id",
            name="uq_calibration_answer_once",
        ),
        CheckConstraint(_ROUNDS, name="round"),
        CheckConstraint("level >= 1", name="level_from_one"),
        ForeignKeyConstraint(["calibration_id", "person_id"], _RATER),
    )

    id: Mapped[UUID] = uuid_pk()
    calibration_id: Mapped[UUID]
    person_id: Mapped[UUID]
    vignette_id: Mapped[UUID] = mapped_column(ForeignKey("vignette.id"))
    criterion_id: Mapped[UUID] = mapped_column(ForeignKey("criterion.id"))
    round: Mapped[int] = mapped_column(Integer)
    level: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")


class CalibrationOutcome(Base):
    """A round's result as it was worked out when the round ended: counts and agreement, no names."""

    __tablename__ = "calibration_outcome"
    __table_args__ = (CheckConstraint(_ROUNDS, name="round"),)

    calibration_id: Mapped[UUID] = mapped_column(ForeignKey("calibration.id"), primary_key=True)
    round: Mapped[int] = mapped_column(Integer, primary_key=True)
    content: Mapped[dict[str, object]] = mapped_column(JSON)
    worked_out_at: Mapped[datetime] = mapped_column(UtcDateTime)


@event.listens_for(CalibrationAnswer, "before_update")
@event.listens_for(CalibrationAnswer, "before_delete")
@event.listens_for(CalibrationOutcome, "before_update")
@event.listens_for(CalibrationOutcome, "before_delete")
def refuse_change(
    _mapper: Mapper[Any], _connection: Connection, row: CalibrationAnswer | CalibrationOutcome
) -> None:
    """Stop any change of what was answered or fixed."""
    message = f"what was answered in a session is never changed: {row.__tablename__}"
    raise TypeError(message)
