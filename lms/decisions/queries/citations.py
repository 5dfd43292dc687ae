"""Reads of observations that can be cited, and of those that were."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import CompoundSelect, Row, Select, and_, func, select
from sqlalchemy.orm import Session

from lms.decisions.domain import Citation, ScopeWords
from lms.decisions.models import DecisionCitation, ProposalCitation
from lms.evidence.domain import RaterRole
from lms.evidence.models import ObservationRow
from lms.evidence.queries import visible_to
from lms.kernel.actor import Actor
from lms.people.models import Person
from lms.rubric.models import Criterion, RubricLevel, RubricVersion
from lms.storage.base import Localised

_Row: TypeAlias = Row[*tuple[Any, ...]]


@dataclass(frozen=True)
class CitedObservation:
    """An observation in its own words: those of the rubric version it was made in, and of who made it."""

    id: UUID
    observed_on: date
    rater_id: UUID
    rater_name: str
    rater_role: RaterRole
    criterion_name: Localised
    level: int
    level_name: Localised
    rubric_version: str
    comment: str
    is_voided: bool


Record: TypeAlias = tuple[CitedObservation, ...]
"""Observations that one rater wrote down together, in the same words."""


def in_records(observations: Iterable[CitedObservation]) -> tuple[Record, ...]:
    """Put neighbours together that one rater wrote on one day in the same words."""

    def record(one: CitedObservation) -> tuple[object, ...]:
        return one.observed_on, one.rater_id, one.comment, one.rubric_version

    return tuple(tuple(together) for _record, together in groupby(observations, key=record))


def list_citable(
    session: Session,
    actor: Actor,
    *,
    person_id: UUID,
    criterion_ids: Collection[UUID],
    limit: int | None = None,
) -> Sequence[CitedObservation]:
    """List what the actor may cite about a person in some criteria, newest first."""
    query = _in_words(visible_to(actor)).where(*_citable(person_id, criterion_ids))
    return [_cited(row) for row in session.execute(query.limit(limit))]


def list_rater_counts(
    session: Session, actor: Actor, *, person_id: UUID, scopes: Collection[ScopeWords]
) -> Mapping[str, tuple[int, int]]:
    """Count, by scope key, the citable observations of a person and their raters, in one statement."""
    wanted = frozenset[UUID]().union(*(words.citable_ids for words in scopes))
    rows = session.execute(
        visible_to(actor)
        .with_only_columns(ObservationRow.criterion_id, ObservationRow.rater_id, func.count().label("n"))
        .where(*_citable(person_id, wanted))
        .group_by(ObservationRow.criterion_id, ObservationRow.rater_id)
    ).all()
    counts = {}
    for words in scopes:
        inside = [row for row in rows if row.criterion_id in words.citable_ids]
        counts[words.scope.key] = sum(row.n for row in inside), len({row.rater_id for row in inside})
    return counts


def find_citations(session: Session, actor: Actor, ids: Collection[UUID]) -> Sequence[Citation]:
    """Find observations by their ids, of those the actor may read."""
    rows = session.scalars(visible_to(actor).where(ObservationRow.id.in_(ids)))
    return [
        Citation(row.id, row.trainee_id, row.rater_id, row.criterion_id, is_voided=row.voided_at is not None)
        for row in rows
    ]


def list_cited(session: Session, matter_id: UUID) -> Sequence[CitedObservation]:
    """List what a decision or proposal cites, newest first, for whom it is about and who votes on it."""
    query = _in_words(select(ObservationRow)).where(ObservationRow.id.in_(_cited_by(matter_id)))
    return [_cited(row) for row in session.execute(query)]


def list_readable(session: Session, actor: Actor, matter_id: UUID) -> frozenset[UUID]:
    """Name those of the observations a matter cites that the actor may read without it."""
    readable = visible_to(actor).where(ObservationRow.id.in_(_cited_by(matter_id)))
    return frozenset(session.scalars(readable.with_only_columns(ObservationRow.id)))


def _cited_by(matter_id: UUID) -> CompoundSelect[UUID]:
    decided = select(DecisionCitation.observation_id).where(DecisionCitation.decision_id == matter_id)
    proposed = select(ProposalCitation.observation_id).where(ProposalCitation.proposal_id == matter_id)
    return decided.union(proposed)


def _citable(person_id: UUID, criterion_ids: Collection[UUID]) -> tuple[Any, ...]:
    return (
        ObservationRow.trainee_id == person_id,
        ObservationRow.criterion_id.in_(criterion_ids),
        ObservationRow.voided_at.is_(None),
        ObservationRow.rater_role != RaterRole.SELF,
    )


def _in_words(query: Select[ObservationRow]) -> Select[*tuple[Any, ...]]:
    level = and_(
        RubricLevel.rubric_version_id == ObservationRow.rubric_version_id,
        RubricLevel.number == ObservationRow.level,
    )
    newest_first = (
        ObservationRow.observed_on.desc(),
        ObservationRow.recorded_at.desc(),
        ObservationRow.id.desc(),
    )
    return (
        query.join(Person, Person.id == ObservationRow.rater_id)
        .join(Criterion, Criterion.id == ObservationRow.criterion_id)
        .join(RubricLevel, level)
        .join(RubricVersion, RubricVersion.id == ObservationRow.rubric_version_id)
        .add_columns(
            Person.name.label("rater_name"),
            Criterion.name.label("criterion_name"),
            RubricLevel.name.label("level_name"),
            RubricVersion.version.label("rubric_version"),
        )
        .order_by(*newest_first)
    )


def _cited(row: _Row) -> CitedObservation:
    stored = row.ObservationRow
    return CitedObservation(
        id=stored.id,
        observed_on=stored.observed_on,
        rater_id=stored.rater_id,
        rater_name=row.rater_name,
        rater_role=stored.rater_role,
        criterion_name=row.criterion_name,
        level=stored.level,
        level_name=row.level_name,
        rubric_version=row.rubric_version,
        comment=stored.comment,
        is_voided=stored.voided_at is not None,
    )
