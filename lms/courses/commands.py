"""Verbs of courses: load a version, enrol, read a lesson, answer the quiz."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.courses.domain import (
    Answers,
    CourseText,
    grade,
    is_complete,
    list_flaws,
    stored_answers,
    stored_question,
    stored_source,
)
from lms.courses.models import (
    AssessmentItem,
    Attempt,
    Course,
    CourseAim,
    CourseFigure,
    CourseVersion,
    Enrolment,
    Lesson,
    LessonProgress,
)
from lms.courses.queries.attempts import quiz_of
from lms.courses.queries.stored import find_stored_course
from lms.courses.queries.versions import get_chosen, newest_of
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.people.queries import find_employer
from lms.storage import audit


@dataclass(frozen=True)
class Loading:
    """What loading gave: the version's id, and whether it was not there before."""

    course_version_id: UUID
    is_new: bool


def load_course(
    session: Session,
    *,
    actor_id: UUID | None,
    course: CourseText,
    levels: Mapping[str, int],
    publisher_id: UUID | None,
    clock: Clock,
) -> Loading:
    """Store a version, or find that the same content is stored and only make its HTML anew.

    The operator at the command line acts without an account: ``actor_id`` is None. Without a publisher, every
    organisation reads it. ``levels`` maps each criterion's code to its highest level. Raises RuleViolation
    with the first flaw's code, Conflict("courses.version_immutable") when other content is stored under this
    version, and Conflict("courses.other_publisher") when the slug belongs to another organisation.
    """
    flaws = list_flaws(course, levels=levels)
    if flaws:
        raise RuleViolation(flaws[0].code, None, **flaws[0].facts)
    stored = find_stored_course(session, slug=course.slug, version=course.version)
    if stored is not None and stored.publisher_id != publisher_id:
        raise Conflict("courses.other_publisher", slug=course.slug)
    if stored is None or stored.version_id is None:
        course_id = _add_course(session, course.slug, publisher_id) if stored is None else stored.id
        ordinal = 1 if stored is None else stored.n_versions + 1
        version = _add_version(session, course_id, ordinal, course, clock)
        _record_loading(session, actor_id, version, course.slug)
        return Loading(version.id, is_new=True)
    if stored.content_digest != course.digest():
        raise Conflict("courses.version_immutable", slug=course.slug, course_version=course.version)
    _make_html_anew(session, stored.version_id, course)
    return Loading(stored.version_id, is_new=False)


def enrol(session: Session, *, actor: Actor, slug: str, clock: Clock) -> UUID:
    """Enrol the actor in the newest version of a course, or find that they are; return the enrolment's id.

    Raises NotFound("courses.not_found").
    """
    version = newest_of(session, actor, slug)
    enrolled = session.scalar(
        select(Enrolment.id).where(
            Enrolment.person_id == actor.person_id, Enrolment.course_version_id == version.id
        )
    )
    return enrolled or _enrol(session, actor, version.id, clock).id


def complete_lesson(
    session: Session, *, actor: Actor, slug: str, lesson_slug: str, clock: Clock
) -> Enrolment:
    """Note that the actor has read a lesson; whoever begins by reading is enrolled by it. Twice is once.

    Raises NotFound("courses.not_found" | "courses.lesson_not_found").
    """
    enrolment = _own_enrolment(session, actor, slug, clock)
    lesson_id = session.scalar(
        select(Lesson.id).where(
            Lesson.course_version_id == enrolment.course_version_id, Lesson.slug == lesson_slug
        )
    )
    if lesson_id is None:
        raise NotFound("courses.lesson_not_found")
    if session.get(LessonProgress, (enrolment.id, lesson_id)) is None:
        session.add(LessonProgress(enrolment_id=enrolment.id, lesson_id=lesson_id, read_at=clock.now()))
        session.flush()  # the lesson just read counts below
        _finish_when_complete(session, enrolment, clock)
    return enrolment


def submit_attempt(session: Session, *, actor: Actor, slug: str, answers: Answers, clock: Clock) -> UUID:
    """Keep an attempt at the quiz with all its answers, graded; return its id. There is no limit to retries.

    Raises NotFound("courses.not_found"), RuleViolation("courses.answers_missing") when nothing is answered,
    RuleViolation("courses.answer_unknown" | "courses.answer_too_many") for answers the quiz cannot take.
    """
    if not any(answers.values()):
        raise RuleViolation("courses.answers_missing")
    enrolment = _own_enrolment(session, actor, slug, clock)
    version = session.get_one(CourseVersion, enrolment.course_version_id)
    result = grade(quiz_of(session, version), answers)
    last = session.scalar(select(func.max(Attempt.number)).where(Attempt.enrolment_id == enrolment.id))
    attempt = Attempt(
        id=new_id(),
        enrolment_id=enrolment.id,
        number=(last or 0) + 1,
        submitted_at=clock.now(),
        answers=stored_answers(answers),
        n_right=result.n_right,
        n_questions=result.n_questions,
        is_passed=result.is_passed,
    )
    session.add(attempt)
    session.flush()  # the attempt counts below
    _finish_when_complete(session, enrolment, clock)
    return attempt.id


