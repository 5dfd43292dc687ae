"""Polls of any shape, and what members may try in them."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import strategies as st

from lms.decisions.domain import Choice, Interest, Majority, Poll, Seat
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
