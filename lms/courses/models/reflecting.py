"""What people write for themselves beside a lesson."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.storage.base import Base
from lms.storage.types import UtcDateTime


class LessonReflection(Base):
    """What a person wrote to a prompt, through all versions of its course. Nobody else ever reads it."""

    __tablename__ = "lesson_reflection"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
