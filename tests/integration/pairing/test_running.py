"""Making a run from the product's own people and cases."""

import pytest
from sqlalchemy import select

from lms.clients.domain import AdvisorRole, ClientType
from lms.kernel.errors import NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.pairing import commands, queries
from lms.pairing.domain.problem import CrossOrganisation, Role
from lms.pairing.domain.result import OpenReason, Status
from lms.pairing.domain.situation import RunChoices
from lms.pairing.models import PairingRun
from lms.storage import audit
from lms.storage.audit import AuditEvent
from tests.factories.clients import CaseAdvisorFactory


@pytest.fixture
def assign(session, cast):
    def put(case, person, role=AdvisorRole.LEAD, **facts):
        session.add(
            CaseAdvisorFactory(
                case_id=case.id, advisor_id=person.id, assigned_by_id=cast.hara.id, role=role, **facts
            )
        )
        session.flush()
        session.expire_all()

    return put


def test_each_client_type_gets_the_people_its_rule_asks_for(
    team, simple, complex_case, make_run, proposal_of
):
    run = make_run(allow_stretch=False)

    assert run.status is Status.OPTIMAL
    assert run.objective == pytest.approx(run.bound)
    assert [(m.role, m.advisor_id) for m in proposal_of(run, simple).members] == [
        (Role.LEAD, team.starter.id)
    ]
    assert [(m.role, m.advisor_id, m.level) for m in proposal_of(run, complex_case).members] == [
        (Role.LEAD, team.maker.id, 4),
        (Role.MEMBER, team.master.id, 2),
    ]


def test_a_proposal_gives_reasons_whose_points_add_up(team, simple, make_run, proposal_of):
    proposal = proposal_of(make_run(allow_stretch=False), simple)

    assert {reason["code"]: reason["points"] for reason in proposal.reasons} == {
        "service": 100.0,
        "level": 40.0,
        "locality": 10.0,
    }
    assert proposal.points == 150.0
    assert [(one.advisor_id, one.seat) for one in proposal.alternatives] == [
        (team.master.id, 0),
        (team.maker.id, 0),
    ]
    assert [round(one.cost, 3) for one in proposal.alternatives] == [13.333, 40.0]


def test_a_starter_sits_beside_the_senior_where_it_is_wanted(team, complex_case, make_run, proposal_of):
    members = proposal_of(make_run(), complex_case).members
    assert [(m.role, m.advisor_id) for m in members] == [
        (Role.LEAD, team.maker.id),
        (Role.MEMBER, team.master.id),
        (Role.TRAINEE, team.starter.id),
    ]


def test_who_has_no_proven_level_is_taken_for_a_starter(cast, levels, simple, make_run, proposal_of):
    member = proposal_of(make_run(), simple).members[0]
    assert (member.advisor_id, member.level, member.is_assumed) == (cast.aoi.id, 1, True)


def test_a_case_nobody_can_take_stays_open_with_the_reason(cast, levels, complex_case, make_run, proposal_of):
    proposal = proposal_of(make_run(), complex_case)
    assert proposal.members == []
    assert proposal.points is None
    assert proposal.open_reason is OpenReason.NO_LEVEL
    assert proposal.open_facts == {"seat": 0, "level": 4}


def test_experience_and_the_present_lead_count(team, simple, add_case, assign, make_run, proposal_of):
    assign(simple, team.master)
    proposal = proposal_of(make_run(), simple)
    assert proposal.members[0].advisor_id == team.master.id
    points = {reason["code"]: reason["points"] for reason in proposal.reasons}
    assert points["continuity"] == 15.0
    assert points["topics"] == 12.5
    assert proposal.team_before == [[str(team.master.id), "lead"]]


def test_who_led_another_case_of_the_client_is_known_there(
    session, cast, team, simple, add_case, assign, clock, make_run, proposal_of
):
    earlier = add_case(code="a001", state="closed", closed_on=clock.today())
    earlier.client_id = simple.client_id
    session.flush()
    assign(earlier, team.master, ends_on=clock.today())
    reasons = {reason["code"] for reason in proposal_of(make_run(), simple).reasons}
    assert "continuity" in reasons


def test_only_waiting_cases_are_run_when_asked(team, simple, complex_case, assign, make_run):
    assign(simple, team.starter)
    assert len(make_run().proposals) == 2
    assert [p.case_id for p in make_run(only_waiting=True).proposals] == [complex_case.id]


