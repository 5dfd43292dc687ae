"""Who was asked to take which course by when, and who was reminded. Rows stay; what is over says so."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime

_OPEN = text("finished_at IS NULL AND withdrawn_at IS NULL")


class CourseAssignment(Base):
    """A course somebody was asked to finish by ``due_on``: open until they finish it or it is withdrawn.

    ``organisation_id`` is who employed them then: its supervisors may follow.
    """

    __tablename__ = "course_assignment"
    __table_args__ = (
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by_whom"),
        CheckConstraint("finished_at IS NULL OR withdrawn_at IS NULL", name="over_in_one_way"),
        Index(
            "uq_course_assignment_open",
            "person_id",
            "course_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_course_assignment_person", "person_id", "course_id"),
        Index("ix_course_assignment_organisation", "organisation_id"),
        Index("ix_course_assignment_due", "due_on"),
    )

    id: Mapped[UUID] = uuid_pk()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    assigned_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    assigned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CourseReminder(Base):
    """Somebody was reminded of a course by somebody, by hand."""

    __tablename__ = "course_reminder"
    __table_args__ = (Index("ix_course_reminder_person", "person_id", "course_id", "reminded_at"),)

    id: Mapped[UUID] = uuid_pk()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    reminded_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    reminded_at: Mapped[datetime] = mapped_column(UtcDateTime)
