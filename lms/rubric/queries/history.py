"""Published versions as a history: who published what when, in whose words people were judged on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from lms.kernel.actor import Actor
from lms.kernel.clock import JAPAN
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.people.models import Organisation, Person
from lms.people.queries import organisations_within
from lms.rubric import models
from lms.rubric.domain import Change, Rubric, RubricText
from lms.rubric.models import LocalExampleRow, RubricVersion
from lms.rubric.queries.texts import read_text
from lms.rubric.queries.versions import find_in_force, find_rubric_among, visible_to


@dataclass(frozen=True)
class VersionLine:
    """One published version. Names of publishers and people are None where there is nobody.

    ``outdated_at``: since when another has followed it, or, with an ``archive_reason``, nobody is judged by
    it any more. ``extends_code``: the rubric it adds to; ``n_criteria`` then counts what it adds.
    """

    id: UUID
    code: str
    version: str
    title: dict[str, str]
    change: Change
    note: dict[str, str] | None
    publisher_id: UUID | None
    publisher_name: dict[str, str] | None
    published_at: datetime
    published_by_name: str | None
    outdated_at: datetime | None
    archive_reason: str | None
    archived_by_name: str | None
    n_criteria: int
    extends_id: UUID | None
    extends_code: str | None
    is_locked: bool
    is_public: bool
    predecessor_id: UUID | None
    can_edit: bool
    can_publish: bool


@dataclass(frozen=True)
class PublishingOrganisation:
    """An organisation in whose name the actor may write."""

    id: UUID
    name: dict[str, str]
    can_publish: bool


@dataclass(frozen=True)
class WaitingExample:
    """A local example of a criterion whose meaning has changed since; nobody sees it until it is read anew.

    ``now``: the codes of what the criterion has become, none when it was retired.
    """

    additions_id: UUID
    publisher_id: UUID
    publisher_name: dict[str, str]
    rubric_code: str
    criterion_code: str
    criterion_name: dict[str, str]
    level: int
    text: dict[str, str]
    now: tuple[str, ...]


def readable_by(actor: Actor) -> Select[RubricVersion]:
    """Select the versions an actor may read: published for them, or by organisations they write for."""
    published = visible_to(actor).with_only_columns(RubricVersion.id)
    theirs = RubricVersion.publisher_id.in_(organisations_within(actor, Permission.RUBRIC_EDIT))
    return select(RubricVersion).where(or_(RubricVersion.id.in_(published), theirs))


def list_versions(session: Session, actor: Actor) -> tuple[VersionLine, ...]:
    """List the versions an actor may read: by code, what is in force first, then the latest."""
    in_order = (
        RubricVersion.code,
        RubricVersion.outdated_at.is_not(None),
        RubricVersion.loaded_at.desc(),
        RubricVersion.id.desc(),
    )
    return tuple(_line(actor, row) for row in session.execute(_lines(readable_by(actor)).order_by(*in_order)))


def get_version(session: Session, actor: Actor, version_id: UUID) -> VersionLine:
    """Return one version an actor may read. Raises NotFound("rubric.not_found")."""
    row = session.execute(_lines(readable_by(actor)).where(RubricVersion.id == version_id)).one_or_none()
    if row is None:
        raise NotFound("rubric.not_found")
    return _line(actor, row)


def get_text(session: Session, actor: Actor, version_id: UUID) -> RubricText:
    """Return every word of a version an actor may read, how it follows and the identifiers it came with.

    Raises NotFound("rubric.not_found").
    """
    if session.scalar(readable_by(actor).where(RubricVersion.id == version_id)) is None:
        raise NotFound("rubric.not_found")
    return read_text(session, version_id)


def find_rubric_on(session: Session, actor: Actor, on: date) -> Rubric | None:
    """Return the rubric that was in force at the end of a Japanese day, with what was added to it then."""
    end = datetime.combine(on + timedelta(days=1), time.min, JAPAN)
    then = and_(
        RubricVersion.loaded_at < end,
        or_(RubricVersion.outdated_at.is_(None), RubricVersion.outdated_at >= end),
    )
    return find_rubric_among(session, visible_to(actor).where(then))


def list_publishing_organisations(session: Session, actor: Actor) -> tuple[PublishingOrganisation, ...]:
    """List the organisations an actor may write rubrics for, from the top of the tree."""
    rows = session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(organisations_within(actor, Permission.RUBRIC_EDIT)))
        .order_by(Organisation.path)
    )
    return tuple(
        PublishingOrganisation(row.id, dict(row.name), actor.may_in(Permission.RUBRIC_PUBLISH, row.path))
        for row in rows
    )


def list_waiting_examples(session: Session, actor: Actor) -> tuple[WaitingExample, ...]:
    """List the examples that organisations an actor writes for have added to words that changed since."""
    rows = session.execute(
        select(RubricVersion, Organisation, models.Criterion, LocalExampleRow)
        .join(Organisation, Organisation.id == RubricVersion.publisher_id)
        .join(LocalExampleRow, LocalExampleRow.rubric_version_id == RubricVersion.id)
        .join(models.Criterion, models.Criterion.id == LocalExampleRow.criterion_id)
        .where(
            RubricVersion.outdated_at.is_(None),
            RubricVersion.publisher_id.in_(organisations_within(actor, Permission.RUBRIC_EDIT)),
        )
        .order_by(
            Organisation.path,
            models.Criterion.position,
            LocalExampleRow.level_number,
            LocalExampleRow.position,
        )
    ).all()
    added_to = {row[2].rubric_version_id for row in rows}
    in_force = {key: find_in_force(session, key) for key in added_to}
    return tuple(_waiting(rows, in_force))


def _waiting(
    rows: Iterable[Row[*tuple[Any, ...]]], in_force: Mapping[UUID, Rubric]
) -> Iterable[WaitingExample]:
    for version, publisher, criterion, example in rows:
        rubric = in_force[criterion.rubric_version_id]
        ways = rubric.sources.get(criterion.id, ())
        if any(not way.is_changed for way in ways):
            continue
        yield WaitingExample(
            additions_id=version.id,
            publisher_id=publisher.id,
            publisher_name=dict(publisher.name),
            rubric_code=rubric.code,
            criterion_code=criterion.code,
            criterion_name=dict(criterion.name),
            level=example.level_number,
            text=dict(example.text),
            now=tuple(way.code for way in ways),
        )


def _lines(versions: Select[RubricVersion]) -> Select[*tuple[Any, ...]]:
    extended, author, archivist = aliased(RubricVersion), aliased(Person), aliased(Person)
    n_criteria = (
        select(func.count())
        .select_from(models.Criterion)
        .where(models.Criterion.rubric_version_id == RubricVersion.id)
        .correlate(RubricVersion)
        .scalar_subquery()
    )
    return (
        versions.outerjoin(Organisation, Organisation.id == RubricVersion.publisher_id)
        .outerjoin(extended, extended.id == RubricVersion.extends_id)
        .outerjoin(author, author.id == RubricVersion.published_by_id)
        .outerjoin(archivist, archivist.id == RubricVersion.archived_by_id)
        .add_columns(Organisation, extended.code, author.name, archivist.name, n_criteria)
    )


def _line(actor: Actor, row: Row[*tuple[Any, ...]]) -> VersionLine:
    version, publisher, extends_code, author, archivist, n_criteria = row
    path = None if publisher is None else publisher.path
    return VersionLine(
        id=version.id,
        code=version.code,
        version=version.version,
        title=dict(version.title),
        change=version.change,
        note=None if version.note is None else dict(version.note),
        publisher_id=version.publisher_id,
        publisher_name=None if publisher is None else dict(publisher.name),
        published_at=version.loaded_at,
        published_by_name=author,
        outdated_at=version.outdated_at,
        archive_reason=version.archive_reason,
        archived_by_name=archivist,
        n_criteria=n_criteria,
        extends_id=version.extends_id,
        extends_code=extends_code,
        is_locked=version.is_locked,
        is_public=version.is_public,
        predecessor_id=version.predecessor_id,
        can_edit=path is not None and actor.may_in(Permission.RUBRIC_EDIT, path),
        can_publish=path is not None and actor.may_in(Permission.RUBRIC_PUBLISH, path),
    )
