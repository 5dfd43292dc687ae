"""What was answered to an offered version of a template."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.people.models import Person
from lms.plans.domain import Decision
from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime, text_enum


class PlanAnswer(Base):
    """What was said to a newer version of a plan's template: all of it taken, some, or none."""

    __tablename__ = "plan_answer"
    __table_args__ = (UniqueConstraint("plan_id", "template_version_id"),)

    id: Mapped[UUID] = uuid_pk()
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"))
    template_version_id: Mapped[UUID] = mapped_column(ForeignKey("plan_template_version.id"))
    decision: Mapped[Decision] = mapped_column(text_enum(Decision, "decision"))
    reason: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

    answered_by: Mapped[Person] = relationship(lazy="raise_on_sql")
