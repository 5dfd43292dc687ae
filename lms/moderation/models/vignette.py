"""Tables of vignettes and their reference levels. A loaded version never changes; it may be archived."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Double, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.rubric.models import RubricVersion
from lms.storage.base import Base, Localised, uuid_pk
from lms.storage.types import UtcDateTime


class Vignette(Base):
    """One version of a vignette, as in its file. ``rubric_version_id``: whose words its levels are in."""

    __tablename__ = "vignette"
    __table_args__ = (
        UniqueConstraint("slug", "version"),
        CheckConstraint("minutes >= 1", name="takes_time"),
        CheckConstraint(
            "(archived_at IS NULL) = (archived_reason IS NULL)"
            " AND (archived_by_id IS NULL OR archived_at IS NOT NULL)",
            name="archived_with_reason",
        ),
    )

    id: Mapped[UUID] = uuid_pk()
    slug: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(20))
    rubric_version_id: Mapped[UUID] = mapped_column(ForeignKey("rubric_version.id"))
    publisher_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[Localised]
    minutes: Mapped[int]
    situation: Mapped[Localised]
    scene: Mapped[Localised]
    questions: Mapped[list[Localised]] = mapped_column(JSON)
    cases: Mapped[list[str]] = mapped_column(JSON)
    sources: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    drafting: Mapped[Localised]
    panel: Mapped[Localised]
    is_draft: Mapped[bool]
    content_digest: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    archived_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    archived_reason: Mapped[str | None] = mapped_column(Text)

    rubric_version: Mapped[RubricVersion] = relationship(lazy="raise_on_sql")
    reference: Mapped[list["VignetteReference"]] = relationship(
        lazy="raise_on_sql", order_by="VignetteReference.position"
    )


class VignetteReference(Base):
    """What the panel found for one criterion, and why; ``position`` counts the file's criteria from 1."""

    __tablename__ = "vignette_reference"
    __table_args__ = (
        UniqueConstraint("vignette_id", "position"),
        CheckConstraint("mean >= 1", name="level_from_one"),
        CheckConstraint("std_error > 0", name="never_certain"),
    )

    vignette_id: Mapped[UUID] = mapped_column(ForeignKey("vignette.id"), primary_key=True)
    criterion_id: Mapped[UUID] = mapped_column(ForeignKey("criterion.id"), primary_key=True)
    position: Mapped[int]
    mean: Mapped[float] = mapped_column(Double)
    std_error: Mapped[float] = mapped_column(Double)
    reason: Mapped[Localised]
