"""A quiz to answer, and what became of an attempt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.courses.domain import Progress, Quiz, QuizResult, Words, answers_from, grade, question_from
from lms.courses.models import AssessmentItem, Attempt, CourseVersion, Enrolment
from lms.courses.queries.catalogue import CourseLink
from lms.courses.queries.course import LessonLine, list_attempts, list_lessons
from lms.courses.queries.versions import ChosenVersion, get_chosen
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound


@dataclass(frozen=True)
class QuizPage:
    """A quiz with what the actor has done so far."""

    course: CourseLink
    quiz: Quiz
    lessons: tuple[LessonLine, ...]
    attempts: Sequence[Attempt]


@dataclass(frozen=True)
class AttemptPage:
    """A graded attempt; ``lesson_titles`` says by slug where to read again."""

    course: CourseLink
    number: int
    submitted_at: datetime
    result: QuizResult
    lessons: tuple[LessonLine, ...]
    attempts: Sequence[Attempt]

    @property
    def lesson_titles(self) -> Mapping[str, Words]:
        """The titles of the lessons by slug."""
        return {lesson.slug: lesson.title for lesson in self.lessons}

    @property
    def next_lesson(self) -> LessonLine | None:
        """The first lesson not read yet."""
        return next((lesson for lesson in self.lessons if lesson.read_at is None), None)


def get_quiz(session: Session, actor: Actor, slug: str) -> QuizPage:
    """Return the quiz of the actor's version of a course. Raises NotFound("courses.not_found")."""
    chosen = get_chosen(session, actor, slug)
    return QuizPage(
        course=_link(chosen, chosen.progress),
        quiz=quiz_of(session, chosen.version),
        lessons=list_lessons(session, chosen),
        attempts=list_attempts(session, chosen),
    )


def get_attempt(session: Session, actor: Actor, slug: str, attempt_id: UUID) -> AttemptPage:
    """Return one of the actor's own attempts, graded. Raises NotFound("courses.attempt_not_found")."""
    found = session.execute(
        select(Attempt, Enrolment, CourseVersion)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(CourseVersion, CourseVersion.id == Enrolment.course_version_id)
        .where(Attempt.id == attempt_id, Enrolment.person_id == actor.person_id)
    ).one_or_none()
    chosen = get_chosen(session, actor, slug)
    if found is None or found[2].course_id != chosen.course.id:
        raise NotFound("courses.attempt_not_found")
    attempt, enrolment, version = found
    taken = ChosenVersion(chosen.course, version, enrolment, chosen.progress, chosen.newest)
    return AttemptPage(
        course=_link(taken, chosen.progress),
        number=attempt.number,
        submitted_at=attempt.submitted_at,
        result=grade(quiz_of(session, version), answers_from(attempt.answers)),
        lessons=list_lessons(session, taken),
        attempts=list_attempts(session, taken),
    )


def quiz_of(session: Session, version: CourseVersion) -> Quiz:
    """Return the quiz of a version."""
    items = session.scalars(
        select(AssessmentItem)
        .where(AssessmentItem.course_version_id == version.id)
        .order_by(AssessmentItem.position)
    )
    questions = (
        question_from(item.kind, code=item.code, lesson_slug=item.lesson_slug, stored=item.content)
        for item in items
    )
    return Quiz(version.pass_mark, tuple(questions))


def _link(chosen: ChosenVersion, progress: Progress) -> CourseLink:
    return CourseLink(chosen.course.slug, chosen.version.title, chosen.version.minutes, progress)
