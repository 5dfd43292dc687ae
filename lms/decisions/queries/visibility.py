"""Who may see which committee, proposal and decision; agrees with ``access``."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from lms.decisions.domain import Choice
from lms.decisions.models import (
    Committee,
    CommitteeMember,
    LevelDecision,
    LevelProposal,
    LevelVote,
    ProposalSeat,
)
from lms.kernel.actor import Actor
from lms.kernel.permission import Permission
from lms.people.queries import organisations_within
from lms.storage.spans import holds_on


def visible_proposals(actor: Actor, on: date) -> Select[LevelProposal]:
    """Select the proposals the actor may read: about them, in their reach, or before a panel they sit on."""
    reach = organisations_within(actor, Permission.OBSERVATION_READ)
    return select(LevelProposal).where(
        or_(
            LevelProposal.person_id == actor.person_id,
            LevelProposal.organisation_id.in_(reach),
            LevelProposal.id.in_(panels_of(actor.person_id, on)),
        )
    )


def visible_decisions(actor: Actor, on: date) -> Select[LevelDecision]:
    """Select the decisions the actor may read: about them, in their reach, or made by a panel of theirs."""
    return select(LevelDecision).where(
        or_(in_reach(actor), LevelDecision.id.in_(panels_of(actor.person_id, on)))
    )


def in_reach(actor: Actor) -> ColumnElement[bool]:
    """Say of a decision whether it is about the actor or belongs to an organisation in their reach."""
    reach = organisations_within(actor, Permission.OBSERVATION_READ)
    return or_(LevelDecision.person_id == actor.person_id, LevelDecision.organisation_id.in_(reach))


def visible_committees(actor: Actor, on: date) -> Select[Committee]:
    """Select the committees the actor may see.

    Those they may change, those they may put proposals before, and those they sit on.
    """
    may_decide = actor.may(Permission.LEVEL_DECIDE)
    own = select(CommitteeMember.committee_id).where(
        CommitteeMember.person_id == actor.person_id, holds_on(CommitteeMember, on)
    )
    return select(Committee).where(
        or_(
            Committee.organisation_id.in_(organisations_within(actor, Permission.LEVEL_DECIDE)),
            Committee.organisation_id.in_(actor.lineage if may_decide else ()),
            Committee.id.in_(own),
        )
    )


def panels_of(person_id: UUID, on: date) -> Select[UUID]:
    """Select the proposals on whose panel a person sat, still sits, and sits without a conflict."""
    has_recused = exists().where(
        LevelVote.proposal_id == ProposalSeat.proposal_id,
        LevelVote.member_id == person_id,
        LevelVote.choice == Choice.RECUSE,
    )
    held = and_(
        CommitteeMember.committee_id == LevelProposal.committee_id,
        CommitteeMember.person_id == person_id,
        holds_on(CommitteeMember, on),
    )
    return (
        select(ProposalSeat.proposal_id)
        .join(LevelProposal, LevelProposal.id == ProposalSeat.proposal_id)
        .join(CommitteeMember, held)
        .where(ProposalSeat.person_id == person_id, ProposalSeat.interest.is_(None), ~has_recused)
    )
