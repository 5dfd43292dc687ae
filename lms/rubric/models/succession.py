"""Tables of what joins versions: how criteria go on in the next one, what members add to a federation's."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.rubric.domain import CrosswalkKind
from lms.storage.base import Base, Localised, uuid_pk
from lms.storage.types import text_enum


class CrosswalkLineRow(Base):
    """Where one criterion of the version before has gone in a new version; one row per target.

    ``levels`` maps each level of the source, as text, to a level of the target; None where they are the same.
    """

    __tablename__ = "crosswalk_line"
    __table_args__ = (
        UniqueConstraint("rubric_version_id", "source_id", "target_id"),
        CheckConstraint("(kind = 'retired') = (target_id IS NULL)", name="retired_goes_nowhere"),
        CheckConstraint("kind <> 'shifted' OR levels IS NOT NULL", name="shifted_has_levels"),
    )

    id: Mapped[UUID] = uuid_pk()
    rubric_version_id: Mapped[UUID] = mapped_column(ForeignKey("rubric_version.id"))
    source_id: Mapped[UUID] = mapped_column(ForeignKey("criterion.id"), index=True)
    target_id: Mapped[UUID | None] = mapped_column(ForeignKey("criterion.id"))
    kind: Mapped[CrosswalkKind] = mapped_column(text_enum(CrosswalkKind, "kind"))
    levels: Mapped[Mapping[str, int] | None] = mapped_column(JSON(none_as_null=True))


class LocalExampleRow(Base):
    """An example of a level that an organisation adds to a descriptor of its federation's rubric."""

    __tablename__ = "local_example"
    __table_args__ = (
        UniqueConstraint("rubric_version_id", "criterion_id", "level_number", "position"),
        CheckConstraint("level_number >= 1", name="level_from_one"),
    )

    id: Mapped[UUID] = uuid_pk()
    rubric_version_id: Mapped[UUID] = mapped_column(ForeignKey("rubric_version.id"))
    criterion_id: Mapped[UUID] = mapped_column(ForeignKey("criterion.id"))
    level_number: Mapped[int]
    position: Mapped[int]
    text: Mapped[Localised]
