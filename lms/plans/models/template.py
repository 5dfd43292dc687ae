"""Templates and their versions, which never change."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.people.models import Organisation, Person
from lms.plans.models.milestone import PlanTemplateItem
from lms.storage.base import Base, Localised, uuid_pk
from lms.storage.types import UtcDateTime


class PlanTemplate(Base):
    """A template of an organisation; ``version`` grows by each version of it."""

    __tablename__ = "plan_template"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
    )

    id: Mapped[UUID] = uuid_pk()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    versions: Mapped[list["PlanTemplateVersion"]] = relationship(
        lazy="raise_on_sql", back_populates="template", order_by="PlanTemplateVersion.number"
    )

    __mapper_args__ = {"version_id_col": version}


class PlanTemplateVersion(Base):
    """What a template says since ``published_at``; never changed, followed by the next number."""

    __tablename__ = "plan_template_version"
    __table_args__ = (
        UniqueConstraint("template_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("months BETWEEN 1 AND 36", name="months"),
        CheckConstraint("review_months BETWEEN 1 AND 12", name="review_months"),
        CheckConstraint("years_from >= 1 AND years_to >= 1 AND years_to >= years_from", name="years"),
    )

    id: Mapped[UUID] = uuid_pk()
    template_id: Mapped[UUID] = mapped_column(ForeignKey("plan_template.id"))
    number: Mapped[int]
    name: Mapped[Localised]
    goals: Mapped[Localised]
    role: Mapped[str | None] = mapped_column(String(40))
    years_from: Mapped[int | None]
    years_to: Mapped[int | None]
    months: Mapped[int]
    review_months: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

    template: Mapped[PlanTemplate] = relationship(lazy="raise_on_sql", back_populates="versions")
    published_by: Mapped[Person] = relationship(lazy="raise_on_sql")
    items: Mapped[list["PlanTemplateItem"]] = relationship(
        lazy="raise_on_sql", order_by="PlanTemplateItem.position", cascade="all"
    )
