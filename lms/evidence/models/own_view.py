"""The table of self-assessments: a draft may be rewritten, what was submitted stays as it is."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    UniqueConstraint,
    event,
    inspect,
    text,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime

_DRAFT = text("submitted_at IS NULL")


class SelfAssessment(Base):
    """One sitting in which a person judged themselves: a draft until it is submitted, fixed from then on.

    ``answers`` maps a criterion's code to the level chosen, whether the person cannot say yet, and their
    private note. It is theirs alone; what others may read are the observations made at submission.
    """

    __tablename__ = "self_assessment"
    __table_args__ = (
        CheckConstraint("(submitted_at IS NULL) = (submitted_on IS NULL)", name="submitted_when"),
        UniqueConstraint("person_id", "submitted_on"),
        Index(
            "uq_self_assessment_draft",
            "person_id",
            unique=True,
            sqlite_where=_DRAFT,
            postgresql_where=_DRAFT,
        ),
    )

    id: Mapped[UUID] = uuid_pk()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    rubric_version_id: Mapped[UUID] = mapped_column(ForeignKey("rubric_version.id"))
    answers: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, active_history=True)
    submitted_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


def was_submitted(row: SelfAssessment) -> bool:
    """Say whether the stored row is a submitted one, whatever is about to be written over it."""
    history = inspect(row).attrs.submitted_at.load_history()
    stored = history.deleted if history.has_changes() else history.unchanged
    return any(stored or ())


@event.listens_for(SelfAssessment, "before_update")
def refuse_change(_mapper: Mapper[Any], _connection: Connection, row: SelfAssessment) -> None:
    """Stop any change of a submitted sitting."""
    if was_submitted(row):
        message = f"a submitted self-assessment is never changed: {row.id}"
        raise TypeError(message)


@event.listens_for(SelfAssessment, "before_delete")
def refuse_delete(_mapper: Mapper[Any], _connection: Connection, row: SelfAssessment) -> None:
    """Stop any deletion of a submitted sitting."""
    if was_submitted(row):
        message = f"a submitted self-assessment is never deleted: {row.id}"
        raise TypeError(message)
