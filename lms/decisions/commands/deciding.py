"""Deciding alone, and taking a decision back."""

from uuid import UUID

from sqlalchemy.orm import Session

from lms.decisions.access import can_reverse
from lms.decisions.commands.drafting import check_draft, columns_of
from lms.decisions.commands.trail import record, tell
from lms.decisions.domain import LevelDraft, check_text
from lms.decisions.models import DecisionCitation, LevelDecision, LevelProposal, LevelReversal
from lms.decisions.queries import decision_loads, facts_of, visible_decisions
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import NotAllowed, NotFound, RuleViolation
from lms.kernel.ids import new_id


def decide_level(session: Session, *, actor: Actor, draft: LevelDraft, clock: Clock) -> UUID:
    """Award a level to somebody one may decide about, on observations of at least two raters.

    Returns the decision's id; the person is told. Raises as ``check_draft`` does.
    """
    checked = check_draft(session, actor=actor, draft=draft, is_alone=True, clock=clock)
    decision = LevelDecision(
        id=new_id(),
        decided_by_id=actor.person_id,
        decided_on=clock.today(),
        decided_at=clock.now(),
        citations=[DecisionCitation(observation_id=one) for one in checked.cited_ids],
        **columns_of(checked, draft),
    )
    session.add(decision)
    details = {"scope": draft.scope.key, "level": draft.level, "observations": checked.cited_ids}
    record(
        session,
        actor,
        "decide_level",
        kind="level_decision",
        subject_id=decision.id,
        clock=clock,
        details={"person": draft.person_id, **details},
    )
    tell(session, actor, "decided", about=decision.id, people=[draft.person_id], clock=clock)
    return decision.id


def reverse_decision(session: Session, *, actor: Actor, decision_id: UUID, reason: str, clock: Clock) -> None:
    """Take a decision back for good; the one before it, if there is one, is in force again.

    The person, who decided and who proposed are told. Raises NotFound("decisions.matter_unknown");
    NotAllowed("decisions.not_reverser"); RuleViolation("decisions.already_reversed") and as ``check_text``.
    """
    words = check_text(reason)
    decision = session.scalar(
        visible_decisions(actor, clock.today())
        .where(LevelDecision.id == decision_id)
        .options(*decision_loads())
        .with_for_update(of=LevelDecision)
        .execution_options(populate_existing=True)
    )
    if decision is None:
        raise NotFound("decisions.matter_unknown")
    if not can_reverse(actor, facts_of(decision, None)):
        raise NotAllowed("decisions.not_reverser")
    if session.get(LevelReversal, decision.id):  # read once the lock is held: it may have come meanwhile
        raise RuleViolation("decisions.already_reversed")
    session.add(
        LevelReversal(
            decision_id=decision.id,
            reversed_by_id=actor.person_id,
            reversed_on=clock.today(),
            reversed_at=clock.now(),
            reason=words,
        )
    )
    session.expire(decision, ["reversal"])  # set through the decision, it would count as an edit of it
    record(session, actor, "reverse_decision", kind="level_decision", subject_id=decision.id, clock=clock)
    proposal = session.get(LevelProposal, decision.id)
    concerned = {decision.person_id, decision.decided_by_id}
    concerned |= {proposal.proposed_by_id} if proposal else set()
    tell(session, actor, "reversed", about=decision.id, people=concerned, clock=clock)
