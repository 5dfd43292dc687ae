"""Tables of committees and their members."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.decisions.domain import Majority
from lms.people.models import Organisation, Person
from lms.storage.base import Base, Localised, uuid_pk
from lms.storage.spans import Spanned
from lms.storage.types import UtcDateTime, text_enum


class Committee(Base):
    """A committee of an organisation; ``quorum`` counts members who have voted and take part."""

    __tablename__ = "committee"
    __table_args__ = (
        CheckConstraint("quorum >= 2", name="quorum"),
        Index("ix_committee_organisation", "organisation_id"),
    )

    id: Mapped[UUID] = uuid_pk()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[Localised]
    quorum: Mapped[int]
    majority: Mapped[Majority] = mapped_column(text_enum(Majority, "majority"))
    set_up_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    set_up_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    members: Mapped[list["CommitteeMember"]] = relationship(
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        order_by="CommitteeMember.starts_on, CommitteeMember.id",
    )

    __mapper_args__ = {"version_id_col": version}


class CommitteeMember(Spanned, Base):
    """Somebody's seat, from a day on, up to but not including ``ends_on``."""

    __tablename__ = "committee_member"
    __table_args__ = (
        UniqueConstraint("committee_id", "person_id", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="period"),
        Index("ix_committee_member_person", "person_id"),
    )

    id: Mapped[UUID] = uuid_pk()
    committee_id: Mapped[UUID] = mapped_column(ForeignKey("committee.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    is_chair: Mapped[bool]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    @property
    def last_day(self) -> date | None:
        """The last day of the term; None for one without an end."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None

    def sits_on(self, day: date) -> bool:
        """Say whether the term covers a day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)
