"""Who may decide, propose, reverse, and read what. ``visible_to`` agrees with it, which a test holds."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from lms.kernel.actor import Actor
from lms.kernel.permission import Permission


class Part(StrEnum):
    """As what somebody reads a decision or proposal, which says how much of it they are shown.

    A candidate reads what came out and why, not who voted how. A member reads the proposal and what it cites,
    and the votes of the others once they have voted; one with a conflict of interest reads nothing as a
    member. A reader has the person's observations in reach.
    """

    CANDIDATE = "candidate"
    MEMBER = "member"
    READER = "reader"


@dataclass(frozen=True)
class MatterFacts:
    """What access to a decision or proposal depends on.

    ``organisation_path``: who employed the person that day. ``committee_path``: whose committee it is, None
    for a supervisor's. ``entitled``: the members who sat when it was opened and sit today, without those who
    have a conflict of interest.
    """

    person_id: UUID
    organisation_path: str
    committee_path: str | None = None
    entitled: frozenset[UUID] = frozenset()


def can_decide(actor: Actor, *, person_id: UUID, organisation_path: str) -> bool:
    """Say whether the actor may decide or propose levels of a person employed there; never their own."""
    return actor.person_id != person_id and actor.may_in(Permission.LEVEL_DECIDE, organisation_path)


def can_set_up(actor: Actor, *, organisation_path: str) -> bool:
    """Say whether the actor may set up and change committees of an organisation."""
    return actor.may_in(Permission.LEVEL_DECIDE, organisation_path)


def part_in(actor: Actor, facts: MatterFacts) -> Part | None:
    """Say as what the actor reads a decision or proposal; None when they may not at all."""
    if actor.person_id == facts.person_id:
        return Part.CANDIDATE
    if actor.person_id in facts.entitled:
        return Part.MEMBER
    return Part.READER if actor.may_in(Permission.OBSERVATION_READ, facts.organisation_path) else None


def can_reverse(actor: Actor, facts: MatterFacts) -> bool:
    """Say whether the actor may reverse a decision: never about themselves.

    A supervisor's is reversed by whoever may decide there, a committee's by whoever may decide where the
    committee belongs, so that nobody below overturns it alone.
    """
    path = facts.committee_path or facts.organisation_path
    return can_decide(actor, person_id=facts.person_id, organisation_path=path)


def can_withdraw(actor: Actor, facts: MatterFacts, *, proposer_id: UUID) -> bool:
    """Say whether the actor may take a proposal back: who made it, or who may decide about the person."""
    if actor.person_id == facts.person_id:
        return False
    return actor.person_id == proposer_id or actor.may_in(Permission.LEVEL_DECIDE, facts.organisation_path)
