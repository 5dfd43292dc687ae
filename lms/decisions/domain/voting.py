"""How a committee comes to a decision: who may vote, what counts, when there is a quorum, what came out.

A poll is opened with the members who sit that day. Somebody with a conflict of interest neither votes nor
counts as present: the candidate, who proposed, and who alone made all cited observations are found at the
opening; anybody else says so themselves, for good. Votes are only ever added; a member's last one counts.
Present is who has voted. With a quorum present the chair may close: the award needs the committee's majority
of the votes cast, a refusal more than half of them; anything else leaves the matter undecided for now.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from lms.decisions.domain.committee import Majority
from lms.kernel.errors import NotAllowed, RuleViolation


class Choice(StrEnum):
    """What a member says; ``recuse`` is taking no part."""

    AWARD = "award"
    REFUSE = "refuse"
    DEFER = "defer"
    RECUSE = "recuse"


class Interest(StrEnum):
    """Why a member takes no part. The first three are found, the others declared."""

    CANDIDATE = "candidate"
    PROPOSER = "proposer"
    SOLE_RATER = "sole_rater"
    KINSHIP = "kinship"
    DEALINGS = "dealings"
    CLOSENESS = "closeness"
    OTHER = "other"


DECLARED = (Interest.KINSHIP, Interest.DEALINGS, Interest.CLOSENESS, Interest.OTHER)


class Outcome(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    AWARDED = "awarded"
    REFUSED = "refused"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Seat:
    """A member as the poll was opened, and whether they still hold their seat."""

    person_id: UUID
    is_chair: bool = False
    interest: Interest | None = None
    in_office: bool = True


@dataclass(frozen=True)
class Ballot:
    """One thing a member said; ``number`` counts all of a poll from 1."""

    number: int
    member_id: UUID
    choice: Choice


@dataclass(frozen=True)
class Missing:
    """What keeps a poll from being closed: votes wanted, and from how many members they could still come."""

    votes: int
    able: int

    @property
    def is_hopeless(self) -> bool:
        """Say whether the quorum can no longer be reached."""
        return self.votes > self.able


def automatic_interest(
    member_id: UUID, *, candidate_id: UUID, proposer_id: UUID, rater_ids: AbstractSet[UUID]
) -> Interest | None:
    """Find the conflict of interest that follows from the proposal itself, if there is one."""
    if member_id == candidate_id:
        return Interest.CANDIDATE
    if member_id == proposer_id:
        return Interest.PROPOSER
    return Interest.SOLE_RATER if rater_ids == {member_id} else None


@dataclass(frozen=True)
class Poll:
    """A proposal before a committee. ``vote_by``: the last day on which votes are asked for."""

    seats: tuple[Seat, ...]
    quorum: int
    majority: Majority
    vote_by: date
    ballots: tuple[Ballot, ...] = ()
    outcome: Outcome = Outcome.OPEN

    @property
    def recused(self) -> frozenset[UUID]:
        """Name the members who take no part."""
        found = {seat.person_id for seat in self.seats if seat.interest}
        return frozenset(found | {one.member_id for one in self.ballots if one.choice is Choice.RECUSE})

    @property
    def votes(self) -> Mapping[UUID, Choice]:
        """Give the last vote of each member who has voted and takes part."""
        recused = self.recused
        in_order = sorted(self.ballots, key=lambda one: one.number)
        return {one.member_id: one.choice for one in in_order if one.member_id not in recused}

    @property
    def entitled(self) -> frozenset[UUID]:
        """Name the members who may vote now: in office, without a conflict of interest."""
        return frozenset(seat.person_id for seat in self.seats if seat.in_office) - self.recused

    @property
    def outstanding(self) -> frozenset[UUID]:
        """Name the members who may vote and have not."""
        return self.entitled - self.votes.keys()

    @property
    def has_quorum(self) -> bool:
        """Say whether enough members are present."""
        return len(self.votes) >= self.quorum

    @property
    def missing(self) -> Missing | None:
        """Say what is missing to close; None when nothing is."""
        if self.has_quorum:
            return None
        return Missing(votes=self.quorum - len(self.votes), able=len(self.outstanding))

    @property
    def result(self) -> Outcome:
        """Count: what closing now would come to; ``open`` below the quorum."""
        if not self.has_quorum:
            return Outcome.OPEN
        said, cast = list(self.votes.values()), len(self.votes)
        if self.majority.is_reached(votes=said.count(Choice.AWARD), cast=cast):
            return Outcome.AWARDED
        if Majority.SIMPLE.is_reached(votes=said.count(Choice.REFUSE), cast=cast):
            return Outcome.REFUSED
        return Outcome.DEFERRED

    @property
    def could_change(self) -> bool:
        """Say whether the votes not cast yet could still turn the result."""
        later = self
        for choice in (Choice.AWARD, Choice.REFUSE, Choice.DEFER):
            later = replace(self, ballots=(*self.ballots, *self._all_saying(choice)))
            if later.result is not self.result:
                return True
        return False

    def count(self, choice: Choice) -> int:
        """Count the votes that say ``choice``."""
        return list(self.votes.values()).count(choice)

    def takes_votes(self, on: date) -> bool:
        """Say whether votes are taken on a day: until the last day, and on as long as there is no quorum."""
        return self.outcome is Outcome.OPEN and (on <= self.vote_by or not self.has_quorum)

    def closers(self, on: date) -> frozenset[UUID]:
        """Name who may close: the chair; where none takes part, or after the last day, any of the members."""
        chairs = frozenset(seat.person_id for seat in self.seats if seat.is_chair) & self.entitled
        return chairs if chairs and on <= self.vote_by else self.entitled

    def cast(self, member_id: UUID, choice: Choice, *, on: date) -> "Poll":
        """Add what a member says.

        Raises NotAllowed("decisions.not_a_member"); RuleViolation("decisions.closed" |
        "decisions.term_over" | "decisions.conflict_of_interest" | "decisions.voting_over").
        """
        seat = next((one for one in self.seats if one.person_id == member_id), None)
        if seat is None:
            raise NotAllowed("decisions.not_a_member")
        self._require_open()
        if not seat.in_office:
            raise RuleViolation("decisions.term_over")
        if member_id in self.recused:
            raise RuleViolation("decisions.conflict_of_interest")
        if choice is not Choice.RECUSE and not self.takes_votes(on):
            raise RuleViolation("decisions.voting_over")
        return replace(self, ballots=(*self.ballots, Ballot(len(self.ballots) + 1, member_id, choice)))

    def close(self, member_id: UUID, *, on: date) -> "Poll":
        """End the poll with its result.

        Raises RuleViolation("decisions.closed" | "decisions.no_quorum"); NotAllowed("decisions.not_closer").
        """
        self._require_open()
        if member_id not in self.closers(on):
            raise NotAllowed("decisions.not_closer")
        if not self.has_quorum:
            raise RuleViolation("decisions.no_quorum", present=len(self.votes), quorum=self.quorum)
        return replace(self, outcome=self.result)

    def withdraw(self) -> "Poll":
        """End the poll without a result. Raises RuleViolation("decisions.closed")."""
        self._require_open()
        return replace(self, outcome=Outcome.WITHDRAWN)

    def _require_open(self) -> None:
        if self.outcome is not Outcome.OPEN:
            raise RuleViolation("decisions.closed")

    def _all_saying(self, choice: Choice) -> Sequence[Ballot]:
        first = len(self.ballots) + 1
        return [Ballot(first + place, one, choice) for place, one in enumerate(sorted(self.outstanding))]