def test_cases_outside_the_run_use_up_room(team, simple, add_case, assign, make_run, proposal_of):
    assign(simple, team.starter)
    other = add_case(code="a101")
    proposal = proposal_of(make_run(only_waiting=True, cases_each=1), other)
    assert proposal.members[0].advisor_id == team.master.id


def test_a_trainees_time_on_a_case_is_no_experience(team, simple, add_case, assign, make_run, proposal_of):
    assign(simple, team.master)
    assign(simple, team.starter, AdvisorRole.TRAINEE)
    other = add_case(code="a101")
    proposal = proposal_of(make_run(only_waiting=True), other)
    assert [reason["code"] for reason in proposal.reasons] == ["service", "level", "locality"]


def test_reach_decides_who_helps_out(cast, team, add_case, make_run, proposal_of):
    away = add_case(ClientType.REGIONAL_CORE, organisation=cast.neighbour, code="b100")
    assert proposal_of(make_run(), away).open_reason is OpenReason.OUT_OF_REACH
    near = make_run(cross_organisation=CrossOrganisation.SAME_REGION)
    assert proposal_of(near, away).members[0].advisor_id == team.maker.id


def test_a_run_covers_the_chosen_organisation_only(session, cast, team, simple, add_case, clock, choices):
    add_case(organisation=cast.neighbour, code="b100")
    run = commands.run_pairing(
        session,
        actor=cast.actor(cast.hara),
        choices=RunChoices(cast.chamber.id),
        clock=clock,
    )
    assert [proposal.case_id for proposal in run.proposals] == [simple.id]


def test_a_run_is_on_record_and_assigns_nobody(session, cast, team, simple, make_run):
    run = make_run()
    session.expire_all()

    event = session.scalars(select(AuditEvent).order_by(AuditEvent.sequence.desc())).first()
    assert (event.action, event.subject_id, event.actor_id) == (
        "pairing.run_pairing",
        run.id,
        cast.hara.id,
    )
    assert audit.verify(session).faults == ()
    assert queries.find_overview(session, cast.actor(cast.hara)).n_without_lead == 1
    assert len(run.instance_digest) == 64
    assert run.policy["cases_each"] == 12


def test_the_same_situation_gives_the_same_plan(team, simple, complex_case, make_run):
    one, other = make_run(), make_run()
    assert one.instance_digest == other.instance_digest
    assert one.objective == other.objective


@pytest.mark.parametrize("cases_each", [0, 201])
def test_an_impossible_number_of_cases_is_refused(team, simple, make_run, cases_each):
    with pytest.raises(RuleViolation) as refused:
        make_run(cases_each=cases_each)
    assert (refused.value.code, refused.value.field) == ("pairing.cases_each_out_of_range", "cases_each")


def test_without_open_cases_there_is_nothing_to_run(team, make_run):
    with pytest.raises(RuleViolation) as refused:
        make_run()
    assert refused.value.code == "pairing.no_open_cases"


def test_without_advisors_there_is_nobody_to_propose(session, cast, add_case, clock):
    add_case(organisation=cast.yorozu, code="y100")
    with pytest.raises(RuleViolation) as refused:
        commands.run_pairing(
            session,
            actor=cast.actor(cast.hara),
            choices=RunChoices(cast.yorozu.id),
            clock=clock,
        )
    assert refused.value.code == "pairing.no_advisors"


def test_nobody_runs_for_an_organisation_out_of_reach(session, cast, simple, clock):
    for organisation_id in (cast.council.id, new_id()):
        with pytest.raises(NotFound) as refused:
            commands.run_pairing(
                session,
                actor=cast.actor(cast.chie),
                choices=RunChoices(organisation_id),
                clock=clock,
            )
        assert refused.value.code == "pairing.organisation_unknown"
    assert session.scalars(select(PairingRun)).all() == []


def test_runs_are_visible_where_they_were_made_for(session, cast, team, simple, make_run):
    run = make_run()
    assert [card.run.id for card in queries.list_runs(session, cast.actor(cast.hara), limit=5)] == [run.id]
    assert queries.list_runs(session, cast.actor(cast.chie), limit=5) == []
    assert queries.count_runs(session, cast.actor(cast.chie)) == 0
    with pytest.raises(NotFound):
        queries.get_run(session, cast.actor(cast.chie), run.id)
