"""Tables of target profiles, what they said from when on, and who was given one.

Revisions and their lines are only added; what a profile says on a day is its last revision in effect by then.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.people.domain import OrganisationKind
from lms.people.models import Organisation, Person
from lms.storage.base import Base, Localised, uuid_pk
from lms.storage.types import UtcDateTime, text_enum
from lms.targets.domain import Audience

_OPEN = text("ends_on IS NULL")


class TargetProfile(Base):
    """A profile of an organisation, known by its code and first day; ``version`` grows by each revision."""

    __tablename__ = "target_profile"
    __table_args__ = (UniqueConstraint("organisation_id", "code", "starts_on"),)

    id: Mapped[UUID] = uuid_pk()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    code: Mapped[str] = mapped_column(String(40))
    starts_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    revisions: Mapped[list["TargetRevision"]] = relationship(
        lazy="raise_on_sql", back_populates="profile", order_by="TargetRevision.number"
    )

    __mapper_args__ = {"version_id_col": version}


class TargetRevision(Base):
    """What a profile says from ``effective_on`` until the next one, with who said so, when and why.

    Only an automatic one has an audience; the others are for those who were given them. ``is_draft``: its
    levels are a proposal. ``recorded_by_id`` is empty when it came from a file.
    """

    __tablename__ = "target_revision"
    __table_args__ = (
        UniqueConstraint("profile_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("years_from >= 1 AND years_to >= 1 AND years_to >= years_from", name="years"),
        CheckConstraint(
            "is_automatic OR (role IS NULL AND years_from IS NULL AND years_to IS NULL AND kind IS NULL)",
            name="audience_is_automatic",
        ),
    )

    id: Mapped[UUID] = uuid_pk()
    profile_id: Mapped[UUID] = mapped_column(ForeignKey("target_profile.id"))
    number: Mapped[int]
    effective_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text)
    rubric_version_id: Mapped[UUID] = mapped_column(ForeignKey("rubric_version.id"))
    name: Mapped[Localised]
    description: Mapped[Localised]
    basis: Mapped[Localised]
    is_draft: Mapped[bool] = mapped_column(default=False)
    is_automatic: Mapped[bool] = mapped_column(default=True)
    role: Mapped[str | None] = mapped_column(String(40))
    years_from: Mapped[int | None]
    years_to: Mapped[int | None]
    kind: Mapped[OrganisationKind | None] = mapped_column(text_enum(OrganisationKind, "kind"))
    ends_on: Mapped[date | None]

    profile: Mapped[TargetProfile] = relationship(lazy="raise_on_sql", back_populates="revisions")
    recorded_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    lines: Mapped[list["TargetLine"]] = relationship(lazy="raise_on_sql")

    @property
    def audience(self) -> Audience | None:
        """Whom it means by itself; None when it is only for those who were given it."""
        if not self.is_automatic:
            return None
        return Audience(self.role, self.years_from, self.years_to, self.kind)


class TargetLine(Base):
    """The level wanted in one criterion; a criterion without a line does not matter for the profile."""

    __tablename__ = "target_line"
    __table_args__ = (CheckConstraint("level >= 1", name="level_from_one"),)

    revision_id: Mapped[UUID] = mapped_column(ForeignKey("target_revision.id"), primary_key=True)
    criterion_id: Mapped[UUID] = mapped_column(ForeignKey("criterion.id"), primary_key=True)
    level: Mapped[int]


class TargetAssignment(Base):
    """A profile given to one person, from when until when. Rows are added and ended, never rewritten.

    ``organisation_id`` is who employed the person then. One that ends where it starts never held.
    """

    __tablename__ = "target_assignment"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="period"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        Index("ix_target_assignment_person", "person_id", "starts_on"),
        Index("ix_target_assignment_profile", "profile_id"),
        Index(
            "uq_target_assignment_open",
            "person_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[UUID] = uuid_pk()
    profile_id: Mapped[UUID] = mapped_column(ForeignKey("target_profile.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text)
    assigned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    assigned_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_reason: Mapped[str | None] = mapped_column(Text)

    profile: Mapped[TargetProfile] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    assigned_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[assigned_by_id])
