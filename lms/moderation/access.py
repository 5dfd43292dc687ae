"""Who may do what with a session. A rater is somebody invited, once it is open, until withdrawn."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lms.kernel.actor import Actor
from lms.kernel.permission import Permission
from lms.moderation.domain import PREPARED, SHARED, Round, State


@dataclass(frozen=True)
class CalibrationFacts:
    """What access to a session depends on, as one actor meets it.

    ``is_rater``: the actor is invited and not withdrawn. ``has_answered``: their first round is in,
    ``has_answered_again``: their second one, too. ``is_shown``: enough have answered.
    """

    organiser_id: UUID
    scribe_id: UUID | None
    organisation_path: str
    state: State
    was_opened: bool
    is_rater: bool
    has_answered: bool
    has_answered_again: bool
    is_shown: bool


def can_organise(actor: Actor, organisation_path: str) -> bool:
    """Say whether the actor may make sessions for an organisation."""
    return actor.may_in(Permission.MODERATION_ORGANISE, organisation_path)


def can_manage(actor: Actor, facts: CalibrationFacts) -> bool:
    """Say whether the actor leads a session: made by them, or in reach unless they rate in it."""
    if not can_organise(actor, facts.organisation_path):
        return False
    return actor.person_id == facts.organiser_id or not facts.is_rater


def can_read(actor: Actor, facts: CalibrationFacts) -> bool:
    """Say whether the actor may know of a session: as its organiser, or as a rater once it was opened."""
    return can_manage(actor, facts) or (facts.is_rater and facts.was_opened)


def open_round(facts: CalibrationFacts) -> Round | None:
    """Return the round the actor may answer in now."""
    if not facts.is_rater:
        return None
    if facts.state is State.OPEN and not facts.has_answered:
        return Round.FIRST
    may_again = facts.has_answered and not facts.has_answered_again
    return Round.SECOND if facts.state is State.SECOND_ROUND and may_again else None


def can_see_results(actor: Actor, facts: CalibrationFacts) -> bool:
    """Say whether the actor may see how all answered: not before the discussion, and not before they did.

    Who leads without rating sees it from the discussion on.
    """
    if facts.state not in SHARED or not facts.is_shown:
        return False
    return facts.has_answered if facts.is_rater else can_manage(actor, facts)


def can_see_own_result(facts: CalibrationFacts) -> bool:
    """Say whether a rater may see their own answers beside those of all."""
    return facts.state in SHARED and facts.is_shown and facts.is_rater and facts.has_answered


def can_write_minutes(actor: Actor, facts: CalibrationFacts) -> bool:
    """Say whether the actor keeps the minutes: who leads, or the scribe, while they see the results."""
    is_keeper = can_manage(actor, facts) or actor.person_id == facts.scribe_id
    return is_keeper and can_see_results(actor, facts)


def can_change_raters(actor: Actor, facts: CalibrationFacts) -> bool:
    """Say whether raters may be invited or withdrawn: until the discussion begins."""
    return can_manage(actor, facts) and facts.state in PREPARED | {State.OPEN}


def can_open_names(actor: Actor, facts: CalibrationFacts) -> bool:
    """Say whether the actor may ask for names: who leads, once they see the results themselves."""
    return can_manage(actor, facts) and can_see_results(actor, facts)


def sees_names(actor: Actor, *, opened_by_id: UUID, ends_at: datetime, now: datetime) -> bool:
    """Say whether one opening of the names still holds for the actor: for who opened them, for its time."""
    return actor.person_id == opened_by_id and now < ends_at
