"""Who may read, make and void judgements about whom. A judgement belongs to the employer of its day."""

from uuid import UUID

from lms.kernel.actor import Actor
from lms.kernel.permission import Permission


def can_read(actor: Actor, *, trainee_id: UUID, organisation_path: str) -> bool:
    """Say whether the actor may read an observation: about themselves, or within their reach."""
    return actor.person_id == trainee_id or actor.may_in(Permission.OBSERVATION_READ, organisation_path)


def can_judge(actor: Actor, *, trainee_id: UUID, organisation_path: str) -> bool:
    """Say whether the actor may make or void a supervisor's observation; never about themselves."""
    return actor.person_id != trainee_id and actor.may_in(Permission.OJT_ENTRY_SIGN, organisation_path)


def can_import(actor: Actor, *, trainee_id: UUID, organisation_path: str) -> bool:
    """Say whether the actor may bring in somebody's past observations; never their own.

    Who registers people but may not read what is observed of them may not write it either.
    """
    needed = (Permission.PERSON_MANAGE, Permission.OBSERVATION_READ)
    return actor.person_id != trainee_id and all(actor.may_in(one, organisation_path) for one in needed)
