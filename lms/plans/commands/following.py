"""What happens while a plan runs: milestones done and meetings held."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.plans.commands.steps import keep, open_step, tell
from lms.plans.domain import LONGEST_TEXT, Life, Marking, Meeting, Step, check_review, check_text
from lms.plans.models import Plan, PlanMark, PlanReview
from lms.plans.queries.reading import present_reviews

LONGEST_NOTE = 400
LONGEST_ATTENDEES = 200


def mark_milestone(
    session: Session, *, actor: Actor, plan_id: UUID, version: int, key: UUID, marking: Marking, clock: Clock
) -> None:
    """Say that a milestone is done since a day, or is not; either side may, and who did is kept.

    Raises NotFound("plans.milestone_unknown"); RuleViolation("plans.done_in_future" | "plans.text_too_long");
    and as ``open_step``.
    """
    plan, _side, life = open_step(session, actor=actor, plan_id=plan_id, version=version, step=Step.FOLLOW)
    if key not in _keys_in_force(plan, life):
        raise NotFound("plans.milestone_unknown")
    if marking.done_on > clock.today():
        raise RuleViolation("plans.done_in_future", field="done_on")
    n_marks = session.scalar(
        select(func.count())
        .select_from(PlanMark)
        .where(PlanMark.plan_id == plan.id, PlanMark.milestone_key == key)
    )
    session.add(
        PlanMark(
            plan_id=plan.id,
            milestone_key=key,
            number=(n_marks or 0) + 1,
            is_done=marking.is_done,
            done_on=marking.done_on,
            note=check_text(marking.note, field="note", limit=LONGEST_NOTE, is_required=False),
            marked_at=clock.now(),
            marked_by_id=actor.person_id,
        )
    )
    keep(session, actor=actor, plan=plan, action="mark", clock=clock, key=key, is_done=marking.is_done)


def record_review(
    session: Session, *, actor: Actor, plan_id: UUID, version: int, meeting: Meeting, clock: Clock
) -> None:
    """Write down a review meeting, or correct one by a further row; the latest one sets the next day.

    Raises NotFound("plans.review_unknown") when what is to be corrected is not there, or was corrected
    already; those of ``check_review`` and ``check_text``; and as ``open_step``.
    """
    plan, side, _life = open_step(session, actor=actor, plan_id=plan_id, version=version, step=Step.FOLLOW)
    check_review(meeting.held_on, meeting.next_review_on, today=clock.today())
    rows = session.scalars(
        select(PlanReview).where(PlanReview.plan_id == plan.id).order_by(PlanReview.number)
    ).all()
    if meeting.corrects_id is not None and meeting.corrects_id not in {
        one.id for one in present_reviews(rows)
    }:
        raise NotFound("plans.review_unknown")
    row = PlanReview(
        id=new_id(),
        plan_id=plan.id,
        number=len(rows) + 1,
        held_on=meeting.held_on,
        attendees=check_text(meeting.attendees, field="attendees", limit=LONGEST_ATTENDEES),
        notes=check_text(meeting.notes, field="notes", limit=LONGEST_TEXT),
        next_review_on=meeting.next_review_on,
        recorded_at=clock.now(),
        recorded_by_id=actor.person_id,
        corrects_id=meeting.corrects_id,
    )
    session.add(row)
    plan.next_review_on = present_reviews([*rows, row])[0].next_review_on
    keep(session, actor=actor, plan=plan, action="review", clock=clock, number=row.number)
    tell(session, actor=actor, plan=plan, kind="reviewed", side=side.other, key=row.number, clock=clock)


def _keys_in_force(plan: Plan, life: Life) -> set[UUID]:
    """Return the milestones that hold; ``Step.FOLLOW`` has made sure that something does."""
    return {
        one.key
        for row in plan.revisions
        if life.in_force is not None and row.number == life.in_force.number
        for one in row.milestones
    }
