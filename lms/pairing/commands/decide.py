"""Deciding about a proposal: as proposed, others with a reason, or left open with a reason."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from lms.clients.commands import assign_case
from lms.clients.domain import AdvisorRole, CaseState, TeamMember
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, NotAllowed, RuleViolation
from lms.kernel.ids import new_id
from lms.pairing import queries
from lms.pairing.access import can_decide
from lms.pairing.commands.trail import record
from lms.pairing.domain.decisions import DecisionKind, Seated, require_reason
from lms.pairing.domain.problem import Role
from lms.pairing.models import PairingDecision, PairingDecisionMember, PairingProposal
from lms.pairing.queries import mark_expected, mark_now, team_now


def confirm_pairing(
    session: Session, *, actor: Actor, run_id: UUID, case_id: UUID, mark: int | None, note: str, clock: Clock
) -> PairingDecision:
    """Put the people a run proposes on the case; ``note`` is what the case's history says about it.

    ``mark`` is the state the page was made with (None: as it stands now).
    Raises NotFound("pairing.run_unknown" | "pairing.case_unknown"); NotAllowed("pairing.not_decider");
    Conflict("pairing.stale"); RuleViolation("pairing.nothing_to_confirm" | "pairing.case_closed") and those
    of ``assign_case``.
    """
    proposal = _proposal_to_decide(session, actor, run_id, case_id, mark)
    team = [Seated(member.advisor_id, member.role) for member in proposal.members]
    if not team:
        raise RuleViolation("pairing.nothing_to_confirm", field="choice")
    return _decide(session, actor, proposal, DecisionKind.CONFIRMED, team, reason="", note=note, clock=clock)


def confirm_all(session: Session, *, actor: Actor, run_id: UUID, note: str, clock: Clock) -> tuple[int, int]:
    """Confirm everything of a run that proposes people and waits; returns how many were done and left alone.

    Left alone is a case that was closed or given to others since the run: it wants a look of its own.
    Raises NotFound("pairing.run_unknown"); NotAllowed("pairing.not_decider").
    """
    run = queries.get_run(session, actor, run_id)
    done = left = 0
    for case_id in queries.undecided_case_ids(session, run):
        proposal = queries.proposal_to_decide(session, actor, run_id, case_id)
        _require_decider(actor, proposal)
        team = [Seated(member.advisor_id, member.role) for member in proposal.members]
        if mark_now(proposal) != mark_expected(proposal) or proposal.case.state is CaseState.CLOSED:
            left += 1
            continue
        _decide(session, actor, proposal, DecisionKind.CONFIRMED, team, reason="", note=note, clock=clock)
        done += 1
    return done, left


def change_pairing(
    session: Session,
    *,
    actor: Actor,
    run_id: UUID,
    case_id: UUID,
    team: Sequence[Seated],
    reason: str,
    mark: int | None,
    clock: Clock,
) -> PairingDecision:
    """Put others on the case than the run proposes, with the reason; a person may overrule the levels.

    Raises as ``confirm_pairing``; RuleViolation("pairing.reason_missing" | "pairing.reason_too_long").
    """
    proposal = _proposal_to_decide(session, actor, run_id, case_id, mark)
    said = require_reason(reason)
    return _decide(session, actor, proposal, DecisionKind.CHANGED, team, reason=said, note=said, clock=clock)


def leave_open(
    session: Session,
    *,
    actor: Actor,
    run_id: UUID,
    case_id: UUID,
    reason: str,
    mark: int | None,
    clock: Clock,
) -> PairingDecision:
    """Leave the case as it is, with the reason.

    Raises as ``confirm_pairing``; RuleViolation("pairing.reason_missing" | "pairing.already_assigned").
    """
    proposal = _proposal_to_decide(session, actor, run_id, case_id, mark)
    said = require_reason(reason)
    if any(decision.kind is not DecisionKind.LEFT_OPEN for decision in proposal.decisions):
        raise RuleViolation("pairing.already_assigned", field="choice")
    return _decide(session, actor, proposal, DecisionKind.LEFT_OPEN, (), reason=said, note=said, clock=clock)


def _proposal_to_decide(
    session: Session, actor: Actor, run_id: UUID, case_id: UUID, mark: int | None
) -> PairingProposal:
    proposal = queries.proposal_to_decide(session, actor, run_id, case_id)
    _require_decider(actor, proposal)
    if proposal.case.state is CaseState.CLOSED:
        raise RuleViolation("pairing.case_closed")
    stands = mark_now(proposal)
    if mark is not None and mark != stands:
        raise Conflict("pairing.stale", current=_current(proposal), version=stands)
    return proposal


def _current(proposal: PairingProposal) -> Mapping[str, str]:
    """Say how the case stands, by the names of the decision form's fields."""
    by_role = {seated.role: str(seated.person_id) for seated in team_now(proposal)}
    last = proposal.decisions[-1] if proposal.decisions else None
    return {
        "lead": by_role.get(Role.LEAD, ""),
        "member": by_role.get(Role.MEMBER, ""),
        "trainee": by_role.get(Role.TRAINEE, ""),
        "reason": "" if last is None else last.reason,
    }


def _require_decider(actor: Actor, proposal: PairingProposal) -> None:
    if not can_decide(actor, organisation_path=proposal.case.organisation.path):
        raise NotAllowed("pairing.not_decider")


def _decide(
    session: Session,
    actor: Actor,
    proposal: PairingProposal,
    kind: DecisionKind,
    team: Sequence[Seated],
    *,
    reason: str,
    note: str,
    clock: Clock,
) -> PairingDecision:
    if team:
        members = [TeamMember(seated.person_id, AdvisorRole(seated.role)) for seated in team]
        assign_case(session, actor=actor, case_id=proposal.case_id, members=members, reason=note, clock=clock)
    decision = PairingDecision(
        id=new_id(),
        proposal_id=proposal.id,
        sequence=len(proposal.decisions) + 1,
        kind=kind,
        reason=reason,
        decided_by_id=actor.person_id,
        decided_at=clock.now(),
        people=[PairingDecisionMember(advisor_id=seated.person_id, role=seated.role) for seated in team],
    )
    proposal.decisions.append(decision)
    facts = {
        "run_id": proposal.run_id,
        "case_id": proposal.case_id,
        "kind": kind,
        "team": [[seated.person_id, seated.role] for seated in team],
    }
    record(
        session,
        actor,
        "pairing.decide",
        kind="pairing_proposal",
        subject_id=proposal.id,
        clock=clock,
        facts=facts,
    )
    return decision
