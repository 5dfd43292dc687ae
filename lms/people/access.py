"""Who may see and change what about people. ``visible_to`` agrees with it, which a test holds."""

from collections.abc import Sequence
from uuid import UUID

from lms.kernel.actor import Actor
from lms.kernel.permission import Permission


def can_read_person(actor: Actor, *, person_id: UUID, organisation_paths: Sequence[str]) -> bool:
    """Say whether the actor may see a person: themselves, or who belongs to an organisation in reach."""
    return person_id == actor.person_id or any(
        actor.may_in(Permission.PERSON_READ, path) for path in organisation_paths
    )


def can_edit_profile(actor: Actor, *, person_id: UUID) -> bool:
    """Say whether the actor may change a person's own settings: only their own."""
    return person_id == actor.person_id
