"""Who may decide about pairings. The command asks; the views ask only to hide a button."""

from lms.kernel.actor import Actor
from lms.kernel.permission import Permission


def can_decide(actor: Actor, *, organisation_path: str) -> bool:
    """Say whether the actor may decide who takes the cases of an organisation."""
    return actor.may_in(Permission.PAIRING_DECIDE, organisation_path)
