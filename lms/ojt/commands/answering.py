"""The advisor's words on an entry, and the supervisor's answer to a dispute."""

from uuid import UUID

from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.ojt.commands.steps import open_step, take_step
from lms.ojt.domain import Action, check_text


def acknowledge_entry(
    session: Session, *, actor: Actor, entry_id: UUID, version: int, text: str, clock: Clock
) -> None:
    """Say as the advisor, in one's own words, that one has read an entry.

    Raises RuleViolation("ojt.acknowledgement_missing" | "ojt.text_too_long") and as ``open_step``.
    """
    words = check_text(text, code="ojt.acknowledgement_missing", field="text")
    entry = open_step(session, actor=actor, entry_id=entry_id, version=version, action=Action.ACKNOWLEDGE)
    take_step(session, actor=actor, entry=entry, action=Action.ACKNOWLEDGE, text=words, clock=clock)


def dispute_entry(
    session: Session, *, actor: Actor, entry_id: UUID, version: int, text: str, clock: Clock
) -> None:
    """Say as the advisor what one sees differently; the entry goes back to its supervisor.

    Raises RuleViolation("ojt.dispute_missing" | "ojt.text_too_long") and as ``open_step``.
    """
    words = check_text(text, code="ojt.dispute_missing", field="text")
    entry = open_step(session, actor=actor, entry_id=entry_id, version=version, action=Action.DISPUTE)
    take_step(session, actor=actor, entry=entry, action=Action.DISPUTE, text=words, clock=clock)


def answer_dispute(
    session: Session, *, actor: Actor, entry_id: UUID, version: int, text: str, rewrite: bool, clock: Clock
) -> None:
    """Answer a dispute as the supervisor: then rewrite the entry, or hand it in again as it is.

    Raises RuleViolation("ojt.answer_missing" | "ojt.text_too_long") and as ``open_step``.
    """
    words = check_text(text, code="ojt.answer_missing", field="text")
    action = Action.REWRITE if rewrite else Action.RESUBMIT
    entry = open_step(session, actor=actor, entry_id=entry_id, version=version, action=action)
    take_step(session, actor=actor, entry=entry, action=action, text=words, clock=clock)
