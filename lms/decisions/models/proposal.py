"""Tables of proposals: what is put before a committee, who sat when it was, and what each member said."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from lms.decisions.domain import Choice, Interest, Majority, Outcome
from lms.decisions.models.committee import Committee
from lms.decisions.models.scoped import ScopedLevel, scope_checks
from lms.people.models import Organisation, Person
from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime, text_enum


class LevelProposal(ScopedLevel, Base):
    """A level proposed to a committee. Quorum and majority are those of the day it was opened.

    ``organisation_id`` is who employed the person that day. Where the committee awards the level, the
    decision has the proposal's id.
    """

    __tablename__ = "level_proposal"
    __table_args__ = (
        *scope_checks(),
        CheckConstraint(
            "(outcome = 'open') = (closed_at IS NULL) AND (closed_at IS NULL) = (closed_by_id IS NULL)"
            " AND (closed_at IS NULL) = (closed_text IS NULL)",
            name="closed_by_whom_and_why",
        ),
        CheckConstraint("proposed_by_id <> person_id", name="nobody_proposes_themselves"),
        Index("ix_level_proposal_person", "person_id", "opened_on"),
        Index("ix_level_proposal_organisation", "organisation_id", "opened_on"),
        Index("ix_level_proposal_committee", "committee_id", "outcome"),
    )

    id: Mapped[UUID] = uuid_pk()
    committee_id: Mapped[UUID] = mapped_column(ForeignKey("committee.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    expires_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text)
    quorum: Mapped[int]
    majority: Mapped[Majority] = mapped_column(text_enum(Majority, "majority"))
    vote_by: Mapped[date]
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_on: Mapped[date]
    outcome: Mapped[Outcome] = mapped_column(text_enum(Outcome, "outcome"), default=Outcome.OPEN)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    closed_text: Mapped[str | None] = mapped_column(Text)

    committee: Mapped[Committee] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id], lazy="raise_on_sql")
    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id], lazy="raise_on_sql")
    seats: Mapped[list["ProposalSeat"]] = relationship(lazy="raise_on_sql", order_by="ProposalSeat.position")
    votes: Mapped[list["LevelVote"]] = relationship(lazy="raise_on_sql", order_by="LevelVote.number")
    citations: Mapped[list["ProposalCitation"]] = relationship(lazy="raise_on_sql")


class ProposalSeat(Base):
    """A member who sat when the proposal was opened, with the conflict of interest found then."""

    __tablename__ = "level_proposal_seat"

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("level_proposal.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    position: Mapped[int]
    interest: Mapped[Interest | None] = mapped_column(text_enum(Interest, "interest"))

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class ProposalCitation(Base):
    """An observation that a proposal cites."""

    __tablename__ = "level_proposal_citation"

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("level_proposal.id"), primary_key=True)
    observation_id: Mapped[UUID] = mapped_column(ForeignKey("observation.id"), primary_key=True)


class LevelVote(Base):
    """One thing a member said; a change of mind is another row. ``interest``: why they take no part."""

    __tablename__ = "level_vote"
    __table_args__ = (
        UniqueConstraint("proposal_id", "number"),
        CheckConstraint("(choice = 'recuse') = (interest IS NOT NULL)", name="recused_for_a_reason"),
        Index("ix_level_vote_member", "member_id"),
    )

    id: Mapped[UUID] = uuid_pk()
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("level_proposal.id"))
    number: Mapped[int]
    member_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    choice: Mapped[Choice] = mapped_column(text_enum(Choice, "choice"))
    interest: Mapped[Interest | None] = mapped_column(text_enum(Interest, "interest"))
    reason: Mapped[str] = mapped_column(Text)
    cast_at: Mapped[datetime] = mapped_column(UtcDateTime)

    member: Mapped[Person] = relationship(lazy="raise_on_sql")


@event.listens_for(LevelVote, "before_update")
@event.listens_for(LevelVote, "before_delete")
def refuse_change(_mapper: Mapper[Any], _connection: Connection, row: LevelVote) -> None:
    """Stop any change of what a member said."""
    message = f"a vote is never changed: {row.id}"
    raise TypeError(message)
