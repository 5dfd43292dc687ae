"""Published versions as other programs ask for them: whole, with who published them and since when."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session, aliased

from lms.kernel.actor import Actor
from lms.people.models import Organisation
from lms.rubric.domain import RubricText
from lms.rubric.models import RubricVersion
from lms.rubric.queries.texts import read_text
from lms.rubric.queries.versions import visible_to


@dataclass(frozen=True)
class Published:
    """A version with what its text does not say.

    ``brought`` are the identifiers that came with it, ``brought_before`` those of the version before: rows of
    ours are no identifiers for others. ``publisher_name`` is None for what everybody reads.
    """

    id: UUID
    code: str
    version: str
    title: Mapping[str, str]
    published_at: datetime
    outdated_at: datetime | None
    publisher_name: Mapping[str, str] | None
    brought: Mapping[str, str]
    brought_before: Mapping[str, str]

    @property
    def changed_at(self) -> datetime:
        """When anything about it changed last: it was published, or became outdated."""
        return self.outdated_at or self.published_at


def list_published(session: Session, actor: Actor | None) -> tuple[Published, ...]:
    """List what a reader may fetch, first published first: what is public, and what the actor may read."""
    return _list(session, _fetched_by(actor))


def find_published(session: Session, code: str, version: str | None) -> Published | None:
    """Return a version for the operator at the command line; without ``version``, the one published last."""
    versions = select(RubricVersion).where(RubricVersion.code == code)
    if version is not None:
        versions = versions.where(RubricVersion.version == version)
    found = _list(session, versions)
    return found[-1] if found else None


def get_published(session: Session, version_id: UUID) -> Published:
    """Return a version for whoever was let in before."""
    (found,) = _list(session, select(RubricVersion).where(RubricVersion.id == version_id))
    return found


def read_published(session: Session, published: Published) -> RubricText:
    """Return the words of a version, with the identifiers that came with it and no others."""
    return replace(read_text(session, published.id), identifiers=dict(published.brought))


def _fetched_by(actor: Actor | None) -> Select[RubricVersion]:
    versions = select(RubricVersion)
    if actor is None:
        return versions.where(RubricVersion.is_public)
    theirs = visible_to(actor).with_only_columns(RubricVersion.id)
    return versions.where(or_(RubricVersion.is_public, RubricVersion.id.in_(theirs)))


def _list(session: Session, versions: Select[RubricVersion]) -> tuple[Published, ...]:
    before = aliased(RubricVersion)
    rows: Any = session.execute(
        versions.outerjoin(Organisation, Organisation.id == RubricVersion.publisher_id)
        .outerjoin(before, before.id == RubricVersion.predecessor_id)
        .add_columns(Organisation.name, before.identifiers)
        .order_by(RubricVersion.loaded_at, RubricVersion.id)
    )
    return tuple(_published(row) for row in rows)


def _published(row: Row[*tuple[Any, ...]]) -> Published:
    version, publisher_name, brought_before = row
    return Published(
        id=version.id,
        code=version.code,
        version=version.version,
        title=version.title,
        published_at=version.loaded_at,
        outdated_at=version.outdated_at,
        publisher_name=publisher_name,
        brought=version.identifiers,
        brought_before=brought_before or {},
    )
