"""Drafts: started from what is in force, saved as often as one likes, published or thrown away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock, japanese_day
from lms.kernel.errors import Conflict, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.kernel.permission import Permission
from lms.people.models import Organisation, Person
from lms.people.queries import organisations_within
from lms.rubric.domain import RubricText, document_of, text_of
from lms.rubric.domain.flaws import RUBRIC_CODE
from lms.rubric.domain.moving import moved_on
from lms.rubric.domain.starting import additions_to, empty_rubric, next_of
from lms.rubric.models import RubricDraft, RubricVersion
from lms.rubric.queries import (
    additions_code,
    editable_by,
    find_current_above,
    find_current_additions,
    find_end,
    find_in_force,
    move_examples,
    read_text,
    readable_by,
)
from lms.storage import audit


@dataclass(frozen=True)
class _Start:
    """What a draft begins with, which version it follows and which it adds to."""

    text: RubricText
    predecessor_id: UUID | None = None
    base_id: UUID | None = None


def start_draft(
    session: Session, *, actor: Actor, publisher_id: UUID, follows: UUID | None, clock: Clock
) -> UUID:
    """Start the next version of an organisation's rubric, or a new one; return the draft's id.

    Whoever starts the same draft again opens the one there is; one that was overtaken moves on. Raises
    NotFound("rubric.publisher_unknown" | "rubric.not_found"); RuleViolation("rubric.follows_elsewhere") for
    another organisation's rubric; Conflict("rubric.overtaken" | "rubric.archived") when it is outdated;
    Conflict("rubric.draft_exists") when a draft of something else has its code.
    """
    publisher = _publisher(session, actor, publisher_id)
    if follows is None:
        return _start(session, actor, publisher, _Start(empty_rubric()), clock)
    followed = _version(session, actor, follows)
    if followed.publisher_id != publisher.id:
        raise RuleViolation("rubric.follows_elsewhere", rubric_code=followed.code)
    require_in_force(session, followed)
    if followed.extends_id is not None:
        base = find_in_force(session, followed.extends_id)
        return start_additions(session, actor=actor, publisher_id=publisher_id, extends=base.id, clock=clock)
    return _start(
        session, actor, publisher, _Start(next_of(read_text(session, followed.id)), followed.id), clock
    )


def start_additions(
    session: Session, *, actor: Actor, publisher_id: UUID, extends: UUID, clock: Clock
) -> UUID:
    """Start what an organisation adds to a rubric above it, from what it adds already; return the draft's id.

    A draft of it that was begun for an earlier version of the rubric moves on to this one. Raises
    NotFound("rubric.publisher_unknown" | "rubric.not_found"); Conflict("rubric.overtaken" |
    "rubric.archived") when the rubric is outdated; Conflict("rubric.draft_exists").
    """
    publisher = _publisher(session, actor, publisher_id)
    extended = _version(session, actor, extends)
    require_in_force(session, extended)
    above = find_current_above(session, publisher, extended.code)
    if above is None or above.id != extended.id:
        raise NotFound("rubric.not_found")
    base = read_text(session, extended.id)
    current = find_current_additions(session, publisher, extended.code)
    if current is None:
        code = additions_code(base.code, publisher.code)
        text = additions_to(base, code=code, organisation=publisher.name)
        return _start(session, actor, publisher, _Start(text, None, extended.id), clock)
    before = read_text(session, current.id)
    text = next_of(move_examples(session, before, current.extends_id or extended.id, extended.id))
    return _start(session, actor, publisher, _Start(text, current.id, extended.id), clock)


def save_draft(
    session: Session, *, actor: Actor, draft_id: UUID, text: RubricText, version: int, clock: Clock
) -> None:
    """Save a draft as far as it is written; it needs a code and a title, and nothing else.

    Raises as ``hold_draft``; RuleViolation("rubric.code_missing" | "rubric.bad_rubric_code" |
    "rubric.title_missing"); Conflict("rubric.draft_exists") when another draft has the code.
    """
    draft = hold_draft(session, actor=actor, draft_id=draft_id, version=version)
    if not text.code:
        raise RuleViolation("rubric.code_missing", "code")
    if not RUBRIC_CODE.fullmatch(text.code):
        raise RuleViolation("rubric.bad_rubric_code", "code", place="code", found=text.code)
    if not any(words.strip() for words in text.title.values()):
        raise RuleViolation("rubric.title_missing", "title")
    other = _find_draft(session, draft.publisher_id, text.code)
    if other is not None and other.id != draft.id:
        raise Conflict("rubric.draft_exists", rubric_code=text.code)
    draft.code = text.code
    draft.content = document_of(text)
    draft.saved_at, draft.saved_by_id = clock.now(), actor.person_id
    _record(session, actor, "rubric.draft_saved", draft, clock)


def discard_draft(session: Session, *, actor: Actor, draft_id: UUID, version: int, clock: Clock) -> None:
    """Throw a draft away. Raises as ``hold_draft``."""
    draft = hold_draft(session, actor=actor, draft_id=draft_id, version=version)
    _record(session, actor, "rubric.draft_discarded", draft, clock)
    session.delete(draft)


def hold_draft(session: Session, *, actor: Actor, draft_id: UUID, version: int) -> RubricDraft:
    """Return a draft that the actor may edit, as they last saw it; nobody else changes it meanwhile.

    Raises NotFound("rubric.draft_unknown"), Conflict("rubric.published_already") when it has become a
    version, and Conflict("rubric.stale") with what was saved since.
    """
    draft = session.scalar(
        editable_by(actor)
        .where(RubricDraft.id == draft_id)
        .with_for_update(of=RubricDraft)
        .execution_options(populate_existing=True)
    )
    if draft is None:
        published = session.scalar(readable_by(actor).where(RubricVersion.id == draft_id))
        if published is None:
            raise NotFound("rubric.draft_unknown")
        by = _name(session, published.published_by_id)
        on = japanese_day(published.loaded_at).isoformat()
        raise Conflict("rubric.published_already", rubric_version=published.version, by=by, on=on)
    if draft.version != version:
        by = _name(session, draft.saved_by_id)
        current = dict(_fields(draft.content))
        raise Conflict("rubric.stale", current=current, version=draft.version, by=by, saved_at=draft.saved_at)
    return draft


def require_in_force(session: Session, version: RubricVersion) -> None:
    """Check that nothing has followed a version. Raises Conflict("rubric.overtaken" | "rubric.archived")."""
    end = find_end(session, version.id)
    if end is not None:
        raise Conflict(end.code, None, **end.facts)


def _start(
    session: Session,
    actor: Actor,
    publisher: Organisation,
    start: _Start,
    clock: Clock,
) -> UUID:
    found = _find_draft(session, publisher.id, start.text.code)
    if found is not None:
        _go_on(session, actor, found, start, clock)
        return found.id
    draft = RubricDraft(
        id=new_id(),
        publisher_id=publisher.id,
        code=start.text.code,
        predecessor_id=start.predecessor_id,
        extends_id=start.base_id,
        content=document_of(start.text),
        started_at=clock.now(),
        started_by_id=actor.person_id,
        saved_at=clock.now(),
        saved_by_id=actor.person_id,
    )
    session.add(draft)
    _record(session, actor, "rubric.draft_started", draft, clock)
    return draft.id


def _go_on(session: Session, actor: Actor, draft: RubricDraft, start: _Start, clock: Clock) -> None:
    """Go on with the draft there is; where what it follows or adds to has moved on, it moves on, too."""
    before = (draft.predecessor_id, draft.extends_id)
    now = (start.predecessor_id, start.base_id)
    if before == now:
        return
    if any((was is None) is not (is_now is None) for was, is_now in zip(before, now, strict=True)):
        raise Conflict("rubric.draft_exists", rubric_code=draft.code)
    text = text_of(draft.content)
    if draft.predecessor_id is not None and start.predecessor_id not in {None, draft.predecessor_id}:
        old = read_text(session, draft.predecessor_id)
        text = moved_on(text, before=old, now=read_text(session, start.predecessor_id))
    if draft.extends_id is not None and start.base_id not in {None, draft.extends_id}:
        text = move_examples(session, text, draft.extends_id, start.base_id)
    draft.content, draft.predecessor_id, draft.extends_id = document_of(text), *now
    draft.saved_at, draft.saved_by_id = clock.now(), actor.person_id
    _record(session, actor, "rubric.draft_moved", draft, clock)


def _find_draft(session: Session, publisher_id: UUID, code: str) -> RubricDraft | None:
    return session.scalar(
        select(RubricDraft).where(RubricDraft.publisher_id == publisher_id, RubricDraft.code == code)
    )


def _publisher(session: Session, actor: Actor, publisher_id: UUID) -> Organisation:
    publisher = session.scalar(
        select(Organisation).where(
            Organisation.id == publisher_id,
            Organisation.id.in_(organisations_within(actor, Permission.RUBRIC_EDIT)),
        )
    )
    if publisher is None:
        raise NotFound("rubric.publisher_unknown")
    return publisher


def _version(session: Session, actor: Actor, version_id: UUID) -> RubricVersion:
    version = session.scalar(readable_by(actor).where(RubricVersion.id == version_id))
    if version is None:
        raise NotFound("rubric.not_found")
    return version


def _name(session: Session, person_id: UUID | None) -> str:
    return "" if person_id is None else session.get_one(Person, person_id).name


def _fields(content: object, path: str = "") -> Iterator[tuple[str, Any]]:
    """Name every saved text as a form names its fields: ``domains-0-criteria-1-name-ja``."""
    if isinstance(content, Mapping | list):
        pairs = content.items() if isinstance(content, Mapping) else enumerate(content)
        for step, part in pairs:
            yield from _fields(part, f"{path}-{step}" if path else str(step))
    else:
        yield path, content


def _record(session: Session, actor: Actor, action: str, draft: RubricDraft, clock: Clock) -> None:
    audit.record(
        session,
        actor_id=actor.person_id,
        action=action,
        subject_kind="rubric_draft",
        subject_id=draft.id,
        at=clock.now(),
        details={"code": draft.code, "publisher_id": str(draft.publisher_id)},
    )
