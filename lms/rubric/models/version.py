"""Tables of published rubric versions. Rows are only added; a version becomes outdated once, nothing else."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.rubric.domain import Change
from lms.storage.base import Base, Localised, uuid_pk
from lms.storage.types import UtcDateTime, text_enum


class RubricVersion(Base):
    """One version of a rubric, as it was published: from a file or in the browser.

    ``loaded_at`` is when it was published. ``predecessor_id``: the version it follows; a version has one
    successor. ``extends_id``: the federation's version to which an organisation adds; such a row has
    domains and criteria, but no levels. ``identifiers`` are those that came with a file from elsewhere. A
    version becomes outdated when another follows it, or when somebody archives it with a reason.
    """

    __tablename__ = "rubric_version"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        UniqueConstraint("predecessor_id"),
        CheckConstraint("(change = 'initial') = (predecessor_id IS NULL)", name="change_of_something"),
        CheckConstraint(
            "(archive_reason IS NULL) = (archived_by_id IS NULL)"
            " AND (archive_reason IS NULL OR outdated_at IS NOT NULL)",
            name="archived_by_somebody",
        ),
    )

    id: Mapped[UUID] = uuid_pk()
    code: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(20))
    title: Mapped[Localised]
    source: Mapped[Localised]
    drafting: Mapped[Localised]
    publisher_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    content_digest: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    predecessor_id: Mapped[UUID | None] = mapped_column(ForeignKey("rubric_version.id"))
    extends_id: Mapped[UUID | None] = mapped_column(ForeignKey("rubric_version.id"), index=True)
    change: Mapped[Change] = mapped_column(text_enum(Change, "change"), default=Change.INITIAL)
    note: Mapped[Localised | None] = mapped_column(JSON(none_as_null=True))
    is_locked: Mapped[bool] = mapped_column(default=False)
    is_public: Mapped[bool] = mapped_column(default=False)
    identifiers: Mapped[Mapping[str, str]] = mapped_column(JSON, default=dict)
    outdated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    archived_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    archive_reason: Mapped[str | None] = mapped_column(Text)

    levels: Mapped[list["RubricLevel"]] = relationship(lazy="raise_on_sql")
    domains: Mapped[list["RubricDomain"]] = relationship(lazy="raise_on_sql")


class RubricLevel(Base):
    """One step of the scale, counted from 1."""

    __tablename__ = "rubric_level"
    __table_args__ = (
        UniqueConstraint("rubric_version_id", "number"),
        UniqueConstraint("rubric_version_id", "code"),
        CheckConstraint("number >= 1", name="number_from_one"),
    )

    id: Mapped[UUID] = uuid_pk()
    rubric_version_id: Mapped[UUID] = mapped_column(ForeignKey("rubric_version.id"))
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[Localised]
    summary: Mapped[Localised]


class RubricDomain(Base):
    """A group of criteria; ``position`` counts from 1 within the version."""

    __tablename__ = "rubric_domain"
    __table_args__ = (
        UniqueConstraint("rubric_version_id", "code"),
        UniqueConstraint("rubric_version_id", "position"),
    )

    id: Mapped[UUID] = uuid_pk()
    rubric_version_id: Mapped[UUID] = mapped_column(ForeignKey("rubric_version.id"))
    code: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    name: Mapped[Localised]

    criteria: Mapped[list["Criterion"]] = relationship(lazy="raise_on_sql")


class Criterion(Base):
    """One thing that is judged; ``position`` counts from 1 within the version, across its domains."""

    __tablename__ = "criterion"
    __table_args__ = (
        UniqueConstraint("rubric_version_id", "code"),
        UniqueConstraint("rubric_version_id", "position"),
    )

    id: Mapped[UUID] = uuid_pk()
    rubric_version_id: Mapped[UUID] = mapped_column(ForeignKey("rubric_version.id"))
    domain_id: Mapped[UUID] = mapped_column(ForeignKey("rubric_domain.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    name: Mapped[Localised]
    definition: Mapped[Localised]
    basis: Mapped[Localised | None] = mapped_column(JSON(none_as_null=True))

    descriptors: Mapped[list["Descriptor"]] = relationship(lazy="raise_on_sql")


class Descriptor(Base):
    """What a criterion looks like at one level; ``sign`` is an example of it on a visit."""

    __tablename__ = "descriptor"
    __table_args__ = (
        UniqueConstraint("criterion_id", "level_number"),
        CheckConstraint("level_number >= 1", name="level_from_one"),
    )

    id: Mapped[UUID] = uuid_pk()
    criterion_id: Mapped[UUID] = mapped_column(ForeignKey("criterion.id"))
    level_number: Mapped[int]
    text: Mapped[Localised]
    sign: Mapped[Localised | None] = mapped_column(JSON(none_as_null=True))
    is_draft: Mapped[bool]
