"""The level that opens a door: what people decided, else what the evidence proves."""

from datetime import date, timedelta

import pytest

from lms.decisions.domain import ScopeKind
from lms.decisions.models import LevelReversal
from lms.kernel.clock import FrozenClock
from lms.pairing import commands, queries
from tests.conftest import NOW
from tests.factories.decisions import LevelDecisionFactory
from tests.factories.rubric import banso_text, following, load

DECIDED_ON = date(2026, 11, 1)


@pytest.fixture
def rubric(session, cast, clock):
    return load(session, publisher_id=cast.council.id, clock=clock)


@pytest.fixture
def decide(session, cast, rubric):
    """Decide a level of somebody at the chamber."""

    def add(person, level, *, organisation=None, **facts):
        row = LevelDecisionFactory(
            **{
                "person_id": person.id,
                "organisation_id": (organisation or cast.chamber).id,
                "rubric_version_id": rubric.id,
                "criterion_ids": [str(one.id) for one in rubric.criteria],
                "decided_by_id": cast.mori.id,
                "level": level,
                "decided_on": DECIDED_ON,
                **facts,
            }
        )
        session.add(row)
        session.flush()
        return row

    return add


@pytest.fixture
def seats(complex_case, make_run, proposal_of):
    """Make a run and return who was paired at which level, and since when that was decided."""

    def read(case=complex_case):
        members = proposal_of(make_run(allow_stretch=False), case).members
        return {member.advisor_id: (member.level, member.decided_on, member.is_assumed) for member in members}

    return read


def test_without_a_decision_the_estimate_opens_the_gate(team, rubric, seats):
    assert seats() == {team.maker.id: (4, None, False), team.master.id: (2, None, False)}


def test_a_decision_opens_the_gate_to_somebody_nothing_is_known_of(team, levels, decide, seats):
    levels.update({team.maker.id: None})
    decide(team.maker, 4)
    assert seats()[team.maker.id] == (4, DECIDED_ON, False)


def test_a_decision_rules_also_where_it_is_lower(team, complex_case, decide, make_run, proposal_of):
    decide(team.maker, 3)
    proposal = proposal_of(make_run(allow_stretch=False), complex_case)
    assert proposal.members == []
    assert proposal.open_reason is not None


@pytest.mark.parametrize("how", ["reversed", "expired", "domain", "elsewhere"])
def test_what_is_not_an_overall_decision_in_force_and_in_reach_opens_nothing(
    session, cast, team, decide, seats, how
):
    facts = {
        "expired": {"expires_on": NOW.date()},
        "domain": {"scope_kind": ScopeKind.DOMAIN, "scope_code": "B", "scope_name": {"ja": "B", "en": "B"}},
        "elsewhere": {"organisation": cast.outside},
    }.get(how, {})
    row = decide(team.maker, 1, **facts)
    if how == "reversed":
        session.add(
            LevelReversal(
                decision_id=row.id,
                reversed_by_id=cast.mori.id,
                reversed_on=NOW.date(),
                reversed_at=NOW,
                reason="誤り",
            )
        )
        session.flush()
        session.expire_all()
    assert seats()[team.maker.id] == (4, None, False)


def test_a_decision_goes_on_in_the_next_version(session, cast, team, levels, decide, seats):
    levels.update({team.maker.id: None})
    decide(team.maker, 4)
    later = FrozenClock(NOW + timedelta(minutes=1))
    load(session, publisher_id=cast.council.id, clock=later, text=following(banso_text()))
    assert seats()[team.maker.id] == (4, DECIDED_ON, False)


def test_the_page_says_where_the_level_comes_from(
    team, simple, complex_case, cast, decide, make_run, client_as
):
    decide(team.maker, 4)
    run = make_run(allow_stretch=False)
    page = client_as(cast.hara).get(f"/pairing/{run.id}").text
    assert "チェンジ・メイカーとして割り当て：2026年11月1日(日)の認定による段階です。" in page
    assert "90\N{NO-BREAK SPACE}%以上確かなマスターとして割り当てました。" in page


def test_the_level_decided_is_offered_where_people_are_chosen_instead(
    team, levels, simple, cast, decide, make_run, client_as
):
    levels.update({team.maker.id: None})
    decide(team.maker, 3)
    run = make_run(allow_stretch=False)
    page = client_as(cast.hara).get(f"/pairing/{run.id}/cases/{simple.id}").text
    assert "認定：チャレンジャー（2026/11/1）" in page


def test_reading_a_run_takes_as_many_statements_however_many_decisions_there_are(
    session, cast, team, simple, decide, choices, clock, count_statements
):
    def statements():
        session.expire_all()
        actor = cast.actor(cast.hara)
        return count_statements(lambda: queries.read_situation(session, actor, choices(), on=clock.today()))

    commands.run_pairing(session, actor=cast.actor(cast.hara), choices=choices(), clock=clock)
    session.flush()
    none = statements()
    for person in (team.starter, team.master, team.maker):
        decide(person, 2)
    assert statements() == none
    assert none <= 15


def test_everybody_is_paired_by_the_estimate_where_no_rubric_is_published(team, seats):
    assert seats() == {team.maker.id: (4, None, False), team.master.id: (2, None, False)}
