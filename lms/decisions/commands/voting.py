"""What members do with a proposal: vote, take no part, close."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from lms.decisions.commands.opening import open_proposal
from lms.decisions.commands.trail import record, tell
from lms.decisions.domain import DECLARED, Choice, Interest, Outcome, Poll, check_text
from lms.decisions.domain.draft import check_length
from lms.decisions.models import DecisionCitation, LevelDecision, LevelProposal, LevelVote, ProposalCitation
from lms.decisions.queries import poll_of
from lms.evidence.models import ObservationRow
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, RuleViolation
from lms.kernel.ids import new_id
from lms.people.queries import find_employer

VOTES = (Choice.AWARD, Choice.REFUSE, Choice.DEFER)


def cast_vote(
    session: Session, *, actor: Actor, proposal_id: UUID, choice: Choice, reason: str, clock: Clock
) -> None:
    """Say as a member what one thinks of a proposal; until it is closed, one may say otherwise.

    A reason is needed unless one is for the award. Raises NotFound("decisions.matter_unknown");
    RuleViolation("decisions.choice_unknown"), as ``check_text`` and as ``Poll.cast`` does.
    """
    if choice not in VOTES:
        raise RuleViolation("decisions.choice_unknown", field="choice")
    is_free = choice is Choice.AWARD
    words = check_length(reason.strip(), field="reason") if is_free else check_text(reason)
    _say(session, actor, proposal_id, choice, words=words, clock=clock)


def recuse_member(
    session: Session, *, actor: Actor, proposal_id: UUID, interest: Interest, reason: str, clock: Clock
) -> None:
    """Say as a member that one takes no part, for good.

    Words are needed where no kind of interest fits. Raises NotFound("decisions.matter_unknown");
    RuleViolation("decisions.interest_unknown"), as ``check_text`` and as ``Poll.cast`` does.
    """
    if interest not in DECLARED:
        raise RuleViolation("decisions.interest_unknown", field="interest")
    is_named = interest is not Interest.OTHER
    words = check_length(reason.strip(), field="reason") if is_named else check_text(reason)
    _say(session, actor, proposal_id, Choice.RECUSE, words=words, interest=interest, clock=clock)


def close_proposal(
    session: Session, *, actor: Actor, proposal_id: UUID, reason: str, n_said: int, clock: Clock
) -> Outcome:
    """End the vote with its result and the reason in words; an award becomes a decision with the same id.

    ``n_said``: how much had been said when the page was made on which the reason was written. The person and
    who proposed are told. Raises NotFound("decisions.matter_unknown"); Conflict("decisions.stale");
    RuleViolation("decisions.all_voided") and as ``check_text`` and ``Poll.close`` do.
    """
    words = check_text(reason)
    proposal = open_proposal(session, actor, proposal_id, clock)
    poll = poll_of(proposal, clock.today())
    closed = poll.close(actor.person_id, on=clock.today())
    if n_said != len(proposal.votes):
        raise Conflict("decisions.stale", current={}, version=len(proposal.votes))
    if closed.outcome is Outcome.AWARDED:
        _award(session, actor, proposal, words, clock)
    proposal.outcome = closed.outcome
    proposal.closed_at, proposal.closed_by_id, proposal.closed_text = clock.now(), actor.person_id, words
    record(
        session,
        actor,
        "close_proposal",
        kind="level_proposal",
        subject_id=proposal.id,
        clock=clock,
        details={"outcome": closed.outcome, "votes": [poll.count(choice) for choice in VOTES]},
    )
    concerned = [proposal.person_id, proposal.proposed_by_id]
    kind = "decided" if closed.outcome is Outcome.AWARDED else "not_awarded"
    tell(session, actor, kind, about=proposal.id, people=concerned, clock=clock)
    return closed.outcome


def _say(
    session: Session,
    actor: Actor,
    proposal_id: UUID,
    choice: Choice,
    *,
    words: str,
    interest: Interest | None = None,
    clock: Clock,
) -> None:
    proposal = open_proposal(session, actor, proposal_id, clock)
    before = poll_of(proposal, clock.today())
    after = before.cast(actor.person_id, choice, on=clock.today())
    proposal.votes.append(
        LevelVote(
            id=new_id(),
            number=after.ballots[-1].number,
            member_id=actor.person_id,
            choice=choice,
            interest=interest,
            reason=words,
            cast_at=clock.now(),
        )
    )
    action = "recuse_member" if choice is Choice.RECUSE else "cast_vote"
    record(session, actor, action, kind="level_proposal", subject_id=proposal.id, clock=clock)
    if _is_ripe(after) and not _is_ripe(before):
        closers, said = after.closers(clock.today()), len(after.ballots)
        tell(session, actor, "to_close", about=proposal.id, people=closers, clock=clock, occasion=said)


def _is_ripe(poll: Poll) -> bool:
    """Say whether the last vote is in."""
    return poll.has_quorum and not poll.outstanding


def _award(session: Session, actor: Actor, proposal: LevelProposal, words: str, clock: Clock) -> None:
    cited = select(ProposalCitation.observation_id).where(ProposalCitation.proposal_id == proposal.id)
    counting = exists().where(ObservationRow.id.in_(cited), ObservationRow.voided_at.is_(None))
    if not session.scalar(select(counting)):
        raise RuleViolation("decisions.all_voided")
    if proposal.expires_on is not None and proposal.expires_on <= clock.today():
        raise RuleViolation("decisions.expired_meanwhile")
    employer = find_employer(session, person_id=proposal.person_id, on=clock.today())
    session.add(
        LevelDecision(
            id=proposal.id,
            person_id=proposal.person_id,
            organisation_id=employer.id if employer else proposal.organisation_id,
            committee_id=proposal.committee_id,
            rubric_version_id=proposal.rubric_version_id,
            rubric_version=proposal.rubric_version,
            scope_kind=proposal.scope_kind,
            scope_code=proposal.scope_code,
            scope_name=proposal.scope_name,
            criterion_ids=list(proposal.criterion_ids),
            level=proposal.level,
            level_name=proposal.level_name,
            highest_level=proposal.highest_level,
            reason=words,
            expires_on=proposal.expires_on,
            decided_by_id=actor.person_id,
            decided_on=clock.today(),
            decided_at=clock.now(),
            citations=[DecisionCitation(observation_id=one) for one in session.scalars(cited)],
        )
    )
