"""Who may do what with an entry. Nobody records or signs about themselves, whatever roles they hold."""

from dataclasses import dataclass
from uuid import UUID

from lms.kernel.actor import Actor
from lms.kernel.permission import Permission
from lms.ojt.domain import Action, EntryState, Party, find_transition


@dataclass(frozen=True)
class EntryFacts:
    """What access depends on: whom the entry is about, who recorded it, whose it is and where it stands.

    ``was_submitted``: it has been in the advisor's hands at least once.
    """

    advisor_id: UUID
    supervisor_id: UUID
    organisation_path: str
    state: EntryState
    was_submitted: bool


def can_record(actor: Actor, *, advisor_id: UUID, organisation_path: str) -> bool:
    """Say whether the actor may record an entry about somebody employed at ``organisation_path``."""
    return actor.person_id != advisor_id and actor.may_in(Permission.OJT_ENTRY_RECORD, organisation_path)


def can_read(actor: Actor, entry: EntryFacts) -> bool:
    """Say whether the actor may read an entry.

    Until it is first submitted it is its supervisor's alone; then the advisor reads it too, and whoever has
    the right there.
    """
    if actor.person_id == entry.supervisor_id:
        return True
    if not entry.was_submitted:
        return False
    return actor.person_id == entry.advisor_id or actor.may_in(
        Permission.OJT_ENTRY_READ, entry.organisation_path
    )


def is_party(actor: Actor, party: Party, entry: EntryFacts) -> bool:
    """Say whether the actor is ``party`` to an entry today."""
    if party is Party.ADVISOR:
        return actor.person_id == entry.advisor_id
    if actor.person_id == entry.advisor_id:
        return False
    if party is Party.SIGNER:
        return actor.may_in(Permission.OJT_ENTRY_SIGN, entry.organisation_path)
    return actor.person_id == entry.supervisor_id and actor.may_in(
        Permission.OJT_ENTRY_RECORD, entry.organisation_path
    )


def can_act(actor: Actor, action: Action, entry: EntryFacts) -> bool:
    """Say whether the entry's state allows ``action`` and it is the actor's to take."""
    transition = find_transition(action, entry.state)
    if transition is None or not is_party(actor, transition.party, entry):
        return False
    return action is not Action.SIGN or actor.may_in(Permission.OJT_ENTRY_SIGN, entry.organisation_path)
