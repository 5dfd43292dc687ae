"""From a proposal to a committee's decision, or to none."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.decisions.domain import Choice, Interest, Outcome, StandingKind
from lms.kernel.clock import FrozenClock
from lms.kernel.errors import Conflict, DomainError, NotAllowed, NotFound, RuleViolation
from lms.people.models import Employment
from lms.storage.outbox import OutboxMessage
from tests.conftest import NOW

AFTER = FrozenClock(NOW + timedelta(days=15))


@pytest.fixture
def refused():
    def run(work, kind=RuleViolation):
        with pytest.raises(DomainError) as refusal:
            work()
        assert type(refusal.value) is kind
        return refusal.value.code

    return run


@pytest.fixture
def told(session):
    def read(kind):
        rows = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == f"decisions.{kind}"))
        return sorted(str(row.recipient_id) for row in rows)

    return read


@pytest.fixture
def ids():
    return lambda people: sorted(str(one.id) for one in people)


def test_a_proposal_keeps_the_panel_and_the_rules_of_its_day(world, told, ids):
    row = world.proposal(world.propose(world.committee(quorum=3)))
    assert (row.person_id, row.organisation_id, row.proposed_by_id) == (
        world.cast.aoi.id,
        world.cast.chamber.id,
        world.cast.mori.id,
    )
    assert [(seat.person.name, seat.interest) for seat in row.seats] == [
        ("委員 一", None),
        ("委員 二", None),
        ("委員 三", None),
        ("委員 四", None),
    ]
    assert (row.quorum, row.vote_by, row.outcome) == (3, date(2026, 12, 4), Outcome.OPEN)
    assert told("to_vote") == ids(world.panel)


def test_conflicts_of_interest_are_found_when_it_is_opened(world, told, ids):
    cast = world.cast
    people = [world.panel[0], world.panel[1], cast.mori, cast.sato]
    cited = [world.observe(by=cast.sato), world.observe("B2", by=cast.sato)]
    row = world.proposal(world.propose(world.committee(people=people), citations=cited))
    assert {seat.person_id: seat.interest for seat in row.seats} == {
        people[0].id: None,
        people[1].id: None,
        cast.mori.id: Interest.PROPOSER,
        cast.sato.id: Interest.SOLE_RATER,
    }
    assert told("to_vote") == ids(people[:2])


def test_who_made_some_of_the_observations_may_vote(world):
    people = [*world.panel[:2], world.cast.sato]
    proposal_id = world.propose(world.committee(people=people))
    world.vote(proposal_id, world.cast.sato)
    assert len(world.proposal(proposal_id).votes) == 1


def test_a_supervisor_among_the_members_is_not_judged_by_themselves(world, refused):
    cast = world.cast
    cited = [world.observe(of=cast.sato), world.observe("B2", of=cast.sato)]
    people = [*world.panel[:3], cast.sato]
    proposal_id = world.propose(world.committee(people=people), person_id=cast.sato.id, citations=cited)
    assert refused(lambda: world.vote(proposal_id, cast.sato)) == "decisions.conflict_of_interest"


def test_a_proposal_that_could_never_have_a_quorum_is_refused(world, refused):
    committee_id = world.committee(people=[world.panel[0], world.cast.mori])
    assert refused(lambda: world.propose(committee_id)) == "decisions.quorum_unreachable"


def test_a_committee_of_elsewhere_is_refused(world, refused):
    committee_id = world.committee(organisation=world.cast.neighbour)
    assert refused(lambda: world.propose(committee_id)) == "decisions.committee_unfit"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"vote_by": None}, "decisions.vote_by_missing"),
        ({"vote_by": date(2026, 11, 19)}, "decisions.vote_by_past"),
        ({"reason": ""}, "decisions.reason_missing"),
        ({"citations": ()}, "decisions.nothing_cited"),
    ],
)
def test_an_unsound_proposal_is_refused(world, refused, facts, code):
    assert refused(lambda: world.propose(**facts)) == code


def test_one_observation_is_enough_to_propose(world):
    assert world.propose(citations=[world.observe()])


def test_an_award_becomes_a_decision_with_the_same_id(world, told, ids):
    cited = world.both()
    proposal_id = world.awarded(citations=cited, level=3, expires_on=date(2028, 4, 1))
    row, proposal = world.decision(proposal_id), world.proposal(proposal_id)
    assert (row.committee_id, row.decided_by_id) == (proposal.committee_id, world.panel[0].id)
    assert (row.level, row.scope, row.expires_on) == (3, proposal.scope, date(2028, 4, 1))
    assert row.reason == proposal.closed_text
    assert proposal.outcome is Outcome.AWARDED
    assert world.in_force() == {"overall": (3, StandingKind.IN_FORCE)}
    assert told("decided") == ids([world.cast.aoi, world.cast.mori])


@pytest.mark.parametrize(
    ("choices", "outcome"),
    [
        ((Choice.REFUSE, Choice.REFUSE, Choice.AWARD), Outcome.REFUSED),
        ((Choice.AWARD, Choice.REFUSE), Outcome.DEFERRED),
    ],
)
def test_without_the_majority_there_is_no_decision(world, told, ids, choices, outcome):
    proposal_id = world.propose()
    for member, choice in zip(world.panel, choices, strict=False):
        world.vote(proposal_id, member, choice)
    assert world.close(proposal_id) is outcome
    assert world.in_force() == {}
    assert told("not_awarded") == ids([world.cast.aoi, world.cast.mori])
    assert told("decided") == []


def test_the_person_stays_where_they_were_employed_when_nobody_employs_them(world, session):
    proposal_id = world.propose()
    for member in world.panel:
        world.vote(proposal_id, member)
    for one in session.scalars(select(Employment).where(Employment.person_id == world.cast.aoi.id)):
        one.ends_on = date(2026, 11, 20)
    session.flush()
    world.close(proposal_id)
    assert world.decision(proposal_id).organisation_id == world.cast.chamber.id


def test_a_changed_mind_is_another_row(world):
    proposal_id = world.propose()
    world.vote(proposal_id, world.panel[0], Choice.DEFER)
    world.vote(proposal_id, world.panel[0], Choice.AWARD, reason="")
    votes = world.proposal(proposal_id).votes
    assert [(vote.number, vote.choice, vote.reason) for vote in votes] == [
        (1, Choice.DEFER, "記録から十分に読み取れる"),
        (2, Choice.AWARD, ""),
    ]


@pytest.mark.parametrize("choice", [Choice.REFUSE, Choice.DEFER])
def test_a_vote_that_is_not_for_the_award_needs_a_reason(world, refused, choice):
    proposal_id = world.propose()
    assert refused(lambda: world.vote(proposal_id, world.panel[0], choice, reason=" ")) == (
        "decisions.reason_missing"
    )


def test_taking_no_part_is_not_a_vote(world, refused):
    proposal_id = world.propose()
    assert (
        refused(lambda: world.vote(proposal_id, world.panel[0], Choice.RECUSE)) == "decisions.choice_unknown"
    )


def test_who_takes_no_part_loses_the_proposal_from_sight(world, refused):
    proposal_id = world.propose()
    world.recuse(proposal_id, world.panel[1])
    vote = world.proposal(proposal_id).votes[0]
    assert (vote.choice, vote.interest, vote.reason) == (Choice.RECUSE, Interest.KINSHIP, "")
    assert refused(lambda: world.vote(proposal_id, world.panel[1]), NotFound) == "decisions.matter_unknown"


@pytest.mark.parametrize(
    ("interest", "reason", "code"),
    [
        (Interest.OTHER, " ", "decisions.reason_missing"),
        (Interest.PROPOSER, "理由", "decisions.interest_unknown"),
    ],
)
def test_something_else_is_said_in_words_and_nothing_found_is_declared(
    world, refused, interest, reason, code
):
    proposal_id = world.propose()
    assert refused(lambda: world.recuse(proposal_id, world.panel[1], interest, reason)) == code


def test_something_else_with_words_is_noted(world):
    proposal_id = world.propose()
    world.recuse(proposal_id, world.panel[1], Interest.OTHER, "以前の部下です")
    assert world.proposal(proposal_id).votes[0].reason == "以前の部下です"


def test_who_was_named_later_does_not_vote_on_what_was_open(world, refused, add_person):
    committee_id = world.committee(people=world.panel[:3])
    proposal_id = world.propose(committee_id)
    world.join(committee_id, world.panel[3])
    assert refused(lambda: world.vote(proposal_id, world.panel[3]), NotFound) == "decisions.matter_unknown"


def test_who_no_longer_sits_does_not_vote(world, refused):
    committee_id = world.committee()
    proposal_id = world.propose(committee_id)
    world.leave(committee_id, world.panel[3])
    assert refused(lambda: world.vote(proposal_id, world.panel[3]), NotFound) == "decisions.matter_unknown"


def test_a_member_with_reach_whose_term_ended_is_told_so(world, refused):
    committee_id = world.committee(people=[*world.panel[:2], world.cast.sato])
    proposal_id = world.propose(committee_id)
    world.leave(committee_id, world.cast.sato)
    assert refused(lambda: world.vote(proposal_id, world.cast.sato)) == "decisions.term_over"
    assert refused(lambda: world.vote(proposal_id, world.cast.hara), NotAllowed) == "decisions.not_a_member"


def test_below_the_quorum_nothing_is_closed(world, refused):
    proposal_id = world.propose(world.committee(quorum=3))
    world.vote(proposal_id, world.panel[0])
    world.vote(proposal_id, world.panel[1])
    world.recuse(proposal_id, world.panel[2])
    assert refused(lambda: world.close(proposal_id)) == "decisions.no_quorum"
    assert world.proposal(proposal_id).outcome is Outcome.OPEN


def test_only_the_chair_closes_before_the_last_day(world, refused):
    proposal_id = world.propose()
    for member in world.panel[:3]:
        world.vote(proposal_id, member)
    assert refused(lambda: world.close(proposal_id, world.panel[1]), NotAllowed) == "decisions.not_closer"
    assert world.close(proposal_id, world.panel[1], clock=AFTER) is Outcome.AWARDED


def test_votes_are_no_longer_taken_after_the_last_day_with_a_quorum(world, refused):
    proposal_id = world.propose()
    world.vote(proposal_id, world.panel[0])
    world.vote(proposal_id, world.panel[1], clock=AFTER)
    assert refused(lambda: world.vote(proposal_id, world.panel[2], clock=AFTER)) == "decisions.voting_over"


def test_nothing_happens_after_closing(world, refused):
    proposal_id = world.awarded()
    assert refused(lambda: world.vote(proposal_id, world.panel[1])) == "decisions.closed"
    assert refused(lambda: world.close(proposal_id)) == "decisions.closed"
    assert refused(lambda: world.withdraw(proposal_id)) == "decisions.closed"


def test_closing_on_a_page_out_of_date_is_refused(world):
    proposal_id = world.propose()
    for member in world.panel[:3]:
        world.vote(proposal_id, member)
    with pytest.raises(Conflict) as conflict:
        world.close(proposal_id, n_said=2)
    assert (conflict.value.code, conflict.value.facts["version"]) == ("decisions.stale", 3)


def test_the_chair_is_told_once_when_the_last_vote_is_in(world, told, ids):
    proposal_id = world.propose()
    for member in world.panel[1:]:
        world.vote(proposal_id, member)
    assert told("to_close") == []
    world.recuse(proposal_id, world.panel[3])
    world.vote(proposal_id, world.panel[0])
    assert told("to_close") == []  # the chair cast the last vote, and knows
    other = world.propose()
    for member in (*world.panel, world.panel[1]):
        world.vote(other, member)
    assert told("to_close") == ids([world.panel[0]])


def test_nothing_is_awarded_on_observations_that_were_all_voided(world, refused):
    cited = world.both()
    proposal_id = world.propose(citations=cited)
    for member in world.panel:
        world.vote(proposal_id, member)
    for one in cited:
        world.void(one)
    assert refused(lambda: world.close(proposal_id)) == "decisions.all_voided"


def test_nothing_is_awarded_that_would_have_run_out(world, refused):
    proposal_id = world.propose(expires_on=date(2026, 12, 1))
    for member in world.panel:
        world.vote(proposal_id, member)
    assert refused(lambda: world.close(proposal_id, clock=AFTER)) == "decisions.expired_meanwhile"


def test_a_proposal_is_taken_back_with_a_reason(world, refused, told, ids):
    proposal_id = world.propose()
    world.recuse(proposal_id, world.panel[3])
    assert refused(lambda: world.withdraw(proposal_id, reason="")) == "decisions.reason_missing"
    world.withdraw(proposal_id, by=world.cast.sato)
    row = world.proposal(proposal_id)
    assert (row.outcome, row.closed_by_id, row.closed_text) == (
        Outcome.WITHDRAWN,
        world.cast.sato.id,
        "記録が足りなかった",
    )
    assert told("withdrawn") == ids([*world.panel[:3], world.cast.mori])


def test_who_neither_proposed_nor_decides_there_takes_nothing_back(world, refused):
    proposal_id = world.propose()
    assert (
        refused(lambda: world.withdraw(proposal_id, by=world.panel[0]), NotAllowed)
        == "decisions.not_proposer"
    )
    assert (
        refused(lambda: world.withdraw(proposal_id, by=world.cast.aoi), NotAllowed)
        == "decisions.not_proposer"
    )
    assert (
        refused(lambda: world.withdraw(proposal_id, by=world.cast.chie), NotFound)
        == "decisions.matter_unknown"
    )


def test_a_committees_decision_is_reversed_where_the_committee_belongs(world, refused, told, ids):
    proposal_id = world.awarded()
    assert refused(lambda: world.reverse(proposal_id), NotAllowed) == "decisions.not_reverser"
    world.reverse(proposal_id, by=world.cast.hara)
    assert world.in_force() == {}
    assert told("reversed") == ids([world.cast.aoi, world.cast.mori, world.panel[0]])


def test_a_vote_is_never_edited(world, session):
    proposal_id = world.propose()
    world.vote(proposal_id, world.panel[0])
    world.proposal(proposal_id).votes[0].choice = Choice.REFUSE
    with pytest.raises(TypeError, match="never changed"):
        session.flush()
    session.rollback()
