"""Reads of published rubrics: the one in force for a reader, and any by its id.

A published version never changes, so a process reads each of them once and keeps it.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeAlias, TypeVar
from uuid import UUID

from sqlalchemy import CTE, Row, Select, exists, false, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.people.domain import ids_on_path
from lms.people.models import Organisation
from lms.rubric import models
from lms.rubric.domain import Additions, Criterion, DescriptorInUse, Domain, Level, Rubric
from lms.rubric.domain.translation import Link, Sources, follow
from lms.rubric.models import CrosswalkLineRow, LocalExampleRow, RubricVersion

KEPT = 200
"""Versions a process keeps: far more than are in use anywhere; one takes about 100 kB."""

Kept = TypeVar("Kept", Rubric, Additions)
_Row: TypeAlias = Row[models.RubricDomain, models.Criterion, models.Descriptor]
Chosen: TypeAlias = Row[*tuple[Any, ...]]
"""One of the versions to choose from: id, extends_id, rubric_code, publisher_id."""


@dataclass(frozen=True)
class StoredVersion:
    """What is known of a loaded version without reading its words."""

    id: UUID
    publisher_id: UUID | None
    content_digest: str


class _Shelf(Generic[Kept]):
    """The versions read last."""

    def __init__(self) -> None:
        self._versions: OrderedDict[UUID, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, version_id: UUID, read: Callable[[], Kept]) -> Kept:
        with self._lock:
            kept = self._versions.get(version_id)
            if kept is not None:
                self._versions.move_to_end(version_id)
                return kept
        found = read()
        with self._lock:
            self._versions[version_id] = found
            while len(self._versions) > KEPT:
                self._versions.popitem(last=False)
        return found


_RUBRICS: _Shelf[Rubric] = _Shelf()
_ADDITIONS: _Shelf[Additions] = _Shelf()


def visible_to(actor: Actor) -> Select[RubricVersion]:
    """Select the versions an actor may read: published by an organisation of their lineage, or by none."""
    if not actor.may(Permission.RUBRIC_READ):
        return select(RubricVersion).where(false())
    published_above = RubricVersion.publisher_id.in_(actor.lineage)
    return select(RubricVersion).where(or_(RubricVersion.publisher_id.is_(None), published_above))


def find_current_rubric(session: Session, actor: Actor) -> Rubric | None:
    """Return the version people are judged by now, with what the actor's organisations add to it.

    Of the versions in force that the actor may read, it is the one published nearest to them, then last.
    """
    return find_rubric_among(session, visible_to(actor).where(RubricVersion.outdated_at.is_(None)))


def find_rubric_among(session: Session, versions: Select[RubricVersion]) -> Rubric | None:
    """Return the version nearest to its readers, then last, with what else among the versions adds to it."""
    chosen = session.execute(_chosen(versions)).all()
    base = next((row for row in chosen if row.extends_id is None), None)
    return None if base is None else _with_additions(session, base, chosen)


def get_current_rubric(session: Session, actor: Actor) -> Rubric:
    """Return the version people are judged by now. Raises NotFound("rubric.none_published")."""
    rubric = find_current_rubric(session, actor)
    if rubric is None:
        raise NotFound("rubric.none_published")
    return rubric


def get_rubric(session: Session, rubric_id: UUID, *, organisation_id: UUID | None = None) -> Rubric:
    """Return the version a judgement was made in, for whoever may read the judgement.

    That goes on when its reader or the judged person has left the organisations it was published for. With
    the ``organisation_id`` a judgement belongs to, what that organisation and those above it add or have
    added is part of it, in its latest words. Raises NotFound("rubric.not_found").
    """
    if organisation_id is None:
        return _get_version(session, rubric_id)
    organisation = session.get_one(Organisation, organisation_id)
    versions = select(RubricVersion).where(
        or_(RubricVersion.id == rubric_id, RubricVersion.publisher_id.in_(ids_on_path(organisation.path)))
    )
    chosen = session.execute(_chosen(versions)).all()
    base = next((row for row in chosen if row.id == rubric_id), None)
    if base is None:
        raise NotFound("rubric.not_found")
    return _with_additions(session, base, _latest_by_publisher(chosen))


def find_in_force(session: Session, rubric_id: UUID) -> Rubric:
    """Return the version that a version has led to by now: itself, or its latest successor."""
    latest = _chain(rubric_id, forwards=True)
    followed = aliased(RubricVersion)
    end = session.scalar(
        select(latest.c.id).where(~exists().where(followed.predecessor_id == latest.c.id)).limit(1)
    )
    return _get_version(session, end or rubric_id)


def find_version(session: Session, *, code: str, version: str) -> StoredVersion | None:
    """Return what is stored under a code and version, whoever published it; for loading, not for showing."""
    row = session.scalar(
        select(RubricVersion).where(RubricVersion.code == code, RubricVersion.version == version)
    )
    return None if row is None else StoredVersion(row.id, row.publisher_id, row.content_digest)


def _chosen(versions: Select[RubricVersion]) -> Select[*tuple[Any, ...]]:
    """Select what is needed to choose: nearest to their readers first, then latest."""
    distance = func.coalesce(func.length(Organisation.path), 0)
    extended = aliased(RubricVersion)
    return (
        versions.outerjoin(Organisation, Organisation.id == RubricVersion.publisher_id)
        .outerjoin(extended, extended.id == RubricVersion.extends_id)
        .with_only_columns(
            RubricVersion.id,
            RubricVersion.extends_id,
            func.coalesce(extended.code, RubricVersion.code).label("rubric_code"),
            RubricVersion.publisher_id,
        )
        .order_by(distance.desc(), RubricVersion.loaded_at.desc(), RubricVersion.id.desc())
    )


def _latest_by_publisher(chosen: Iterable[Chosen]) -> list[Chosen]:
    """Keep the latest additions of each publisher; they come latest first."""
    latest: dict[UUID | None, Chosen] = {}
    for row in chosen:
        if row.extends_id is not None:
            latest.setdefault(row.publisher_id, row)
    return list(latest.values())


def _with_additions(session: Session, base: Chosen, chosen: Sequence[Chosen]) -> Rubric:
    rubric = _get_version(session, base.id)
    added = [
        row.id for row in reversed(chosen) if row.extends_id is not None and row.rubric_code == rubric.code
    ]
    if not added:
        return rubric
    return rubric.with_additions(_get_additions(session, key) for key in added)


def _get_version(session: Session, rubric_id: UUID) -> Rubric:
    return _RUBRICS.get(rubric_id, lambda: _read_rubric(session, rubric_id))


def _get_additions(session: Session, version_id: UUID) -> Additions:
    return _ADDITIONS.get(version_id, lambda: _read_additions(session, version_id))


def _read_rubric(session: Session, rubric_id: UUID) -> Rubric:
    scale = session.execute(
        select(RubricVersion, models.RubricLevel)
        .join(models.RubricLevel, models.RubricLevel.rubric_version_id == RubricVersion.id)
        .where(RubricVersion.id == rubric_id)
        .order_by(models.RubricLevel.number)
    ).all()
    if not scale:
        raise NotFound("rubric.not_found")
    version = scale[0][0]
    domains, chain = _domains(session, version), _list_earlier(session, version)
    return Rubric(
        id=version.id,
        code=version.code,
        version=version.version,
        title=version.title,
        source=version.source,
        drafting=version.drafting,
        levels=tuple(Level(level.number, level.code, level.name, level.summary) for _, level in scale),
        domains=domains,
        publisher_id=version.publisher_id,
        predecessor_id=version.predecessor_id,
        change=version.change,
        note=version.note,
        published_at=version.loaded_at,
        is_locked=version.is_locked,
        earlier=_earlier(session, version, domains),
        earlier_ids=chain,
    )


def _read_additions(session: Session, version_id: UUID) -> Additions:
    version = session.get_one(RubricVersion, version_id)
    domains = _domains(session, version)
    examples: defaultdict[tuple[UUID, int], list[Mapping[str, str]]] = defaultdict(list)
    rows = session.scalars(
        select(LocalExampleRow)
        .where(LocalExampleRow.rubric_version_id == version_id)
        .order_by(LocalExampleRow.position)
    )
    for row in rows:
        examples[row.criterion_id, row.level_number].append(row.text)
    return Additions(
        id=version_id,
        domains=domains,
        examples={place: tuple(texts) for place, texts in examples.items()},
        earlier=_earlier(session, version, domains),
    )


def _earlier(session: Session, version: RubricVersion, domains: Iterable[Domain]) -> Sources:
    """Find how ratings in the words of earlier versions count in one version."""
    if version.predecessor_id is None:
        return {}
    chain = _chain(version.id, forwards=False)
    rows = session.execute(
        select(chain.c.distance, CrosswalkLineRow)
        .join(CrosswalkLineRow, CrosswalkLineRow.rubric_version_id == chain.c.id)
        .order_by(chain.c.distance)
    )
    crosswalks: defaultdict[int, list[Link]] = defaultdict(list)
    for distance, row in rows:
        levels = None if row.levels is None else {int(given): now for given, now in row.levels.items()}
        crosswalks[distance].append(Link(row.source_id, row.target_id, row.kind, levels))
    current = {one.id: one.code for domain in domains for one in domain.criteria}
    sources = follow(current, [crosswalks[distance] for distance in sorted(crosswalks)])
    return {key: ways for key, ways in sources.items() if key not in current}


def _list_earlier(session: Session, version: RubricVersion) -> tuple[UUID, ...]:
    """List the versions before one, the latest first."""
    if version.predecessor_id is None:
        return ()
    chain = _chain(version.id, forwards=False)
    return tuple(session.scalars(select(chain.c.id).where(chain.c.distance > 0).order_by(chain.c.distance)))


def _chain(version_id: UUID, *, forwards: bool) -> CTE:
    """Select a version and all before it (or after it), each with its distance."""
    chain = (
        select(RubricVersion.id, RubricVersion.predecessor_id, literal(0).label("distance"))
        .where(RubricVersion.id == version_id)
        .cte("chain", recursive=True)
    )
    step = (
        RubricVersion.predecessor_id == chain.c.id if forwards else RubricVersion.id == chain.c.predecessor_id
    )
    return chain.union_all(
        select(RubricVersion.id, RubricVersion.predecessor_id, chain.c.distance + 1).join(chain, step)
    )


def _domains(session: Session, version: RubricVersion) -> tuple[Domain, ...]:
    rows = session.execute(
        select(models.RubricDomain, models.Criterion, models.Descriptor)
        .join(models.Criterion, models.Criterion.domain_id == models.RubricDomain.id)
        .join(models.Descriptor, models.Descriptor.criterion_id == models.Criterion.id)
        .where(models.RubricDomain.rubric_version_id == version.id)
        .order_by(models.Criterion.position, models.Descriptor.level_number)
    ).all()
    by_domain: dict[UUID, dict[UUID, list[_Row]]] = {}
    for row in rows:
        by_domain.setdefault(row[0].id, {}).setdefault(row[1].id, []).append(row)
    is_local = version.extends_id is not None
    return tuple(_domain(list(criteria.values()), is_local=is_local) for criteria in by_domain.values())


def _domain(criteria: Sequence[Sequence[_Row]], *, is_local: bool) -> Domain:
    domain = criteria[0][0][0]
    return Domain(domain.code, domain.name, tuple(_criterion(rows) for rows in criteria), is_local)


def _criterion(rows: Sequence[_Row]) -> Criterion:
    criterion = rows[0][1]
    return Criterion(
        id=criterion.id,
        code=criterion.code,
        name=criterion.name,
        definition=criterion.definition,
        basis=criterion.basis,
        descriptors={
            row.level_number: DescriptorInUse(row.level_number, row.text, row.sign, row.is_draft)
            for _, _, row in rows
        },
    )
