"""Tables of pairing runs, what they propose for each case, and what people decided; only ever added to."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from lms.clients.models import Case
from lms.pairing.domain.decisions import DecisionKind
from lms.pairing.domain.problem import Role
from lms.pairing.domain.result import OpenReason, Status
from lms.people.models import Organisation, Person
from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime, text_enum


class PairingRun(Base):
    """One pairing: for whose cases, under which policy, and how good the plan is.

    ``instance_digest`` is the SHA-256 of the instance that was solved, so that a plan can be tied to its
    input.
    """

    __tablename__ = "pairing_run"
    __table_args__ = (
        CheckConstraint("bound >= objective", name="bound_above_objective"),
        Index("ix_pairing_run_organisation", "organisation_id", "created_at"),
    )

    id: Mapped[UUID] = uuid_pk()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    policy: Mapped[dict[str, Any]] = mapped_column(JSON)
    instance_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[Status] = mapped_column(text_enum(Status, "status"))
    objective: Mapped[float]
    bound: Mapped[float]
    workload_cost: Mapped[float]
    elapsed_seconds: Mapped[float]
    n_advisors: Mapped[int]

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    created_by: Mapped[Person] = relationship(lazy="raise_on_sql")
    proposals: Mapped[list["PairingProposal"]] = relationship(
        lazy="raise_on_sql", back_populates="run", order_by="PairingProposal.position"
    )


class PairingProposal(Base):
    """What a run proposes for one case: people with points and reasons, or why nobody.

    ``reasons`` is a list of ``{code, points, facts}``; ``team_before`` lists ``[person id, role]`` of who
    was on the case when the run was made, so that a decision taken after it changed is refused.
    """

    __tablename__ = "pairing_proposal"
    __table_args__ = (
        UniqueConstraint("run_id", "case_id"),
        CheckConstraint("(points IS NULL) = (open_reason IS NOT NULL)", name="paired_or_open"),
        Index("ix_pairing_proposal_case", "case_id"),
    )

    id: Mapped[UUID] = uuid_pk()
    run_id: Mapped[UUID] = mapped_column(ForeignKey("pairing_run.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    position: Mapped[int]
    client_type: Mapped[str] = mapped_column(String(40))
    seat_levels: Mapped[list[int]] = mapped_column(JSON)
    points: Mapped[float | None]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    open_reason: Mapped[OpenReason | None] = mapped_column(text_enum(OpenReason, "open_reason"))
    open_facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    team_before: Mapped[list[list[str]]] = mapped_column(JSON)

    run: Mapped[PairingRun] = relationship(lazy="raise_on_sql", back_populates="proposals")
    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    members: Mapped[list["PairingMember"]] = relationship(lazy="raise_on_sql", order_by="PairingMember.seat")
    alternatives: Mapped[list["PairingAlternative"]] = relationship(
        lazy="raise_on_sql", order_by="PairingAlternative.rank"
    )
    decisions: Mapped[list["PairingDecision"]] = relationship(
        lazy="raise_on_sql", order_by="PairingDecision.sequence"
    )


class PairingMember(Base):
    """Somebody proposed for a seat, with the ``level`` the run took them to have (or assumed).

    ``decided_on``: the day of the decision the level comes from; None where it comes from the estimate.
    """

    __tablename__ = "pairing_member"
    __table_args__ = (
        UniqueConstraint("proposal_id", "seat"),
        UniqueConstraint("proposal_id", "advisor_id"),
        Index("ix_pairing_member_advisor", "advisor_id"),
    )

    id: Mapped[UUID] = uuid_pk()
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("pairing_proposal.id"))
    advisor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    seat: Mapped[int]
    role: Mapped[Role] = mapped_column(text_enum(Role, "role"))
    level: Mapped[int]
    is_assumed: Mapped[bool]
    decided_on: Mapped[date | None]

    advisor: Mapped[Person] = relationship(lazy="raise_on_sql")


class PairingAlternative(Base):
    """Somebody else for a case: what their seat would earn, and what the whole plan would lose."""

    __tablename__ = "pairing_alternative"
    __table_args__ = (
        UniqueConstraint("proposal_id", "rank"),
        CheckConstraint("cost >= 0", name="cost"),
    )

    id: Mapped[UUID] = uuid_pk()
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("pairing_proposal.id"))
    advisor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    rank: Mapped[int]
    seat: Mapped[int]
    points: Mapped[float]
    cost: Mapped[float]
    level: Mapped[int]
    is_assumed: Mapped[bool]
    decided_on: Mapped[date | None]

    advisor: Mapped[Person] = relationship(lazy="raise_on_sql")


class PairingDecision(Base):
    """What somebody decided about a proposal. A change of mind is another row; the last one holds.

    ``sequence`` counts from 1 within the proposal: of two people who decide at once, the second is refused.
    """

    __tablename__ = "pairing_decision"
    __table_args__ = (
        UniqueConstraint("proposal_id", "sequence"),
        CheckConstraint("sequence >= 1", name="sequence"),
        CheckConstraint("kind = 'confirmed' OR reason <> ''", name="reason"),
    )

    id: Mapped[UUID] = uuid_pk()
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("pairing_proposal.id"))
    sequence: Mapped[int]
    kind: Mapped[DecisionKind] = mapped_column(text_enum(DecisionKind, "kind"))
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)

    decided_by: Mapped[Person] = relationship(lazy="raise_on_sql")
    people: Mapped[list["PairingDecisionMember"]] = relationship(
        lazy="raise_on_sql", order_by="PairingDecisionMember.id"
    )

    @property
    def team(self) -> list["PairingDecisionMember"]:
        """The people, the lead first and a trainee last; needs ``people`` loaded."""
        return sorted(self.people, key=lambda person: list(Role).index(person.role))


class PairingDecisionMember(Base):
    """Somebody a decision put on the case."""

    __tablename__ = "pairing_decision_member"
    __table_args__ = (UniqueConstraint("decision_id", "advisor_id"),)

    id: Mapped[UUID] = uuid_pk()
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("pairing_decision.id"))
    advisor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role] = mapped_column(text_enum(Role, "role"))

    advisor: Mapped[Person] = relationship(lazy="raise_on_sql")


@event.listens_for(PairingDecision, "before_update")
@event.listens_for(PairingDecision, "before_delete")
@event.listens_for(PairingDecisionMember, "before_update")
@event.listens_for(PairingDecisionMember, "before_delete")
def refuse_rewriting(
    _mapper: Mapper[Any], _connection: Connection, row: PairingDecision | PairingDecisionMember
) -> None:
    """Stop any change or deletion of what somebody decided."""
    message = f"a decision is never rewritten: {row.id}"
    raise TypeError(message)
