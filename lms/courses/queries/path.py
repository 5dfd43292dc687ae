"""What is offered to one person for the path to their targets, in one statement beside the versions."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from lms.courses.domain.path import Offer, OfferedLesson, OfferedTask
from lms.courses.models import CourseAssignment, CourseVersion, Lesson, LessonProgress, PracticeTask
from lms.courses.models.practising import PracticeOutcome
from lms.courses.queries.assignments import is_open
from lms.courses.queries.versions import ChosenVersion


def list_offers(session: Session, person_id: UUID, chosen: Sequence[ChosenVersion]) -> tuple[Offer, ...]:
    """Return the courses that ``list_chosen`` gave for a person with their lessons and practice tasks.

    Where one was assigned to them, it says by when it is to be finished.
    """
    rows = _list_rows(session, person_id, chosen)
    due = {row.course_version_id: row.due_on for row in rows}
    lessons: dict[UUID, tuple[OfferedLesson, ...]] = {}
    for (version_id, _position), group in groupby(rows, key=itemgetter(0, 1)):
        lessons[version_id] = (*lessons.get(version_id, ()), _lesson(list(group)))
    return tuple(
        Offer(
            slug=one.course.slug,
            title=one.version.title,
            minutes=one.version.minutes,
            aims=frozenset((aim.criterion_code, level) for aim in one.serves for level in aim.levels),
            lessons=lessons.get(one.version.id, ()),
            progress=one.progress,
            requires=tuple(one.version.prerequisites),
            due_on=due.get(one.version.id),
            is_open=one.course.withdrawn_at is None,
        )
        for one in chosen
    )


def _list_rows(session: Session, person_id: UUID, chosen: Sequence[ChosenVersion]) -> Sequence[Any]:
    """Return the lessons by version, in order; a row for each task, and for each lesson without one."""
    return session.execute(
        select(
            Lesson.course_version_id,
            Lesson.position,
            Lesson.slug,
            Lesson.title,
            Lesson.minutes,
            Lesson.serves,
            LessonProgress.read_at,
            PracticeTask,
            PracticeOutcome.id.label("outcome_id"),
            CourseAssignment.due_on,
        )
        .join(CourseVersion, CourseVersion.id == Lesson.course_version_id)
        .outerjoin(
            LessonProgress,
            and_(
                LessonProgress.lesson_id == Lesson.id,
                LessonProgress.enrolment_id.in_([one.enrolment.id for one in chosen if one.enrolment]),
            ),
        )
        .outerjoin(PracticeTask, PracticeTask.lesson_id == Lesson.id)
        .outerjoin(
            PracticeOutcome,
            and_(
                PracticeOutcome.person_id == person_id,
                PracticeOutcome.course_id == CourseVersion.course_id,
                PracticeOutcome.practice_code == PracticeTask.code,
                PracticeOutcome.revoked_at.is_(None),
            ),
        )
        .outerjoin(
            CourseAssignment,
            and_(
                CourseAssignment.person_id == person_id,
                CourseAssignment.course_id == CourseVersion.course_id,
                is_open(),
            ),
        )
        .where(Lesson.course_version_id.in_([one.version.id for one in chosen]))
        .order_by(Lesson.course_version_id, Lesson.position, PracticeTask.position)
    ).all()


def _lesson(rows: Sequence[Any]) -> OfferedLesson:
    first = rows[0]
    tasks = {row.PracticeTask.id: row for row in rows if row.PracticeTask is not None}
    return OfferedLesson(
        slug=first.slug,
        title=first.title,
        minutes=first.minutes,
        is_read=first.read_at is not None,
        aims=frozenset((aim["criterion"], level) for aim in first.serves for level in aim["levels"]),
        tasks=tuple(_task(row.PracticeTask, is_done=row.outcome_id is not None) for row in tasks.values()),
    )


def _task(row: PracticeTask, *, is_done: bool) -> OfferedTask:
    aims = frozenset((row.criterion_code, level) for level in row.levels)
    return OfferedTask(row.id, row.code, row.title, aims, is_done)
