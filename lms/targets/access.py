"""Who may see and change target profiles. ``visible_to`` agrees with it, which a test holds."""

from uuid import UUID

from lms.kernel.actor import Actor
from lms.kernel.permission import Permission


def can_read_profile(actor: Actor, *, organisation_id: UUID, organisation_path: str) -> bool:
    """Say whether the actor may see a profile: published at or above their own organisations, or in reach.

    Either way only who may read rubrics: a profile speaks a rubric's words.
    """
    if not actor.may(Permission.RUBRIC_READ):
        return False
    return organisation_id in actor.lineage or actor.may_in(Permission.RUBRIC_READ, organisation_path)


def can_edit_profile(actor: Actor, *, organisation_path: str) -> bool:
    """Say whether the actor may publish, change and end profiles of an organisation."""
    return actor.may_in(Permission.TARGET_EDIT, organisation_path)


def can_assign(actor: Actor, *, employer_path: str) -> bool:
    """Say whether the actor may give a profile to somebody whom this organisation employs."""
    return actor.may_in(Permission.TARGET_EDIT, employer_path)
