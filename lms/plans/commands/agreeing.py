"""The steps between the two sides: propose, agree, send back, discard; and the end of a plan."""

from uuid import UUID

from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import RuleViolation
from lms.kernel.ids import new_id
from lms.plans.commands.steps import keep, last_of, open_step, store, tell
from lms.plans.domain import LONGEST_TEXT, Result, Side, Step, Wording, check_ready, check_text
from lms.plans.models import Plan, PlanMilestone, PlanRevision
from lms.plans.queries.reading import life_of, wording_of


def propose_plan(session: Session, *, actor: Actor, plan_id: UUID, version: int, clock: Clock) -> None:
    """Propose a side's draft to the other, which is its agreement to these words.

    Raises RuleViolation("plans.no_milestones" | "plans.nothing_changed") and as ``open_step``.
    """
    plan, side, _life = open_step(session, actor=actor, plan_id=plan_id, version=version, step=Step.PROPOSE)
    propose_draft(session, actor=actor, plan=plan, side=side, clock=clock)


def propose_draft(session: Session, *, actor: Actor, plan: Plan, side: Side, clock: Clock) -> None:
    """Propose the open draft of a plan that is loaded; raises as ``propose_plan``."""
    life, row = life_of(plan, plan.revisions), last_of(plan)
    wording = wording_of(row)
    check_ready(wording)
    _check_change(plan, life.in_force.number if life.in_force else None, wording)
    life = life.propose(side, wording.digest)
    row.digest = wording.digest
    row.proposed_at, row.proposed_by_id = clock.now(), actor.person_id
    plan.proposed_at = plan.proposed_at or clock.now()
    _stamp_agreement(row, side, actor, clock)
    store(plan, life)
    keep(session, actor=actor, plan=plan, action="propose", clock=clock, number=row.number, digest=row.digest)
    tell(session, actor=actor, plan=plan, kind="proposed", side=side.other, key=row.number, clock=clock)


def agree_to_plan(
    session: Session, *, actor: Actor, plan_id: UUID, version: int, digest: str, clock: Clock
) -> None:
    """Agree to the words that were proposed, known by their digest; from now on they hold.

    Raises Conflict("plans.wording_changed") for other words, and as ``open_step``.
    """
    plan, side, life = open_step(session, actor=actor, plan_id=plan_id, version=version, step=Step.AGREE)
    row = last_of(plan)
    life = life.agree(side, digest)
    _stamp_agreement(row, side, actor, clock)
    store(plan, life)
    keep(session, actor=actor, plan=plan, action="agree", clock=clock, number=row.number, digest=digest)
    tell(session, actor=actor, plan=plan, kind="agreed", side=side.other, key=row.number, clock=clock)


def send_back(
    session: Session, *, actor: Actor, plan_id: UUID, version: int, note: str, clock: Clock
) -> None:
    """Let the side that proposed reword it: asked for by the other, who says what, or taken back by itself.

    The proposal stays on record, and a copy of it becomes the new draft. Raises
    RuleViolation("plans.text_missing" | "plans.text_too_long") and as ``open_step``.
    """
    plan, side, life = open_step(session, actor=actor, plan_id=plan_id, version=version, step=Step.SEND_BACK)
    row = last_of(plan)
    words = check_text(note, field="note", limit=LONGEST_TEXT, is_required=side is not row.side)
    life = life.send_back(side)
    row.returned_at, row.returned_by_id, row.returned_note = clock.now(), actor.person_id, words
    plan.revisions.append(_copy(row, life.revisions[-1].number))
    store(plan, life)
    keep(session, actor=actor, plan=plan, action="send_back", clock=clock, number=row.number)
    tell(session, actor=actor, plan=plan, kind="returned", side=row.side, key=row.number, clock=clock)


def discard_draft(session: Session, *, actor: Actor, plan_id: UUID, version: int, clock: Clock) -> None:
    """Drop a side's draft of a change; what holds stays. Raises as ``open_step``."""
    plan, side, life = open_step(session, actor=actor, plan_id=plan_id, version=version, step=Step.DISCARD)
    last_of(plan).discarded_at = clock.now()
    store(plan, life.discard(side))
    keep(session, actor=actor, plan=plan, action="discard", clock=clock, number=last_of(plan).number)


def close_plan(
    session: Session, *, actor: Actor, plan_id: UUID, version: int, result: Result, words: str, clock: Clock
) -> None:
    """End a plan with its result; a wording still open never holds.

    Raises RuleViolation("plans.text_missing" | "plans.text_too_long") and as ``open_step``.
    """
    plan, side, life = open_step(session, actor=actor, plan_id=plan_id, version=version, step=Step.CLOSE)
    plan.result_text = check_text(words, field="text", limit=LONGEST_TEXT)
    if life.open is not None:
        last_of(plan).discarded_at = clock.now()
    plan.closed_at, plan.closed_by_id, plan.result = clock.now(), actor.person_id, result
    store(plan, life.close(side))
    keep(session, actor=actor, plan=plan, action="close", clock=clock, result=result)
    if plan.proposed_at is not None:
        tell(session, actor=actor, plan=plan, kind="closed", side=Side.ADVISOR, key="", clock=clock)


def _check_change(plan: Plan, in_force: int | None, wording: Wording) -> None:
    if in_force is not None and plan.revisions[in_force - 1].digest == wording.digest:
        raise RuleViolation("plans.nothing_changed")


def _stamp_agreement(row: PlanRevision, side: Side, actor: Actor, clock: Clock) -> None:
    if side is Side.ADVISOR:
        row.advisor_agreed_at = clock.now()
    else:
        row.supervisor_agreed_at, row.supervisor_agreed_by_id = clock.now(), actor.person_id


def _copy(row: PlanRevision, number: int) -> PlanRevision:
    """Return a draft that says the same, by the same side."""
    names = (
        "position",
        "key",
        "kind",
        "title",
        "due_on",
        "criterion_code",
        "level",
        "course_slug",
        "item_code",
    )
    return PlanRevision(
        id=new_id(),
        number=number,
        side=row.side,
        title=row.title,
        goals=row.goals,
        reason=row.reason,
        saved_at=row.saved_at,
        saved_by_id=row.saved_by_id,
        milestones=[PlanMilestone(**{name: getattr(one, name) for name in names}) for one in row.milestones],
    )
