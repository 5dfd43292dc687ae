"""Answering the quiz. Every attempt is kept with all its answers."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.courses.commands.learning import finish_when_complete, own_enrolment
from lms.courses.domain import Answers, grade, stored_answers
from lms.courses.models import Attempt, CourseVersion
from lms.courses.queries.attempts import quiz_of
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import RuleViolation
from lms.kernel.ids import new_id


def submit_attempt(session: Session, *, actor: Actor, slug: str, answers: Answers, clock: Clock) -> UUID:
    """Keep an attempt at the quiz with all its answers, graded; return its id. There is no limit to retries.

    Raises NotFound("courses.not_found"), RuleViolation("courses.answers_missing") when nothing is answered,
    RuleViolation("courses.answer_unknown" | "courses.answer_too_many") for answers the quiz cannot take.
    """
    if not any(answers.values()):
        raise RuleViolation("courses.answers_missing")
    enrolment = own_enrolment(session, actor, slug, clock)
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
    finish_when_complete(session, enrolment, clock)
    return attempt.id
