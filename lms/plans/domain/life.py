"""The life of a plan: whose wording is open, what both sides agreed to, and whose step is next.

A plan is a row of wordings, its revisions. One side words a draft and proposes it, which is that side's
agreement; from then on the wording cannot change. The other side agrees, and the plan holds in these words;
or sends it back, and a new draft begins. What was agreed before goes on holding meanwhile.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from lms.kernel.errors import Conflict, NotAllowed, RuleViolation


class Side(StrEnum):
    """Who takes part: the person whose plan it is, or those who supervise them."""

    ADVISOR = "advisor"
    SUPERVISOR = "supervisor"

    @property
    def other(self) -> "Side":
        """Return the side across the table."""
        return Side.SUPERVISOR if self is Side.ADVISOR else Side.ADVISOR


class RevisionState(StrEnum):
    """Where one wording stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    AGREED = "agreed"
    RETURNED = "returned"
    DISCARDED = "discarded"


class PlanState(StrEnum):
    """Where a plan stands. ``changing``: it holds, and a change of it waits for the other side."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    AGREED = "agreed"
    CHANGING = "changing"
    CLOSED = "closed"


class Result(StrEnum):
    """How a plan ended."""

    ACHIEVED = "achieved"
    PARTLY = "partly"
    STOPPED = "stopped"


class Step(StrEnum):
    """What can be done with a plan."""

    WRITE = "write"
    PROPOSE = "propose"
    AGREE = "agree"
    SEND_BACK = "send_back"
    DISCARD = "discard"
    FOLLOW = "follow"
    ANSWER = "answer"
    CLOSE = "close"


_OPEN = frozenset({RevisionState.DRAFT, RevisionState.PROPOSED})


@dataclass(frozen=True)
class Revision:
    """One wording's life. ``side`` words it; ``digest`` is of what was proposed."""

    number: int
    side: Side
    digest: str | None = None
    agreed_by: frozenset[Side] = frozenset()
    is_returned: bool = False
    is_discarded: bool = False

    @property
    def state(self) -> RevisionState:
        """Say where the wording stands."""
        if self.is_discarded:
            return RevisionState.DISCARDED
        if self.is_returned:
            return RevisionState.RETURNED
        if self.agreed_by == frozenset(Side):
            return RevisionState.AGREED
        return RevisionState.DRAFT if self.digest is None else RevisionState.PROPOSED


@dataclass(frozen=True)
class Life:
    """All wordings of a plan so far, the first first."""

    revisions: tuple[Revision, ...] = ()
    is_closed: bool = False

    @property
    def in_force(self) -> Revision | None:
        """The wording that holds: the last to which both sides agreed."""
        return next((one for one in reversed(self.revisions) if one.state is RevisionState.AGREED), None)

    @property
    def open(self) -> Revision | None:
        """The wording that is being written or waits for the other side."""
        last = self.revisions[-1] if self.revisions else None
        return last if last is not None and last.state in _OPEN and not self.is_closed else None

    @property
    def state(self) -> PlanState:
        """Say where the plan stands."""
        if self.is_closed:
            return PlanState.CLOSED
        is_proposed = self.open is not None and self.open.state is RevisionState.PROPOSED
        if self.in_force is None:
            return PlanState.PROPOSED if is_proposed else PlanState.DRAFT
        return PlanState.CHANGING if is_proposed else PlanState.AGREED

    @property
    def waits_for(self) -> Side | None:
        """Say whose agreement is waited for."""
        is_proposed = self.open is not None and self.open.state is RevisionState.PROPOSED
        return self.open.side.other if self.open is not None and is_proposed else None

    def shown_to(self, side: Side) -> Revision | None:
        """Return the wording a side sees first: what holds, else the last it may read.

        A draft is read by the side that writes it only.
        """
        if self.in_force is not None:
            return self.in_force
        return next((one for one in reversed(self.revisions) if self.is_readable(one, side)), None)

    @staticmethod
    def is_readable(revision: Revision, side: Side) -> bool:
        """Say whether a side may read a wording: its own, and whatever was proposed."""
        return revision.side is side or revision.digest is not None

    def allows(self, step: Step, side: Side) -> bool:
        """Say whether a side may take a step now."""
        return not self.is_closed and self._allows(step, side)

    def _allows(self, step: Step, side: Side) -> bool:
        present = self.open
        is_draft = present is not None and present.state is RevisionState.DRAFT
        is_own = present is not None and present.side is side
        return {
            Step.WRITE: is_draft and is_own if present is not None else self._may_begin(side),
            Step.PROPOSE: is_draft and is_own,
            Step.AGREE: present is not None and not is_draft and not is_own,
            Step.SEND_BACK: present is not None and not is_draft,
            Step.DISCARD: is_draft and is_own and self.in_force is not None,
            Step.FOLLOW: self.in_force is not None,
            Step.ANSWER: side is Side.SUPERVISOR and (present is None or (is_draft and is_own)),
            Step.CLOSE: side is Side.SUPERVISOR,
        }[step]

    def _may_begin(self, side: Side) -> bool:
        return side is Side.SUPERVISOR or self.in_force is not None

    def require(self, step: Step, side: Side) -> None:
        """Check that a side may take a step now.

        Raises NotAllowed("plans.not_yours") when it is the other side's; RuleViolation("plans.not_now") when
        it is nobody's.
        """
        if self.allows(step, side):
            return
        if self.allows(step, side.other):
            raise NotAllowed("plans.not_yours")
        raise RuleViolation("plans.not_now")

    def begin(self, side: Side) -> "Life":
        """Let a side begin a new wording."""
        if self.open is not None:
            raise RuleViolation("plans.not_now")
        self.require(Step.WRITE, side)
        return replace(self, revisions=(*self.revisions, Revision(len(self.revisions) + 1, side)))

    def propose(self, side: Side, digest: str) -> "Life":
        """Let a side propose its draft, which is its agreement to these words."""
        self.require(Step.PROPOSE, side)
        return self._with_last(digest=digest, agreed_by=frozenset({side}))

    def agree(self, side: Side, digest: str) -> "Life":
        """Let the other side agree to the words it read.

        Raises Conflict("plans.wording_changed") when these are not the words proposed.
        """
        self.require(Step.AGREE, side)
        last = self.revisions[-1]
        if last.digest != digest:
            raise Conflict("plans.wording_changed")
        return self._with_last(agreed_by=last.agreed_by | {side})

    def send_back(self, side: Side) -> "Life":
        """Let a proposal be reworded by the side that made it, as either side wishes."""
        self.require(Step.SEND_BACK, side)
        returned = self._with_last(is_returned=True)
        again = Revision(len(self.revisions) + 1, self.revisions[-1].side)
        return replace(returned, revisions=(*returned.revisions, again))

    def discard(self, side: Side) -> "Life":
        """Let a side drop its draft of a change; what holds stays."""
        self.require(Step.DISCARD, side)
        return self._with_last(is_discarded=True)

    def close(self, side: Side) -> "Life":
        """Let the plan end; a wording still open never holds."""
        self.require(Step.CLOSE, side)
        ended = self if self.open is None else self._with_last(is_discarded=True)
        return replace(ended, is_closed=True)

    def _with_last(self, **changes: object) -> "Life":
        last = replace(self.revisions[-1], **changes)  # type: ignore[arg-type]  # names of fields with their values
        return replace(self, revisions=(*self.revisions[:-1], last))
