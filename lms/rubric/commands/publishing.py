"""Publishing drafts and archiving versions. What is published never changes, and is never deleted."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import NotAllowed, NotFound, RuleViolation
from lms.kernel.permission import Permission
from lms.people.models import Organisation
from lms.rubric.commands.drafting import hold_draft, require_in_force
from lms.rubric.commands.storing import Publication, publish
from lms.rubric.domain import text_of
from lms.rubric.models import RubricVersion
from lms.rubric.queries import readable_by
from lms.storage import audit

LONGEST_REASON = 1000


def publish_draft(session: Session, *, actor: Actor, draft_id: UUID, version: int, clock: Clock) -> UUID:
    """Publish a draft: it becomes a version, under the draft's own id, and is no draft any more.

    Raises NotAllowed("rubric.not_publisher") and as ``hold_draft`` and ``publish``.
    """
    draft = hold_draft(session, actor=actor, draft_id=draft_id, version=version)
    publisher = session.get_one(Organisation, draft.publisher_id)
    _require_publisher(actor, publisher)
    publication = Publication(
        text_of(draft.content), publisher, draft.predecessor_id, draft.extends_id, action="rubric.published"
    )
    publish(session, publication, actor_id=actor.person_id, version_id=draft.id, clock=clock)
    session.delete(draft)
    return draft_id


def archive_version(session: Session, *, actor: Actor, version_id: UUID, reason: str, clock: Clock) -> None:
    """Let nobody be judged by a version any more. It stays readable, with what was judged by it.

    Raises NotFound("rubric.not_found"); NotAllowed("rubric.not_publisher"); RuleViolation(
    "rubric.reason_missing" | "rubric.reason_long"); Conflict("rubric.overtaken" | "rubric.archived") when it
    is outdated already; RuleViolation("rubric.in_use") while organisations add to it.
    """
    audit.hold_end(session)  # before the version, as whoever judges does: two orders would be a deadlock
    row = _hold_version(session, actor, version_id)
    words = reason.strip()
    if not words:
        raise RuleViolation("rubric.reason_missing", "reason")
    if len(words) > LONGEST_REASON:
        raise RuleViolation("rubric.reason_long", "reason", limit=LONGEST_REASON)
    require_in_force(session, row)
    n_additions = session.scalar(
        select(func.count()).where(RubricVersion.extends_id == row.id, RubricVersion.outdated_at.is_(None))
    )
    if n_additions:
        raise RuleViolation("rubric.in_use", rubric_code=row.code, n=n_additions)
    row.outdated_at, row.archived_by_id, row.archive_reason = clock.now(), actor.person_id, words
    audit.record(
        session,
        actor_id=actor.person_id,
        action="rubric.archived",
        subject_kind="rubric_version",
        subject_id=row.id,
        at=clock.now(),
        details={"code": row.code, "version": row.version, "reason": words},
    )


def _hold_version(session: Session, actor: Actor, version_id: UUID) -> RubricVersion:
    row = session.scalar(
        readable_by(actor)
        .where(RubricVersion.id == version_id)
        .with_for_update(of=RubricVersion, key_share=True)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("rubric.not_found")
    _require_publisher(
        actor, None if row.publisher_id is None else session.get_one(Organisation, row.publisher_id)
    )
    return row


def _require_publisher(actor: Actor, publisher: Organisation | None) -> None:
    if publisher is None or not actor.may_in(Permission.RUBRIC_PUBLISH, publisher.path):
        raise NotAllowed("rubric.not_publisher")
