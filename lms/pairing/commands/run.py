"""Making a run: from the situation to proposals; nobody is assigned."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.ids import new_id
from lms.pairing import queries
from lms.pairing.commands.trail import record
from lms.pairing.domain.matching import solve
from lms.pairing.domain.parsing import write_problem
from lms.pairing.domain.problem import Problem
from lms.pairing.domain.result import Alternative, Member, Pair, Result, Unassigned
from lms.pairing.domain.search import Budget
from lms.pairing.domain.situation import Candidate, RunChoices, problem_of, require_sound_choices
from lms.pairing.models import PairingAlternative, PairingMember, PairingProposal, PairingRun

SECONDS = 20.0
"""How long a run may search; a chamber's takes a fraction of one."""


def run_pairing(session: Session, *, actor: Actor, choices: RunChoices, clock: Clock) -> PairingRun:
    """Propose who should take the open cases of an organisation and everything below it; assigns nobody.

    Raises NotFound("pairing.organisation_unknown"); RuleViolation of ``require_sound_choices`` and
    ``problem_of``.
    """
    require_sound_choices(choices)
    situation = queries.read_situation(session, actor, choices, on=clock.today())
    problem = problem_of(choices, situation.candidates, situation.cases)
    result = solve(problem, budget=Budget(SECONDS))
    run = PairingRun(
        id=new_id(),
        organisation_id=situation.organisation.id,
        created_by_id=actor.person_id,
        created_at=clock.now(),
        policy=_policy_facts(choices),
        instance_digest=hashlib.sha256(write_problem(problem).encode()).hexdigest(),
        status=result.status,
        objective=result.objective,
        bound=result.bound,
        workload_cost=result.workload_cost,
        elapsed_seconds=result.elapsed_s,
        n_advisors=len(problem.advisors),
    )
    run.proposals = _proposals(problem, result, situation)
    session.add(run)
    facts = {"status": result.status, "objective": result.objective, "cases": len(problem.cases)}
    record(
        session, actor, "pairing.run_pairing", kind="pairing_run", subject_id=run.id, clock=clock, facts=facts
    )
    return run


def _policy_facts(choices: RunChoices) -> dict[str, object]:
    policy = choices.policy
    return {
        "cross_organisation": policy.cross_organisation,
        "allow_stretch": policy.allow_stretch,
        "top_k": policy.top_k,
        "weights": asdict(policy.weights),
        "only_waiting": choices.only_waiting,
        "cases_each": choices.cases_each,
    }


def _proposals(problem: Problem, result: Result, situation: queries.Situation) -> list[PairingProposal]:
    pairs = {pair.case: pair for pair in result.pairs}
    open_cases = {one.case: one for one in result.unassigned}
    people = {str(candidate.person_id): candidate for candidate in situation.candidates}
    teams = {kind.code: kind.seats for kind in problem.client_types}
    proposals = []
    for position, case in enumerate(situation.cases):
        case_id = str(case.case_id)
        proposal = PairingProposal(
            id=new_id(),
            case_id=case.case_id,
            position=position,
            client_type=case.client_type,
            seat_levels=list(teams[case.client_type]),
            team_before=[[str(one.person_id), one.role] for one in situation.teams[case.case_id]],
            alternatives=_alternatives(result.alternatives.get(case_id, ()), people),
        )
        _say_who(proposal, pairs.get(case_id), open_cases.get(case_id), people)
        proposals.append(proposal)
    return proposals


def _say_who(
    proposal: PairingProposal,
    pair: Pair | None,
    open_case: Unassigned | None,
    people: Mapping[str, Candidate],
) -> None:
    proposal.points = None if pair is None else pair.points
    proposal.reasons = [] if pair is None else [asdict(reason) for reason in pair.reasons]
    proposal.open_reason = None if open_case is None else open_case.reason
    proposal.open_facts = {} if open_case is None else dict(open_case.facts)
    proposal.members = [] if pair is None else _members(pair.members, people)


def _members(members: Sequence[Member], people: Mapping[str, Candidate]) -> list[PairingMember]:
    return [
        PairingMember(
            advisor_id=people[member.advisor].person_id,
            seat=seat,
            role=member.role,
            level=people[member.advisor].level,
            is_assumed=people[member.advisor].gate_level is None,
            decided_on=people[member.advisor].decided_on,
        )
        for seat, member in enumerate(members)
    ]


def _alternatives(
    alternatives: Sequence[Alternative], people: Mapping[str, Candidate]
) -> list[PairingAlternative]:
    return [
        PairingAlternative(
            advisor_id=people[one.advisor].person_id,
            rank=rank,
            seat=one.seat,
            points=one.points,
            cost=one.cost,
            level=people[one.advisor].level,
            is_assumed=people[one.advisor].gate_level is None,
            decided_on=people[one.advisor].decided_on,
        )
        for rank, one in enumerate(alternatives)
    ]
