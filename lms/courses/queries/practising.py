"""Practice tasks to be tried, and what became of others: one's own, and those of people in reach."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from lms.courses.domain.practising import TaskDone, TaskToTry
from lms.courses.models import Course, CourseVersion, Enrolment, Lesson, LessonProgress, PracticeTask
from lms.courses.models.practising import PracticeOutcome
from lms.courses.queries.people import visible_to
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound

_TASK_COLUMNS = (
    PracticeTask.id,
    PracticeTask.code,
    PracticeTask.criterion_code,
    PracticeTask.levels,
    PracticeTask.title,
    PracticeTask.task,
    PracticeTask.watch,
    Course.slug,
    CourseVersion.title,
    Lesson.slug,
    Lesson.title,
    LessonProgress.read_at,
)


def list_to_try(
    session: Session, actor: Actor, person_ids: Collection[UUID]
) -> Mapping[UUID, tuple[TaskToTry, ...]]:
    """Return what each person, as far as the actor may see their courses, could try next; latest read first.

    A task that stands in two versions is named once, as the newer version says it.
    """
    rows = session.execute(
        _read_tasks(actor)
        .outerjoin(
            PracticeOutcome,
            and_(
                PracticeOutcome.person_id == Enrolment.person_id,
                PracticeOutcome.course_id == Course.id,
                PracticeOutcome.practice_code == PracticeTask.code,
                PracticeOutcome.revoked_at.is_(None),
            ),
        )
        .where(Enrolment.person_id.in_(person_ids), PracticeOutcome.id.is_(None))
        .order_by(LessonProgress.read_at.desc(), CourseVersion.ordinal.desc(), PracticeTask.position)
    )
    found: dict[UUID, dict[tuple[str, str], TaskToTry]] = {person_id: {} for person_id in person_ids}
    for row in rows:
        task = _task(row[1:])
        found[row[0].person_id].setdefault((task.course_slug, task.code), task)
    return {person_id: tuple(tasks.values()) for person_id, tasks in found.items()}


def find_read_tasks(
    session: Session, actor: Actor, person_id: UUID, task_ids: Collection[UUID]
) -> Mapping[UUID, TaskToTry]:
    """Return those tasks whose lesson a person has read, tried or not, as far as the actor may see."""
    rows = session.execute(
        _read_tasks(actor).where(Enrolment.person_id == person_id, PracticeTask.id.in_(task_ids))
    )
    return {task.id: task for task in (_task(row[1:]) for row in rows)}


def get_own_task(session: Session, actor: Actor, task_id: UUID) -> tuple[TaskToTry, TaskDone | None]:
    """Return a task whose lesson the actor has read, and what they made of it.

    Raises NotFound("courses.practice_unknown").
    """
    task = find_read_tasks(session, actor, actor.person_id, [task_id]).get(task_id)
    if task is None:
        raise NotFound("courses.practice_unknown")
    done = (
        one
        for one in list_outcomes(session, actor)
        if (one.course_slug, one.practice_code) == (task.course_slug, task.code)
    )
    return task, next(done, None)


def list_outcomes(session: Session, actor: Actor) -> Sequence[TaskDone]:
    """List what the actor tried or set aside, the latest first; what is offered no more is left out."""
    rows = session.execute(
        select(
            PracticeOutcome.id,
            PracticeTask.id,
            PracticeTask.code,
            PracticeTask.title,
            Course.slug,
            PracticeOutcome.outcome,
            PracticeOutcome.happened_on,
            PracticeOutcome.source_id.is_not(None),
        )
        .join(Course, Course.id == PracticeOutcome.course_id)
        .join(CourseVersion, CourseVersion.course_id == Course.id)
        .join(
            Enrolment,
            and_(
                Enrolment.course_version_id == CourseVersion.id,
                Enrolment.person_id == PracticeOutcome.person_id,
            ),
        )
        .join(
            PracticeTask,
            and_(
                PracticeTask.course_version_id == CourseVersion.id,
                PracticeTask.code == PracticeOutcome.practice_code,
            ),
        )
        .where(PracticeOutcome.person_id == actor.person_id, PracticeOutcome.revoked_at.is_(None))
        .order_by(PracticeOutcome.recorded_at.desc(), PracticeOutcome.id, CourseVersion.ordinal.desc())
    )
    found: dict[UUID, TaskDone] = {}
    for row in rows:
        found.setdefault(row[0], TaskDone(*row))
    return list(found.values())


def _read_tasks(actor: Actor) -> Select[Enrolment]:
    """Select the visible enrolments with each task whose lesson was read in them."""
    return (
        visible_to(actor)
        .add_columns(*_TASK_COLUMNS)
        .join(LessonProgress, LessonProgress.enrolment_id == Enrolment.id)
        .join(Lesson, Lesson.id == LessonProgress.lesson_id)
        .join(PracticeTask, PracticeTask.lesson_id == Lesson.id)
        .join(CourseVersion, CourseVersion.id == Enrolment.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
    )


def _task(columns: Sequence[Any]) -> TaskToTry:
    task_id, code, criterion_code, levels, *words = columns
    return TaskToTry(task_id, code, criterion_code, tuple(levels), *words)
