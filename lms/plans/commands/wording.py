"""Writing what a plan says: its first draft, and drafts of changes."""

from uuid import UUID

from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.ids import new_id
from lms.plans.commands.agreeing import propose_draft
from lms.plans.commands.steps import is_draft, keep, last_of, open_step, store
from lms.plans.domain import LONGEST_TEXT, Life, Side, Step, Term, Wording, check_text, list_wording_flaws
from lms.plans.models import Plan, PlanMilestone, PlanRevision
from lms.plans.queries.reading import term_of
from lms.plans.queries.subjects import list_subjects


def save_wording(
    session: Session,
    *,
    actor: Actor,
    plan_id: UUID,
    version: int,
    wording: Wording,
    reason: str,
    and_propose: bool,
    clock: Clock,
) -> None:
    """Save a side's draft, a new one when none is open, and propose it if asked to.

    What holds meanwhile stays as it is. Raises those of ``list_wording_flaws``, of ``propose_plan`` when
    it is proposed, and as ``open_step``.
    """
    plan, side, life = open_step(session, actor=actor, plan_id=plan_id, version=version, step=Step.WRITE)
    check_wording(session, actor, wording, term=term_of(plan))
    words = check_text(reason, field="reason", limit=LONGEST_TEXT, is_required=False)
    write_draft(session, plan, life, side, wording, actor=actor, reason=words, clock=clock)
    keep(session, actor=actor, plan=plan, action="write", clock=clock, number=last_of(plan).number)
    if and_propose:
        propose_draft(session, actor=actor, plan=plan, side=side, clock=clock)


def check_wording(session: Session, actor: Actor, wording: Wording, *, term: Term) -> None:
    """Check that a wording can be saved. Raises the first of ``list_wording_flaws``."""
    subjects = list_subjects(session, actor)
    for flaw in list_wording_flaws(wording, term=term, levels=subjects.levels, slugs=subjects.slugs):
        raise flaw


def write_draft(
    session: Session,
    plan: Plan,
    life: Life,
    side: Side,
    wording: Wording,
    *,
    actor: Actor,
    reason: str,
    clock: Clock,
) -> None:
    """Put a wording into a side's open draft, or begin one with it."""
    if is_draft(life):
        last_of(plan).milestones.clear()
        session.flush()  # a milestone keeps its key, which is unique within the wording
    else:
        life = life.begin(side)
    write_revision(plan, life, wording, actor=actor, reason=reason, clock=clock)
    store(plan, life)


def write_revision(
    plan: Plan, life: Life, wording: Wording, *, actor: Actor, reason: str, clock: Clock
) -> None:
    """Write a wording into the open draft of ``life``, which gets a row when it has none yet."""
    draft = life.revisions[-1]
    if len(plan.revisions) < draft.number:
        plan.revisions.append(PlanRevision(id=new_id(), number=draft.number, side=draft.side, milestones=[]))
    row = last_of(plan)
    row.title, row.goals, row.reason = wording.title.strip(), wording.goals.strip(), reason
    row.saved_at, row.saved_by_id = clock.now(), actor.person_id
    row.milestones.extend(
        PlanMilestone(
            position=position,
            key=one.key,
            kind=one.kind,
            title=one.title.strip(),
            due_on=one.due_on,
            criterion_code=one.criterion_code,
            level=one.level,
            course_slug=one.course_slug,
            item_code=one.item_code,
        )
        for position, one in enumerate(wording.in_order.milestones, start=1)
    )
