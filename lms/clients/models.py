"""Tables of clients, cases and who is on them."""

from datetime import date
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.clients.domain import AdvisorRole, CaseState, ClientType, Industry, SupportMode
from lms.people.models import Organisation, Person
from lms.storage.base import Base, Localised, uuid_pk
from lms.storage.types import text_enum

_NOW = text("ends_on IS NULL")
_LEADS_NOW = text("ends_on IS NULL AND role = 'lead'")


class Client(Base):
    """A business (or a scheme for an area) that an organisation accompanies."""

    __tablename__ = "client"
    __table_args__ = (
        UniqueConstraint("organisation_id", "code"),
        CheckConstraint("founded_year > 0", name="founded_year"),
    )

    id: Mapped[UUID] = uuid_pk()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    code: Mapped[str] = mapped_column(String(40))
    business: Mapped[Localised]
    industry: Mapped[Industry] = mapped_column(text_enum(Industry, "industry"))
    prefecture: Mapped[str] = mapped_column(String(20))
    founded_year: Mapped[int | None]
    client_type: Mapped[ClientType] = mapped_column(text_enum(ClientType, "client_type"))
    client_type_reason: Mapped[Localised]
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    cases: Mapped[list["Case"]] = relationship(
        lazy="raise_on_sql", back_populates="client", order_by="Case.code"
    )

    __mapper_args__ = {"version_id_col": version}


class Case(Base):
    """One piece of support for a client. ``organisation_id`` repeats the client's: lists are scoped by it."""

    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("organisation_id", "code"),
        CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_when"),
        CheckConstraint("closed_on >= opened_on", name="period"),
        Index("ix_case_client", "client_id"),
        Index("ix_case_state", "state", "organisation_id"),
    )

    id: Mapped[UUID] = uuid_pk()
    client_id: Mapped[UUID] = mapped_column(ForeignKey("client.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[Localised]
    support_mode: Mapped[SupportMode] = mapped_column(text_enum(SupportMode, "support_mode"))
    topics: Mapped[list[str]] = mapped_column(JSON)
    schemes: Mapped[list[Localised]] = mapped_column(JSON, default=list)
    partners: Mapped[list[Localised]] = mapped_column(JSON, default=list)
    outcome: Mapped[Localised | None]
    source: Mapped[Localised | None]
    state: Mapped[CaseState] = mapped_column(text_enum(CaseState, "state"), default=CaseState.OPEN)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    client: Mapped[Client] = relationship(lazy="raise_on_sql", back_populates="cases")
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    advisors: Mapped[list["CaseAdvisor"]] = relationship(
        lazy="raise_on_sql",
        back_populates="case",
        order_by=lambda: (
            CaseAdvisor.starts_on,
            CaseAdvisor.ends_on.nulls_last(),
            CaseAdvisor.role,
            CaseAdvisor.id,
        ),
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def current_advisors(self) -> list["CaseAdvisor"]:
        """Who is on the case now, the lead first; needs ``advisors`` loaded."""
        now = [row for row in self.advisors if row.ends_on is None]
        return sorted(now, key=lambda row: list(AdvisorRole).index(row.role))


class CaseAdvisor(Base):
    """Somebody's time on a case. Rows are added and ended, never rewritten."""

    __tablename__ = "case_advisor"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="period"),
        Index(
            "uq_case_advisor_now",
            "case_id",
            "advisor_id",
            unique=True,
            sqlite_where=_NOW,
            postgresql_where=_NOW,
        ),
        Index(
            "uq_case_advisor_lead",
            "case_id",
            unique=True,
            sqlite_where=_LEADS_NOW,
            postgresql_where=_LEADS_NOW,
        ),
        Index("ix_case_advisor_advisor", "advisor_id", "ends_on"),
        Index("ix_case_advisor_case", "case_id", "starts_on"),
    )

    id: Mapped[UUID] = uuid_pk()
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    advisor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[AdvisorRole] = mapped_column(text_enum(AdvisorRole, "role"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    assigned_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text)

    case: Mapped[Case] = relationship(lazy="raise_on_sql", back_populates="advisors")
    advisor: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[advisor_id])
    assigned_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[assigned_by_id])
