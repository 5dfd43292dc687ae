"""Moving a session on: by who leads it, or by the calendar."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock, japanese_day
from lms.kernel.errors import RuleViolation
from lms.moderation.commands.loads import check_version, load_managed, note
from lms.moderation.commands.telling import list_rater_ids, tell
from lms.moderation.domain import (
    MAX_PURPOSE,
    PREPARED,
    Round,
    State,
    Step,
    Tally,
    after,
    check_words,
    document_of,
    due_step,
    is_reminder_due,
    list_obstacles,
    work_out,
)
from lms.moderation.models import (
    Calibration,
    CalibrationOutcome,
    CalibrationRater,
    CalibrationVignette,
    Vignette,
)
from lms.moderation.queries import dates_of, read_sheets
from lms.rubric.queries import get_rubric
from lms.storage import audit

_STAMPS = {
    Step.OPEN: "opened_at",
    Step.DISCUSS: "discussed_at",
    Step.RATE_AGAIN: "rated_again_at",
    Step.CLOSE: "closed_at",
    Step.CANCEL: "cancelled_at",
}
_MAILS = {
    Step.OPEN: "moderation.invited",
    Step.DISCUSS: "moderation.discussion",
    Step.RATE_AGAIN: "moderation.rate_again",
    Step.CLOSE: "moderation.results",
    Step.CANCEL: "moderation.cancelled",
}


def take_step(
    session: Session,
    *,
    actor: Actor,
    calibration_id: UUID,
    step: Step,
    version: int,
    reason: str = "",
    clock: Clock,
) -> None:
    """Move a session one step along the table and tell its raters.

    Raises NotFound; NotAllowed("moderation.not_yours"); Conflict("moderation.moved_on");
    RuleViolation("moderation.not_now" | "moderation.answer_first"), as ``list_obstacles`` names them, and as
    ``check_words`` does for the reason of a cancellation.
    """
    calibration, part = load_managed(session, actor, calibration_id)
    check_version(calibration, version)
    after(step, calibration.state)
    for obstacle in list_obstacles(step, part.tally, dates_of(calibration), today=clock.today()):
        raise obstacle
    if step is Step.DISCUSS and part.facts.is_rater and not part.facts.has_answered:
        raise RuleViolation("moderation.answer_first")
    words = check_words(reason, field="reason", most=MAX_PURPOSE) if step is Step.CANCEL else None
    _move(session, calibration, step, actor_id=actor.person_id, reason=words, clock=clock)


def remind_raters(session: Session, *, actor: Actor, calibration_id: UUID, clock: Clock) -> int:
    """Remind those who have not answered, once a day at most; return how many.

    Raises NotFound; NotAllowed("moderation.not_yours"); RuleViolation("moderation.not_now" |
    "moderation.reminded_today" | "moderation.all_answered").
    """
    calibration, _part = load_managed(session, actor, calibration_id)
    if calibration.state is not State.OPEN:
        raise RuleViolation("moderation.not_now", step="remind", state=calibration.state)
    if clock.today() in {calibration.pressed_on, calibration.reminded_on}:
        raise RuleViolation("moderation.reminded_today")
    missing = list_rater_ids(session, calibration.id, only_open=True)
    if not missing:
        raise RuleViolation("moderation.all_answered")
    calibration.pressed_on = clock.today()
    _remind(session, calibration, missing, actor_id=actor.person_id, clock=clock)
    return len(missing)


def keep_time(session: Session, *, calibration_id: UUID, clock: Clock) -> bool:
    """Do what the calendar asks of a session today; say whether anything was done. Safe to run twice."""
    calibration, tally = _load(session, calibration_id)
    dates, today = dates_of(calibration), clock.today()
    step = due_step(calibration.state, dates, today=today)
    if step is not None:
        if any(list_obstacles(step, tally, dates, today=today)):
            return _say_stalled(session, calibration, clock)
        _move(session, calibration, step, actor_id=None, reason=None, clock=clock)
        return True
    opened_on = japanese_day(calibration.opened_at) if calibration.opened_at else today
    is_due = is_reminder_due(calibration.state, dates, opened_on=opened_on, today=today)
    if not is_due or calibration.reminded_on is not None or calibration.pressed_on == today:
        return False
    calibration.reminded_on = today
    _remind(
        session,
        calibration,
        list_rater_ids(session, calibration.id, only_open=True),
        actor_id=None,
        clock=clock,
    )
    return True


def _load(session: Session, calibration_id: UUID) -> tuple[Calibration, Tally]:
    audit.hold_end(session)
    session.execute(select(Calibration.id).where(Calibration.id == calibration_id).with_for_update())
    calibration = session.scalars(
        select(Calibration)
        .where(Calibration.id == calibration_id)
        .options(
            joinedload(Calibration.organisation),
            selectinload(Calibration.places)
            .joinedload(CalibrationVignette.vignette)
            .selectinload(Vignette.reference),
        )
    ).one()
    n_raters, n_answered = session.execute(
        select(func.count(), func.count(CalibrationRater.answered_at)).where(
            CalibrationRater.calibration_id == calibration_id, CalibrationRater.withdrawn_at.is_(None)
        )
    ).one()
    return calibration, Tally(len(calibration.places), n_raters, n_answered)


def _move(
    session: Session,
    calibration: Calibration,
    step: Step,
    *,
    actor_id: UUID | None,
    reason: str | None,
    clock: Clock,
) -> None:
    was, calibration.state = calibration.state, after(step, calibration.state)
    if step in _STAMPS:
        setattr(calibration, _STAMPS[step], clock.now())
    calibration.cancelled_reason = reason
    if step in {Step.DISCUSS, Step.CLOSE}:
        _fix_result(session, calibration, step, at=clock.now())
    note(session, calibration, step.value, actor_id=actor_id, clock=clock, state=calibration.state)
    if step in _MAILS and not (step is Step.CANCEL and was in PREPARED):
        people = [one for one in _list_concerned(session, calibration, step) if one != actor_id]
        day = calibration.second_closes_on if step is Step.RATE_AGAIN else None
        occasion = clock.now().isoformat()
        tell(session, calibration, _MAILS[step], people, occasion=occasion, clock=clock, day=day)


def _list_concerned(session: Session, calibration: Calibration, step: Step) -> list[UUID]:
    """List whom a step is told to: all raters; once answers are shared, who gave some, and who leads."""
    if step in {Step.OPEN, Step.CANCEL}:
        return list_rater_ids(session, calibration.id)
    missing = set(list_rater_ids(session, calibration.id, only_open=True))
    answered = [one for one in list_rater_ids(session, calibration.id) if one not in missing]
    return list(dict.fromkeys([*answered, calibration.organiser_id]))


def _fix_result(session: Session, calibration: Calibration, step: Step, *, at: datetime) -> None:
    """Keep what the round gave: after it, no answer is taken any more."""
    rubric = get_rubric(session, calibration.rubric_version_id)
    first, second = read_sheets(session, calibration, rubric)
    if step is Step.CLOSE and second is None:
        return
    sheet, before = (first, None) if second is None else (second, first)
    rated = {code for _number, code in first.units}
    codes = [criterion.code for criterion in rubric.criteria if criterion.code in rated]
    outcome = work_out(codes, sheet, n_levels=len(rubric.levels), before=before)
    session.add(
        CalibrationOutcome(
            calibration_id=calibration.id,
            round=Round.FIRST if second is None else Round.SECOND,
            content=document_of(outcome),
            worked_out_at=at,
        )
    )


def _remind(
    session: Session, calibration: Calibration, people: Sequence[UUID], *, actor_id: UUID | None, clock: Clock
) -> None:
    note(session, calibration, "remind_raters", actor_id=actor_id, clock=clock, n=len(people))
    occasion = clock.today().isoformat()
    tell(session, calibration, "moderation.reminder", people, occasion=occasion, clock=clock)


def _say_stalled(session: Session, calibration: Calibration, clock: Clock) -> bool:
    """Tell the organiser once that the session cannot go on by itself; again when the day has been moved."""
    planned = calibration.opens_on if calibration.state is State.SCHEDULED else calibration.first_closes_on
    if calibration.stalled_on == planned:
        return False
    calibration.stalled_on = planned
    note(session, calibration, "stall", actor_id=None, clock=clock, state=calibration.state)
    people = [calibration.organiser_id]
    tell(
        session,
        calibration,
        "moderation.stalled",
        people,
        occasion=planned.isoformat(),
        clock=clock,
        day=planned,
    )
    return True
