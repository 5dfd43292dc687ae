"""Registering clients, opening and closing cases, and who is put on them."""

import pytest
from sqlalchemy import select

from lms.clients import commands, queries
from lms.clients.domain import AdvisorRole, CaseState, TeamMember
from lms.clients.models import Case, Client
from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.storage.audit import AuditEvent, verify
from lms.storage.outbox import OutboxMessage
from lms.storage.session import transaction
from tests.factories.clients import CaseAdvisorFactory, CaseDraftFactory, ClientDraftFactory

LEAD, MEMBER, TRAINEE = AdvisorRole.LEAD, AdvisorRole.MEMBER, AdvisorRole.TRAINEE


@pytest.fixture
def assign(session, cast, clock):
    """Put people on a case as HR."""

    def put(case, *team, by=None, reason="同じ業種を長く見ている"):
        members = [TeamMember(person.id, role) for person, role in team]
        actor = cast.actor(by or cast.hara)
        rows = commands.assign_case(
            session, actor=actor, case_id=case.id, members=members, reason=reason, clock=clock
        )
        session.flush()
        return rows

    return put


@pytest.fixture
def team_of(session, cast):
    def read(case):
        session.expire_all()
        found = queries.get_case(session, cast.actor(cast.hara), case.id)
        return [(row.advisor_id, row.role) for row in found.current_advisors]

    return read


def test_hr_registers_a_client_and_opens_a_case(session, cast, clock):
    hara = cast.actor(cast.hara)
    client = commands.register_client(
        session,
        actor=hara,
        organisation_id=cast.chamber.id,
        draft=ClientDraftFactory(code=" k9 "),
        clock=clock,
    )
    draft = CaseDraftFactory(schemes=[{"ja": "持続化補助金"}], outcome={"ja": "和カフェへ改装"})
    case = commands.open_case(session, actor=hara, client_id=client.id, draft=draft, clock=clock)
    session.flush()

    stored = queries.get_case(session, cast.actor(cast.aoi), case.id)
    assert (stored.client.code, stored.client.business["ja"], stored.state) == (
        "k9",
        "和菓子店",
        CaseState.OPEN,
    )
    assert stored.topics == ["succession", "finance"]
    assert (stored.schemes, stored.outcome, stored.current_advisors) == (
        [{"ja": "持続化補助金"}],
        {"ja": "和カフェへ改装"},
        [],
    )
    actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.sequence)).all()
    assert actions[-2:] == ["clients.register_client", "clients.open_case"]
    assert verify(session).faults == ()


def test_who_only_reads_cannot_register_open_assign_or_close(session, cast, clock, oyster, client_of, assign):
    aoi = cast.actor(cast.aoi)
    team = [TeamMember(cast.aoi.id, LEAD)]
    refused = [
        lambda: commands.register_client(
            session, actor=aoi, organisation_id=cast.chamber.id, draft=ClientDraftFactory(), clock=clock
        ),
        lambda: commands.open_case(
            session, actor=aoi, client_id=oyster.client_id, draft=CaseDraftFactory(), clock=clock
        ),
        lambda: commands.assign_case(
            session, actor=aoi, case_id=oyster.id, members=team, reason="近い", clock=clock
        ),
        lambda: commands.close_case(session, actor=aoi, case_id=oyster.id, clock=clock),
    ]
    for attempt in refused:
        with pytest.raises(NotAllowed) as refusal:
            attempt()
        assert refusal.value.code == "clients.not_editor"


