"""Drafts: only those see them who may write for their organisation."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session, aliased

from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.people.models import Organisation, Person
from lms.people.queries import organisations_within
from lms.rubric.domain import Flaw, RubricText, document_of, place_name, text_of
from lms.rubric.models import Criterion, RubricDraft, RubricVersion
from lms.rubric.queries.standing import find_standing
from lms.rubric.queries.versions import get_rubric


@dataclass(frozen=True)
class Draft:
    """A draft with everything its page needs.

    ``predecessor``: the version it follows; ``base``: the rubric it adds to. ``flaws``: what stands against
    publishing it, each with the ``place`` its sentence names. ``version`` counts the savings.
    """

    id: UUID
    publisher_id: UUID
    publisher_name: dict[str, str]
    code: str
    text: RubricText
    predecessor_id: UUID | None
    predecessor: RubricText | None
    base_id: UUID | None
    base: RubricText | None
    flaws: tuple[Flaw, ...]
    started_at: datetime
    started_by_name: str
    saved_at: datetime
    saved_by_name: str
    version: int
    can_publish: bool


@dataclass(frozen=True)
class DraftLine:
    """A draft in a list. ``follows``: the version before it; ``extends_code``: the rubric it adds to."""

    id: UUID
    publisher_id: UUID
    publisher_name: dict[str, str]
    code: str
    rubric_version: str
    title: dict[str, str]
    predecessor_id: UUID | None
    follows: str | None
    base_id: UUID | None
    extends_code: str | None
    started_at: datetime
    started_by_name: str
    saved_at: datetime
    saved_by_name: str


def editable_by(actor: Actor) -> Select[RubricDraft]:
    """Select the drafts of organisations that the actor may write for."""
    theirs = organisations_within(actor, Permission.RUBRIC_EDIT)
    return select(RubricDraft).where(RubricDraft.publisher_id.in_(theirs))


def list_drafts(session: Session, actor: Actor) -> tuple[DraftLine, ...]:
    """List the drafts an actor may edit, the one saved last first."""
    predecessor, extended = aliased(RubricVersion), aliased(RubricVersion)
    query = (
        _with_names(editable_by(actor))
        .outerjoin(predecessor, predecessor.id == RubricDraft.predecessor_id)
        .outerjoin(extended, extended.id == RubricDraft.extends_id)
        .add_columns(predecessor.version, extended.code)
        .order_by(RubricDraft.saved_at.desc(), RubricDraft.id.desc())
    )
    return tuple(_line(row) for row in session.execute(query))


def get_draft(session: Session, actor: Actor, draft_id: UUID) -> Draft:
    """Return a draft an actor may edit. Raises NotFound("rubric.draft_unknown")."""
    row = session.execute(_with_names(editable_by(actor)).where(RubricDraft.id == draft_id)).one_or_none()
    if row is None:
        raise NotFound("rubric.draft_unknown")
    draft, publisher, started_by, saved_by = row
    text = text_of(draft.content)
    standing = find_standing(
        session, text, publisher=publisher, predecessor_id=draft.predecessor_id, base_id=draft.extends_id
    )
    return Draft(
        id=draft.id,
        publisher_id=publisher.id,
        publisher_name=dict(publisher.name),
        code=draft.code,
        text=text,
        predecessor_id=standing.predecessor_id,
        predecessor=standing.predecessor,
        base_id=standing.base_id,
        base=standing.base,
        flaws=with_places(standing.text, standing.flaws),
        started_at=draft.started_at,
        started_by_name=started_by,
        saved_at=draft.saved_at,
        saved_by_name=saved_by,
        version=draft.version,
        can_publish=actor.may_in(Permission.RUBRIC_PUBLISH, publisher.path),
    )


def move_examples(session: Session, text: RubricText, from_id: UUID, to_id: UUID) -> RubricText:
    """Let the examples of additions follow from one version of a rubric to a later one.

    Where the meaning has changed, they go to what the criterion has become, for somebody to read them anew;
    where nothing has come of it they stay, to be put elsewhere or taken out.
    """
    rows = session.execute(select(Criterion.code, Criterion.id).where(Criterion.rubric_version_id == from_id))
    ids = dict(rows.all())
    sources = get_rubric(session, to_id).sources
    moved = []
    for example in text.examples:
        ways = sorted(sources.get(ids.get(example.criterion, to_id), ()), key=lambda way: way.is_changed)
        level = ways[0].level(example.level) if ways else None
        now = replace(example, criterion=ways[0].code) if ways else example
        moved.append(replace(now, level=level or example.level))
    return replace(text, examples=tuple(moved))


def with_places(text: RubricText, flaws: tuple[Flaw, ...]) -> tuple[Flaw, ...]:
    """Name the place of each flaw among its facts."""
    document = document_of(text)
    return tuple(
        replace(flaw, facts={**flaw.facts, "place": place_name(document, flaw.path)}) for flaw in flaws
    )


def _with_names(drafts: Select[RubricDraft]) -> Select[*tuple[Any, ...]]:
    starter, saver = aliased(Person), aliased(Person)
    return (
        drafts.join(Organisation, Organisation.id == RubricDraft.publisher_id)
        .join(starter, starter.id == RubricDraft.started_by_id)
        .join(saver, saver.id == RubricDraft.saved_by_id)
        .add_columns(Organisation, starter.name, saver.name)
    )


def _line(row: Row[*tuple[Any, ...]]) -> DraftLine:
    draft, publisher, started_by, saved_by, follows, extends_code = row
    return DraftLine(
        id=draft.id,
        publisher_id=publisher.id,
        publisher_name=dict(publisher.name),
        code=draft.code,
        rubric_version=draft.content["version"],
        title=draft.content["title"],
        predecessor_id=draft.predecessor_id,
        follows=follows,
        base_id=draft.extends_id,
        extends_code=extends_code,
        started_at=draft.started_at,
        started_by_name=started_by,
        saved_at=draft.saved_at,
        saved_by_name=saved_by,
    )
