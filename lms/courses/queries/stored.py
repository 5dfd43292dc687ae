"""What is stored of a course already, whoever published it; for loading, not for showing."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.courses.models import Course, CourseVersion


@dataclass(frozen=True)
class StoredCourse:
    """A course by its slug; ``version_id`` and ``content_digest`` belong to the version asked for, if any."""

    id: UUID
    publisher_id: UUID | None
    n_versions: int
    version_id: UUID | None
    content_digest: str | None


def find_stored_course(session: Session, *, slug: str, version: str) -> StoredCourse | None:
    """Return what is stored under a slug, with what it holds under ``version``."""
    course = session.scalar(select(Course).where(Course.slug == slug))
    if course is None:
        return None
    n_versions = session.scalars(
        select(func.count()).select_from(CourseVersion).where(CourseVersion.course_id == course.id)
    ).one()
    row = session.scalar(
        select(CourseVersion).where(CourseVersion.course_id == course.id, CourseVersion.version == version)
    )
    return StoredCourse(
        id=course.id,
        publisher_id=course.publisher_id,
        n_versions=n_versions,
        version_id=row.id if row else None,
        content_digest=row.content_digest if row else None,
    )
