"""Reads of observations as bare values for the model: columns, not rows of the table, and nobody's words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select
from sqlalchemy.orm import Session

from lms.evidence.domain import Carried, Observation, RaterRole, Source
from lms.evidence.models import ObservationRow
from lms.rubric.domain import Rubric, Sources

_Row: TypeAlias = Row[*tuple[Any, ...]]

BATCH = 500
"""People per statement: well below what either database accepts."""

COLUMNS = (
    ObservationRow.id,
    ObservationRow.trainee_id,
    ObservationRow.rater_id,
    ObservationRow.rater_role,
    ObservationRow.observed_on,
    ObservationRow.recorded_at,
    ObservationRow.rubric_version_id,
    ObservationRow.criterion_id,
    ObservationRow.level,
    ObservationRow.source_kind,
    ObservationRow.source_id,
    ObservationRow.organisation_id,
)


@dataclass(frozen=True)
class Dossier:
    """What was observed of a person and is not voided; ``organisation_ids``: whose each one is to read."""

    observations: tuple[Observation, ...]
    organisation_ids: tuple[UUID, ...]


def counting(as_of: date) -> tuple[ColumnElement[bool], ...]:
    """Say which of the observations that are not voided count on a day: nobody's view of themselves does."""
    return ObservationRow.rater_role != RaterRole.SELF, ObservationRow.observed_on <= as_of


def in_words_of(sources: Sources) -> ColumnElement[bool]:
    """Say which observations a version can read: made in its own words, or in words it has come from."""
    return ObservationRow.criterion_id.in_(list(sources))


def list_dossiers(
    session: Session, rubric: Rubric, query: Select[Any], *, with_local: bool = False
) -> Mapping[UUID, Dossier]:
    """Read what was observed of each person, of the observations ``query`` selects, in one statement.

    Each is read in the words of ``rubric``; ``with_local``: also by the criteria an organisation added. The
    order of a person's observations is fixed; comments are left behind.
    """
    sources = rubric.sources if with_local else rubric.shared_sources
    bare = query.with_only_columns(*COLUMNS).where(in_words_of(sources), ObservationRow.voided_at.is_(None))
    rows = session.execute(bare.order_by(ObservationRow.trainee_id, ObservationRow.id))
    by_person: defaultdict[UUID, list[_Row]] = defaultdict(list)
    for row in rows:
        by_person[row.trainee_id].append(row)
    return {
        person_id: Dossier(
            observations=tuple(
                said for row in own for said in read_in(rubric, _observation(row), row.criterion_id)
            ),
            organisation_ids=tuple(row.organisation_id for row in own),
        )
        for person_id, own in by_person.items()
    }


def in_batches(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """Cut a long list of ids into statements."""
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def read_in(rubric: Rubric, observation: Observation, criterion_id: UUID) -> Iterator[Observation]:
    """Read an observation in a version's words: as it is, as what it means by now, or not at all."""
    is_own = observation.rubric_version_id == rubric.id
    for carry in rubric.sources.get(criterion_id, ()):
        level = carry.level(observation.level)
        if level is not None:
            before = Carried(
                rubric_version_id=observation.rubric_version_id,
                criterion_id=criterion_id,
                level=observation.level,
                weight=carry.weight,
                is_changed=carry.is_changed,
            )
            yield replace(
                observation,
                rubric_version_id=rubric.id,
                criterion_code=carry.code,
                level=level,
                carried=None if is_own else before,
            )


def _observation(row: _Row) -> Observation:
    return Observation(
        id=row.id,
        trainee_id=row.trainee_id,
        rater_id=row.rater_id,
        rater_role=row.rater_role,
        observed_on=row.observed_on,
        recorded_at=row.recorded_at,
        rubric_version_id=row.rubric_version_id,
        criterion_code="",
        level=row.level,
        comment="",
        source=Source(row.source_kind, row.source_id),
    )
