"""Two separate things the person of a plan writes: what they share about it, and what only they read."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, NotAllowed, NotFound
from lms.kernel.ids import new_id
from lms.plans.commands.steps import keep, load_plan, require_side, tell
from lms.plans.domain import LONGEST_TEXT, Side, check_text
from lms.plans.models import Plan, PlanReflection, PlanSummary
from lms.plans.queries.reading import reflections_of


def write_summary(
    session: Session, *, actor: Actor, plan_id: UUID, number: int, text: str, clock: Clock
) -> None:
    """Add a version of what the person of a plan shares; ``number`` is of the one it was written over.

    Raises NotAllowed("plans.not_yours"); RuleViolation("plans.text_missing" | "plans.text_too_long");
    Conflict("plans.summary_stale") when another was saved meanwhile; and as ``load_plan``.
    """
    plan = _own_plan(session, actor, plan_id)
    words = check_text(text, field="text", limit=LONGEST_TEXT)
    last = session.scalar(
        select(PlanSummary).where(PlanSummary.plan_id == plan.id).order_by(PlanSummary.number.desc()).limit(1)
    )
    saved = last.number if last is not None else 0
    if saved != number:
        current = {"text": last.text} if last is not None else {}
        raise Conflict("plans.summary_stale", current=current, version=saved)
    session.add(
        PlanSummary(
            plan_id=plan.id,
            number=saved + 1,
            text=words,
            written_at=clock.now(),
            written_by_id=actor.person_id,
        )
    )
    keep(session, actor=actor, plan=plan, action="summarise", clock=clock, number=saved + 1)
    tell(session, actor=actor, plan=plan, kind="summarised", side=Side.SUPERVISOR, key=saved + 1, clock=clock)


def write_reflection(session: Session, *, actor: Actor, plan_id: UUID, text: str, clock: Clock) -> UUID:
    """Note something for oneself beside one's own plan, and return the note's id. It leaves no other trace.

    Raises NotAllowed("plans.not_yours"); RuleViolation("plans.text_missing" | "plans.text_too_long"); and as
    ``load_plan``.
    """
    plan = _own_plan(session, actor, plan_id)
    row = PlanReflection(
        id=new_id(),
        plan_id=plan.id,
        person_id=actor.person_id,
        text=check_text(text, field="text", limit=LONGEST_TEXT),
        written_at=clock.now(),
        changed_at=clock.now(),
    )
    session.add(row)
    return row.id


def rewrite_reflection(
    session: Session, *, actor: Actor, reflection_id: UUID, version: int, text: str, clock: Clock
) -> UUID:
    """Rewrite one's own note, and return its plan's id.

    Raises NotFound("plans.reflection_unknown"); Conflict("plans.reflection_stale");
    RuleViolation("plans.text_missing" | "plans.text_too_long").
    """
    row = _own_reflection(session, actor, reflection_id)
    if row.version != version:
        raise Conflict("plans.reflection_stale", current={"text": row.text}, version=row.version)
    row.text = check_text(text, field="text", limit=LONGEST_TEXT)
    row.changed_at = clock.now()
    return row.plan_id


def remove_reflection(session: Session, *, actor: Actor, reflection_id: UUID) -> UUID:
    """Remove one's own note for good, and return its plan's id.

    Raises NotFound("plans.reflection_unknown").
    """
    row = _own_reflection(session, actor, reflection_id)
    session.delete(row)
    return row.plan_id


def _own_plan(session: Session, actor: Actor, plan_id: UUID) -> Plan:
    plan = load_plan(session, actor, plan_id)
    if require_side(actor, plan) is not Side.ADVISOR:
        raise NotAllowed("plans.not_yours")
    return plan


def _own_reflection(session: Session, actor: Actor, reflection_id: UUID) -> PlanReflection:
    row = session.scalar(
        reflections_of(actor).where(PlanReflection.id == reflection_id).with_for_update(of=PlanReflection)
    )
    if row is None:
        raise NotFound("plans.reflection_unknown")
    return row
