"""Who may see and change plans and their templates. ``visible_to`` agrees with it, which a test holds."""

from dataclasses import dataclass
from uuid import UUID

from lms.kernel.actor import Actor
from lms.kernel.permission import Permission
from lms.plans.domain import Side


@dataclass(frozen=True)
class PlanFacts:
    """What decides who may do what with a plan. ``was_proposed``: its person has been shown it."""

    person_id: UUID
    organisation_path: str
    was_proposed: bool


def can_read_plan(actor: Actor, facts: PlanFacts) -> bool:
    """Say whether the actor may see a plan: their own once it was proposed, or of people in reach."""
    if facts.person_id == actor.person_id:
        return facts.was_proposed
    return actor.may_in(Permission.PLAN_READ, facts.organisation_path)


def side_of(actor: Actor, facts: PlanFacts) -> Side | None:
    """Return the side on which the actor takes part in a plan; None for who may at most read it."""
    if facts.person_id == actor.person_id:
        return Side.ADVISOR
    return Side.SUPERVISOR if actor.may_in(Permission.PLAN_EDIT, facts.organisation_path) else None


def can_start(actor: Actor, *, person_id: UUID, employer_path: str) -> bool:
    """Say whether the actor may start a plan for somebody whom this organisation employs; not for oneself."""
    return person_id != actor.person_id and actor.may_in(Permission.PLAN_EDIT, employer_path)


def can_read_template(actor: Actor, *, organisation_id: UUID, organisation_path: str) -> bool:
    """Say whether the actor may use a template: published above their own organisations, or in reach."""
    if not actor.may(Permission.PLAN_EDIT):
        return False
    return organisation_id in actor.lineage or actor.may_in(Permission.PLAN_EDIT, organisation_path)


def can_edit_template(actor: Actor, *, organisation_path: str) -> bool:
    """Say whether the actor may publish and change templates of an organisation."""
    return actor.may_in(Permission.PLAN_TEMPLATE_EDIT, organisation_path)
