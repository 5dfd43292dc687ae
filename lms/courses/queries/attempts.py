"""A quiz to answer, what became of attempts, and answers that wait to be handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.courses.domain import (
    AskedQuestion,
    Quiz,
    QuizResult,
    Words,
    answers_from,
    ask_again,
    draw_questions,
    draw_seed,
    grade,
    question_from,
    quiz_from,
)
from lms.courses.models import AssessmentItem, Attempt, AttemptDraft, Course, CourseVersion, Enrolment
from lms.courses.queries.catalogue import CourseLink
from lms.courses.queries.course import LessonLine, list_lessons
from lms.courses.queries.versions import ChosenVersion, courses_visible_to, get_chosen
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound


@dataclass(frozen=True)
class AttemptLine:
    """An attempt in a list; ``edition`` names the version of the course it was made in."""

    id: UUID
    number: int
    edition: str
    submitted_at: datetime
    n_right: int
    n_questions: int
    is_passed: bool


@dataclass(frozen=True)
class Draft:
    """Answers to one set of questions that are not handed in yet."""

    edition: str
    draw: int
    fields: Mapping[str, Sequence[str]]
    saved_at: datetime
    version: int


@dataclass(frozen=True)
class QuizPage:
    """A quiz as one attempt asks it, and what the actor has done so far.

    ``waiting`` are drafts of other sets of questions or versions; ``is_earlier`` says that this page itself
    is not the set of questions that comes next.
    """

    course: CourseLink
    edition: str
    quiz: Quiz
    draw: int
    is_earlier: bool
    asked: tuple[AskedQuestion, ...]
    draft: Draft | None
    waiting: tuple[Draft, ...]
    attempts: tuple[AttemptLine, ...]


@dataclass(frozen=True)
class AttemptPage:
    """A graded attempt; ``lesson_titles`` says by slug where to read again."""

    course: CourseLink
    edition: str
    is_newest_edition: bool
    number: int
    submitted_at: datetime
    result: QuizResult
    lessons: tuple[LessonLine, ...]
    attempts: tuple[AttemptLine, ...]

    @property
    def lesson_titles(self) -> Mapping[str, Words]:
        """The titles of the lessons by slug."""
        return {lesson.slug: lesson.title for lesson in self.lessons}

    @property
    def next_lesson(self) -> LessonLine | None:
        """The first lesson not read yet."""
        return next((lesson for lesson in self.lessons if lesson.read_at is None), None)


def get_quiz(
    session: Session, actor: Actor, slug: str, *, edition: str | None = None, draw: int | None = None
) -> QuizPage:
    """Return the quiz of the actor's version of a course, with the set of questions that comes next.

    ``edition`` asks for a version the actor was in before, ``draw`` for an earlier set of questions; what was
    never theirs is passed over. Raises NotFound("courses.not_found").
    """
    chosen = get_chosen(session, actor, slug)
    shown = _edition_of(session, actor, chosen, edition)
    attempts = list_own_attempts(session, actor, chosen.course.id)
    drafts = _list_drafts(session, actor, chosen.course.id)
    here = shown.version.version
    following = sum(attempt.edition == here for attempt in attempts) + 1
    draw = draw if draw is not None and 1 <= draw <= following else following
    quiz = quiz_of(session, shown.version)
    return QuizPage(
        course=CourseLink(slug, shown.version.title, shown.version.minutes, chosen.progress),
        edition=here,
        quiz=quiz,
        draw=draw,
        is_earlier=draw < following or shown is not chosen,
        asked=draw_questions(quiz, draw_seed(actor.person_id, shown.version.id, draw)),
        draft=next((one for one in drafts if (one.edition, one.draw) == (here, draw)), None),
        waiting=tuple(one for one in drafts if (one.edition, one.draw) != (here, draw)),
        attempts=attempts,
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
    quiz = quiz_of(session, version)
    asked = ask_again(quiz, attempt.asked, draw_seed(actor.person_id, version.id, attempt.draw))
    taken = replace(chosen, version=version, enrolment=enrolment)
    return AttemptPage(
        course=CourseLink(slug, version.title, version.minutes, chosen.progress),
        edition=version.version,
        is_newest_edition=version.id == chosen.version.id,
        number=attempt.number,
        submitted_at=attempt.submitted_at,
        result=grade(quiz, answers_from(attempt.answers), asked=asked),
        lessons=list_lessons(session, taken),
        attempts=list_own_attempts(session, actor, chosen.course.id),
    )


def list_own_attempts(session: Session, actor: Actor, course_id: UUID) -> tuple[AttemptLine, ...]:
    """List the actor's attempts at the quizzes of all versions of a course, the latest first."""
    rows = session.execute(
        select(
            Attempt.id,
            Attempt.number,
            CourseVersion.version,
            Attempt.submitted_at,
            Attempt.n_right,
            Attempt.n_questions,
            Attempt.is_passed,
        )
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(CourseVersion, CourseVersion.id == Enrolment.course_version_id)
        .where(Enrolment.person_id == actor.person_id, CourseVersion.course_id == course_id)
        .order_by(Attempt.submitted_at.desc(), CourseVersion.ordinal.desc(), Attempt.number.desc())
    )
    return tuple(AttemptLine(*row) for row in rows)


def find_own_enrolment(session: Session, actor: Actor, slug: str, edition: str) -> Enrolment | None:
    """Return the actor's enrolment in a version of a course they may read, if they are or were in it."""
    return session.scalar(
        select(Enrolment)
        .join(CourseVersion, CourseVersion.id == Enrolment.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(
            Enrolment.person_id == actor.person_id,
            CourseVersion.version == edition,
            Course.slug == slug,
            Course.id.in_(courses_visible_to(actor).with_only_columns(Course.id)),
        )
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
    return quiz_from(version.pass_mark, questions, version.quiz_rules)


def _edition_of(session: Session, actor: Actor, chosen: ChosenVersion, edition: str | None) -> ChosenVersion:
    if edition in {None, chosen.version.version}:
        return chosen
    version = session.scalar(
        select(CourseVersion)
        .join(Enrolment, Enrolment.course_version_id == CourseVersion.id)
        .where(
            CourseVersion.course_id == chosen.course.id,
            CourseVersion.version == edition,
            Enrolment.person_id == actor.person_id,
        )
    )
    return chosen if version is None else replace(chosen, version=version)


def _list_drafts(session: Session, actor: Actor, course_id: UUID) -> tuple[Draft, ...]:
    rows = session.execute(
        select(
            CourseVersion.version,
            AttemptDraft.draw,
            AttemptDraft.fields,
            AttemptDraft.saved_at,
            AttemptDraft.version,
        )
        .join(Enrolment, Enrolment.id == AttemptDraft.enrolment_id)
        .join(CourseVersion, CourseVersion.id == Enrolment.course_version_id)
        .where(Enrolment.person_id == actor.person_id, CourseVersion.course_id == course_id)
        .order_by(AttemptDraft.saved_at.desc(), AttemptDraft.draw.desc())
    )
    return tuple(Draft(*row) for row in rows)
