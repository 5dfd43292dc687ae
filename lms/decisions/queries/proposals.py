"""Reads of proposals: what is before a committee, how the vote stands, whose turn it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from lms.decisions.domain import Ballot, Choice, Outcome, Poll, Seat
from lms.decisions.models import Committee, LevelProposal, LevelVote, ProposalSeat
from lms.decisions.queries.visibility import panels_of, visible_proposals
from lms.kernel.actor import Actor


class Turn(StrEnum):
    """What a proposal asks of its reader."""

    VOTE = "vote"
    CLOSE = "close"


@dataclass(frozen=True)
class OpenProposal:
    """A proposal that is not closed, how its vote stands, and what it asks of its reader, if anything."""

    proposal: LevelProposal
    poll: Poll
    turn: Turn | None


def list_open(session: Session, actor: Actor, *, on: date) -> Sequence[OpenProposal]:
    """List the visible proposals that are open, the first to be voted on by in front."""
    rows = session.scalars(
        visible_proposals(actor, on)
        .where(LevelProposal.outcome == Outcome.OPEN)
        .options(*proposal_loads())
        .order_by(LevelProposal.vote_by, LevelProposal.id)
    )
    polls = ((row, poll_of(row, on)) for row in rows)
    return [OpenProposal(row, poll, turn_of(row, poll, actor.person_id, on)) for row, poll in polls]


def count_waiting(session: Session, actor: Actor, *, on: date) -> int:
    """Count the open proposals on which the actor may vote and has not, in one statement."""
    has_voted = exists().where(
        LevelVote.proposal_id == LevelProposal.id, LevelVote.member_id == actor.person_id
    )
    again = aliased(LevelVote)
    takes_no_part = exists().where(
        again.proposal_id == LevelVote.proposal_id,
        again.member_id == LevelVote.member_id,
        again.choice == Choice.RECUSE,
    )
    n_present = (
        select(func.count(LevelVote.member_id.distinct()))
        .where(LevelVote.proposal_id == LevelProposal.id, ~takes_no_part)
        .scalar_subquery()
    )
    waiting = select(func.count(LevelProposal.id)).where(
        LevelProposal.outcome == Outcome.OPEN,
        or_(LevelProposal.vote_by >= on, n_present < LevelProposal.quorum),
        LevelProposal.id.in_(panels_of(actor.person_id, on)),
        ~has_voted,
    )
    return session.scalar(waiting) or 0


def poll_of(proposal: LevelProposal, on: date) -> Poll:
    """Read how a proposal's vote stands on a day; seats, votes and the committee's members must be loaded."""
    sitting = [member for member in proposal.committee.members if member.sits_on(on)]
    in_office = {member.person_id for member in sitting}
    chairs = {member.person_id for member in sitting if member.is_chair}
    return Poll(
        seats=tuple(
            Seat(
                person_id=seat.person_id,
                is_chair=seat.person_id in chairs,
                interest=seat.interest,
                in_office=seat.person_id in in_office,
            )
            for seat in proposal.seats
        ),
        quorum=proposal.quorum,
        majority=proposal.majority,
        vote_by=proposal.vote_by,
        ballots=tuple(Ballot(vote.number, vote.member_id, vote.choice) for vote in proposal.votes),
        outcome=proposal.outcome,
    )


def turn_of(proposal: LevelProposal, poll: Poll, person_id: UUID, on: date) -> Turn | None:
    """Say what a proposal asks of somebody: a vote, or to be closed when nothing more is to come."""
    if person_id == proposal.person_id:
        return None
    if person_id in poll.outstanding and poll.takes_votes(on):
        return Turn.VOTE
    is_ripe = poll.has_quorum and (not poll.outstanding or on > poll.vote_by)
    return Turn.CLOSE if is_ripe and person_id in poll.closers(on) else None


def proposal_loads() -> tuple[ORMOption, ...]:
    """Load what a proposal's page and list need."""
    return (
        joinedload(LevelProposal.person),
        joinedload(LevelProposal.proposed_by),
        joinedload(LevelProposal.closed_by),
        joinedload(LevelProposal.organisation),
        joinedload(LevelProposal.committee).options(
            joinedload(Committee.organisation), selectinload(Committee.members)
        ),
        selectinload(LevelProposal.seats).joinedload(ProposalSeat.person),
        selectinload(LevelProposal.votes).joinedload(LevelVote.member),
    )
