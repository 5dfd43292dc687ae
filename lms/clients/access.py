"""Who may see and change clients and cases. ``visible_to`` agrees with it, which a test holds."""

from lms.kernel.actor import Actor
from lms.kernel.permission import Permission


def can_read_case(actor: Actor, *, organisation_path: str, is_on_case: bool) -> bool:
    """Say whether the actor may see a case: within their reach, or because they are on it now."""
    return is_on_case or actor.may_in(Permission.CASE_READ, organisation_path)


def can_read_client(actor: Actor, *, organisation_path: str, is_on_case: bool) -> bool:
    """Say whether the actor may see a client: within reach, or because they are on a case of it now."""
    return is_on_case or actor.may_in(Permission.CLIENT_READ, organisation_path)


def can_edit_case(actor: Actor, *, organisation_path: str) -> bool:
    """Say whether the actor may register clients, open and close cases and assign people to them there."""
    return actor.may_in(Permission.CASE_EDIT, organisation_path)
