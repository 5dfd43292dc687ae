"""What is taught: courses with their versions, lessons, figures and questions. Only ever added."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.courses.domain import QuestionKind
from lms.storage.base import Base, Localised, uuid_pk
from lms.storage.types import UtcDateTime, text_enum


class Course(Base):
    """A course through all its versions; its slug belongs to one publisher (None: to everybody's eyes)."""

    __tablename__ = "course"
    __table_args__ = (UniqueConstraint("slug"),)

    id: Mapped[UUID] = uuid_pk()
    slug: Mapped[str] = mapped_column(String(60))
    publisher_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)


class CourseVersion(Base):
    """One version, as its folder said when loaded; ``ordinal`` counts from 1 in the order of loading."""

    __tablename__ = "course_version"
    __table_args__ = (
        UniqueConstraint("course_id", "version"),
        UniqueConstraint("course_id", "ordinal"),
        CheckConstraint("ordinal >= 1", name="ordinal_from_one"),
        CheckConstraint("minutes >= 1", name="minutes_positive"),
        CheckConstraint("pass_mark >= 1", name="pass_mark_positive"),
    )

    id: Mapped[UUID] = uuid_pk()
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    ordinal: Mapped[int]
    version: Mapped[str] = mapped_column(String(20))
    title: Mapped[Localised]
    summary: Mapped[Localised]
    audience: Mapped[Localised]
    minutes: Mapped[int]
    pass_mark: Mapped[int]
    prerequisites: Mapped[list[str]] = mapped_column(JSON)
    sources: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    content_digest: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    aims: Mapped[list["CourseAim"]] = relationship(
        lazy="raise_on_sql", viewonly=True, order_by="CourseAim.position"
    )


class CourseAim(Base):
    """A criterion a version serves, the levels it helps to reach, and what one can do afterwards."""

    __tablename__ = "course_aim"
    __table_args__ = (
        UniqueConstraint("course_version_id", "criterion_code"),
        UniqueConstraint("course_version_id", "position"),
    )

    id: Mapped[UUID] = uuid_pk()
    course_version_id: Mapped[UUID] = mapped_column(ForeignKey("course_version.id"))
    position: Mapped[int]
    criterion_code: Mapped[str] = mapped_column(String(20))
    levels: Mapped[list[int]] = mapped_column(JSON)
    objective: Mapped[Localised]


class Lesson(Base):
    """A lesson of a version. ``html`` is made from ``markdown`` at loading and already clean."""

    __tablename__ = "lesson"
    __table_args__ = (
        UniqueConstraint("course_version_id", "slug"),
        UniqueConstraint("course_version_id", "position"),
        CheckConstraint("minutes >= 1", name="minutes_positive"),
    )

    id: Mapped[UUID] = uuid_pk()
    course_version_id: Mapped[UUID] = mapped_column(ForeignKey("course_version.id"))
    position: Mapped[int]
    slug: Mapped[str] = mapped_column(String(60))
    title: Mapped[Localised]
    objective: Mapped[Localised]
    minutes: Mapped[int]
    markdown: Mapped[Localised]
    html: Mapped[Localised]


class CourseFigure(Base):
    """A drawing of a version's lessons, as SVG that was found to hold no script and no link."""

    __tablename__ = "course_figure"
    __table_args__ = (UniqueConstraint("course_version_id", "name"),)

    id: Mapped[UUID] = uuid_pk()
    course_version_id: Mapped[UUID] = mapped_column(ForeignKey("course_version.id"))
    name: Mapped[str] = mapped_column(String(80))
    svg: Mapped[str] = mapped_column(Text)


class AssessmentItem(Base):
    """A question of a version's quiz; ``content`` holds its words and options as the domain stores them."""

    __tablename__ = "assessment_item"
    __table_args__ = (
        UniqueConstraint("course_version_id", "code"),
        UniqueConstraint("course_version_id", "position"),
    )

    id: Mapped[UUID] = uuid_pk()
    course_version_id: Mapped[UUID] = mapped_column(ForeignKey("course_version.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(60))
    kind: Mapped[QuestionKind] = mapped_column(text_enum(QuestionKind, "kind"))
    lesson_slug: Mapped[str] = mapped_column(String(60))
    content: Mapped[dict[str, object]] = mapped_column(JSON)
