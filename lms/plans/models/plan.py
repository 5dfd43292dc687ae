"""Plans, each one person's for a term."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.people.models import Organisation, Person
from lms.plans.domain import PlanState, Result
from lms.plans.models.template import PlanTemplateVersion
from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime, text_enum

if TYPE_CHECKING:
    from lms.plans.models.revision import PlanRevision  # it refers to its plan

_RUNNING = text("closed_at IS NULL")


class Plan(Base):
    """Somebody's plan for some time; ``organisation_id`` is who employed them when it began.

    ``supervisor_id`` looks after it. ``state`` follows from its revisions. ``template_version_id`` is the
    version it was made from, or the last one that was answered.
    """

    __tablename__ = "plan"
    __table_args__ = (
        CheckConstraint("person_id <> supervisor_id", name="nobody_for_themselves"),
        CheckConstraint("ends_on >= starts_on", name="period"),
        CheckConstraint("state IN ('draft', 'closed') OR proposed_at IS NOT NULL", name="proposed"),
        CheckConstraint(
            "state = 'closed' OR (state IN ('agreed', 'changing')) = (agreed_number IS NOT NULL)",
            name="agreed",
        ),
        CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)"
            " AND (closed_at IS NULL) = (closed_by_id IS NULL) AND (closed_at IS NULL) = (result IS NULL)",
            name="closed_by_whom",
        ),
        Index("ix_plan_person", "person_id", "starts_on"),
        Index("ix_plan_organisation", "organisation_id", "fiscal_year"),
        Index("ix_plan_template_version", "template_version_id"),
        Index(
            "uq_plan_running",
            "person_id",
            "fiscal_year",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
    )

    id: Mapped[UUID] = uuid_pk()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    supervisor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    template_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan_template_version.id"))
    fiscal_year: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    next_review_on: Mapped[date | None]
    state: Mapped[PlanState] = mapped_column(text_enum(PlanState, "state"), default=PlanState.DRAFT)
    agreed_number: Mapped[int | None]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    result: Mapped[Result | None] = mapped_column(text_enum(Result, "result"))
    result_text: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    supervisor: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[supervisor_id])
    closed_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[closed_by_id])
    started_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[started_by_id])
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    template_version: Mapped[PlanTemplateVersion | None] = relationship(lazy="raise_on_sql")
    revisions: Mapped[list["PlanRevision"]] = relationship(
        lazy="raise_on_sql", back_populates="plan", order_by="PlanRevision.number", cascade="all"
    )

    __mapper_args__ = {"version_id_col": version}
