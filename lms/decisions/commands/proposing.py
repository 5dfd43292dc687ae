"""Putting a level before a committee, and taking the proposal back."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from lms.decisions.access import can_withdraw
from lms.decisions.commands.drafting import Checked, check_draft, columns_of
from lms.decisions.commands.opening import open_proposal
from lms.decisions.commands.trail import record, tell
from lms.decisions.domain import (
    LevelDraft,
    Outcome,
    automatic_interest,
    check_text,
    check_vote_by,
    list_raters,
)
from lms.decisions.models import Committee, LevelProposal, ProposalCitation, ProposalSeat
from lms.decisions.queries import facts_of, find_offered, poll_of
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import NotAllowed, RuleViolation
from lms.kernel.ids import new_id


def propose_level(
    session: Session,
    *,
    actor: Actor,
    draft: LevelDraft,
    committee_id: UUID,
    vote_by: date | None,
    clock: Clock,
) -> UUID:
    """Put a level before a committee of the person's employer or of who stands above it.

    The panel is who sits on the committee today; conflicts of interest that follow from the proposal are
    found at once. Returns the proposal's id; the members who may vote are told. Raises as ``check_draft`` and
    ``check_vote_by`` do; RuleViolation("decisions.committee_unfit" | "decisions.quorum_unreachable").
    """
    checked = check_draft(session, actor=actor, draft=draft, is_alone=False, clock=clock)
    until = check_vote_by(vote_by, today=clock.today())
    committee = find_offered(session, checked.candidate.employer, committee_id, on=clock.today())
    if committee is None:
        raise RuleViolation("decisions.committee_unfit", field="way")
    proposal = LevelProposal(
        id=new_id(),
        committee_id=committee.id,
        quorum=committee.quorum,
        majority=committee.majority,
        vote_by=until,
        proposed_by_id=actor.person_id,
        proposed_at=clock.now(),
        opened_on=clock.today(),
        outcome=Outcome.OPEN,
        seats=_seats(committee, checked, actor, clock.today()),
        votes=[],
        citations=[ProposalCitation(observation_id=one) for one in checked.cited_ids],
        **columns_of(checked, draft),
    )
    proposal.committee = committee
    able = poll_of(proposal, clock.today()).outstanding
    if len(able) < committee.quorum:
        raise RuleViolation(
            "decisions.quorum_unreachable", field="way", able=len(able), quorum=committee.quorum
        )
    session.add(proposal)
    record(
        session,
        actor,
        "propose_level",
        kind="level_proposal",
        subject_id=proposal.id,
        clock=clock,
        details={
            "person": draft.person_id,
            "scope": draft.scope.key,
            "level": draft.level,
            "committee": committee.id,
            "observations": checked.cited_ids,
        },
    )
    tell(session, actor, "to_vote", about=proposal.id, people=able, clock=clock)
    return proposal.id


def withdraw_proposal(
    session: Session, *, actor: Actor, proposal_id: UUID, reason: str, clock: Clock
) -> None:
    """Take an open proposal back, with the reason.

    Who proposed it and who was to vote are told. Raises NotFound("decisions.matter_unknown");
    NotAllowed("decisions.not_proposer"); RuleViolation("decisions.closed") and as ``check_text``.
    """
    words = check_text(reason)
    proposal = open_proposal(session, actor, proposal_id, clock)
    poll = poll_of(proposal, clock.today())
    if not can_withdraw(actor, facts_of(proposal, poll), proposer_id=proposal.proposed_by_id):
        raise NotAllowed("decisions.not_proposer")
    proposal.outcome = poll.withdraw().outcome
    proposal.closed_at, proposal.closed_by_id, proposal.closed_text = clock.now(), actor.person_id, words
    record(session, actor, "withdraw_proposal", kind="level_proposal", subject_id=proposal.id, clock=clock)
    concerned = poll.entitled | {proposal.proposed_by_id}
    tell(session, actor, "withdrawn", about=proposal.id, people=concerned, clock=clock)


def _seats(committee: Committee, checked: Checked, actor: Actor, today: date) -> list[ProposalSeat]:
    raters = list_raters(checked.cited)
    sitting = {member.person_id: None for member in committee.members if member.sits_on(today)}
    return [
        ProposalSeat(
            person_id=person_id,
            position=place,
            interest=automatic_interest(
                person_id,
                candidate_id=checked.candidate.person.id,
                proposer_id=actor.person_id,
                rater_ids=raters,
            ),
        )
        for place, person_id in enumerate(sitting)
    ]
