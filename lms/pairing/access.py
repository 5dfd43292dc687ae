"""Who may run a pairing, read one and decide about it; the views ask only to hide a button."""

from lms.kernel.actor import Actor
from lms.kernel.permission import Permission


def can_run(actor: Actor, *, organisation_path: str) -> bool:
    """Say whether the actor may make a pairing for an organisation and everything below it."""
    return actor.may_in(Permission.PAIRING_RUN, organisation_path)


def can_read(actor: Actor, *, organisation_path: str) -> bool:
    """Say whether the actor may read the pairings made for an organisation."""
    return actor.may_in(Permission.PAIRING_READ, organisation_path)


def can_decide(actor: Actor, *, organisation_path: str) -> bool:
    """Say whether the actor may decide who takes the cases of an organisation."""
    return actor.may_in(Permission.PAIRING_DECIDE, organisation_path)
