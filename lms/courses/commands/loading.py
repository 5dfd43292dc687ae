"""Loading versions of courses. A loaded version never changes.

Everything is checked first, then written table by table: many courses take little more than one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from lms.courses.commands.content_rows import Table, version_rows
from lms.courses.commands.indexing import index_courses
from lms.courses.domain import CourseText, find_circle, list_flaws
from lms.courses.models import Course, Lesson
from lms.courses.queries.stored import StoredCourse, list_stored_courses, list_stored_prerequisites
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, RuleViolation
from lms.kernel.ids import new_id
from lms.storage import audit


@dataclass(frozen=True)
class Loading:
    """What loading gave: the version's id, whether it is new, and whether its course is withdrawn."""

    course_version_id: UUID
    is_new: bool
    is_withdrawn: bool = False


def load_course(
    session: Session,
    *,
    actor_id: UUID | None,
    course: CourseText,
    levels: Mapping[str, int],
    publisher_id: UUID | None,
    clock: Clock,
) -> Loading:
    """Store a version of one course; see ``load_courses``."""
    (loading,) = load_courses(
        session, actor_id=actor_id, courses=[course], levels=levels, publisher_id=publisher_id, clock=clock
    )
    return loading


def load_courses(
    session: Session,
    *,
    actor_id: UUID | None,
    courses: Sequence[CourseText],
    levels: Mapping[str, int],
    publisher_id: UUID | None,
    clock: Clock,
) -> list[Loading]:
    """Store versions, or find that the same content is stored and only make its HTML anew.

    The operator at the command line acts without an account: ``actor_id`` is None. Without a publisher, every
    organisation reads them. ``levels`` maps each criterion's code to its highest level. Each course is given
    once. Raises RuleViolation with the first flaw's code or "courses.prerequisite_circle",
    Conflict("courses.version_immutable") when other content is stored under a version, and
    Conflict("courses.other_publisher") when a slug belongs to another organisation.
    """
    for course in courses:
        flaws = list_flaws(course, levels=levels)
        if flaws:
            raise RuleViolation(flaws[0].code, None, **flaws[0].facts)
    _refuse_circles(session, courses)
    stored = list_stored_courses(session, {course.slug for course in courses})
    loadings = [_loading(course, stored.get(course.slug), publisher_id) for course in courses]
    pairs = list(zip(courses, loadings, strict=True))
    new = [(course, loading.course_version_id) for course, loading in pairs if loading.is_new]
    _add_courses(session, [course for course, _id in new if course.slug not in stored], publisher_id, stored)
    _add_versions(session, new, stored, clock)
    for course, version_id in new:
        _record_loading(session, actor_id, version_id, course, clock)
    _make_html_anew(
        session, {loading.course_version_id: course for course, loading in pairs if not loading.is_new}
    )
    index_courses(session, [stored[course.slug].id for course in courses])
    return loadings


def _refuse_circles(session: Session, courses: Sequence[CourseText]) -> None:
    before = list_stored_prerequisites(session) | {course.slug: course.prerequisites for course in courses}
    for course in courses:
        circle = find_circle(course.slug, lambda slug: before.get(slug, ()))
        if circle is not None:
            raise RuleViolation("courses.prerequisite_circle", circle=" → ".join(circle))


def _loading(course: CourseText, stored: StoredCourse | None, publisher_id: UUID | None) -> Loading:
    if stored is None:
        return Loading(new_id(), is_new=True)
    if stored.publisher_id != publisher_id:
        raise Conflict("courses.other_publisher", slug=course.slug)
    if course.version not in stored.versions:
        return Loading(new_id(), is_new=True, is_withdrawn=stored.is_withdrawn)
    version_id, digest = stored.versions[course.version]
    if digest != course.digest():
        raise Conflict("courses.version_immutable", slug=course.slug, course_version=course.version)
    return Loading(version_id, is_new=False, is_withdrawn=stored.is_withdrawn)


def _add_courses(
    session: Session,
    courses: Sequence[CourseText],
    publisher_id: UUID | None,
    stored: dict[str, StoredCourse],
) -> None:
    rows = [{"id": new_id(), "slug": course.slug, "publisher_id": publisher_id} for course in courses]
    if rows:
        session.execute(insert(Course), rows)
    for row in rows:
        stored[str(row["slug"])] = StoredCourse(UUID(str(row["id"])), publisher_id, is_withdrawn=False)


def _add_versions(
    session: Session,
    new: Sequence[tuple[CourseText, UUID]],
    stored: Mapping[str, StoredCourse],
    clock: Clock,
) -> None:
    tables: dict[Table, list[dict[str, object]]] = {}
    for course, version_id in new:
        known = stored[course.slug]
        rows = version_rows(
            course,
            version_id=version_id,
            course_id=known.id,
            ordinal=len(known.versions) + 1,
            at=clock.now(),
        )
        for table, parts in rows.items():
            tables.setdefault(table, []).extend(parts)
    for table, parts in tables.items():
        if parts:
            session.execute(insert(table), parts)


def _record_loading(
    session: Session, actor_id: UUID | None, version_id: UUID, course: CourseText, clock: Clock
) -> None:
    audit.record(
        session,
        actor_id=actor_id,
        action="course.loaded",
        subject_kind="course_version",
        subject_id=version_id,
        at=clock.now(),
        details={"slug": course.slug, "version": course.version, "content_digest": course.digest()},
    )


def _make_html_anew(session: Session, courses: Mapping[UUID, CourseText]) -> None:
    if not courses:
        return
    html = {
        (version_id, lesson.slug): dict(lesson.html)
        for version_id, course in courses.items()
        for lesson in course.lessons
    }
    rows = session.execute(
        select(Lesson.id, Lesson.course_version_id, Lesson.slug, Lesson.html).where(
            Lesson.course_version_id.in_(courses)
        )
    )
    changed = [
        {"id": row.id, "html": html[row.course_version_id, row.slug]}
        for row in rows
        if row.html != html[row.course_version_id, row.slug]
    ]
    if changed:
        session.execute(update(Lesson), changed)
