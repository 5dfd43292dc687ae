"""Certificates of completed courses."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime


class CourseCertificate(Base):
    """What somebody got for a finished course: one for each enrolment, with the name they had then.

    ``code`` is what anybody looks it up by; ``organisation_id`` is who employed them when they enrolled.
    """

    __tablename__ = "course_certificate"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("enrolment_id"),
        CheckConstraint("length(code) = 16", name="code_length"),
    )

    id: Mapped[UUID] = uuid_pk()
    code: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    course_version_id: Mapped[UUID] = mapped_column(ForeignKey("course_version.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(200))
    finished_on: Mapped[date]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
