"""The table of reviews. A review is asked for once and ends once; the next one is another row."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.authoring.domain import ReviewVerdict
from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime, text_enum

_WAITING = text("verdict IS NULL")


class CourseReview(Base):
    """One review: asked for with a note, ended with a verdict.

    ``content_digest`` tells the wording it is about: an approval holds for that wording only.
    """

    __tablename__ = "course_review"
    __table_args__ = (
        UniqueConstraint("draft_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint(
            "(verdict IS NULL) = (reviewer_id IS NULL) AND (verdict IS NULL) = (ended_at IS NULL)",
            name="ended_by_somebody",
        ),
        CheckConstraint("verdict <> 'approved' OR reviewer_id <> asked_by_id", name="other_eyes"),
        Index(
            "uq_course_review_waiting",
            "draft_id",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
    )

    id: Mapped[UUID] = uuid_pk()
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("course_draft.id"))
    number: Mapped[int]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    request: Mapped[str] = mapped_column(Text)
    content_digest: Mapped[str] = mapped_column(String(64))
    reviewer_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    verdict: Mapped[ReviewVerdict | None] = mapped_column(text_enum(ReviewVerdict, "verdict"))
    note: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
