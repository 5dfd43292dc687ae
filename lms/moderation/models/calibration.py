"""Tables of sessions: what is planned, who takes part, what was agreed, who asked for names."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.moderation.domain import State
from lms.moderation.models.vignette import Vignette
from lms.people.models import Organisation, Person
from lms.storage.base import Base, uuid_pk
from lms.storage.types import UtcDateTime, text_enum


class Calibration(Base):
    """One session. ``organisation_id``: whom its organiser made it for.

    The stamps say when each state began; ``reminded_on`` and ``pressed_on`` when raters were last reminded,
    by the calendar and by hand.
    """

    __tablename__ = "calibration"
    __table_args__ = (
        CheckConstraint(
            "opens_on <= first_closes_on AND first_closes_on <= discussion_on"
            " AND discussion_on <= second_closes_on",
            name="dates_in_order",
        ),
        CheckConstraint(
            "state NOT IN ('open', 'discussion', 'second_round', 'closed') OR opened_at IS NOT NULL",
            name="opened",
        ),
        CheckConstraint(
            "state NOT IN ('discussion', 'second_round', 'closed') OR discussed_at IS NOT NULL",
            name="discussed",
        ),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint(
            "(state = 'cancelled') = (cancelled_at IS NOT NULL)"
            " AND (cancelled_at IS NULL) = (cancelled_reason IS NULL)",
            name="cancelled_with_reason",
        ),
        Index("ix_calibration_organisation", "organisation_id"),
        Index("ix_calibration_organiser", "organiser_id"),
        Index("ix_calibration_state", "state"),
    )

    id: Mapped[UUID] = uuid_pk()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    organiser_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    scribe_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    rubric_version_id: Mapped[UUID] = mapped_column(ForeignKey("rubric_version.id"))
    title: Mapped[str] = mapped_column(String(100))
    purpose: Mapped[str] = mapped_column(Text)
    meeting: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[State] = mapped_column(text_enum(State, "state"), default=State.DRAFT)
    opens_on: Mapped[date]
    first_closes_on: Mapped[date]
    discussion_on: Mapped[date]
    second_closes_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    discussed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rated_again_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_reason: Mapped[str | None] = mapped_column(Text)
    reminded_on: Mapped[date | None]
    pressed_on: Mapped[date | None]
    stalled_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    organiser: Mapped[Person] = relationship(foreign_keys=[organiser_id], lazy="raise_on_sql")
    scribe: Mapped[Person | None] = relationship(foreign_keys=[scribe_id], lazy="raise_on_sql")
    places: Mapped[list["CalibrationVignette"]] = relationship(
        lazy="raise_on_sql", order_by="CalibrationVignette.number", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class CalibrationVignette(Base):
    """A vignette's place in a session; ``number`` counts from 1."""

    __tablename__ = "calibration_vignette"
    __table_args__ = (CheckConstraint("number >= 1", name="number_from_one"),)

    calibration_id: Mapped[UUID] = mapped_column(ForeignKey("calibration.id"), primary_key=True)
    vignette_id: Mapped[UUID] = mapped_column(ForeignKey("vignette.id"), primary_key=True, index=True)
    number: Mapped[int]

    vignette: Mapped[Vignette] = relationship(lazy="raise_on_sql")


class CalibrationRater(Base):
    """Somebody invited. The stamps say when their rounds came in; a withdrawn one has answered nothing."""

    __tablename__ = "calibration_rater"
    __table_args__ = (
        CheckConstraint("withdrawn_at IS NULL OR answered_at IS NULL", name="withdrawn_before_answering"),
        CheckConstraint("answered_again_at IS NULL OR answered_at IS NOT NULL", name="first_round_first"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by_whom"),
        Index("ix_calibration_rater_person", "person_id"),
    )

    calibration_id: Mapped[UUID] = mapped_column(ForeignKey("calibration.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_again_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")


class CalibrationMinutes(Base):
    """What was agreed: ``texts`` by criterion code, "" for what concerns all; rewritten as people talk."""

    __tablename__ = "calibration_minutes"

    calibration_id: Mapped[UUID] = mapped_column(ForeignKey("calibration.id"), primary_key=True)
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    saved_by: Mapped[Person] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}


class CalibrationDisclosure(Base):
    """Somebody who leads a session saw who answered what, for a stated purpose, until ``ends_at``."""

    __tablename__ = "calibration_disclosure"
    __table_args__ = (
        CheckConstraint("ends_at > opened_at", name="for_a_time"),
        UniqueConstraint(
            "calibration_id", "opened_by_id", "opened_at", name="uq_calibration_disclosure_moment"
        ),
    )

    id: Mapped[UUID] = uuid_pk()
    calibration_id: Mapped[UUID] = mapped_column(ForeignKey("calibration.id"))
    opened_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    purpose: Mapped[str] = mapped_column(Text)

    opened_by: Mapped[Person] = relationship(lazy="raise_on_sql")
