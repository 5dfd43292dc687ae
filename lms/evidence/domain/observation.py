"""One dated judgement of one criterion of one person: the atom every level is made from."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class RaterRole(StrEnum):
    """In what capacity the rater judged; a role is never changed afterwards."""

    SUPERVISOR = "supervisor"
    PEER = "peer"
    SELF = "self"
    CLIENT = "client"
    COMMITTEE = "committee"


class SourceKind(StrEnum):
    """What an observation was made from."""

    OJT_ENTRY = "ojt_entry"
    PAST_RECORD = "past_record"
    SELF_ASSESSMENT = "self_assessment"


class ObservationState(StrEnum):
    """An observation counts until it is voided; there is no way back and no edit."""

    ACTIVE = "active"
    VOIDED = "voided"


@dataclass(frozen=True)
class Source:
    """The record an observation rests on; a past record brought in from elsewhere has no row of its own."""

    kind: SourceKind
    id: UUID | None = None


@dataclass(frozen=True)
class Rating:
    """A level given to one criterion, with the rater's note on it; what an observation is made from."""

    criterion_code: str
    level: int
    note: str = ""


@dataclass(frozen=True)
class Voiding:
    """Who took an observation out of the count, when and why."""

    by_id: UUID
    at: datetime
    reason: str


@dataclass(frozen=True)
class Carried:
    """What an observation said in the words of an earlier version, before it was read in today's.

    ``weight`` (0–1): what it counts of one made in today's words; ``is_changed``: the meaning has changed.
    """

    rubric_version_id: UUID
    criterion_id: UUID
    level: int
    weight: float = 1.0
    is_changed: bool = False


@dataclass(frozen=True)
class Observation:
    """A rater's level for one criterion on one day, in the words of one rubric version.

    ``carried`` is set on one that was made in an earlier version's words: criterion and level are then what
    these mean today.
    """

    id: UUID
    trainee_id: UUID
    rater_id: UUID
    rater_role: RaterRole
    observed_on: date
    recorded_at: datetime
    rubric_version_id: UUID
    criterion_code: str
    level: int
    comment: str
    source: Source
    voiding: Voiding | None = None
    carried: Carried | None = None

    @property
    def weight(self) -> float:
        """Say what it counts of an observation made in today's words (0–1)."""
        return 1.0 if self.carried is None else self.carried.weight

    @property
    def is_changed(self) -> bool:
        """Say whether it was made when the criterion meant something else."""
        return self.carried is not None and self.carried.is_changed

    @property
    def state(self) -> ObservationState:
        """Say whether the observation may count."""
        return ObservationState.ACTIVE if self.voiding is None else ObservationState.VOIDED

    @property
    def is_own(self) -> bool:
        """Say whether the rater judged themselves, under whatever role."""
        return self.rater_id == self.trainee_id