def _own_enrolment(session: Session, actor: Actor, slug: str, clock: Clock) -> Enrolment:
    """Return the actor's enrolment in the version they see, locked, so that two windows take turns."""
    chosen = get_chosen(session, actor, slug)
    if chosen.enrolment is None:
        return _enrol(session, actor, chosen.version.id, clock)
    return session.get_one(Enrolment, chosen.enrolment.id, with_for_update=True, populate_existing=True)


def _enrol(session: Session, actor: Actor, version_id: UUID, clock: Clock) -> Enrolment:
    employer = find_employer(session, person_id=actor.person_id, on=clock.today())
    enrolment = Enrolment(
        id=new_id(),
        person_id=actor.person_id,
        course_version_id=version_id,
        organisation_id=employer.id if employer else None,
        enrolled_at=clock.now(),
    )
    session.add(enrolment)
    session.flush()  # progress and attempts refer to it
    return enrolment


def _finish_when_complete(session: Session, enrolment: Enrolment, clock: Clock) -> None:
    if enrolment.finished_at is not None:
        return
    lessons = select(func.count()).select_from(Lesson)
    read = select(func.count()).select_from(LessonProgress)
    passed = select(func.count()).select_from(Attempt).where(Attempt.is_passed)
    n_lessons, n_read, n_passed = session.execute(
        select(
            lessons.where(Lesson.course_version_id == enrolment.course_version_id).scalar_subquery(),
            read.where(LessonProgress.enrolment_id == enrolment.id).scalar_subquery(),
            passed.where(Attempt.enrolment_id == enrolment.id).scalar_subquery(),
        )
    ).one()
    if is_complete(n_lessons=n_lessons, n_read=n_read, is_passed=n_passed > 0):
        enrolment.finished_at = clock.now()


def _add_course(session: Session, slug: str, publisher_id: UUID | None) -> UUID:
    row = Course(id=new_id(), slug=slug, publisher_id=publisher_id)
    session.add(row)
    session.flush()  # the version refers to it
    return row.id


def _add_version(
    session: Session, course_id: UUID, ordinal: int, course: CourseText, clock: Clock
) -> CourseVersion:
    version = CourseVersion(
        id=new_id(),
        course_id=course_id,
        ordinal=ordinal,
        version=course.version,
        title=course.title,
        summary=course.summary,
        audience=course.audience,
        minutes=course.minutes,
        pass_mark=course.quiz.pass_mark,
        prerequisites=list(course.prerequisites),
        sources=[stored_source(source) for source in course.sources],
        content_digest=course.digest(),
        loaded_at=clock.now(),
    )
    session.add(version)
    session.flush()  # its parts refer to it
    session.add_all(_parts(version.id, course))
    return version


def _record_loading(session: Session, actor_id: UUID | None, version: CourseVersion, slug: str) -> None:
    audit.record(
        session,
        actor_id=actor_id,
        action="course.loaded",
        subject_kind="course_version",
        subject_id=version.id,
        at=version.loaded_at,
        details={"slug": slug, "version": version.version, "content_digest": version.content_digest},
    )


def _parts(version_id: UUID, course: CourseText) -> list[CourseAim | Lesson | CourseFigure | AssessmentItem]:
    aims = (
        CourseAim(
            course_version_id=version_id,
            position=position,
            criterion_code=aim.criterion_code,
            levels=list(aim.levels),
            objective=aim.objective,
        )
        for position, aim in enumerate(course.serves, start=1)
    )
    lessons = (
        Lesson(
            course_version_id=version_id,
            position=position,
            slug=lesson.slug,
            title=lesson.title,
            objective=lesson.objective,
            minutes=lesson.minutes,
            markdown=lesson.markdown,
            html=lesson.html,
        )
        for position, lesson in enumerate(course.lessons, start=1)
    )
    figures = (
        CourseFigure(course_version_id=version_id, name=figure.name, svg=figure.svg)
        for figure in course.figures
    )
    items = (
        AssessmentItem(
            course_version_id=version_id,
            position=position,
            code=question.code,
            kind=question.kind,
            lesson_slug=question.lesson_slug,
            content=stored_question(question),
        )
        for position, question in enumerate(course.quiz.questions, start=1)
    )
    return [*aims, *lessons, *figures, *items]


def _make_html_anew(session: Session, version_id: UUID, course: CourseText) -> None:
    rows = session.scalars(select(Lesson).where(Lesson.course_version_id == version_id))
    html = {lesson.slug: lesson.html for lesson in course.lessons}
    for row in rows:
        if row.html != html[row.slug]:
            row.html = html[row.slug]
