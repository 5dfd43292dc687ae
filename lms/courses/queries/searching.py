"""Finding courses and lessons by what stands in them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.courses.models import CourseVersion, Enrolment, Lesson
from lms.courses.queries.versions import courses_visible_to
from lms.kernel.actor import Actor
from lms.storage import search

KIND = "course"
"""What courses and their lessons are called in the search index."""


@dataclass(frozen=True)
class Hit:
    """A course (without ``lesson_slug``) or a lesson, in the language in which the words were found."""

    course_slug: str
    lesson_slug: str | None
    title: str
    excerpt: search.Excerpt


def search_courses(session: Session, actor: Actor, query: str, *, language: str = "ja") -> list[Hit]:
    """List what holds every word of a query among the courses the actor may read, titles first.

    What is found in both languages is shown in ``language``. The newest versions are searched; a lesson that
    is not in the version the actor is in, is shown as its course.
    """
    slugs = {course.id: course.slug for course in session.scalars(courses_visible_to(actor))}
    found = search.find(session, kind=KIND, query=query, publisher_ids=actor.lineage)
    own = _own_lessons(session, actor, slugs)
    best: dict[tuple[str, str], search.FoundDocument] = {}
    for hit in found.hits:
        if hit.ref_id not in slugs:
            continue
        part = hit.part if hit.part in own.get(hit.ref_id, {hit.part}) else ""
        key = (slugs[hit.ref_id], part)
        if key not in best or (best[key].language != language and hit.language == language):
            best[key] = hit
    excerpts = search.excerpts_of(session, query=query, ids=[hit.id for hit in best.values()])
    return [
        Hit(course_slug, part or None, hit.title, excerpts[hit.id])
        for (course_slug, part), hit in best.items()
    ]


def _own_lessons(
    session: Session, actor: Actor, course_ids: Collection[UUID]
) -> Mapping[UUID, frozenset[str]]:
    """Return the lessons of the version the actor is in, for each course they have begun."""
    rows = session.execute(
        select(CourseVersion.course_id, CourseVersion.id, Lesson.slug)
        .join(Enrolment, Enrolment.course_version_id == CourseVersion.id)
        .join(Lesson, Lesson.course_version_id == CourseVersion.id)
        .where(Enrolment.person_id == actor.person_id, CourseVersion.course_id.in_(course_ids))
        .order_by(Enrolment.enrolled_at, CourseVersion.ordinal)
    )
    versions: dict[UUID, dict[UUID, set[str]]] = {}
    for course_id, version_id, slug in rows:
        versions.setdefault(course_id, {}).setdefault(version_id, set()).add(slug)
    return {course_id: frozenset([*own.values()][-1]) for course_id, own in versions.items()}
