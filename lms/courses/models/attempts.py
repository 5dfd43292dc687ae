"""Answers to quizzes: attempts, only ever added, and the drafts that wait until they are handed in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime


class Attempt(Base):
    """One go at a quiz with all its answers; ``number`` counts from 1 within the enrolment.

    ``asked`` holds the codes of the questions in their order, ``draw`` which set of questions they are: with
    both, an attempt is shown for ever as it was asked.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("draw >= 1", name="draw_from_one"),
        CheckConstraint("n_right >= 0 AND n_right <= n_questions", name="n_right_within"),
    )

    id: Mapped[UUID] = uuid_pk()
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    number: Mapped[int]
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answers: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    n_right: Mapped[int]
    n_questions: Mapped[int]
    is_passed: Mapped[bool]
    draw: Mapped[int]
    asked: Mapped[list[str]] = mapped_column(JSON)


class AttemptDraft(Base):
    """Answers to one set of questions that are not handed in yet, as they stand in the form's fields."""

    __tablename__ = "attempt_draft"
    __table_args__ = (CheckConstraint("draw >= 1", name="draw_from_one"),)

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    draw: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fields: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
