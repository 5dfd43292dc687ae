"""The table of drafts: the one place where the words of a rubric may still change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime


class RubricDraft(Base):
    """What an organisation is writing: a new rubric, the next version of one, or what it adds to one.

    ``content`` is the draft as a file would say it; it need not be whole before it is published.
    """

    __tablename__ = "rubric_draft"
    __table_args__ = (UniqueConstraint("publisher_id", "code"),)

    id: Mapped[UUID] = uuid_pk()
    publisher_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    code: Mapped[str] = mapped_column(String(40))
    predecessor_id: Mapped[UUID | None] = mapped_column(ForeignKey("rubric_version.id"))
    extends_id: Mapped[UUID | None] = mapped_column(ForeignKey("rubric_version.id"))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
