"""Tables of what was worked out: fits of the level model, what they say of raters, people's estimates.

A fit and its results for raters are added and never changed: a level shown once can be worked out again from
its fit and the observations up to its watermark. An estimate is a copy kept at hand, replaced whenever what
it rests on changes.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Connection,
    Double,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from lms.evidence.domain import RaterRole
from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime, text_enum


class LevelFitRow(Base):
    """What the model learnt on one occasion from all observations in the words of one rubric version.

    ``number`` counts a version's fits from 1; the highest is the current one. ``n_recorded`` rows were there,
    ``n_voided`` of them out of the count: rows are only added, and voided once, so that these two numbers
    tell whether anything has changed since. ``n_observations`` are those that count for people's levels.
    ``shift_points`` is how far the estimates of people without new observations moved on average, against
    the fit before; empty when there was nobody to compare.
    """

    __tablename__ = "level_fit"
    __table_args__ = (
        UniqueConstraint("rubric_version_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint(
            "n_persons >= 1 AND n_raters >= 1 AND n_voided >= 0 AND n_observations >= n_persons"
            " AND n_observations >= n_raters AND n_recorded >= n_observations + n_voided",
            name="counts",
        ),
        CheckConstraint("number > 1 OR shift_points IS NULL", name="first_shifts_nobody"),
    )

    id: Mapped[UUID] = uuid_pk()
    rubric_version_id: Mapped[UUID] = mapped_column(ForeignKey("rubric_version.id"))
    number: Mapped[int]
    model_version: Mapped[str] = mapped_column(String(40))
    fitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    watermark_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_cold: Mapped[bool]
    rounds: Mapped[int]
    n_recorded: Mapped[int]
    n_voided: Mapped[int]
    n_observations: Mapped[int]
    n_persons: Mapped[int]
    n_raters: Mapped[int]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON)
    covariance: Mapped[bytes] = mapped_column(LargeBinary)
    linkage: Mapped[dict[str, Any]] = mapped_column(JSON)
    shift_points: Mapped[float | None] = mapped_column(Double)


class RaterResultRow(Base):
    """What one fit says of one rater in one role; theirs alone to read.

    ``part``: which linked part of all ratings theirs are in; 0 is the one with most ratings.
    """

    __tablename__ = "rater_result"
    __table_args__ = (
        CheckConstraint("n >= 1", name="has_rated"),
        CheckConstraint("std_error >= 0", name="std_error"),
        Index("ix_rater_result_rater", "rater_id"),
    )

    fit_id: Mapped[UUID] = mapped_column(ForeignKey("level_fit.id"), primary_key=True)
    rater_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[RaterRole] = mapped_column(text_enum(RaterRole, "role"), primary_key=True)
    n: Mapped[int]
    severity: Mapped[float] = mapped_column(Double)
    std_error: Mapped[float] = mapped_column(Double)
    infit: Mapped[float] = mapped_column(Double)
    outfit: Mapped[float] = mapped_column(Double)
    used: Mapped[list[int]] = mapped_column(JSON)
    expected: Mapped[list[float]] = mapped_column(JSON)
    flags: Mapped[list[str]] = mapped_column(JSON)
    part: Mapped[int]


class LevelEstimateRow(Base):
    """Where one person stands, as far as every page can be made from it without another look at the rows.

    ``organisation_ids`` are those whose observations count in it: who may read them all may read it.
    ``watermark_at`` is when the newest of its ``n_observations`` was recorded.
    """

    __tablename__ = "level_estimate"
    __table_args__ = (
        CheckConstraint("n_observations >= 1", name="rests_on_something"),
        Index("ix_level_estimate_rubric_version", "rubric_version_id"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    rubric_version_id: Mapped[UUID] = mapped_column(ForeignKey("rubric_version.id"), primary_key=True)
    fit_id: Mapped[UUID] = mapped_column(ForeignKey("level_fit.id"))
    computed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    watermark_at: Mapped[datetime] = mapped_column(UtcDateTime)
    n_observations: Mapped[int]
    organisation_ids: Mapped[list[str]] = mapped_column(JSON)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)


@event.listens_for(LevelFitRow, "before_update")
@event.listens_for(LevelFitRow, "before_delete")
@event.listens_for(RaterResultRow, "before_update")
@event.listens_for(RaterResultRow, "before_delete")
def refuse_change(_mapper: Mapper[Any], _connection: Connection, row: LevelFitRow | RaterResultRow) -> None:
    """Stop any change of what a fit found."""
    message = f"a fit is never changed: {row.__tablename__}"
    raise TypeError(message)
