"""A rater's own: saving what is rated, and handing a round in."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.evidence.commands import add_linking_ratings
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, RuleViolation
from lms.kernel.ids import new_id
from lms.moderation.access import open_round
from lms.moderation.commands.loads import load_part, note
from lms.moderation.domain import Answer, Round, check_answers, check_whole, ratings_of
from lms.moderation.models import Calibration, CalibrationAnswer, CalibrationDraft, CalibrationRater
from lms.moderation.queries import Part, Task, answers_of, find_known, list_tasks, task_of
from lms.rubric.domain import Rubric
from lms.rubric.queries import get_rubric
from lms.storage import audit


def save_answers(
    session: Session,
    *,
    actor: Actor,
    calibration_id: UUID,
    number: int,
    answers: Sequence[Answer],
    version: int,
    clock: Clock,
) -> None:
    """Keep the actor's answers about one vignette as they are now; ``version`` 0 begins a draft.

    Raises NotFound; RuleViolation("moderation.round_closed"), and as ``check_answers`` does;
    Conflict("moderation.answers_stale") with the saved answers.
    """
    calibration, part = load_part(session, actor, calibration_id, is_rating=True)
    _rater, round_ = _open_round(part)
    rubric = get_rubric(session, calibration.rubric_version_id)
    task = task_of(list_tasks(session, actor, calibration, rubric, round_), number)
    check_answers(answers, codes=task.criteria, highest=len(rubric.levels))
    draft = session.scalar(
        select(CalibrationDraft).where(
            CalibrationDraft.calibration_id == calibration_id,
            CalibrationDraft.person_id == actor.person_id,
            CalibrationDraft.vignette_id == task.vignette.id,
            CalibrationDraft.round == round_,
        )
    )
    if (draft.version if draft else 0) != version:
        saved = answers_of(draft) if draft else ()
        raise Conflict("moderation.answers_stale", current=_saved(task, saved), version=task.version)
    if draft is None:
        draft = CalibrationDraft(
            id=new_id(),
            calibration_id=calibration_id,
            person_id=actor.person_id,
            vignette_id=task.vignette.id,
            round=round_,
        )
        session.add(draft)
    draft.answers = {
        answer.criterion_code: {
            "level": answer.level,
            "is_unsure": answer.is_unsure,
            "note": answer.note.strip(),
        }
        for answer in answers
    }
    draft.saved_at = clock.now()


def hand_in(session: Session, *, actor: Actor, calibration_id: UUID, clock: Clock) -> Round:
    """Hand the open round in: from now on it stands. What was rated alone links the actor with other raters.

    Vignettes whose levels the actor has talked about elsewhere are no links. Raises NotFound;
    RuleViolation("moderation.round_closed"), and as ``check_whole`` does.
    """
    audit.hold_end(session)  # before the session, as whoever leads it does: two orders would be a deadlock
    calibration, part = load_part(session, actor, calibration_id, is_rating=True)
    rater, round_ = _open_round(part)
    rubric = get_rubric(session, calibration.rubric_version_id)
    tasks = list_tasks(session, actor, calibration, rubric, round_)
    check_whole(
        {task.number: task.answers for task in tasks}, {task.number: list(task.criteria) for task in tasks}
    )
    if round_ is Round.FIRST:
        rater.answered_at = clock.now()
    else:
        rater.answered_again_at = clock.now()
    session.add_all(row for task in tasks for row in _rows(task, actor, calibration, round_))
    if round_ is Round.FIRST:
        known = find_known(session, actor, calibration)
        for task in tasks:
            if task.vignette.id not in known:
                _link(session, actor, calibration, task, rubric=rubric, clock=clock)
    session.execute(
        delete(CalibrationDraft).where(
            CalibrationDraft.calibration_id == calibration_id, CalibrationDraft.person_id == actor.person_id
        )
    )
    note(session, calibration, "hand_in", actor_id=actor.person_id, clock=clock, round=int(round_))
    return round_


def _open_round(part: Part) -> tuple[CalibrationRater, Round]:
    round_ = open_round(part.facts)
    if part.rater is None or round_ is None:
        raise RuleViolation("moderation.round_closed")
    return part.rater, round_


def _rows(task: Task, actor: Actor, calibration: Calibration, round_: Round) -> list[CalibrationAnswer]:
    return [
        CalibrationAnswer(
            id=new_id(),
            calibration_id=calibration.id,
            person_id=actor.person_id,
            vignette_id=task.vignette.id,
            criterion_id=task.criteria[answer.criterion_code].criterion.id,
            round=round_,
            level=answer.level,
            note=answer.note,
        )
        for answer in task.answers
    ]


def _link(
    session: Session, actor: Actor, calibration: Calibration, task: Task, *, rubric: Rubric, clock: Clock
) -> None:
    ratings = list(ratings_of(task.answers))
    if ratings:
        add_linking_ratings(
            session,
            actor=actor,
            source_id=calibration.id,
            subject_id=task.vignette.id,
            rubric=rubric,
            ratings=ratings,
            clock=clock,
        )


def _saved(task: Task, answers: Sequence[Answer]) -> Mapping[str, object]:
    """Return the saved answers under the names of the form's fields."""
    by_criterion = {answer.criterion_code: answer for answer in answers}
    saved: dict[str, object] = {}
    for code in task.criteria:
        answer = by_criterion.get(code, Answer(code))
        saved[f"level_{code}"] = 0 if answer.is_unsure else answer.level
        saved[f"note_{code}"] = answer.note
    return saved
