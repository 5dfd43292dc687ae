"""Review meetings, private reflections and shared summaries: separate objects."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.people.models import Person
from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime


class PlanReview(Base):
    """A review meeting with notes both sides read; a correction is a further row naming what it replaces."""

    __tablename__ = "plan_review"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        UniqueConstraint("corrects_id"),
    )

    id: Mapped[UUID] = uuid_pk()
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int]
    held_on: Mapped[date]
    attendees: Mapped[str] = mapped_column(String(200))
    notes: Mapped[str] = mapped_column(Text)
    next_review_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan_review.id"))

    recorded_by: Mapped[Person] = relationship(lazy="raise_on_sql")


class PlanReflection(Base):
    """What the person of a plan notes for themselves; nobody else reads it."""

    __tablename__ = "plan_reflection"
    __table_args__ = (Index("ix_plan_reflection_owner", "person_id", "plan_id"),)

    id: Mapped[UUID] = uuid_pk()
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PlanSummary(Base):
    """One version of what the person of a plan shares about it; the last number is shown first."""

    __tablename__ = "plan_summary"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[UUID] = uuid_pk()
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
