"""One course and its lessons, as one person goes through them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from lms.courses.domain import (
    Figure,
    PracticeTask,
    Progress,
    Serves,
    Source,
    Words,
    next_lesson,
    prompt_from,
    source_from,
)
from lms.courses.models import CourseFigure, CourseVersion, Lesson, LessonProgress, LessonReflection
from lms.courses.models import PracticeTask as PracticeRow
from lms.courses.queries.catalogue import CourseLink
from lms.courses.queries.versions import ChosenVersion, get_chosen, list_chosen
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound


@dataclass(frozen=True)
class LessonLine:
    """A lesson in a list. ``read_at`` is None until the person has read it."""

    slug: str
    position: int
    title: Words
    objective: Words
    minutes: int
    read_at: datetime | None


@dataclass(frozen=True)
class OwnPrompt:
    """A question to think about, with what the reader wrote to it (nothing yet: ``version`` 0)."""

    code: str
    prompt: Words
    text: str = ""
    version: int = 0
    written_at: datetime | None = None


@dataclass(frozen=True)
class CoursePage:
    """A course with the actor's own way through it. ``newest`` is a newer version to move on to, if any.

    ``withdrawn_at`` and ``withdrawal_reason`` are there for who is in a course that was withdrawn.
    """

    slug: str
    version: str
    newest: str | None
    title: Words
    summary: Words
    audience: Words
    minutes: int
    pass_mark: int
    serves: tuple[Serves, ...]
    sources: tuple[Source, ...]
    prerequisites: tuple[CourseLink, ...]
    lessons: tuple[LessonLine, ...]
    progress: Progress
    course_id: UUID
    withdrawn_at: datetime | None
    withdrawal_reason: str | None

    @property
    def next_lesson(self) -> LessonLine | None:
        """The first lesson not read yet."""
        read = {lesson.slug for lesson in self.lessons if lesson.read_at is not None}
        slug = next_lesson([lesson.slug for lesson in self.lessons], read)
        return next((lesson for lesson in self.lessons if lesson.slug == slug), None)


@dataclass(frozen=True)
class LessonPage:
    """A lesson to read, between its neighbours."""

    course: CourseLink
    slug: str
    position: int
    title: Words
    objective: Words
    minutes: int
    html: Words
    read_at: datetime | None
    practices: tuple[PracticeTask, ...]
    prompts: tuple[OwnPrompt, ...]
    lessons: tuple[LessonLine, ...]

    def prompt(self, code: str) -> OwnPrompt:
        """Return the prompt with a code. Raises NotFound("courses.prompt_not_found")."""
        found = next((prompt for prompt in self.prompts if prompt.code == code), None)
        if found is None:
            raise NotFound("courses.prompt_not_found")
        return found

    @property
    def previous(self) -> LessonLine | None:
        """The lesson before this one."""
        return self.lessons[self.position - 2] if self.position > 1 else None

    @property
    def following(self) -> LessonLine | None:
        """The lesson after this one."""
        return self.lessons[self.position] if self.position < len(self.lessons) else None


def get_course(session: Session, actor: Actor, slug: str) -> CoursePage:
    """Return a course with the actor's own progress and attempts. Raises NotFound("courses.not_found")."""
    chosen = get_chosen(session, actor, slug)
    version = chosen.version
    return CoursePage(
        slug=slug,
        version=version.version,
        newest=chosen.newest,
        title=version.title,
        summary=version.summary,
        audience=version.audience,
        minutes=version.minutes,
        pass_mark=version.pass_mark,
        serves=chosen.serves,
        sources=tuple(map(source_from, version.sources)),
        prerequisites=_prerequisites(session, actor, version),
        lessons=list_lessons(session, chosen),
        progress=chosen.progress,
        course_id=chosen.course.id,
        withdrawn_at=chosen.course.withdrawn_at,
        withdrawal_reason=chosen.course.withdrawal_reason,
    )


