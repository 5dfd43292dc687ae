"""What became of practice tasks: tried on a visit, or set aside. Only ever added; a mistake is taken back."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.courses.domain.practising import Outcome
from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime, text_enum


class PracticeOutcome(Base):
    """A task of a course, in whichever version, and what one person made of it.

    ``source_id`` is the record of a visit that says so, None where the person says so themselves.
    """

    __tablename__ = "practice_outcome"
    __table_args__ = (
        CheckConstraint("(revoked_at IS NULL) = (revoked_by_id IS NULL)", name="revoked_by_whom"),
        Index("ix_practice_outcome_person", "person_id", "course_id", "practice_code"),
        Index("ix_practice_outcome_source", "source_id"),
    )

    id: Mapped[UUID] = uuid_pk()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    practice_code: Mapped[str] = mapped_column(String(60))
    outcome: Mapped[Outcome] = mapped_column(text_enum(Outcome, "outcome"))
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    source_id: Mapped[UUID | None]
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
