"""Whatever members try, in whatever order, no poll breaks a rule."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lms.decisions.domain import Ballot, Choice, Interest, Majority, Outcome, Poll, Seat
from lms.kernel.errors import DomainError

MEMBERS = [UUID(int=n) for n in range(1, 8)]
STRANGER = UUID(int=99)
VOTE_BY = date(2026, 11, 20)
DAYS = st.sampled_from([VOTE_BY - timedelta(days=1), VOTE_BY, VOTE_BY + timedelta(days=1)])


@st.composite
def polls(draw) -> Poll:
    n = draw(st.integers(2, len(MEMBERS)))
    seats = tuple(
        Seat(
            person_id=member,
            is_chair=place == 0,
            interest=draw(st.sampled_from([None, None, None, Interest.PROPOSER, Interest.SOLE_RATER])),
            in_office=draw(st.sampled_from([True, True, True, False])),
        )
        for place, member in enumerate(MEMBERS[:n])
    )
    return Poll(seats, draw(st.integers(2, n)), draw(st.sampled_from(Majority)), VOTE_BY)


steps = st.lists(st.tuples(st.sampled_from([*MEMBERS, STRANGER]), st.sampled_from(Choice), DAYS), max_size=30)


def played(poll: Poll, tried) -> Poll:
    """Let people try to say something; what is refused changes nothing."""
    for member, choice, day in tried:
        try:
            poll = poll.cast(member, choice, on=day)
        except DomainError:
            continue
    return poll


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
