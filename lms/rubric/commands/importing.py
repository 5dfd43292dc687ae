"""Bringing a file in as a draft: what it says can be looked at, mended and published like any other draft."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, NotFound, RuleViolation
from lms.people.models import Organisation
from lms.rubric.commands.drafting import save_draft, start_additions, start_draft
from lms.rubric.domain import RubricText
from lms.rubric.domain.importing import going_on
from lms.rubric.queries import find_current_above, find_current_of, get_draft, list_drafts


def import_draft(
    session: Session, *, actor: Actor, publisher_id: UUID, text: RubricText, clock: Clock
) -> UUID:
    """Start a draft with the words of a file; return its id.

    Where the organisation has this rubric already, the draft becomes its next version; a file that
    ``extends`` another one becomes additions to it. Raises NotFound("rubric.publisher_unknown");
    RuleViolation("rubric.import_base") when there is nothing to add to; Conflict("rubric.draft_exists") when
    a draft of this rubric was begun; as ``save_draft``.
    """
    before = {draft.id for draft in list_drafts(session, actor) if draft.code}
    draft_id = _start(session, actor, publisher_id, text, clock)
    if draft_id in before:
        raise Conflict("rubric.draft_exists", rubric_code=text.code)
    draft = get_draft(session, actor, draft_id)
    if draft.predecessor is None:
        text = replace(text, succession=None)
    else:
        text = going_on(text, draft.text, draft.predecessor)
    save_draft(session, actor=actor, draft_id=draft_id, text=text, version=draft.version, clock=clock)
    return draft_id


def _start(session: Session, actor: Actor, publisher_id: UUID, text: RubricText, clock: Clock) -> UUID:
    publisher = session.get(Organisation, publisher_id)
    if publisher is None:
        raise NotFound("rubric.publisher_unknown")
    if text.extends is None:
        current = find_current_of(session, publisher, text.code)
        follows = None if current is None else current.id
        return start_draft(session, actor=actor, publisher_id=publisher_id, follows=follows, clock=clock)
    base = find_current_above(session, publisher, text.extends)
    if base is None:
        raise RuleViolation("rubric.import_base", "publisher", rubric_code=text.extends)
    return start_additions(session, actor=actor, publisher_id=publisher_id, extends=base.id, clock=clock)
