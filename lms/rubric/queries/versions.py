"""Reads of loaded rubrics. A whole rubric takes two statements, however large it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, Select, false, or_, select
from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.rubric import models
from lms.rubric.domain import Criterion, Descriptor, Domain, Level, Rubric
from lms.rubric.models import RubricVersion


@dataclass(frozen=True)
class StoredVersion:
    """What is known of a loaded version without reading its words."""

    id: UUID
    publisher_id: UUID | None
    content_digest: str


def visible_to(actor: Actor) -> Select[RubricVersion]:
    """Select the versions an actor may read: published by an organisation of their lineage, or by none."""
    if not actor.may(Permission.RUBRIC_READ):
        return select(RubricVersion).where(false())
    published_above = RubricVersion.publisher_id.in_(actor.lineage)
    return select(RubricVersion).where(or_(RubricVersion.publisher_id.is_(None), published_above))


def find_current_rubric(session: Session, actor: Actor) -> Rubric | None:
    """Return the version people are judged by now: the one loaded last of those the actor may read."""
    newest_first = (RubricVersion.loaded_at.desc(), RubricVersion.id.desc())
    return _find_rubric(session, visible_to(actor).order_by(*newest_first).limit(1))


def get_current_rubric(session: Session, actor: Actor) -> Rubric:
    """Return the version people are judged by now. Raises NotFound("rubric.none_published")."""
    rubric = find_current_rubric(session, actor)
    if rubric is None:
        raise NotFound("rubric.none_published")
    return rubric


def get_rubric(session: Session, rubric_id: UUID) -> Rubric:
    """Return the version a judgement was made in, for whoever may read the judgement.

    That goes on when its reader or the judged person has left the organisations it was published for. Raises
    NotFound("rubric.not_found").
    """
    rubric = _find_rubric(session, select(RubricVersion).where(RubricVersion.id == rubric_id))
    if rubric is None:
        raise NotFound("rubric.not_found")
    return rubric


def find_version(session: Session, *, code: str, version: str) -> StoredVersion | None:
    """Return what is stored under a code and version, whoever published it; for loading, not for showing."""
    row = session.scalar(
        select(RubricVersion).where(RubricVersion.code == code, RubricVersion.version == version)
    )
    return None if row is None else StoredVersion(row.id, row.publisher_id, row.content_digest)


def _find_rubric(session: Session, versions: Select[RubricVersion]) -> Rubric | None:
    chosen = versions.subquery()
    scale = session.execute(
        select(RubricVersion, models.RubricLevel)
        .join(chosen, chosen.c.id == RubricVersion.id)
        .join(models.RubricLevel, models.RubricLevel.rubric_version_id == RubricVersion.id)
        .order_by(models.RubricLevel.number)
    ).all()
    if not scale:
        return None
    version = scale[0][0]
    return Rubric(
        id=version.id,
        code=version.code,
        version=version.version,
        title=version.title,
        source=version.source,
        drafting=version.drafting,
        levels=tuple(Level(level.number, level.code, level.name, level.summary) for _, level in scale),
        domains=_domains(session, version.id),
    )


def _domains(session: Session, rubric_version_id: UUID) -> tuple[Domain, ...]:
    rows = session.execute(
        select(models.RubricDomain, models.Criterion, models.Descriptor)
        .join(models.Criterion, models.Criterion.domain_id == models.RubricDomain.id)
        .join(models.Descriptor, models.Descriptor.criterion_id == models.Criterion.id)
        .where(models.RubricDomain.rubric_version_id == rubric_version_id)
        .order_by(models.Criterion.position, models.Descriptor.level_number)
    ).all()
    by_domain: dict[UUID, dict[UUID, list[_Row]]] = {}
    for row in rows:
        by_domain.setdefault(row[0].id, {}).setdefault(row[1].id, []).append(row)
    return tuple(_domain(list(criteria.values())) for criteria in by_domain.values())


_Row = Row[models.RubricDomain, models.Criterion, models.Descriptor]


def _domain(criteria: Sequence[Sequence[_Row]]) -> Domain:
    domain = criteria[0][0][0]
    return Domain(domain.code, domain.name, tuple(_criterion(rows) for rows in criteria))


def _criterion(rows: Sequence[_Row]) -> Criterion:
    criterion = rows[0][1]
    return Criterion(
        id=criterion.id,
        code=criterion.code,
        name=criterion.name,
        definition=criterion.definition,
        basis=criterion.basis,
        descriptors={
            row.level_number: Descriptor(row.level_number, row.text, row.sign, row.is_draft)
            for _, _, row in rows
        },
    )
