"""Reads of vignettes: which there are, and by which criteria of a rubric version one is rated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, selectinload

from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.moderation.models import Vignette, VignetteReference
from lms.rubric.domain import Criterion, Rubric
from lms.rubric.models import RubricVersion
from lms.rubric.queries import get_rubric


@dataclass(frozen=True)
class RatedCriterion:
    """A criterion a vignette is rated by, in the words of a session's rubric, and what the panel found."""

    criterion: Criterion
    mean: float
    std_error: float
    reason: Mapping[str, str]


@dataclass(frozen=True)
class StoredVignette:
    """What is known of a loaded version without its words."""

    id: UUID
    publisher_id: UUID | None
    content_digest: str


def visible_to(actor: Actor) -> Select[Vignette]:
    """Select the vignettes an actor may choose from: published by their lineage or by none, not archived."""
    published = or_(Vignette.publisher_id.is_(None), Vignette.publisher_id.in_(actor.lineage))
    return select(Vignette).where(published, Vignette.archived_at.is_(None))


def list_vignettes(session: Session, actor: Actor, rubric: Rubric) -> Sequence[Vignette]:
    """List the latest version of each vignette that can be rated by a rubric, by slug, levels loaded."""
    latest_first = (Vignette.slug, Vignette.loaded_at.desc(), Vignette.id.desc())
    found = session.scalars(
        visible_to(actor).options(selectinload(Vignette.reference)).order_by(*latest_first)
    ).all()
    latest: dict[str, Vignette] = {}
    for vignette in found:
        latest.setdefault(vignette.slug, vignette)
    return [vignette for vignette in latest.values() if rated_by(vignette, rubric)]


def get_vignette(session: Session, actor: Actor, vignette_id: UUID) -> Vignette:
    """Return a vignette to choose from, levels loaded. Raises NotFound("moderation.vignette_unknown")."""
    vignette = session.scalar(
        visible_to(actor).where(Vignette.id == vignette_id).options(selectinload(Vignette.reference))
    )
    if vignette is None:
        raise NotFound("moderation.vignette_unknown")
    return vignette


def rated_by(vignette: Vignette, rubric: Rubric) -> dict[str, RatedCriterion]:
    """Return the criteria of a rubric that a vignette is rated by, by code in the rubric's order.

    A criterion whose meaning has changed since the panel judged by it is left out. Needs ``reference``.
    """
    found: dict[str, VignetteReference] = {
        carry.code: level
        for level in vignette.reference
        for carry in rubric.shared_sources.get(level.criterion_id, ())
        if not carry.is_changed
    }
    return {
        one.code: RatedCriterion(one, found[one.code].mean, found[one.code].std_error, found[one.code].reason)
        for one in rubric.criteria
        if one.code in found
    }


def find_stored(session: Session, *, slug: str, version: str) -> StoredVignette | None:
    """Return what is stored under a slug and version, whoever published it; for loading, not for showing."""
    row = session.scalar(select(Vignette).where(Vignette.slug == slug, Vignette.version == version))
    return None if row is None else StoredVignette(row.id, row.publisher_id, row.content_digest)


def find_rubric_in_force(session: Session, code: str) -> Rubric | None:
    """Return the version of a rubric that is in force, for loading what is rated by it."""
    version_id = session.scalar(
        select(RubricVersion.id)
        .where(
            RubricVersion.code == code,
            RubricVersion.outdated_at.is_(None),
            RubricVersion.extends_id.is_(None),
        )
        .order_by(RubricVersion.loaded_at.desc(), RubricVersion.id.desc())
        .limit(1)
    )
    return None if version_id is None else get_rubric(session, version_id)
