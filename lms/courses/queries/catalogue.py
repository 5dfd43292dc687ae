"""The catalogue: what is on offer, which course serves which level, and what comes next for a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from lms.courses.domain import CourseState, Progress, Serves, Words
from lms.courses.models import Lesson, LessonProgress
from lms.courses.queries.versions import ChosenVersion, list_chosen
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
    """A course in the catalogue."""

    slug: str
    title: Words
    summary: Words
    minutes: int
    serves: tuple[Serves, ...]
    progress: Progress

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
    """List the courses the actor may read with their own progress, those for the lowest levels first."""
    cards = _cards(list_chosen(session, actor))
    return [card for card in cards if card.helps_with(criterion_code=criterion_code, level=level)]


def _cards(chosen: Sequence[ChosenVersion]) -> list[CourseCard]:
    """Return a card for each course, those for the lowest levels first."""
    cards = [
        CourseCard(
            slug=one.course.slug,
            title=one.version.title,
            summary=one.version.summary,
            minutes=one.version.minutes,
            serves=one.serves,
            progress=one.progress,
        )
        for one in chosen
    ]
    return sorted(cards, key=lambda card: (card.lowest_level, card.slug))


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
    """Return the course to go on with, the one begun last first; else the first not begun; else None.

    What ``list_chosen`` gave is read again unless it is at hand.
    """
    chosen = list_chosen(session, actor) if chosen is None else chosen
    under_way = [one for one in chosen if one.progress.state is CourseState.UNDER_WAY]
    if under_way:
        return _step(session, max(under_way, key=lambda one: (one.progress.enrolled_at, one.course.slug)))
    waiting = [one for one in chosen if one.progress.state is CourseState.NOT_STARTED]
    if not waiting:
        return None
    lowest = {one.version.id: min(level for aim in one.serves for level in aim.levels) for one in waiting}
    return _step(session, min(waiting, key=lambda one: (lowest[one.version.id], one.course.slug)))


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
