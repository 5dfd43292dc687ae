"""The wordings of plans, which hold once both sides agreed to them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.people.models import Person
from lms.plans.domain import Side
from lms.plans.models.milestone import PlanMilestone
from lms.plans.models.plan import Plan
from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime, text_enum


class PlanRevision(Base):
    """One wording. From ``proposed_at`` on it is never changed; ``digest`` is of what was proposed then."""

    __tablename__ = "plan_revision"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint(
            "(proposed_at IS NULL) = (proposed_by_id IS NULL) AND (proposed_at IS NULL) = (digest IS NULL)",
            name="proposed_by_whom",
        ),
        CheckConstraint(
            "(advisor_agreed_at IS NULL AND supervisor_agreed_at IS NULL) = (proposed_at IS NULL)",
            name="proposing_is_agreeing",
        ),
        CheckConstraint(
            "(supervisor_agreed_at IS NULL) = (supervisor_agreed_by_id IS NULL)", name="agreed_by_whom"
        ),
        CheckConstraint(
            "(returned_at IS NULL) = (returned_by_id IS NULL)"
            " AND (returned_at IS NULL OR proposed_at IS NOT NULL)",
            name="returned_by_whom",
        ),
        CheckConstraint(
            "returned_at IS NULL OR advisor_agreed_at IS NULL OR supervisor_agreed_at IS NULL",
            name="agreed_is_not_returned",
        ),
    )

    id: Mapped[UUID] = uuid_pk()
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int]
    side: Mapped[Side] = mapped_column(text_enum(Side, "side"))
    title: Mapped[str] = mapped_column(String(120))
    goals: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proposed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    digest: Mapped[str | None] = mapped_column(String(64))
    advisor_agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    supervisor_agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    supervisor_agreed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    returned_note: Mapped[str] = mapped_column(Text, default="")
    discarded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    plan: Mapped[Plan] = relationship(lazy="raise_on_sql", back_populates="revisions")
    saved_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[saved_by_id])
    proposed_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[proposed_by_id])
    supervisor_agreed_by: Mapped[Person | None] = relationship(
        lazy="raise_on_sql", foreign_keys=[supervisor_agreed_by_id]
    )
    returned_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[returned_by_id])
    milestones: Mapped[list["PlanMilestone"]] = relationship(
        lazy="raise_on_sql", order_by="PlanMilestone.position", cascade="all, delete-orphan"
    )
