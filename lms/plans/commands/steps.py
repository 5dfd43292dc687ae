"""What every step of a plan shares: find it, see whose turn it is, keep what happened, tell the other."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session, joinedload, selectinload

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, NotAllowed, NotFound
from lms.plans.access import side_of
from lms.plans.domain import Life, RevisionState, Side, Step
from lms.plans.models import Plan, PlanRevision
from lms.plans.queries.reading import facts_of, life_of, visible_to
from lms.storage import audit, outbox


def load_plan(session: Session, actor: Actor, plan_id: UUID) -> Plan:
    """Return a visible plan, locked, with its organisation and all its wordings loaded.

    Raises NotFound("plans.plan_unknown").
    """
    plan = session.scalar(
        visible_to(actor)
        .where(Plan.id == plan_id)
        .options(
            joinedload(Plan.organisation, innerjoin=True),
            joinedload(Plan.person, innerjoin=True),
            selectinload(Plan.revisions).selectinload(PlanRevision.milestones),
        )
        .with_for_update(of=Plan)
    )
    if plan is None:
        raise NotFound("plans.plan_unknown")
    return plan


def require_side(actor: Actor, plan: Plan) -> Side:
    """Return the side on which the actor takes part. Raises NotAllowed("plans.not_yours")."""
    side = side_of(actor, facts_of(plan))
    if side is None:
        raise NotAllowed("plans.not_yours")
    return side


def open_step(
    session: Session,
    *,
    actor: Actor,
    plan_id: UUID,
    version: int,
    step: Step,
    current: Mapping[str, object] | None = None,
) -> tuple[Plan, Side, Life]:
    """Return a plan on which the actor may take a step now, as the page it was decided on showed it.

    Raises NotFound("plans.plan_unknown"); NotAllowed("plans.not_yours"); RuleViolation("plans.not_now");
    Conflict("plans.stale") when that page is out of date.
    """
    plan = load_plan(session, actor, plan_id)
    side = require_side(actor, plan)
    if plan.version != version:
        raise Conflict("plans.stale", current=current or {}, version=plan.version)
    life = life_of(plan, plan.revisions)
    life.require(step, side)
    return plan, side, life


def store(plan: Plan, life: Life) -> None:
    """Write down where a plan stands by now."""
    plan.state = life.state
    plan.agreed_number = life.in_force.number if life.in_force else None


def keep(session: Session, *, actor: Actor, plan: Plan, action: str, clock: Clock, **details: object) -> None:
    """Put a step on record. The plan changes with it, so that every page shown before is out of date."""
    plan.changed_at = clock.now()
    audit.record(
        session,
        actor_id=actor.person_id,
        action=f"plans.{action}",
        subject_kind="plan",
        subject_id=plan.id,
        at=clock.now(),
        details={"person_id": plan.person_id, "state": plan.state, **details},
    )


def tell(
    session: Session, *, actor: Actor, plan: Plan, kind: str, side: Side, key: object, clock: Clock
) -> None:
    """Queue a mail to a side: the person of the plan, or who looks after it; never to who just acted."""
    recipient_id = plan.person_id if side is Side.ADVISOR else plan.supervisor_id
    if recipient_id == actor.person_id:
        return
    outbox.add(
        session,
        kind=f"plans.{kind}",
        key=f"plans.{kind}:{plan.id}:{key}",
        recipient_id=recipient_id,
        payload=payload_of(plan),
        at=clock.now(),
    )


def payload_of(plan: Plan) -> dict[str, str]:
    """Return what a mail about a plan may say: whose it is and for which year, nothing of its content."""
    return {"plan_id": str(plan.id), "person": plan.person.name, "year": str(plan.fiscal_year)}


def last_of(plan: Plan) -> PlanRevision:
    """Return the latest wording."""
    return plan.revisions[-1]


def is_draft(life: Life) -> bool:
    """Say whether the latest wording is still being written."""
    return life.open is not None and life.open.state is RevisionState.DRAFT