def test_what_lies_outside_the_reach_is_not_found(session, cast, clock, oyster):
    chie = cast.actor(cast.chie)
    team = [TeamMember(cast.chie.id, LEAD)]
    attempts = [
        lambda: commands.register_client(
            session, actor=chie, organisation_id=cast.chamber.id, draft=ClientDraftFactory(), clock=clock
        ),
        lambda: commands.open_case(
            session, actor=chie, client_id=oyster.client_id, draft=CaseDraftFactory(), clock=clock
        ),
        lambda: commands.assign_case(
            session, actor=chie, case_id=oyster.id, members=team, reason="近い", clock=clock
        ),
        lambda: commands.close_case(session, actor=chie, case_id=oyster.id, clock=clock),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()


def test_a_code_is_used_once_in_an_organisation_and_free_in_another(session, cast, clock):
    hara = cast.actor(cast.hara)

    def register(organisation, code):
        with transaction() as writing:
            commands.register_client(
                writing,
                actor=hara,
                organisation_id=organisation.id,
                draft=ClientDraftFactory(code=code),
                clock=clock,
            )

    register(cast.chamber, "k1")
    register(cast.neighbour, "k1")
    with pytest.raises(Conflict) as refusal:
        register(cast.chamber, "k1")
    assert refusal.value.code == "constraint.uq_client_organisation_id_code"


def test_a_new_team_ends_the_old_one_and_keeps_it_on_record(session, cast, clock, oyster, assign, team_of):
    assign(oyster, (cast.aoi, LEAD))
    assign(oyster, (cast.kaoru, LEAD), (cast.aoi, TRAINEE), reason="育成のため")

    assert team_of(oyster) == [(cast.kaoru.id, LEAD), (cast.aoi.id, TRAINEE)]
    rows = queries.get_case(session, cast.actor(cast.hara), oyster.id).advisors
    history = [(row.advisor_id, row.role, row.ends_on, row.reason, row.assigned_by_id) for row in rows]
    today = clock.today()
    assert history == [
        (cast.aoi.id, LEAD, today, "同じ業種を長く見ている", cast.hara.id),
        (cast.kaoru.id, LEAD, None, "育成のため", cast.hara.id),
        (cast.aoi.id, TRAINEE, None, "育成のため", cast.hara.id),
    ]


def test_who_stays_in_the_same_role_keeps_their_time(session, cast, oyster, assign, team_of):
    (first,) = assign(oyster, (cast.aoi, LEAD))
    rows = assign(oyster, (cast.aoi, LEAD), (cast.kaoru, MEMBER), reason="もう一人加える")

    assert rows[0].id == first.id
    assert (rows[0].ends_on, rows[0].reason) == (None, "同じ業種を長く見ている")
    assert team_of(oyster) == [(cast.aoi.id, LEAD), (cast.kaoru.id, MEMBER)]


def test_those_who_come_and_those_who_go_are_told_once(session, cast, oyster, assign):
    assign(oyster, (cast.aoi, LEAD))
    assign(oyster, (cast.kaoru, LEAD))
    assign(oyster, (cast.kaoru, MEMBER), (cast.aoi, LEAD))

    told = session.execute(select(OutboxMessage.kind, OutboxMessage.recipient_id, OutboxMessage.payload))
    payload = {"case_id": str(oyster.id), "code": oyster.code}
    assert sorted((kind, str(person)) for kind, person, _ in told) == sorted(
        (kind, str(person.id))
        for kind, person in [
            ("clients.case_assigned", cast.aoi),
            ("clients.case_assigned", cast.kaoru),
            ("clients.case_left", cast.aoi),
            ("clients.case_assigned", cast.kaoru),
            ("clients.case_assigned", cast.aoi),
        ]
    )
    assert session.scalars(select(OutboxMessage.payload)).all() == [payload] * 5


def test_the_audit_log_tells_the_change_without_names(session, cast, oyster, assign):
    assign(oyster, (cast.aoi, LEAD), reason="香川さんの紹介")
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.sequence.desc())).first()
    assert (event.action, event.subject_kind, event.subject_id) == ("clients.assign_case", "case", oyster.id)
    assert event.details == {"added": [[str(cast.aoi.id), "lead"]], "ended": [], "kept": []}


def test_an_assignment_needs_a_reason_a_lead_and_visible_people(session, cast, clock, oyster, assign):
    with pytest.raises(RuleViolation) as refusal:
        assign(oyster, (cast.aoi, LEAD), reason="  ")
    assert refusal.value.code == "clients.reason_missing"
    with pytest.raises(RuleViolation) as refusal:
        assign(oyster, (cast.aoi, MEMBER))
    assert refusal.value.code == "clients.one_lead"
    with pytest.raises(NotFound) as refusal:
        assign(oyster, (cast.chie, LEAD))
    assert refusal.value.code == "people.person_unknown"
    cast.aoi.disabled_at = clock.now()
    with pytest.raises(NotFound):
        assign(oyster, (cast.aoi, LEAD))


def test_a_closed_case_frees_its_people_and_changes_no_more(session, cast, clock, oyster, assign, team_of):
    assign(oyster, (cast.aoi, LEAD))
    hara = cast.actor(cast.hara)
    commands.close_case(session, actor=hara, case_id=oyster.id, clock=clock)
    session.flush()

    assert team_of(oyster) == []
    stored = session.get_one(Case, oyster.id)
    assert (stored.state, stored.closed_on) == (CaseState.CLOSED, clock.today())
    with pytest.raises(RuleViolation) as refusal:
        assign(oyster, (cast.aoi, LEAD))
    assert refusal.value.code == "clients.case_closed"
    with pytest.raises(RuleViolation):
        commands.close_case(session, actor=hara, case_id=oyster.id, clock=clock)


def test_the_database_refuses_two_leads_a_backward_time_and_a_half_closed_case(session, cast, clock, oyster):
    def store(**facts):
        with transaction() as writing:
            writing.add(CaseAdvisorFactory(case_id=oyster.id, assigned_by_id=cast.hara.id, **facts))

    store(advisor_id=cast.aoi.id)
    with pytest.raises(Conflict) as refusal:
        store(advisor_id=cast.kaoru.id)
    assert refusal.value.code == "constraint.uq_case_advisor_lead"
    with pytest.raises(Conflict) as refusal:
        store(advisor_id=cast.aoi.id, role=MEMBER)
    assert refusal.value.code == "constraint.uq_case_advisor_now"
    with pytest.raises(Conflict) as refusal:
        store(advisor_id=cast.kaoru.id, role=MEMBER, ends_on=oyster.opened_on.replace(year=2020))
    assert refusal.value.code == "constraint.ck_case_advisor_period"
    with pytest.raises(Conflict) as refusal, transaction() as writing:
        writing.get_one(Case, oyster.id).closed_on = clock.today()
    assert refusal.value.code == "constraint.ck_case_closed_when"
    with pytest.raises(Conflict) as refusal, transaction() as writing:
        writing.get_one(Client, oyster.client_id).founded_year = 0
    assert refusal.value.code == "constraint.ck_client_founded_year"
