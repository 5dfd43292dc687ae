"""Which version of a course somebody sees, and how far they are in it, in one statement for all courses.

A person sees the version they enrolled in last; without an enrolment, the newest. So a new version never
takes a course away from somebody in the middle of it. A withdrawn course is there only for those in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from lms.courses.domain import Progress, Serves
from lms.courses.models import Attempt, Course, CourseVersion, Enrolment, Lesson, LessonProgress
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.people.queries import organisations_within


@dataclass(frozen=True)
class ChosenVersion:
    """The version of a course that one person sees; ``newest`` names the version to move on to, if any."""

    course: Course
    version: CourseVersion
    enrolment: Enrolment | None
    progress: Progress
    newest: str | None

    @property
    def serves(self) -> tuple[Serves, ...]:
        """What the version serves, in the order of its file."""
        return tuple(
            Serves(aim.criterion_code, tuple(aim.levels), aim.objective) for aim in self.version.aims
        )


def courses_visible_to(actor: Actor) -> Select[Course]:
    """Select the courses an actor may read: published by an organisation of their lineage, or by none."""
    if not actor.may(Permission.COURSE_READ):
        return select(Course).where(false())
    published_above = Course.publisher_id.in_(actor.lineage)
    return select(Course).where(or_(Course.publisher_id.is_(None), published_above))


def progress_columns() -> tuple[ScalarSelect[int], ...]:
    """Return counts beside an enrolment and its version: lessons, lessons read, attempts, attempts passed."""
    lessons = select(func.count()).select_from(Lesson).where(Lesson.course_version_id == CourseVersion.id)
    read = select(func.count()).select_from(LessonProgress).where(LessonProgress.enrolment_id == Enrolment.id)
    attempts = select(func.count()).select_from(Attempt).where(Attempt.enrolment_id == Enrolment.id)
    counts = (lessons, read, attempts, attempts.where(Attempt.is_passed))
    return tuple(count.correlate(CourseVersion, Enrolment).scalar_subquery() for count in counts)


def progress_of(enrolment: Enrolment | None, counts: Sequence[int]) -> Progress:
    """Return the progress that ``progress_columns`` counted."""
    n_lessons, n_read, n_attempts, n_passed = counts
    return Progress(
        n_lessons=n_lessons,
        n_read=n_read,
        is_passed=n_passed > 0,
        n_attempts=n_attempts,
        enrolled_at=enrolment.enrolled_at if enrolment else None,
        finished_at=enrolment.finished_at if enrolment else None,
    )


def list_chosen(
    session: Session, actor: Actor, *, slug: str | None = None, person_id: UUID | None = None
) -> list[ChosenVersion]:
    """List the versions the actor sees of the courses they may read, or of the one with ``slug``.

    With ``person_id``, the versions that person is in, as far as the actor may see how they get on.
    """
    query = (
        courses_visible_to(actor)
        .add_columns(CourseVersion, Enrolment, _is_newest(), *progress_columns())
        .join(CourseVersion, CourseVersion.course_id == Course.id)
        .outerjoin(
            Enrolment,
            and_(Enrolment.course_version_id == CourseVersion.id, _is_enrolment_of(actor, person_id)),
        )
        .where(or_(and_(_is_newest(), Course.withdrawn_at.is_(None)), Enrolment.id.is_not(None)))
        .options(joinedload(CourseVersion.aims))
        .order_by(
            Course.slug,
            Enrolment.id.is_(None),
            Enrolment.enrolled_at.desc(),
            CourseVersion.ordinal.desc(),
        )
    )
    if slug is not None:
        query = query.where(Course.slug == slug)
    chosen: dict[UUID, ChosenVersion] = {}
    newest: dict[UUID, str] = {}
    for course, version, enrolment, is_newest, *counts in session.execute(query).unique().all():
        if is_newest:
            newest[course.id] = version.version
        progress = progress_of(enrolment, counts)
        chosen.setdefault(course.id, ChosenVersion(course, version, enrolment, progress, None))
    return [_with_newest(one, newest.get(course_id)) for course_id, one in chosen.items()]


def get_chosen(session: Session, actor: Actor, slug: str) -> ChosenVersion:
    """Return the version of one course that the actor sees.

    Raises NotFound("courses.not_found" | "courses.withdrawn").
    """
    found = list_chosen(session, actor, slug=slug)
    if found:
        return found[0]
    is_withdrawn = session.scalar(courses_visible_to(actor).where(Course.slug == slug)) is not None
    raise NotFound("courses.withdrawn" if is_withdrawn else "courses.not_found")


def newest_of(session: Session, actor: Actor, slug: str) -> CourseVersion:
    """Return the newest version of a course the actor may read, for beginning it.

    Raises NotFound("courses.not_found" | "courses.withdrawn").
    """
    found = session.execute(
        courses_visible_to(actor)
        .join(CourseVersion, CourseVersion.course_id == Course.id)
        .where(Course.slug == slug)
        .add_columns(CourseVersion)
        .order_by(CourseVersion.ordinal.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise NotFound("courses.not_found")
    if found[0].withdrawn_at is not None:
        raise NotFound("courses.withdrawn")
    version: CourseVersion = found[1]
    return version


def list_offered(session: Session, actor: Actor) -> Mapping[str, bool]:
    """Return the courses the actor may begin by slug, and whether they finished one of its versions."""
    has_finished = (
        select(Enrolment.id)
        .join(CourseVersion, CourseVersion.id == Enrolment.course_version_id)
        .where(
            CourseVersion.course_id == Course.id,
            Enrolment.person_id == actor.person_id,
            Enrolment.finished_at.is_not(None),
        )
        .correlate(Course)
        .exists()
    )
    offered = courses_visible_to(actor).where(Course.withdrawn_at.is_(None))
    return dict(session.execute(offered.with_only_columns(Course.slug, has_finished)).all())


def _is_enrolment_of(actor: Actor, person_id: UUID | None) -> ColumnElement[bool]:
    if person_id in {None, actor.person_id}:
        return Enrolment.person_id == actor.person_id
    reach = organisations_within(actor, Permission.ENROLMENT_READ)
    return and_(Enrolment.person_id == person_id, Enrolment.organisation_id.in_(reach))


def _is_newest() -> ColumnElement[bool]:
    other = aliased(CourseVersion)
    highest = select(func.max(other.ordinal)).where(other.course_id == CourseVersion.course_id)
    return CourseVersion.ordinal == highest.correlate(CourseVersion).scalar_subquery()


def _with_newest(chosen: ChosenVersion, newest: str | None) -> ChosenVersion:
    is_behind = newest != chosen.version.version
    return replace(chosen, newest=newest if is_behind else None)
