"""Whatever members try, in whatever order, no poll breaks a rule."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lms.decisions.domain import Ballot, Choice, Interest, Outcome
from lms.kernel.errors import DomainError
from tests.properties.decisions.strategies import DAYS, MEMBERS, STRANGER, VOTE_BY, played, polls, steps


@given(polls(), steps, st.sampled_from([*MEMBERS, STRANGER]), DAYS)
def test_without_a_quorum_nothing_is_decided(poll, tried, closer, day):
    poll = played(poll, tried)
    try:
        closed = poll.close(closer, on=day)
    except DomainError:
        return
    assert len(poll.votes) >= poll.quorum
    assert closed.outcome in {Outcome.AWARDED, Outcome.REFUSED, Outcome.DEFERRED}
    assert closer in poll.entitled


@given(polls(), steps)
def test_who_takes_no_part_is_never_counted(poll, tried):
    poll = played(poll, tried)
    counted = set(poll.votes)
    assert counted.isdisjoint(poll.recused)
    assert counted <= {seat.person_id for seat in poll.seats if seat.interest is None}
    without = [ballot for ballot in poll.ballots if ballot.member_id not in poll.recused]
    declared = [
        replace(seat, interest=seat.interest or Interest.OTHER) if seat.person_id in poll.recused else seat
        for seat in poll.seats
    ]
    same = replace(poll, seats=tuple(declared), ballots=tuple(without))
    assert (same.result, same.votes) == (poll.result, poll.votes)


@given(polls(), steps)
def test_nobody_counts_twice_and_only_members_in_office_speak(poll, tried):
    poll = played(poll, tried)
    cast = sum(poll.count(choice) for choice in (Choice.AWARD, Choice.REFUSE, Choice.DEFER))
    assert cast == len(poll.votes) <= len(poll.seats)
    in_office = {seat.person_id for seat in poll.seats if seat.in_office}
    assert {ballot.member_id for ballot in poll.ballots} <= in_office


@given(polls(), st.data())
def test_the_order_of_the_votes_does_not_matter(poll, choices):
    said = [
        (member, choices.draw(st.sampled_from(Choice)))
        for member in sorted(poll.entitled)
        if choices.draw(st.booleans())
    ]
    one, other = (
        replace(poll, ballots=tuple(Ballot(n, *pair) for n, pair in enumerate(order, 1)))
        for order in (said, choices.draw(st.permutations(said)))
    )
    assert (one.votes, one.result, one.recused) == (other.votes, other.result, other.recused)


@given(polls(), steps)
def test_a_result_that_cannot_change_does_not(poll, tried):
    poll = played(poll, tried)
    if not poll.has_quorum or poll.could_change:
        return
    for choice in (Choice.AWARD, Choice.REFUSE, Choice.DEFER):
        later = played(poll, [(member, choice, VOTE_BY) for member in poll.outstanding])
        assert later.result is poll.result


@given(polls(), steps)
def test_what_is_missing_is_what_would_make_the_quorum(poll, tried):
    poll = played(poll, tried)
    if poll.missing is None:
        assert poll.has_quorum
        return
    enough = sorted(poll.outstanding)[: poll.missing.votes]
    later = played(poll, [(member, Choice.DEFER, VOTE_BY) for member in enough])
    assert later.has_quorum is not poll.missing.is_hopeless
