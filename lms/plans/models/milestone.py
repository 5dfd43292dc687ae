"""What is to be done by when: in templates, in plans, and that it is done."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.people.models import Person
from lms.plans.domain import MilestoneKind
from lms.storage.base import Base, Localised, uuid_pk
from lms.storage.types import UtcDateTime, text_enum

LEVEL_OF_ABILITY = "level IS NULL OR (level >= 1 AND criterion_code IS NOT NULL)"
COURSE_NAMED = "kind <> 'course' OR course_slug IS NOT NULL"


class PlanTemplateItem(Base):
    """A milestone of a template, ``due_month`` months after the start; ``code`` lasts through versions."""

    __tablename__ = "plan_template_item"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        UniqueConstraint("version_id", "code"),
        CheckConstraint("due_month BETWEEN 1 AND 36", name="due_month"),
        CheckConstraint(LEVEL_OF_ABILITY, name="level_of_ability"),
        CheckConstraint(COURSE_NAMED, name="course_named"),
    )

    id: Mapped[UUID] = uuid_pk()
    version_id: Mapped[UUID] = mapped_column(ForeignKey("plan_template_version.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    kind: Mapped[MilestoneKind] = mapped_column(text_enum(MilestoneKind, "kind"))
    title: Mapped[Localised]
    criterion_code: Mapped[str | None] = mapped_column(String(20))
    level: Mapped[int | None]
    course_slug: Mapped[str | None] = mapped_column(String(60))
    due_month: Mapped[int]


class PlanMilestone(Base):
    """A milestone as one revision words it; ``key`` is the same in every revision that keeps it."""

    __tablename__ = "plan_milestone"
    __table_args__ = (
        UniqueConstraint("revision_id", "key"),
        CheckConstraint(LEVEL_OF_ABILITY, name="level_of_ability"),
        CheckConstraint(COURSE_NAMED, name="course_named"),
    )

    id: Mapped[UUID] = uuid_pk()
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("plan_revision.id"))
    position: Mapped[int]
    key: Mapped[UUID]
    kind: Mapped[MilestoneKind] = mapped_column(text_enum(MilestoneKind, "kind"))
    title: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date]
    criterion_code: Mapped[str | None] = mapped_column(String(20))
    level: Mapped[int | None]
    course_slug: Mapped[str | None] = mapped_column(String(60))
    item_code: Mapped[str | None] = mapped_column(String(40))


class PlanMark(Base):
    """Somebody said that a milestone is done, or is not; what was said last counts."""

    __tablename__ = "plan_mark"
    __table_args__ = (UniqueConstraint("plan_id", "milestone_key", "number"),)

    id: Mapped[UUID] = uuid_pk()
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"))
    milestone_key: Mapped[UUID]
    number: Mapped[int]
    is_done: Mapped[bool]
    done_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    marked_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

    marked_by: Mapped[Person] = relationship(lazy="raise_on_sql")
