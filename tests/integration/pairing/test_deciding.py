"""Deciding about proposals: who ends up on the case, what is on record, and who comes too late."""

import pytest
from sqlalchemy import select

from lms.clients import commands as client_commands
from lms.clients.domain import AdvisorRole, TeamMember
from lms.clients.models import CaseAdvisor
from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.kernel.permission import Permission
from lms.pairing import commands, queries
from lms.pairing.domain.decisions import DecisionKind, team_of
from lms.pairing.domain.problem import Role
from lms.pairing.models import PairingDecision
from lms.storage.audit import AuditEvent
from lms.storage.outbox import OutboxMessage


@pytest.fixture
def run(team, simple, complex_case, make_run):
    return make_run()


@pytest.fixture
def planner(cast):
    return cast.actor(cast.hara)


@pytest.fixture
def on_case(session):
    """Say who is on a case now."""

    def read(case):
        session.flush()
        rows = session.execute(
            select(CaseAdvisor.role, CaseAdvisor.advisor_id).where(
                CaseAdvisor.case_id == case.id, CaseAdvisor.ends_on.is_(None)
            )
        )
        return {row.role: row.advisor_id for row in rows}

    return read


@pytest.fixture
def confirm(session, planner, clock, run):
    def decide(case, *, mark=None, actor=planner):
        return commands.confirm_pairing(
            session, actor=actor, run_id=run.id, case_id=case.id, mark=mark, note="As proposed.", clock=clock
        )

    return decide


@pytest.fixture
def change(session, planner, clock, run):
    def decide(case, people, *, mark=None, reason="They know each other."):
        return commands.change_pairing(
            session,
            actor=planner,
            run_id=run.id,
            case_id=case.id,
            team=people,
            reason=reason,
            mark=mark,
            clock=clock,
        )

    return decide


@pytest.fixture
def leave(session, planner, clock, run):
    def decide(case, *, mark=None, reason="The owner asked to wait."):
        return commands.leave_open(
            session, actor=planner, run_id=run.id, case_id=case.id, reason=reason, mark=mark, clock=clock
        )

    return decide


def test_confirming_puts_the_proposed_team_on_the_case(
    session, cast, team, complex_case, confirm, on_case, run
):
    decision = confirm(complex_case)

    assert on_case(complex_case) == {
        AdvisorRole.LEAD: team.maker.id,
        AdvisorRole.MEMBER: team.master.id,
        AdvisorRole.TRAINEE: team.starter.id,
    }
    assert (decision.sequence, decision.kind, decision.decided_by_id) == (
        1,
        DecisionKind.CONFIRMED,
        cast.hara.id,
    )
    told = set(session.scalars(select(OutboxMessage.recipient_id)))
    assert told == {team.maker.id, team.master.id, team.starter.id}
    actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.sequence)).all()
    assert actions[-2:] == ["clients.assign_case", "pairing.decide"]


def test_changing_puts_others_on_the_case_with_the_reason(team, simple, change, on_case, proposal_of, run):
    change(simple, team_of(team.maker.id, [team.master.id]), reason="  They know each other. ")

    assert on_case(simple) == {AdvisorRole.LEAD: team.maker.id, AdvisorRole.MEMBER: team.master.id}
    decision = proposal_of(run, simple).decisions[-1]
    assert (decision.kind, decision.reason) == (DecisionKind.CHANGED, "They know each other.")
    assert {(one.role, one.advisor_id) for one in decision.people} == {
        (Role.LEAD, team.maker.id),
        (Role.MEMBER, team.master.id),
    }


def test_leaving_open_changes_nobody(simple, leave, on_case, proposal_of, run):
    leave(simple)
    assert on_case(simple) == {}
    decision = proposal_of(run, simple).decisions[-1]
    assert (decision.kind, decision.reason) == (DecisionKind.LEFT_OPEN, "The owner asked to wait.")


def test_a_change_of_mind_is_another_decision(
    team, simple, leave, confirm, change, proposal_of, run, on_case
):
    leave(simple)
    confirm(simple)
    change(simple, team_of(team.master.id, []))
    kinds = [decision.kind for decision in proposal_of(run, simple).decisions]
    assert kinds == [DecisionKind.LEFT_OPEN, DecisionKind.CONFIRMED, DecisionKind.CHANGED]
    assert on_case(simple) == {AdvisorRole.LEAD: team.master.id}


def test_who_is_on_the_case_is_not_left_open_any_more(simple, confirm, leave):
    confirm(simple)
    with pytest.raises(RuleViolation) as refused:
        leave(simple)
    assert refused.value.code == "pairing.already_assigned"


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_is_changed(team, simple, change, leave, on_case, reason):
    for decide in (
        lambda: change(simple, team_of(team.master.id, []), reason=reason),
        lambda: leave(simple, reason=reason),
    ):
        with pytest.raises(RuleViolation) as refused:
            decide()
        assert (refused.value.code, refused.value.field) == ("pairing.reason_missing", "reason")
    assert on_case(simple) == {}


def test_an_endless_reason_is_refused(simple, leave):
    with pytest.raises(RuleViolation) as refused:
        leave(simple, reason="x" * 1001)
    assert refused.value.code == "pairing.reason_too_long"


def test_nobody_takes_two_seats(team):
    with pytest.raises(RuleViolation) as refused:
        team_of(team.master.id, [team.maker.id], team.master.id)
    assert refused.value.code == "pairing.same_person_twice"