def get_lesson(session: Session, actor: Actor, slug: str, lesson_slug: str) -> LessonPage:
    """Return a lesson in the actor's version. Raises NotFound("courses.lesson_not_found")."""
    chosen = get_chosen(session, actor, slug)
    lessons = list_lessons(session, chosen)
    line = next((lesson for lesson in lessons if lesson.slug == lesson_slug), None)
    if line is None:
        raise NotFound("courses.lesson_not_found")
    version = chosen.version
    row = session.scalars(
        select(Lesson).where(Lesson.course_version_id == version.id, Lesson.slug == lesson_slug)
    ).one()
    return LessonPage(
        course=CourseLink(slug, version.title, version.minutes, chosen.progress),
        slug=line.slug,
        position=line.position,
        title=line.title,
        objective=line.objective,
        minutes=line.minutes,
        html=row.html,
        read_at=line.read_at,
        practices=_practices(session, row.id),
        prompts=list_own_prompts(session, actor, chosen.course.id, row.reflections),
        lessons=lessons,
    )


def get_figure(session: Session, actor: Actor, slug: str, name: str) -> Figure:
    """Return a figure of the actor's version. Raises NotFound("courses.figure_not_found")."""
    chosen = get_chosen(session, actor, slug)
    figure = session.scalar(
        select(CourseFigure).where(
            CourseFigure.course_version_id == chosen.version.id, CourseFigure.name == name
        )
    )
    if figure is None:
        raise NotFound("courses.figure_not_found")
    return Figure(figure.name, figure.media_type, figure.content)


def list_lessons(session: Session, chosen: ChosenVersion) -> tuple[LessonLine, ...]:
    """List the lessons of a version in order, with when the person read each."""
    enrolment_id: UUID | None = chosen.enrolment.id if chosen.enrolment else None
    rows = session.execute(
        select(
            Lesson.slug,
            Lesson.position,
            Lesson.title,
            Lesson.objective,
            Lesson.minutes,
            LessonProgress.read_at,
        )
        .outerjoin(
            LessonProgress,
            and_(LessonProgress.lesson_id == Lesson.id, LessonProgress.enrolment_id == enrolment_id),
        )
        .where(Lesson.course_version_id == chosen.version.id)
        .order_by(Lesson.position)
    )
    return tuple(LessonLine(*row) for row in rows)


def list_own_prompts(
    session: Session, actor: Actor, course_id: UUID, stored: Sequence[Mapping[str, object]]
) -> tuple[OwnPrompt, ...]:
    """Return a lesson's stored prompts, each with what the actor, and nobody else, wrote to it."""
    if not stored:
        return ()
    written = {
        row.code: row
        for row in session.scalars(
            select(LessonReflection).where(
                LessonReflection.person_id == actor.person_id, LessonReflection.course_id == course_id
            )
        )
    }
    prompts = map(prompt_from, stored)
    return tuple(
        OwnPrompt(one.code, one.prompt, own.text, own.version, own.written_at)
        if (own := written.get(one.code)) is not None
        else OwnPrompt(one.code, one.prompt)
        for one in prompts
    )


def _practices(session: Session, lesson_id: UUID) -> tuple[PracticeTask, ...]:
    rows = session.scalars(
        select(PracticeRow).where(PracticeRow.lesson_id == lesson_id).order_by(PracticeRow.position)
    )
    return tuple(map(practice_task_of, rows))


def practice_task_of(row: PracticeRow) -> PracticeTask:
    """Return a stored practice task as its course said it."""
    return PracticeTask(row.code, row.criterion_code, tuple(row.levels), row.title, row.task, row.watch)


def _prerequisites(session: Session, actor: Actor, version: CourseVersion) -> tuple[CourseLink, ...]:
    if not version.prerequisites:
        return ()
    return tuple(
        CourseLink(one.course.slug, one.version.title, one.version.minutes, one.progress)
        for one in list_chosen(session, actor)
        if one.course.slug in version.prerequisites
    )
