"""The database itself refuses what no decision, vote or committee may be."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from lms.decisions.domain import Choice, Interest, Majority, Outcome
from lms.decisions.models import Committee, CommitteeMember, LevelVote
from lms.kernel.ids import new_id
from lms.storage.constraints import violated_constraint
from tests.factories.decisions import LevelDecisionFactory


@pytest.fixture
def refused(session):
    def run(row):
        session.add(row)
        with pytest.raises(IntegrityError) as refusal:
            session.flush()
        name = violated_constraint(refusal.value)
        session.rollback()
        return name

    return run


@pytest.fixture
def decision(world):
    def make(**facts):
        return LevelDecisionFactory(
            **{
                "person_id": world.cast.aoi.id,
                "organisation_id": world.cast.chamber.id,
                "rubric_version_id": world.rubric.id,
                "criterion_ids": [],
                "decided_by_id": world.cast.mori.id,
                **facts,
            }
        )

    return make


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"level": 5}, "ck_level_decision_level_on_scale"),
        ({"scope_code": "B"}, "ck_level_decision_scope"),
        ({"expires_on": date(2026, 11, 1)}, "ck_level_decision_holds_a_day"),
    ],
)
def test_a_decision_that_breaks_a_rule_is_refused(decision, refused, facts, constraint):
    assert refused(decision(**facts)) == constraint


def test_nobody_decides_about_themselves(decision, refused, world):
    assert refused(decision(decided_by_id=world.cast.aoi.id)) == (
        "ck_level_decision_nobody_decides_about_themselves"
    )


@pytest.mark.parametrize(("choice", "interest"), [(Choice.RECUSE, None), (Choice.AWARD, Interest.KINSHIP)])
def test_only_who_takes_no_part_has_an_interest(world, refused, choice, interest):
    vote = LevelVote(
        id=new_id(),
        proposal_id=world.propose(),
        number=1,
        member_id=world.panel[0].id,
        choice=choice,
        interest=interest,
        reason="",
        cast_at=world.clock.now(),
    )
    assert refused(vote) == "ck_level_vote_recused_for_a_reason"


def test_two_things_are_never_said_as_the_same_one(world, refused):
    proposal_id = world.propose()
    world.vote(proposal_id, world.panel[0])
    second = LevelVote(
        id=new_id(),
        proposal_id=proposal_id,
        number=1,
        member_id=world.panel[1].id,
        choice=Choice.AWARD,
        reason="",
        cast_at=world.clock.now(),
    )
    assert refused(second) == "uq_level_vote_proposal_id_number"


def test_a_proposal_is_closed_by_whom_and_why(world, session):
    row = world.proposal(world.propose())
    row.outcome = Outcome.REFUSED
    with pytest.raises(IntegrityError) as refusal:
        session.flush()
    assert violated_constraint(refusal.value) == "ck_level_proposal_closed_by_whom_and_why"
    session.rollback()


def test_a_committee_has_a_quorum_and_its_members_terms(world, refused):
    facts = {
        "organisation_id": world.cast.chamber.id,
        "name": {"ja": "会", "en": "C"},
        "majority": Majority.SIMPLE,
        "set_up_by_id": world.cast.hara.id,
        "set_up_at": world.clock.now(),
        "changed_at": world.clock.now(),
    }
    committee_id = world.committee()
    backwards = CommitteeMember(
        committee_id=committee_id,
        person_id=world.cast.hojo.id,
        is_chair=False,
        starts_on=date(2026, 4, 1),
        ends_on=date(2026, 4, 1),
    )
    assert refused(backwards) == "ck_committee_member_period"
    assert refused(Committee(id=new_id(), quorum=1, **facts)) == "ck_committee_quorum"