def test_there_is_nothing_to_confirm_where_nobody_was_found(
    session, cast, levels, complex_case, planner, clock, make_run
):
    run = make_run()
    with pytest.raises(RuleViolation) as refused:
        commands.confirm_pairing(
            session, actor=planner, run_id=run.id, case_id=complex_case.id, mark=None, note="", clock=clock
        )
    assert refused.value.code == "pairing.nothing_to_confirm"


def test_the_second_of_two_managers_is_told_how_it_stands_now(
    session, team, simple, change, confirm, proposal_of, run
):
    seen = queries.mark_now(proposal_of(run, simple))
    change(simple, team_of(team.master.id, []), mark=seen)
    session.flush()

    with pytest.raises(Conflict) as refused:
        confirm(simple, mark=seen)

    assert refused.value.code == "pairing.stale"
    assert refused.value.facts["current"] == {
        "lead": str(team.master.id),
        "member": "",
        "trainee": "",
        "reason": "They know each other.",
    }
    confirm(simple, mark=refused.value.facts["version"])


def test_a_case_given_away_elsewhere_makes_the_page_stale(
    session, cast, team, simple, confirm, planner, clock, proposal_of, run
):
    seen = queries.mark_now(proposal_of(run, simple))
    client_commands.assign_case(
        session,
        actor=planner,
        case_id=simple.id,
        members=[TeamMember(team.master.id, AdvisorRole.LEAD)],
        reason="by hand",
        clock=clock,
    )
    with pytest.raises(Conflict):
        confirm(simple, mark=seen)
    proposal = proposal_of(run, simple)
    assert queries.mark_now(proposal) != queries.mark_expected(proposal)


def test_a_finished_case_is_not_decided_about(session, simple, confirm, change, team, clock):
    simple.state, simple.closed_on = "closed", clock.today()
    session.flush()
    for decide in (lambda: confirm(simple), lambda: change(simple, team_of(team.master.id, []))):
        with pytest.raises(RuleViolation) as refused:
            decide()
        assert refused.value.code == "pairing.case_closed"


def test_all_that_waits_is_confirmed_at_once(
    session, team, simple, complex_case, planner, clock, run, on_case
):
    done, left = commands.confirm_all(session, actor=planner, run_id=run.id, note="As proposed.", clock=clock)
    assert (done, left) == (2, 0)
    assert on_case(simple) == {AdvisorRole.LEAD: team.starter.id}
    assert on_case(complex_case)[AdvisorRole.LEAD] == team.maker.id
    session.flush()
    again = commands.confirm_all(session, actor=planner, run_id=run.id, note="As proposed.", clock=clock)
    assert again == (0, 0)


def test_what_changed_meanwhile_is_left_alone(
    session, team, simple, complex_case, planner, clock, run, on_case
):
    client_commands.assign_case(
        session,
        actor=planner,
        case_id=simple.id,
        members=[TeamMember(team.master.id, AdvisorRole.LEAD)],
        reason="by hand",
        clock=clock,
    )
    complex_case.state, complex_case.closed_on = "closed", clock.today()
    session.flush()
    done, left = commands.confirm_all(session, actor=planner, run_id=run.id, note="As proposed.", clock=clock)
    assert (done, left) == (0, 2)
    assert on_case(simple) == {AdvisorRole.LEAD: team.master.id}


def test_who_may_only_look_decides_nothing(session, cast, simple, confirm, run, planner, clock):
    reader = type(planner)(
        person_id=planner.person_id,
        grants=frozenset(one for one in planner.grants if one.permission is not Permission.PAIRING_DECIDE),
        lineage=planner.lineage,
        organisation_ids=planner.organisation_ids,
    )
    with pytest.raises(NotAllowed) as refused:
        confirm(simple, actor=reader)
    assert refused.value.code == "pairing.not_decider"
    with pytest.raises(NotAllowed):
        commands.confirm_all(session, actor=reader, run_id=run.id, note="", clock=clock)


def test_the_outsider_decides_nothing(session, cast, simple, confirm, run):
    with pytest.raises(NotFound):
        confirm(simple, actor=cast.actor(cast.chie))
    assert session.scalars(select(PairingDecision)).all() == []


def test_a_case_outside_the_run_is_unknown(session, add_case, confirm, run):
    with pytest.raises(NotFound) as refused:
        confirm(add_case(code="a900"))
    assert refused.value.code == "pairing.case_unknown"


def test_a_decision_is_never_rewritten(session, simple, confirm):
    decision = confirm(simple)
    session.flush()
    decision.reason = "something else"
    with pytest.raises(TypeError, match="never rewritten"):
        session.flush()


def test_counts_follow_the_decisions(session, cast, planner, simple, complex_case, confirm, run):
    confirm(simple)
    session.flush()
    session.expire_all()
    counts = queries.count_proposals(session, queries.get_run(session, planner, run.id))
    assert (counts.total, counts.undecided, counts.unserved, counts.confirmable) == (2, 1, 0, 1)
    wanted = queries.ProposalFilter(state=queries.ProposalState.CONFIRMED)
    listed = queries.list_proposals(session, run, wanted, limit=10)
    assert [proposal.case_id for proposal in listed] == [simple.id]
    card = queries.find_overview(session, planner).latest
    assert (card.n_cases, card.n_undecided, card.n_unserved) == (2, 1, 0)
