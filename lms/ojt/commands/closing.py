"""The end of an entry: signed and locked, or voided with a reason."""

from uuid import UUID

from sqlalchemy.orm import Session

from lms.courses.commands.practising import record_tried, revoke_tried
from lms.evidence.commands import make_observations, void_observations
from lms.evidence.domain import Judgement, RaterRole, Rating, Source, SourceKind
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.ojt.commands.steps import open_step, take_step
from lms.ojt.domain import Action, EntryState, check_text, content_digest
from lms.ojt.models import OjtEntry
from lms.ojt.queries import content_of, draft_of


def sign_entry(session: Session, *, actor: Actor, entry_id: UUID, version: int, clock: Clock) -> None:
    """Sign an acknowledged entry as its supervisor: it is locked, and its ratings become observations.

    The practice tasks it names count as tried from then on.

    Raises as ``open_step`` and ``make_observations``.
    """
    entry = open_step(session, actor=actor, entry_id=entry_id, version=version, action=Action.SIGN)
    entry.signed_digest = content_digest(content_of(entry))
    take_step(session, actor=actor, entry=entry, action=Action.SIGN, text=entry.supervisor.name, clock=clock)
    make_observations(session, actor=actor, judgement=_judgement(entry), clock=clock)
    record_tried(
        session,
        actor=actor,
        person_id=entry.advisor_id,
        task_ids=[practice.practice_task_id for practice in entry.practices],
        on=entry.visited_on,
        source_id=entry.id,
        clock=clock,
    )


def void_entry(
    session: Session, *, actor: Actor, entry_id: UUID, version: int, reason: str, clock: Clock
) -> None:
    """Take an entry, and what was observed by it, out of the count for good.

    Raises RuleViolation("ojt.reason_missing" | "ojt.text_too_long") and as ``open_step``.
    """
    words = check_text(reason, code="ojt.reason_missing", field="text")
    entry = open_step(session, actor=actor, entry_id=entry_id, version=version, action=Action.VOID)
    was_signed = entry.state is EntryState.SIGNED
    take_step(session, actor=actor, entry=entry, action=Action.VOID, text=words, clock=clock)
    if was_signed:
        void_observations(session, actor=actor, source=_source(entry), reason=words, clock=clock)
        revoke_tried(session, actor=actor, source_id=entry.id, clock=clock)


def _source(entry: OjtEntry) -> Source:
    return Source(SourceKind.OJT_ENTRY, entry.id)


def _judgement(entry: OjtEntry) -> Judgement:
    draft = draft_of(entry)
    return Judgement(
        trainee_id=entry.advisor_id,
        organisation_id=entry.organisation_id,
        rater_role=RaterRole.SUPERVISOR,
        rubric_version_id=entry.rubric_version_id,
        observed_on=entry.visited_on,
        source=_source(entry),
        ratings=tuple(
            Rating(rating.criterion_code, rating.level, rating.note or draft.comment)
            for rating in draft.ratings
        ),
    )
