"""Tables of drafts: the one place where the words of a course may still change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.authoring.domain import DraftState
from lms.storage.base import Base, Localised, uuid_pk
from lms.storage.types import UtcDateTime, text_enum

_OPEN = text("state IN ('draft', 'in_review')")


class CourseDraft(Base):
    """What an organisation is writing: a new course, or the next version of one.

    ``document`` is the course as its files would say it, without the pictures; it need not be whole before it
    is published. Of a slug, an organisation writes one draft at a time.
    """

    __tablename__ = "course_draft"
    __table_args__ = (
        CheckConstraint(
            "(state = 'published') = (course_version_id IS NOT NULL)", name="published_as_version"
        ),
        CheckConstraint("(state IN ('published', 'discarded')) = (ended_at IS NOT NULL)", name="ended"),
        Index("ix_course_draft_publisher", "publisher_id", "state"),
        Index(
            "uq_course_draft_open",
            "publisher_id",
            "slug",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[UUID] = uuid_pk()
    publisher_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    slug: Mapped[str] = mapped_column(String(60))
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("course_version.id"))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[DraftState] = mapped_column(text_enum(DraftState, "state"), default=DraftState.DRAFT)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    course_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("course_version.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CourseDraftWriter(Base):
    """Who has written in a draft: none of them publishes it."""

    __tablename__ = "course_draft_writer"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("course_draft.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CourseDraftFigure(Base):
    """A picture of a draft, made anew on arrival. ``alt`` says in words what it shows."""

    __tablename__ = "course_draft_figure"
    __table_args__ = (UniqueConstraint("draft_id", "name"),)

    id: Mapped[UUID] = uuid_pk()
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("course_draft.id"))
    name: Mapped[str] = mapped_column(String(80))
    media_type: Mapped[str] = mapped_column(String(40))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    content_digest: Mapped[str] = mapped_column(String(64))
    alt: Mapped[Localised]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
