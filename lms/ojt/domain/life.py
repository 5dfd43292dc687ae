"""The life of an entry: its states, the steps between them and whose step each is.

    draft → submitted → acknowledged → signed
              ↑   ↓ ↑       ↓
          draft  disputed ←─┘            any of them → voided

A disputed entry goes back to its supervisor, who answers and either rewrites it or hands it in again as it
is.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from lms.kernel.errors import RuleViolation


class EntryState(StrEnum):
    """Where an entry stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACKNOWLEDGED = "acknowledged"
    DISPUTED = "disputed"
    SIGNED = "signed"
    VOIDED = "voided"


class Action(StrEnum):
    """What can be done with an entry."""

    RECORD = "record"
    REVISE = "revise"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    ACKNOWLEDGE = "acknowledge"
    DISPUTE = "dispute"
    REWRITE = "rewrite"
    RESUBMIT = "resubmit"
    SIGN = "sign"
    VOID = "void"


class Party(StrEnum):
    """Whose step it is: the advisor's, the supervisor's who recorded it, or anybody's who may sign there."""

    ADVISOR = "advisor"
    RECORDER = "recorder"
    SIGNER = "signer"


@dataclass(frozen=True)
class Transition:
    """One row of the table."""

    action: Action
    source: EntryState
    target: EntryState
    party: Party


_S = EntryState
TRANSITIONS = (
    Transition(Action.REVISE, _S.DRAFT, _S.DRAFT, Party.RECORDER),
    Transition(Action.SUBMIT, _S.DRAFT, _S.SUBMITTED, Party.RECORDER),
    Transition(Action.TAKE_BACK, _S.SUBMITTED, _S.DRAFT, Party.RECORDER),
    Transition(Action.ACKNOWLEDGE, _S.SUBMITTED, _S.ACKNOWLEDGED, Party.ADVISOR),
    Transition(Action.DISPUTE, _S.SUBMITTED, _S.DISPUTED, Party.ADVISOR),
    Transition(Action.DISPUTE, _S.ACKNOWLEDGED, _S.DISPUTED, Party.ADVISOR),
    Transition(Action.REWRITE, _S.DISPUTED, _S.DRAFT, Party.RECORDER),
    Transition(Action.RESUBMIT, _S.DISPUTED, _S.SUBMITTED, Party.RECORDER),
    Transition(Action.SIGN, _S.ACKNOWLEDGED, _S.SIGNED, Party.RECORDER),
    Transition(Action.VOID, _S.DRAFT, _S.VOIDED, Party.RECORDER),
    Transition(Action.VOID, _S.SUBMITTED, _S.VOIDED, Party.SIGNER),
    Transition(Action.VOID, _S.ACKNOWLEDGED, _S.VOIDED, Party.SIGNER),
    Transition(Action.VOID, _S.DISPUTED, _S.VOIDED, Party.SIGNER),
    Transition(Action.VOID, _S.SIGNED, _S.VOIDED, Party.SIGNER),
)
_TABLE = {(transition.action, transition.source): transition for transition in TRANSITIONS}

WAITS_FOR = {
    EntryState.DRAFT: Party.RECORDER,
    EntryState.SUBMITTED: Party.ADVISOR,
    EntryState.DISPUTED: Party.RECORDER,
    EntryState.ACKNOWLEDGED: Party.RECORDER,
}
"""Whose move it is; nobody's once an entry is signed or voided."""


@dataclass(frozen=True)
class Stamp:
    """Who took a step, when, and the words that went with it."""

    by_id: UUID
    at: datetime
    text: str = ""


@dataclass(frozen=True)
class Life:
    """An entry's state and the latest stamp of each kind of step."""

    state: EntryState = EntryState.DRAFT
    submitted: Stamp | None = None
    acknowledged: Stamp | None = None
    disputed: Stamp | None = None
    answered: Stamp | None = None
    signed: Stamp | None = None
    voided: Stamp | None = None

    def after(self, action: Action, stamp: Stamp) -> "Life":
        """Return the life after a step.

        Raises RuleViolation("ojt.not_now") when the table has no such step from this state.
        """
        transition = find_transition(action, self.state)
        if transition is None:
            raise RuleViolation("ojt.not_now", action=action, state=self.state)
        moved = replace(self, state=transition.target)
        match action:
            case Action.SUBMIT:
                moved = replace(moved, submitted=stamp, acknowledged=None)
            case Action.ACKNOWLEDGE:
                moved = replace(moved, acknowledged=stamp)
            case Action.DISPUTE:
                moved = replace(moved, disputed=stamp, answered=None, acknowledged=None)
            case Action.REWRITE:
                moved = replace(moved, answered=stamp)
            case Action.RESUBMIT:
                moved = replace(moved, answered=stamp, submitted=stamp)
            case Action.SIGN:
                moved = replace(moved, signed=stamp)
            case Action.VOID:
                moved = replace(moved, voided=stamp)
        return moved


def find_transition(action: Action, state: EntryState) -> Transition | None:
    """Return the table's row for an action from a state, if there is one."""
    return _TABLE.get((action, state))
