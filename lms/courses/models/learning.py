"""What people do in courses: enrolments, lessons read. Only ever added."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime


class Enrolment(Base):
    """A person in a version. ``organisation_id`` is who employed them then: its supervisors may follow.

    ``active_at`` is when they last did something in it.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("person_id", "course_version_id"),
        CheckConstraint("finished_at IS NULL OR finished_at >= enrolled_at", name="finished_after_enrolled"),
    )

    id: Mapped[UUID] = uuid_pk()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    course_version_id: Mapped[UUID] = mapped_column(ForeignKey("course_version.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    enrolled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    active_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LessonProgress(Base):
    """A lesson somebody has read."""

    __tablename__ = "lesson_progress"

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    lesson_id: Mapped[UUID] = mapped_column(ForeignKey("lesson.id"), primary_key=True)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)
