"""Who sees which decision and proposal, how much of it, and what stands across versions of the rubric."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from lms.decisions import queries
from lms.decisions.access import Part, part_in
from lms.decisions.domain import Choice, Scope, ScopeKind, StandingKind, list_scopes
from lms.decisions.queries import DecisionFilter, DecisionState, Sign
from lms.evidence.queries import list_findings, visible_to
from lms.kernel.clock import FrozenClock
from lms.kernel.errors import NotFound
from lms.people.domain import RoleCode
from lms.people.models import Employment
from lms.rubric.domain import CrosswalkKind, CrosswalkLine
from tests.cast import TODAY
from tests.conftest import NOW
from tests.factories.rubric import banso_text, following, load

B1 = Scope(ScopeKind.CRITERION, "B1")
B = Scope(ScopeKind.DOMAIN, "B")
LATER = FrozenClock(NOW + timedelta(minutes=1))


@pytest.fixture
def sees(world):
    """Say as what somebody reads a matter; None when it is not there for them."""

    def look(person, matter_id):
        try:
            return queries.get_matter(world.session, world.cast.actor(person), matter_id, on=TODAY).part
        except NotFound:
            return None

    return look


@pytest.fixture
def everybody(world):
    cast = world.cast
    return {
        "aoi": cast.aoi,
        "kaoru": cast.kaoru,
        "mori": cast.mori,
        "sato": cast.sato,
        "hara": cast.hara,
        "hojo": cast.hojo,
        "chie": cast.chie,
        "member": world.panel[1],
    }


@pytest.fixture
def publish(world):
    """Publish the next version of the rubric; criteria not named stay the same."""

    def run(**lines):
        crosswalk = [
            lines.get(one.code) or CrosswalkLine(one.code, CrosswalkKind.SAME, (one.code,))
            for one in banso_text().criteria
        ]
        text = following(banso_text(), crosswalk=crosswalk if lines else ())
        return load(world.session, publisher_id=world.cast.council.id, clock=LATER, text=text)

    return run


def test_a_supervisors_decision_is_read_by_the_person_and_in_reach(world, sees, everybody):
    decision_id = world.decide()
    assert {login: sees(person, decision_id) for login, person in everybody.items()} == {
        "aoi": Part.CANDIDATE,
        "kaoru": None,
        "mori": Part.READER,
        "sato": Part.READER,
        "hara": Part.READER,
        "hojo": None,
        "chie": None,
        "member": None,
    }


@pytest.mark.parametrize("is_closed", [True, False])
def test_a_proposal_is_read_by_its_panel_as_well(world, sees, everybody, is_closed):
    proposal_id = world.awarded() if is_closed else world.propose()
    assert {login: sees(person, proposal_id) for login, person in everybody.items()} == {
        "aoi": Part.CANDIDATE,
        "kaoru": None,
        "mori": Part.READER,
        "sato": Part.READER,
        "hara": Part.READER,
        "hojo": None,
        "chie": None,
        "member": Part.MEMBER,
    }


def test_who_left_the_committee_or_takes_no_part_reads_nothing_more(world, sees):
    committee_id = world.committee()
    proposal_id = world.propose(committee_id)
    world.recuse(proposal_id, world.panel[1])
    world.leave(committee_id, world.panel[2])
    assert [sees(person, proposal_id) for person in world.panel] == [Part.MEMBER, None, None, Part.MEMBER]


def test_who_joined_later_reads_only_what_was_opened_since(world, sees):
    committee_id = world.committee(people=world.panel[:3])
    before = world.propose(committee_id)
    world.join(committee_id, world.panel[3])
    assert sees(world.panel[3], before) is None
    assert sees(world.panel[3], world.propose(committee_id)) is Part.MEMBER


def test_a_member_reads_what_is_cited_and_no_other_observation(world):
    cited = world.both()
    proposal_id = world.propose(citations=cited)
    member = world.cast.actor(world.panel[0])
    matter = queries.get_matter(world.session, member, proposal_id, on=TODAY)
    assert {one.id for one in matter.cited} == cited
    assert world.session.scalars(visible_to(member)).all() == []
    found = queries.list_in_force(world.session, member, [world.cast.aoi.id], TODAY, rubric=world.rubric)
    assert found == {}


def test_sitting_on_one_committee_shows_nothing_of_another(world, sees):
    other = world.committee(people=[*world.panel[2:], world.cast.hojo], organisation=world.cast.chamber)
    proposal_id = world.propose(other)
    assert sees(world.panel[0], proposal_id) is None
    assert sees(world.panel[2], proposal_id) is Part.MEMBER


def test_what_the_queries_select_agrees_with_access(world, everybody):
    cited = world.both()
    committee_id = world.committee(people=[*world.panel, world.cast.sato])
    ids = [
        world.decide(citations=cited),
        world.propose(committee_id, citations=cited),
        world.propose(world.committee(organisation=world.cast.chamber), citations=cited, by=world.cast.hara),
    ]
    world.recuse(ids[1], world.panel[1])
    world.leave(committee_id, world.panel[3])
    rows = [world.decision(ids[0]), world.proposal(ids[1]), world.proposal(ids[2])]
    for person in [*everybody.values(), *world.panel]:
        actor = world.cast.actor(person)
        seen = {row.id for row in world.session.scalars(queries.visible_proposals(actor, TODAY))}
        seen |= {row.id for row in world.session.scalars(queries.visible_decisions(actor, TODAY))}
        for row in rows:
            poll = None if row is rows[0] else queries.poll_of(row, TODAY)
            allowed = part_in(actor, queries.facts_of(row, poll)) is not None
            assert (row.id in seen) is allowed, (person.name, ids.index(row.id))


def test_how_a_decision_stands_is_said_to_who_may_know(world):
    awarded = world.decision(world.awarded())
    older = world.decision(world.decide(clock=FrozenClock(NOW - timedelta(days=1))))
    gone = world.decision(world.decide(scope=B))
    world.reverse(gone.id)
    rows = [awarded, older, world.decision(gone.id)]

    def signs(person, rubric=world.rubric):
        actor = world.cast.actor(person)
        found = queries.list_signs(world.session, actor, rows, TODAY, rubric=rubric)
        return [found[row.id] for row in rows]

    for person in (world.cast.aoi, world.cast.mori):
        assert signs(person) == [Sign.IN_FORCE, Sign.REPLACED, Sign.REVERSED]
    assert signs(world.panel[1]) == [Sign.AWARDED, Sign.AWARDED, Sign.REVERSED]
    assert signs(world.cast.mori, None) == [Sign.AWARDED, Sign.AWARDED, Sign.REVERSED]


def test_lists_are_narrowed_and_counted(world):
    alone, reversed_one = world.decide(scope=B1), world.decide()
    awarded = world.awarded(scope=B)
    world.reverse(reversed_one)
    actor = world.cast.actor(world.cast.mori)

    def found(**facts):
        wanted = DecisionFilter(**facts)
        rows = queries.list_decisions(world.session, actor, wanted, on=TODAY)
        assert len(rows) == queries.count_decisions(world.session, actor, wanted, on=TODAY)
        return {row.id for row in rows}

    assert found() == {alone, reversed_one, awarded}
    assert found(state=DecisionState.REVERSED) == {reversed_one}
    assert found(state=DecisionState.STANDING) == {alone, awarded}
    assert found(by_committee=True) == {awarded}
    assert found(by_committee=False) == {alone, reversed_one}
    assert found(person_id=world.cast.kaoru.id) == set()
    assert found(person_id=world.cast.aoi.id) == {alone, reversed_one, awarded}


def test_open_proposals_say_whose_turn_it_is(world):
    proposal_id = world.propose()
    member, chair = world.panel[1], world.panel[0]

    def turns(person):
        found = queries.list_open(world.session, world.cast.actor(person), on=TODAY)
        return [one.turn for one in found]

    def waiting(person):
        return queries.count_waiting(world.session, world.cast.actor(person), on=TODAY)

    assert (turns(member), turns(world.cast.aoi), turns(world.cast.mori)) == (["vote"], [None], [None])
    assert (waiting(member), waiting(world.cast.aoi), waiting(world.cast.mori)) == (1, 0, 0)
    for person in world.panel:
        world.vote(proposal_id, person, Choice.AWARD)
    assert (turns(member), turns(chair)) == ([None], ["close"])
    assert waiting(member) == 0
    world.close(proposal_id)
    assert turns(chair) == []


def test_nobody_is_asked_for_a_vote_that_is_no_longer_taken(world):
    after, actor = date(2026, 12, 5), world.cast.actor(world.panel[3])
    proposal_id = world.propose(world.committee(quorum=3))
    for person in world.panel[:2]:
        world.vote(proposal_id, person)
    assert queries.count_waiting(world.session, actor, on=after) == 1  # the quorum is missing still
    world.vote(proposal_id, world.panel[2])
    assert queries.count_waiting(world.session, actor, on=TODAY) == 1
    assert queries.count_waiting(world.session, actor, on=after) == 0
    world.recuse(proposal_id, world.panel[2])
    assert queries.count_waiting(world.session, actor, on=after) == 1


def test_a_colleague_without_the_right_reads_nothing(world, sees, add_person):
    colleague = add_person("nakama", "同僚 仲間", world.cast.chamber, RoleCode.ADVISOR)
    assert sees(colleague, world.decide()) is None
    assert sees(colleague, world.awarded()) is None
    assert (
        queries.list_decisions(world.session, world.cast.actor(colleague), DecisionFilter(), on=TODAY) == []
    )


def test_the_person_who_sits_on_the_committee_is_asked_nothing(world):
    cast = world.cast
    cited = [world.observe(of=cast.sato), world.observe("B2", of=cast.sato, by=cast.hara)]
    world.propose(world.committee(people=[cast.sato, *world.panel]), person_id=cast.sato.id, citations=cited)
    found = queries.list_open(world.session, cast.actor(cast.sato), on=TODAY)
    assert [one.turn for one in found] == [None]
    assert queries.count_waiting(world.session, cast.actor(cast.sato), on=TODAY) == 0


def test_decisions_go_on_through_an_editorial_revision(world, publish):
    for scope in (Scope(), B, B1):
        world.decide(scope=scope, level=3)
    renewed = publish()
    assert renewed.id != world.rubric.id
    assert world.in_force(rubric=renewed) == {
        "overall": (3, StandingKind.IN_FORCE),
        "domain:B": (3, StandingKind.IN_FORCE),
        "criterion:B1": (3, StandingKind.IN_FORCE),
    }


def test_a_change_of_meaning_asks_for_a_confirmation(world, publish):
    for scope in (Scope(), B, B1):
        world.decide(scope=scope, level=3)
    world.decide(scope=Scope(ScopeKind.CRITERION, "B2"), level=3, citations=world.both("B2"))
    shifted = CrosswalkLine("B1", CrosswalkKind.SHIFTED, ("B1",), {1: 1, 2: 1, 3: 2, 4: 4})
    renewed = publish(B1=shifted)
    assert world.in_force(rubric=renewed) == {
        "overall": (3, StandingKind.IN_FORCE),
        "criterion:B2": (3, StandingKind.IN_FORCE),
        "criterion:B1": (3, StandingKind.UNCONFIRMED),
        "domain:B": (3, StandingKind.UNCONFIRMED),
    }


def test_observations_of_an_earlier_version_carry_a_decision_in_the_new_one(world, publish):
    cited = world.both()
    renewed = publish(B1=CrosswalkLine("B1", CrosswalkKind.SHIFTED, ("B1",), {1: 1, 2: 1, 3: 2, 4: 4}))
    row = world.decision(world.decide(scope=B1, citations=cited))
    assert (row.rubric_version_id, row.rubric_version) == (renewed.id, "2")


def test_a_decision_is_shown_beside_the_estimate_of_its_scope(world):
    for scope in (Scope(), B, B1):
        world.decide(scope=scope)
    actor = world.cast.actor(world.cast.mori)
    aoi = world.cast.aoi.id
    findings = list_findings(world.session, actor, [aoi], TODAY, rubric=world.rubric)[aoi]
    shown = queries.list_shown(world.session, actor, aoi, on=TODAY, rubric=world.rubric, findings=findings)
    assert [(one.scope.key, one.scope_name, one.finding) for one in shown] == [
        ("overall", None, findings.overall),
        ("domain:B", world.rubric.domains[1].name, findings.domains["B"]),
        ("criterion:B1", world.rubric.criterion("B1").name, findings.criteria["B1"]),
    ]
    without = queries.list_shown(world.session, actor, aoi, on=TODAY, rubric=world.rubric, findings=None)
    assert [one.finding for one in without] == [None, None, None]


def test_what_is_to_be_confirmed_has_no_estimate_beside_it(world, publish):
    world.decide(scope=B1)
    renewed = publish(B1=CrosswalkLine("B1", CrosswalkKind.SHIFTED, ("B1",), {1: 1, 2: 1, 3: 2, 4: 4}))
    actor, aoi = world.cast.actor(world.cast.mori), world.cast.aoi.id
    findings = list_findings(world.session, actor, [aoi], TODAY, rubric=renewed)[aoi]
    (one,) = queries.list_shown(world.session, actor, aoi, on=TODAY, rubric=renewed, findings=findings)
    assert (one.kind, one.finding) == (StandingKind.UNCONFIRMED, None)
    assert one.scope_name == world.rubric.criterion("B1").name


def test_the_gate_asks_for_overall_decisions_in_force_alone(world):
    actor, aoi = world.cast.actor(world.cast.mori), world.cast.aoi.id

    def gate(on=TODAY):
        found = queries.list_overall_in_force(world.session, actor, [aoi], on, rubric=world.rubric)
        return {key: (one.level, one.decided_on) for key, one in found.items()}

    world.decide(scope=B, level=4)
    assert gate() == {}
    world.decide(level=3, expires_on=date(2026, 12, 1))
    assert gate() == {aoi: (3, TODAY)}
    assert gate(date(2026, 12, 1)) == {}


def test_decisions_made_elsewhere_are_not_in_force_for_who_may_not_read_them(world):
    world.decide()
    outsider = world.cast.actor(world.cast.kaoru)
    found = queries.list_in_force(world.session, outsider, [world.cast.aoi.id], TODAY, rubric=world.rubric)
    assert found == {}


def test_counts_of_what_can_be_cited_go_by_scope(world):
    world.both()
    world.observe("B2")
    world.void(world.observe("A1"))
    counts = queries.list_rater_counts(
        world.session,
        world.cast.actor(world.cast.mori),
        person_id=world.cast.aoi.id,
        scopes=list_scopes(world.rubric),
    )
    assert (counts["overall"], counts["domain:B"], counts["criterion:B2"], counts["domain:A"]) == (
        (3, 2),
        (3, 2),
        (1, 1),
        (0, 0),
    )


def test_what_was_written_together_is_one_record(world):
    first = [
        world.observe("B1", observed_on=date(2026, 11, 2)),
        world.observe("B2", observed_on=date(2026, 11, 2)),
    ]
    other = world.observe("B1", by=world.cast.sato, observed_on=date(2026, 11, 3))
    found = queries.list_citable(
        world.session,
        world.cast.actor(world.cast.mori),
        person_id=world.cast.aoi.id,
        criterion_ids=[one.id for one in world.rubric.criteria],
    )
    records = queries.in_records(found)
    assert [{one.id for one in record} for record in records] == [{other}, set(first)]
    assert (records[0][0].rater_name, records[0][0].level_name["ja"], records[0][0].rubric_version) == (
        "佐藤 聡",
        "マスター",
        "1",
    )


def test_a_new_employer_reads_the_decision_and_not_what_the_old_one_observed(
    world, session, add_person, client_as
):
    proposal_id = world.propose()
    for member in world.panel:
        world.vote(proposal_id, member)
    session.execute(update(Employment).where(Employment.person_id == world.cast.aoi.id).values(ends_on=TODAY))
    moved = {"person_id": world.cast.aoi.id, "organisation_id": world.cast.neighbour.id}
    session.add(Employment(starts_on=TODAY, **moved))
    session.flush()
    world.close(proposal_id)
    next_door = add_person("next", "隣 太郎", world.cast.neighbour, RoleCode.SUPERVISOR)
    matter = queries.get_matter(session, world.cast.actor(next_door), proposal_id, on=TODAY)
    assert (matter.part, list(matter.cited), matter.n_elsewhere) == (Part.READER, [], 2)
    page = client_as(next_door).get(f"/decisions/{proposal_id}").text
    assert "森 真理" not in page
    assert "ほかに2件は、ほかの組織の記録" in page
    assert "その後すべて取り消されました" not in page
    for person in (world.cast.aoi, world.panel[0], world.cast.hara):
        found = queries.get_matter(session, world.cast.actor(person), proposal_id, on=TODAY)
        assert (len(found.cited), found.n_elsewhere) == (2, 0)
