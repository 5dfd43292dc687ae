"""What is taught: courses with their versions, lessons, figures and questions. Only ever added."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.courses.domain import QuestionKind
from lms.storage.base import Base, Localised, uuid_pk
from lms.storage.types import UtcDateTime, text_enum


class Course(Base):
    """A course through all its versions; its slug belongs to one publisher (None: to everybody's eyes).

    A withdrawn course is begun by nobody any more; ``withdrawn_by_id`` is None when the operator withdrew it.
    """

    __tablename__ = "course"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawal_reason IS NULL)"
            " AND (withdrawn_by_id IS NULL OR withdrawn_at IS NOT NULL)",
            name="withdrawn_with_reason",
        ),
    )

    id: Mapped[UUID] = uuid_pk()
    slug: Mapped[str] = mapped_column(String(60))
    publisher_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    withdrawal_reason: Mapped[str | None] = mapped_column(Text)


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
    quiz_rules: Mapped[dict[str, object]] = mapped_column(JSON)
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
    """A lesson of a version. ``html`` is made from ``markdown`` at loading and already clean.

    ``content_digest`` is that of what one reads and sees: the same in two versions, it needs to be read once.
    """

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
    serves: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    reflections: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    content_digest: Mapped[str] = mapped_column(String(64))


class PracticeTask(Base):
    """Something a lesson asks to try on the next visit; its code is its own in the whole version."""

    __tablename__ = "practice_task"
    __table_args__ = (
        UniqueConstraint("course_version_id", "code"),
        UniqueConstraint("lesson_id", "position"),
        CheckConstraint("position >= 1", name="position_from_one"),
    )

    id: Mapped[UUID] = uuid_pk()
    course_version_id: Mapped[UUID] = mapped_column(ForeignKey("course_version.id"))
    lesson_id: Mapped[UUID] = mapped_column(ForeignKey("lesson.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(60))
    criterion_code: Mapped[str] = mapped_column(String(20))
    levels: Mapped[list[int]] = mapped_column(JSON)
    title: Mapped[Localised]
    task: Mapped[Localised]
    watch: Mapped[Localised | None] = mapped_column(JSON(none_as_null=True))


class CourseFigure(Base):
    """A picture of a version's lessons; an SVG was found to hold no script and no link."""

    __tablename__ = "course_figure"
    __table_args__ = (UniqueConstraint("course_version_id", "name"),)

    id: Mapped[UUID] = uuid_pk()
    course_version_id: Mapped[UUID] = mapped_column(ForeignKey("course_version.id"))
    name: Mapped[str] = mapped_column(String(80))
    media_type: Mapped[str] = mapped_column(String(40))
    content: Mapped[bytes] = mapped_column(LargeBinary)


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
