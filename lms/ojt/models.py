"""Tables of on-the-job training entries, their ratings and their history."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.clients.models import Case
from lms.courses.models import PracticeTask
from lms.ojt.domain import Action, Activity, EntryState
from lms.people.models import Organisation, Person
from lms.rubric.models import Criterion
from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime, text_enum


def _with_whom(step: str) -> str:
    return f"({step}_at IS NULL) = ({step}_by_id IS NULL)"


def _with_words(step: str) -> str:
    return f"{_with_whom(step)} AND ({step}_at IS NULL) = ({step}_text IS NULL)"


class OjtEntry(Base):
    """What a supervisor wrote about one visit, and the latest stamp of each step of its life.

    ``organisation_id`` is who employed the advisor on the day of the visit: the entry is theirs to read.
    """

    __tablename__ = "ojt_entry"
    __table_args__ = (
        CheckConstraint("advisor_id <> supervisor_id", name="nobody_for_themselves"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint(_with_whom("submitted"), name="submitted_by_whom"),
        CheckConstraint(_with_words("acknowledged"), name="acknowledged_in_words"),
        CheckConstraint(_with_words("disputed"), name="disputed_in_words"),
        CheckConstraint(_with_words("answered"), name="answered_in_words"),
        CheckConstraint(_with_words("voided"), name="voided_with_reason"),
        CheckConstraint(
            f"{_with_whom('signed')} AND (signed_at IS NULL) = (signed_name IS NULL)"
            " AND (signed_at IS NULL) = (signed_digest IS NULL)",
            name="signed_by_whom",
        ),
        CheckConstraint("acknowledged_by_id = advisor_id", name="acknowledged_by_advisor"),
        CheckConstraint("disputed_by_id = advisor_id", name="disputed_by_advisor"),
        CheckConstraint("submitted_by_id = supervisor_id", name="submitted_by_supervisor"),
        CheckConstraint("signed_by_id = supervisor_id", name="signed_by_supervisor"),
        CheckConstraint("voided_by_id <> advisor_id", name="not_voided_by_advisor"),
        CheckConstraint("state IN ('draft', 'voided') OR submitted_at IS NOT NULL", name="submitted"),
        CheckConstraint(
            "state NOT IN ('acknowledged', 'signed') OR acknowledged_at IS NOT NULL", name="acknowledged"
        ),
        CheckConstraint("state <> 'disputed' OR disputed_at IS NOT NULL", name="disputed"),
        CheckConstraint("state = 'voided' OR (state = 'signed') = (signed_at IS NOT NULL)", name="signed"),
        CheckConstraint("(state = 'voided') = (voided_at IS NOT NULL)", name="voided"),
        Index("ix_ojt_entry_advisor", "advisor_id", "visited_on"),
        Index("ix_ojt_entry_supervisor", "supervisor_id", "visited_on"),
        Index("ix_ojt_entry_organisation", "organisation_id", "visited_on"),
        Index("ix_ojt_entry_case", "case_id"),
    )

    id: Mapped[UUID] = uuid_pk()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    rubric_version_id: Mapped[UUID] = mapped_column(ForeignKey("rubric_version.id"))
    advisor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    supervisor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"))
    activity: Mapped[Activity] = mapped_column(text_enum(Activity, "activity"))
    visited_on: Mapped[date]
    minutes: Mapped[int]
    comment: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[EntryState] = mapped_column(text_enum(EntryState, "state"), default=EntryState.DRAFT)
    is_late: Mapped[bool]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    acknowledged_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    acknowledged_text: Mapped[str | None] = mapped_column(Text)
    disputed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disputed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    disputed_text: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_text: Mapped[str | None] = mapped_column(Text)
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    signed_name: Mapped[str | None] = mapped_column(String(100))
    signed_digest: Mapped[str | None] = mapped_column(String(64))
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    voided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    voided_text: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    advisor: Mapped[Person] = relationship(foreign_keys=[advisor_id], lazy="raise_on_sql")
    supervisor: Mapped[Person] = relationship(foreign_keys=[supervisor_id], lazy="raise_on_sql")
    case: Mapped[Case | None] = relationship(lazy="raise_on_sql")
    ratings: Mapped[list["OjtRating"]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")
    practices: Mapped[list["OjtEntryPractice"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan"
    )
    events: Mapped[list["OjtEvent"]] = relationship(
        lazy="raise_on_sql", cascade="all", order_by="OjtEvent.number"
    )

    __mapper_args__ = {"version_id_col": version}


class OjtRating(Base):
    """A level for one criterion as seen on that visit; it becomes an observation when the entry is signed."""

    __tablename__ = "ojt_rating"
    __table_args__ = (
        UniqueConstraint("entry_id", "criterion_id"),
        CheckConstraint("level >= 1", name="level_from_one"),
    )

    id: Mapped[UUID] = uuid_pk()
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("ojt_entry.id"))
    criterion_id: Mapped[UUID] = mapped_column(ForeignKey("criterion.id"))
    level: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")

    criterion: Mapped[Criterion] = relationship(lazy="raise_on_sql")


class OjtEntryPractice(Base):
    """A practice task that was tried on the visit; it counts as tried once the entry is signed."""

    __tablename__ = "ojt_entry_practice"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("ojt_entry.id"), primary_key=True)
    practice_task_id: Mapped[UUID] = mapped_column(ForeignKey("practice_task.id"), primary_key=True)

    task: Mapped[PracticeTask] = relationship(lazy="raise_on_sql")


class OjtEvent(Base):
    """One step of an entry's life, kept for good. ``content`` is what was handed in, at a submission."""

    __tablename__ = "ojt_event"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    id: Mapped[UUID] = uuid_pk()
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("ojt_entry.id"))
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    action: Mapped[Action] = mapped_column(text_enum(Action, "action"))
    state: Mapped[EntryState] = mapped_column(text_enum(EntryState, "state"))
    text: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))

    actor: Mapped[Person] = relationship(lazy="raise_on_sql")
