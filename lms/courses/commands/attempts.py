"""Answering the quiz. Every attempt is kept with all its answers; what is not handed in waits as a draft."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.courses.commands.learning import finish_when_complete, own_enrolment
from lms.courses.domain import Answers, draw_questions, draw_seed, grade, stored_answers
from lms.courses.models import Attempt, AttemptDraft, CourseVersion, Enrolment
from lms.courses.queries.attempts import find_own_enrolment, quiz_of
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, RuleViolation
from lms.kernel.ids import new_id


def submit_attempt(
    session: Session,
    *,
    actor: Actor,
    slug: str,
    answers: Answers,
    clock: Clock,
    edition: str | None = None,
    draw: int | None = None,
    draft_version: int = 0,
) -> UUID:
    """Keep an attempt at the quiz with all its answers, graded; return its id. There is no limit to retries.

    ``draw`` says which set of questions was answered, else the next one; ``edition`` which version of the
    course, else the one the actor is in. So whoever answered on another device, or without a network while
    going on elsewhere, loses nothing. The draft of these answers goes when it is the one they were made from,
    which ``draft_version`` says; what another window saved meanwhile stays.

    Raises NotFound("courses.not_found"), RuleViolation("courses.answers_missing") when nothing is answered,
    and as ``grade`` does for answers the quiz cannot take.
    """
    if not any(answers.values()):
        raise RuleViolation("courses.answers_missing")
    enrolment = _enrolment(session, actor, slug, edition, clock)
    n_attempts = _count_attempts(session, enrolment)
    draw = _known_draw(n_attempts + 1 if draw is None else draw, n_attempts)
    version = session.get_one(CourseVersion, enrolment.course_version_id)
    quiz = quiz_of(session, version)
    asked = draw_questions(quiz, draw_seed(actor.person_id, version.id, draw))
    result = grade(quiz, answers, asked=asked)
    attempt = Attempt(
        id=new_id(),
        enrolment_id=enrolment.id,
        number=n_attempts + 1,
        submitted_at=clock.now(),
        answers=stored_answers(answers),
        n_right=result.n_right,
        n_questions=result.n_questions,
        is_passed=result.is_passed,
        draw=draw,
        asked=[one.question.code for one in asked],
    )
    session.add(attempt)
    draft = session.get(AttemptDraft, (enrolment.id, draw))
    if draft is not None and draft.version == draft_version:
        session.delete(draft)
    session.flush()  # the attempt counts below
    finish_when_complete(session, enrolment, clock)
    return attempt.id


def save_attempt_draft(
    session: Session,
    *,
    actor: Actor,
    slug: str,
    fields: Mapping[str, Sequence[str]],
    edition: str | None,
    draw: int,
    version: int,
    clock: Clock,
) -> int:
    """Keep answers that are not handed in yet, as they stand in the form; return the draft's version.

    ``version`` is that of the draft the form was opened with, 0 without one. Raises
    Conflict("courses.draft_stale") with the saved fields when another window or device saved meanwhile.
    """
    enrolment = _enrolment(session, actor, slug, edition, clock)
    draw = _known_draw(draw, _count_attempts(session, enrolment))
    draft = session.get(AttemptDraft, (enrolment.id, draw))
    if (draft.version if draft else 0) != version:
        saved = dict(draft.fields) if draft else {}
        raise Conflict("courses.draft_stale", current=saved, version=draft.version if draft else 0)
    if draft is None:
        draft = AttemptDraft(enrolment_id=enrolment.id, draw=draw)
        session.add(draft)
    draft.fields = {name: list(values) for name, values in sorted(fields.items())}
    draft.saved_at = clock.now()
    session.flush()  # the database counts the version
    return draft.version


def discard_attempt_draft(
    session: Session, *, actor: Actor, slug: str, edition: str | None, draw: int, clock: Clock
) -> None:
    """Throw answers away that were not handed in. Raises NotFound("courses.not_found")."""
    enrolment = _enrolment(session, actor, slug, edition, clock)
    draft = session.get(AttemptDraft, (enrolment.id, draw))
    if draft is not None:
        session.delete(draft)


def _enrolment(session: Session, actor: Actor, slug: str, edition: str | None, clock: Clock) -> Enrolment:
    """Return the actor's enrolment in a version they are or were in, locked so that windows take turns."""
    if edition is None:
        return own_enrolment(session, actor, slug, clock)
    found = find_own_enrolment(session, actor, slug, edition)
    if found is not None:
        session.refresh(found, with_for_update=True)
        found.active_at = clock.now()
        return found
    begun = own_enrolment(session, actor, slug, clock)
    if session.get_one(CourseVersion, begun.course_version_id).version != edition:
        raise RuleViolation("courses.answer_unknown")
    return begun


def _count_attempts(session: Session, enrolment: Enrolment) -> int:
    query = select(func.max(Attempt.number)).where(Attempt.enrolment_id == enrolment.id)
    return session.scalar(query) or 0


def _known_draw(draw: int, n_attempts: int) -> int:
    if not 1 <= draw <= n_attempts + 1:
        raise RuleViolation("courses.answer_unknown")
    return draw
