"""The catalogue: what is on offer, which course serves which level, and what comes next for a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from lms.courses.domain import CourseState, Progress, Serves, Words
from lms.courses.domain.standing import missing_prerequisites
from lms.courses.models import Lesson, LessonProgress
from lms.courses.queries.assignments import OwnAssignment, list_own_assignments
from lms.courses.queries.versions import ChosenVersion, list_chosen, list_offered
from lms.kernel.actor import Actor


@dataclass(frozen=True)
class CourseLink:
    """What a page needs to point to a course."""

    slug: str
    title: Words
    minutes: int
    progress: Progress


@dataclass(frozen=True)
class CourseCard:
    """A course in the catalogue; ``missing`` are the titles of what has to be finished before it."""

    slug: str
    title: Words
    summary: Words
    minutes: int
    serves: tuple[Serves, ...]
    progress: Progress
    assignment: OwnAssignment | None = None
    missing: tuple[Words, ...] = ()
    is_withdrawn: bool = False

    @property
    def lowest_level(self) -> int:
        """The lowest level the course helps to reach."""
        return min(level for aim in self.serves for level in aim.levels)

    def helps_with(self, *, criterion_code: str | None, level: int | None) -> bool:
        """Say whether the course serves the criterion, the level, or both at once; None means any."""
        return any(
            criterion_code in {None, aim.criterion_code} and (level is None or level in aim.levels)
            for aim in self.serves
        )


@dataclass(frozen=True)
class NextStep:
    """What a person should open now: a lesson, or the quiz when all lessons are read (no ``lesson_slug``)."""

    course: CourseLink
    lesson_slug: str | None
    lesson_title: Words | None


def list_courses(
    session: Session, actor: Actor, *, criterion_code: str | None = None, level: int | None = None
) -> list[CourseCard]:
    """List the courses the actor may read with their own progress: what is due first, then the lowest levels.

    A withdrawn course stays listed for who is in it, until they have finished.
    """
    assignments, offered = list_own_assignments(session, actor), list_offered(session, actor)
    cards = _cards(list_chosen(session, actor), assignments=assignments, offered=offered)
    return [
        card
        for card in sorted(cards, key=_due_first)
        if card.helps_with(criterion_code=criterion_code, level=level)
        and not (card.is_withdrawn and card.progress.state is CourseState.FINISHED)
    ]


def _cards(
    chosen: Sequence[ChosenVersion],
    *,
    assignments: Mapping[UUID, OwnAssignment] | None = None,
    offered: Mapping[str, bool] | None = None,
) -> list[CourseCard]:
    """Return a card for each course, those for the lowest levels first."""
    titles = {one.course.slug: one.version.title for one in chosen}
    cards = [
        CourseCard(
            slug=one.course.slug,
            title=one.version.title,
            summary=one.version.summary,
            minutes=one.version.minutes,
            serves=one.serves,
            progress=one.progress,
            assignment=(assignments or {}).get(one.course.id),
            missing=_missing(one, titles, offered or {}),
            is_withdrawn=one.course.withdrawn_at is not None,
        )
        for one in chosen
    ]
    return sorted(cards, key=lambda card: (card.lowest_level, card.slug))


def _missing(
    one: ChosenVersion, titles: Mapping[str, Words], offered: Mapping[str, bool]
) -> tuple[Words, ...]:
    if one.enrolment is not None:
        return ()
    return tuple(titles[slug] for slug in missing_prerequisites(one.version.prerequisites, offered))


def _due_first(card: CourseCard) -> date:
    return card.assignment.due_on if card.assignment else date.max


def list_courses_serving(
    session: Session, actor: Actor, *, chosen: Sequence[ChosenVersion] | None = None
) -> Mapping[tuple[str, int], tuple[CourseLink, ...]]:
    """Map each (criterion code, level) to the courses that help to reach it, with one's own progress.

    What ``list_chosen`` gave is read again unless it is at hand.
    """
    serving: dict[tuple[str, int], tuple[CourseLink, ...]] = {}
    for card in _cards(list_chosen(session, actor) if chosen is None else chosen):
        link = CourseLink(card.slug, card.title, card.minutes, card.progress)
        for aim in card.serves:
            for level in aim.levels:
                key = (aim.criterion_code, level)
                serving[key] = (*serving.get(key, ()), link)
    return serving


def find_next_step(
    session: Session, actor: Actor, *, chosen: Sequence[ChosenVersion] | None = None
) -> NextStep | None:
    """Return the course to go on with: what is due first, then the one begun last, then the first not begun.

    None when nothing is left that can be begun. What ``list_chosen`` gave is read again unless it is at hand.
    """
    chosen = list_chosen(session, actor) if chosen is None else chosen
    offered = {one.course.slug: one.progress.state is CourseState.FINISHED for one in chosen}
    open_ones = [
        one
        for one in chosen
        if one.progress.state is CourseState.UNDER_WAY
        or (
            one.progress.state is CourseState.NOT_STARTED
            and not missing_prerequisites(one.version.prerequisites, offered)
        )
    ]
    if not open_ones:
        return None
    due = {course_id: one.due_on for course_id, one in list_own_assignments(session, actor).items()}
    return _step(session, min(open_ones, key=lambda one: (due.get(one.course.id, date.max), _order(one))))


def _order(one: ChosenVersion) -> tuple[bool, float, int, str]:
    """Put what is begun first, the one begun last before the others, then the lowest level."""
    begun = one.progress.enrolled_at
    lowest = min(level for aim in one.serves for level in aim.levels)
    return begun is None, -begun.timestamp() if begun else 0.0, lowest, one.course.slug


def _step(session: Session, chosen: ChosenVersion) -> NextStep:
    version = chosen.version
    link = CourseLink(chosen.course.slug, version.title, version.minutes, chosen.progress)
    enrolment_id = chosen.enrolment.id if chosen.enrolment else None
    lesson = session.scalar(
        select(Lesson)
        .outerjoin(
            LessonProgress,
            and_(LessonProgress.lesson_id == Lesson.id, LessonProgress.enrolment_id == enrolment_id),
        )
        .where(Lesson.course_version_id == version.id, LessonProgress.lesson_id.is_(None))
        .order_by(Lesson.position)
        .limit(1)
    )
    if lesson is None:
        return NextStep(link, None, None)
    return NextStep(link, lesson.slug, lesson.title)
