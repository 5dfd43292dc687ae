"""Tables of decisions and reversals; rows are only ever added."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, Text, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from lms.decisions.models.committee import Committee
from lms.decisions.models.scoped import ScopedLevel, scope_checks
from lms.people.models import Organisation, Person
from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime


class LevelDecision(ScopedLevel, Base):
    """A level awarded to a person by a supervisor, or by a committee (then with its proposal's id).

    ``organisation_id`` is who employed the person that day: the decision is theirs to read. ``decided_by_id``
    is the supervisor, or who closed the committee's vote. ``expires_on``: the first day on which it no
    longer holds.
    """

    __tablename__ = "level_decision"
    __table_args__ = (
        *scope_checks(),
        CheckConstraint("decided_by_id <> person_id", name="nobody_decides_about_themselves"),
        CheckConstraint("expires_on IS NULL OR expires_on > decided_on", name="holds_a_day"),
        Index("ix_level_decision_person", "person_id", "decided_on"),
        Index("ix_level_decision_organisation", "organisation_id", "decided_on"),
    )

    id: Mapped[UUID] = uuid_pk()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    committee_id: Mapped[UUID | None] = mapped_column(ForeignKey("committee.id"))
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    decided_on: Mapped[date]
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text)
    expires_on: Mapped[date | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    committee: Mapped[Committee | None] = relationship(lazy="raise_on_sql")
    decided_by: Mapped[Person] = relationship(foreign_keys=[decided_by_id], lazy="raise_on_sql")
    reversal: Mapped["LevelReversal | None"] = relationship(
        lazy="raise_on_sql", back_populates="decision", passive_deletes="all"
    )
    citations: Mapped[list["DecisionCitation"]] = relationship(lazy="raise_on_sql", passive_deletes="all")

    @property
    def last_day(self) -> date | None:
        """The last day on which the decision holds."""
        return self.expires_on - timedelta(days=1) if self.expires_on else None


class DecisionCitation(Base):
    """An observation that a decision rests on."""

    __tablename__ = "level_decision_citation"

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("level_decision.id"), primary_key=True)
    observation_id: Mapped[UUID] = mapped_column(ForeignKey("observation.id"), primary_key=True)


class LevelReversal(Base):
    """Who took a decision back, when and why; there is no way back from it but a new decision."""

    __tablename__ = "level_reversal"

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("level_decision.id"), primary_key=True)
    reversed_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    reversed_on: Mapped[date]
    reversed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text)

    decision: Mapped[LevelDecision] = relationship(lazy="raise_on_sql", back_populates="reversal")
    reversed_by: Mapped[Person] = relationship(lazy="raise_on_sql")


@event.listens_for(LevelDecision, "before_update")
@event.listens_for(LevelDecision, "before_delete")
@event.listens_for(LevelReversal, "before_update")
@event.listens_for(LevelReversal, "before_delete")
@event.listens_for(DecisionCitation, "before_delete")
def refuse_change(
    _mapper: Mapper[Any], _connection: Connection, row: LevelDecision | LevelReversal | DecisionCitation
) -> None:
    """Stop any change of a decision, of what it cites, or of its reversal."""
    message = f"a decision is never changed: {row}"
    raise TypeError(message)
