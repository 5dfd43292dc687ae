"""Tables of plans, their wordings and what follows from them, and of templates.

Wordings that were proposed, marks, reviews, summaries and answers are only added. A reflection is its
owner's alone, who may rewrite and remove it.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.people.models import Organisation, Person
from lms.plans.domain import Decision, MilestoneKind, PlanState, Result, Side
from lms.storage.base import Base, Localised, uuid_pk
from lms.storage.types import UtcDateTime, text_enum

_RUNNING = text("closed_at IS NULL")
_LEVEL_OF_ABILITY = "level IS NULL OR (level >= 1 AND criterion_code IS NOT NULL)"
_COURSE_NAMED = "kind <> 'course' OR course_slug IS NOT NULL"


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


class PlanTemplateItem(Base):
    """A milestone of a template, ``due_month`` months after the start; ``code`` lasts through versions."""

    __tablename__ = "plan_template_item"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        UniqueConstraint("version_id", "code"),
        CheckConstraint("due_month BETWEEN 1 AND 36", name="due_month"),
        CheckConstraint(_LEVEL_OF_ABILITY, name="level_of_ability"),
        CheckConstraint(_COURSE_NAMED, name="course_named"),
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


class PlanMilestone(Base):
    """A milestone as one revision words it; ``key`` is the same in every revision that keeps it."""

    __tablename__ = "plan_milestone"
    __table_args__ = (
        UniqueConstraint("revision_id", "key"),
        CheckConstraint(_LEVEL_OF_ABILITY, name="level_of_ability"),
        CheckConstraint(_COURSE_NAMED, name="course_named"),
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


class PlanReview(Base):
    """A review meeting with notes both sides read; a correction is a further row naming what it replaces."""

    __tablename__ = "plan_review"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        UniqueConstraint("corrects_id"),
    )

    id: Mapped[UUID] = uuid_pk()
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int]
    held_on: Mapped[date]
    attendees: Mapped[str] = mapped_column(String(200))
    notes: Mapped[str] = mapped_column(Text)
    next_review_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan_review.id"))

    recorded_by: Mapped[Person] = relationship(lazy="raise_on_sql")


class PlanReflection(Base):
    """What the person of a plan notes for themselves; nobody else reads it."""

    __tablename__ = "plan_reflection"
    __table_args__ = (Index("ix_plan_reflection_owner", "person_id", "plan_id"),)

    id: Mapped[UUID] = uuid_pk()
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PlanSummary(Base):
    """One version of what the person of a plan shares about it; the last number is shown first."""

    __tablename__ = "plan_summary"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[UUID] = uuid_pk()
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


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
