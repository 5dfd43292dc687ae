"""How a vote stands, who may say what, and what comes out."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from lms.decisions.domain import (
    Choice,
    Interest,
    Majority,
    Missing,
    Outcome,
    Poll,
    Seat,
    automatic_interest,
)
from lms.kernel.errors import DomainError, NotAllowed, RuleViolation

CHAIR, ONE, TWO, THREE = (UUID(int=n) for n in range(1, 5))
STRANGER = UUID(int=9)
TODAY = date(2026, 11, 20)
LAST = TODAY + timedelta(days=7)
AFTER = LAST + timedelta(days=1)
POLL = Poll(
    seats=(Seat(CHAIR, is_chair=True), Seat(ONE), Seat(TWO), Seat(THREE)),
    quorum=3,
    majority=Majority.SIMPLE,
    vote_by=LAST,
)


@pytest.fixture
def said():
    """Let members say something, in order."""

    def run(*pairs, poll=POLL, on=TODAY):
        for member, choice in pairs:
            poll = poll.cast(member, choice, on=on)
        return poll

    return run


@pytest.fixture
def refusal():
    def run(work, kind=RuleViolation):
        with pytest.raises(DomainError) as refused:
            work()
        assert type(refused.value) is kind
        return refused.value.code

    return run


@pytest.mark.parametrize(
    ("member", "raters", "interest"),
    [
        (ONE, {TWO}, Interest.CANDIDATE),
        (TWO, {TWO}, Interest.PROPOSER),
        (THREE, {THREE}, Interest.SOLE_RATER),
        (THREE, {THREE, TWO}, None),
        (CHAIR, {TWO}, None),
    ],
)
def test_a_conflict_of_interest_follows_from_the_proposal(member, raters, interest):
    assert automatic_interest(member, candidate_id=ONE, proposer_id=TWO, rater_ids=raters) is interest


@pytest.mark.parametrize(
    ("choices", "result"),
    [
        ("aa", Outcome.OPEN),
        ("aad", Outcome.AWARDED),
        ("ard", Outcome.DEFERRED),
        ("rra", Outcome.REFUSED),
        ("aarr", Outcome.DEFERRED),
        ("add", Outcome.DEFERRED),
        ("aaar", Outcome.AWARDED),
    ],
)
def test_the_result_is_counted_of_the_votes_cast(said, choices, result):
    words = {"a": Choice.AWARD, "r": Choice.REFUSE, "d": Choice.DEFER}
    poll = said(*zip((CHAIR, ONE, TWO, THREE), (words[letter] for letter in choices), strict=False))
    assert poll.result is result


def test_two_thirds_ask_for_more_than_a_simple_majority(said):
    strict = replace(POLL, majority=Majority.TWO_THIRDS)
    votes = [(CHAIR, Choice.AWARD), (ONE, Choice.AWARD), (TWO, Choice.REFUSE)]
    assert said(*votes, poll=strict).result is Outcome.AWARDED
    assert said(*votes, (THREE, Choice.DEFER), poll=strict).result is Outcome.DEFERRED
    against = [(CHAIR, Choice.REFUSE), (ONE, Choice.REFUSE), (TWO, Choice.REFUSE), (THREE, Choice.AWARD)]
    assert said(*against, poll=strict).result is Outcome.REFUSED


def test_a_changed_mind_replaces_the_earlier_vote(said):
    poll = said((ONE, Choice.REFUSE), (ONE, Choice.AWARD))
    assert (poll.count(Choice.AWARD), poll.count(Choice.REFUSE), len(poll.ballots)) == (1, 0, 2)


def test_who_recuses_themselves_no_longer_counts(said):
    poll = said((CHAIR, Choice.AWARD), (ONE, Choice.AWARD), (TWO, Choice.AWARD), (ONE, Choice.RECUSE))
    assert poll.recused == {ONE}
    assert not poll.has_quorum
    assert poll.missing == Missing(votes=1, able=1)


def test_who_is_recused_says_nothing_more(said, refusal):
    poll = said((ONE, Choice.RECUSE))
    assert refusal(lambda: said((ONE, Choice.AWARD), poll=poll)) == "decisions.conflict_of_interest"
    found = replace(POLL, seats=(*POLL.seats[1:], Seat(CHAIR, interest=Interest.PROPOSER)))
    assert refusal(lambda: said((CHAIR, Choice.AWARD), poll=found)) == "decisions.conflict_of_interest"


def test_a_stranger_does_not_vote(said, refusal):
    assert refusal(lambda: said((STRANGER, Choice.AWARD)), NotAllowed) == "decisions.not_a_member"


def test_who_no_longer_sits_does_not_vote_but_a_vote_cast_in_time_stays(said, refusal):
    poll = said((ONE, Choice.AWARD))
    left = replace(poll, seats=tuple(replace(one, in_office=one.person_id != ONE) for one in poll.seats))
    assert refusal(lambda: said((ONE, Choice.REFUSE), poll=left)) == "decisions.term_over"
    assert left.count(Choice.AWARD) == 1
    assert ONE not in left.entitled | left.outstanding


def test_votes_are_taken_until_the_last_day_and_on_without_a_quorum(said, refusal):
    assert POLL.takes_votes(LAST)
    assert POLL.takes_votes(AFTER)
    poll = said((CHAIR, Choice.AWARD), (ONE, Choice.AWARD), (TWO, Choice.AWARD), on=AFTER)
    assert not poll.takes_votes(AFTER)
    assert refusal(lambda: said((THREE, Choice.REFUSE), poll=poll, on=AFTER)) == "decisions.voting_over"
    assert THREE in said((THREE, Choice.RECUSE), poll=poll, on=AFTER).recused


def test_below_the_quorum_nothing_is_closed(said, refusal):
    poll = said((CHAIR, Choice.AWARD), (ONE, Choice.AWARD))
    with pytest.raises(RuleViolation) as refused:
        poll.close(CHAIR, on=TODAY)
    assert (refused.value.code, refused.value.facts) == ("decisions.no_quorum", {"present": 2, "quorum": 3})
    assert poll.missing == Missing(votes=1, able=2)
    assert not poll.missing.is_hopeless
    assert Missing(votes=2, able=1).is_hopeless


def test_the_chair_closes_and_then_it_is_over(said, refusal):
    poll = said((CHAIR, Choice.AWARD), (ONE, Choice.AWARD), (TWO, Choice.REFUSE))
    assert poll.missing is None
    assert refusal(lambda: poll.close(ONE, on=TODAY), NotAllowed) == "decisions.not_closer"
    closed = poll.close(CHAIR, on=TODAY)
    assert closed.outcome is Outcome.AWARDED
    assert not closed.takes_votes(TODAY)
    assert refusal(lambda: closed.close(CHAIR, on=TODAY)) == "decisions.closed"
    assert refusal(lambda: said((THREE, Choice.AWARD), poll=closed)) == "decisions.closed"
    assert refusal(closed.withdraw) == "decisions.closed"


def test_any_member_closes_after_the_last_day_or_without_a_chair(said):
    assert POLL.closers(LAST) == {CHAIR}
    assert POLL.closers(AFTER) == {CHAIR, ONE, TWO, THREE}
    assert said((CHAIR, Choice.RECUSE)).closers(TODAY) == {ONE, TWO, THREE}
    left = replace(POLL, seats=(Seat(CHAIR, is_chair=True, in_office=False), *POLL.seats[1:]))
    assert left.closers(TODAY) == {ONE, TWO, THREE}


def test_a_proposal_taken_back_has_no_result(said):
    assert said((ONE, Choice.AWARD)).withdraw().outcome is Outcome.WITHDRAWN


def test_the_votes_to_come_may_still_turn_the_result(said):
    three = said((CHAIR, Choice.AWARD), (ONE, Choice.AWARD), (TWO, Choice.AWARD))
    assert not three.could_change
    close_one = said((CHAIR, Choice.AWARD), (ONE, Choice.AWARD), (TWO, Choice.REFUSE))
    assert close_one.could_change
    everybody = said((THREE, Choice.REFUSE), poll=close_one)
    assert (everybody.outstanding, everybody.could_change) == (frozenset(), False)
