"""Finding a proposal to act on, locked, so that two who act at once come one after the other."""

from uuid import UUID

from sqlalchemy.orm import Session

from lms.decisions.models import LevelProposal
from lms.decisions.queries import proposal_loads, visible_proposals
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import NotFound


def open_proposal(session: Session, actor: Actor, proposal_id: UUID, clock: Clock) -> LevelProposal:
    """Return a visible proposal, locked, with everything its vote depends on loaded.

    Raises NotFound("decisions.matter_unknown").
    """
    proposal = session.scalar(
        visible_proposals(actor, clock.today())
        .where(LevelProposal.id == proposal_id)
        .options(*proposal_loads())
        .with_for_update(of=LevelProposal)
        .execution_options(populate_existing=True)
    )
    if proposal is None:
        raise NotFound("decisions.matter_unknown")
    return proposal
