"""Tables of persons, organisations, employment, memberships, roles and sign-in."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.kernel.calendar import Period
from lms.people.domain import OrganisationKind
from lms.storage.base import Base, Localised, uuid_pk
from lms.storage.spans import Spanned
from lms.storage.types import UtcDateTime, text_enum

_ENDS_AFTER_START = "ends_on IS NULL OR ends_on > starts_on"


class Organisation(Base):
    """A chamber, federation, bank … in a tree; ``path`` holds the ids from the root down."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("code"), UniqueConstraint("path"))

    id: Mapped[UUID] = uuid_pk()
    code: Mapped[str] = mapped_column(String(80))
    name: Mapped[Localised]
    kind: Mapped[OrganisationKind] = mapped_column(text_enum(OrganisationKind, "kind"))
    prefecture: Mapped[str | None] = mapped_column(String(20))
    region: Mapped[str | None] = mapped_column(String(20))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    path: Mapped[str] = mapped_column(String(400))
    version: Mapped[int] = mapped_column(default=1)

    parent: Mapped["Organisation | None"] = relationship(remote_side="Organisation.id", lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}


class Person(Base):
    """Somebody with an account. ``password_digest`` is empty until they have set a password."""

    __tablename__ = "person"
    __table_args__ = (
        Index("uq_person_email_lower", func.lower(text("email")), unique=True),
        CheckConstraint("locale IN ('ja', 'en')", name="locale"),
    )

    id: Mapped[UUID] = uuid_pk()
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(100))
    name_kana: Mapped[str] = mapped_column(String(100), default="")
    locale: Mapped[str] = mapped_column(String(2), default="ja")
    password_digest: Mapped[str | None] = mapped_column(String(200))
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    employments: Mapped[list["Employment"]] = relationship(
        lazy="raise_on_sql", order_by="Employment.starts_on"
    )
    memberships: Mapped[list["Membership"]] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}

    def employer_on(self, day: date) -> Organisation | None:
        """Return who employs this person on a day, the latest begun if several; employers must be loaded."""
        for employment in reversed(self.employments):
            if Period(employment.starts_on, employment.ends_on).contains(day):
                return employment.organisation
        return None


class Employment(Spanned, Base):
    """Who employs a person from when until when; the history is kept."""

    __tablename__ = "employment"
    __table_args__ = (
        CheckConstraint(_ENDS_AFTER_START, name="period"),
        Index("ix_employment_person", "person_id", "starts_on"),
        Index("ix_employment_organisation", "organisation_id"),
    )

    id: Mapped[UUID] = uuid_pk()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    title: Mapped[str] = mapped_column(String(100), default="")

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")


class Role(Base):
    """A name for a set of permissions; the set is data."""

    __tablename__ = "role"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[UUID] = uuid_pk()
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[Localised]
    permissions: Mapped[list[str]] = mapped_column(JSON)


class Membership(Spanned, Base):
    """A role a person holds in an organisation and its subtree, from when until when."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("person_id", "organisation_id", "role_id", "starts_on"),
        CheckConstraint(_ENDS_AFTER_START, name="period"),
        Index("ix_membership_organisation", "organisation_id"),
    )

    id: Mapped[UUID] = uuid_pk()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    role_id: Mapped[UUID] = mapped_column(ForeignKey("role.id"))

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    role: Mapped[Role] = relationship(lazy="raise_on_sql")


class SignInSession(Base):
    """One signed-in browser. Only a digest of its token is stored; ``ended_at`` closes it at once."""

    __tablename__ = "sign_in_session"
    __table_args__ = (
        UniqueConstraint("token_digest"),
        Index("ix_sign_in_session_person", "person_id", "ended_at"),
    )

    id: Mapped[UUID] = uuid_pk()
    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    user_agent: Mapped[str] = mapped_column(String(300), default="")

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class SignInFailure(Base):
    """A failed attempt, counted per account and per address by all workers alike."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("ix_sign_in_failure_subject", "subject", "failed_at"),)

    id: Mapped[UUID] = uuid_pk()
    subject: Mapped[str] = mapped_column(String(64))
    failed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PasswordReset(Base):
    """Leave to set a new password once, within its time. The mailed link is its id, signed."""

    __tablename__ = "password_reset"
    __table_args__ = (Index("ix_password_reset_person", "person_id"),)

    id: Mapped[UUID] = uuid_pk()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
