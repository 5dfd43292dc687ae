"""Reads what a fit of the level model is made from: every observation of a rubric version, as columns."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, case, exists, func, select
from sqlalchemy.orm import Session

from lms.evidence.domain.facets import MODEL_VERSION, FacetPolicy, Parameters, Posterior
from lms.evidence.models import (
    LevelEstimateRow,
    LevelFitRow,
    LinkingRatingRow,
    ObservationRow,
)
from lms.evidence.queries.columns import counting, in_words_of
from lms.evidence.queries.fits import LevelFit, latest_fit_id, policy_of
from lms.evidence.queries.ratings import Columns, read_columns
from lms.kernel.clock import Clock
from lms.people.models import Employment
from lms.rubric.domain import Rubric
from lms.rubric.models import RubricVersion
from lms.rubric.queries import get_rubric


@dataclass(frozen=True)
class Tally:
    """What there was about one person: rows in all, voided ones, those that count and whose these are.

    ``watermark_at``: when the newest that counts was recorded; None when nothing counts.
    """

    n_recorded: int
    n_voided: int
    n_counted: int
    watermark_at: datetime | None
    organisation_ids: frozenset[UUID]

    @property
    def state(self) -> tuple[int, int]:
        """Give what changes whenever anything about the person changes: rows are only added and voided."""
        return self.n_recorded, self.n_voided


@dataclass(frozen=True)
class Before:
    """The fit before, its policy, and the estimates it gave to people about whom nothing was added since."""

    fit: LevelFit
    policy: FacetPolicy
    unmoved: Mapping[UUID, Posterior]


@dataclass(frozen=True)
class Material:
    """Everything a fit is made from, as it was at one moment.

    ``start``: what was learnt before, in this version's words or the last one's; None for the first fit of
    all. ``number_before``: of the last fit of any release, 0 without one. ``employers``: of each rater,
    by ids as text.
    """

    rubric: Rubric
    read_at: datetime
    as_of: date
    is_cold: bool
    number_before: int
    before: Before | None
    start: Parameters | None
    columns: Columns
    tallies: Mapping[UUID, Tally]
    employers: Mapping[str, str]


def list_rated_versions(session: Session) -> list[UUID]:
    """List the rubric versions in force that can read anything of what was observed, oldest first."""
    in_force = (RubricVersion.outdated_at.is_(None), RubricVersion.extends_id.is_(None))
    versions = session.scalars(
        select(RubricVersion.id).where(*in_force).order_by(RubricVersion.loaded_at, RubricVersion.id)
    )
    return [key for key in versions if _is_rated(session, get_rubric(session, key))]


def _is_rated(session: Session, rubric: Rubric) -> bool:
    return bool(session.scalar(select(exists().where(in_words_of(rubric.shared_sources)))))


def list_last_fitted(session: Session) -> dict[UUID, datetime]:
    """Say when each rubric version was fitted last by this release's model."""
    rows = session.execute(
        select(LevelFitRow.rubric_version_id, func.max(LevelFitRow.fitted_at).label("fitted_at"))
        .where(LevelFitRow.model_version == MODEL_VERSION)
        .group_by(LevelFitRow.rubric_version_id)
    )
    return {row.rubric_version_id: row.fitted_at for row in rows}


def find_last_cold(session: Session, rubric_version_id: UUID) -> datetime | None:
    """Say when the spreads were estimated last."""
    return session.scalar(
        select(func.max(LevelFitRow.fitted_at)).where(
            LevelFitRow.rubric_version_id == rubric_version_id,
            LevelFitRow.model_version == MODEL_VERSION,
            LevelFitRow.is_cold,
        )
    )


def find_number(session: Session, rubric_version_id: UUID) -> int:
    """Return the number of a version's latest fit, by whichever release; 0 before the first."""
    number = session.scalar(
        select(func.max(LevelFitRow.number)).where(LevelFitRow.rubric_version_id == rubric_version_id)
    )
    return number or 0


def count_rows(session: Session, rubric: Rubric) -> tuple[int, int]:
    """Count all observations a version can read, and the voided ones: both only ever grow."""
    recorded, voided = session.execute(
        select(func.count(), func.count(ObservationRow.voided_at)).where(in_words_of(rubric.shared_sources))
    ).one()
    return recorded, voided


def has_links_since(session: Session, rubric: Rubric, moment: datetime) -> bool:
    """Say whether raters have rated something alike since a moment, in words a version can read."""
    since = exists().where(
        LinkingRatingRow.criterion_id.in_(list(rubric.shared_sources)), LinkingRatingRow.recorded_at > moment
    )
    return bool(session.scalar(select(since)))


def list_states(session: Session, rubric: Rubric) -> dict[UUID, tuple[int, int]]:
    """Count each person's observations, and the voided ones among them."""
    rows = session.execute(
        select(ObservationRow.trainee_id, func.count(), func.count(ObservationRow.voided_at))
        .where(in_words_of(rubric.shared_sources))
        .group_by(ObservationRow.trainee_id)
    )
    return {person_id: (recorded, voided) for person_id, recorded, voided in rows}


def read_material(
    session: Session, rubric: Rubric, last: LevelFit | None, *, clock: Clock, is_cold: bool
) -> Material:
    """Read everything a fit after ``last`` is made from.

    What is judged between the tallies and the columns is in the fit; its person does not match their tally
    any more, and is worked out again when the fit is stored.
    """
    read_at, as_of = clock.now(), clock.today()
    before = None if last is None else _before(session, rubric, last)
    fit_id = session.scalar(latest_fit_id(rubric))
    start = None if fit_id is None else policy_of(session, rubric, fit_id).parameters
    tallies = _read_tallies(session, rubric, as_of)
    return Material(
        rubric=rubric,
        read_at=read_at,
        as_of=as_of,
        is_cold=is_cold or start is None,
        number_before=find_number(session, rubric.id),
        before=before,
        start=start,
        tallies=tallies,
        columns=read_columns(session, rubric),
        employers=_employers(session, rubric, as_of),
    )


def _before(session: Session, rubric: Rubric, last: LevelFit) -> Before:
    unmoved = session.execute(
        select(LevelEstimateRow.person_id, LevelEstimateRow.payload).where(
            LevelEstimateRow.fit_id == last.id, LevelEstimateRow.computed_at == last.fitted_at
        )
    )
    return Before(
        fit=last,
        policy=policy_of(session, rubric, last.id),
        unmoved={row.person_id: Posterior.from_payload(row.payload) for row in unmoved},
    )


def _read_tallies(session: Session, rubric: Rubric, as_of: date) -> dict[UUID, Tally]:
    counts = and_(ObservationRow.voided_at.is_(None), *counting(as_of))
    rows = session.execute(
        select(
            ObservationRow.trainee_id,
            ObservationRow.organisation_id,
            func.count().label("n_recorded"),
            func.count(ObservationRow.voided_at).label("n_voided"),
            func.count(case((counts, 1))).label("n_counted"),
            func.max(case((counts, ObservationRow.recorded_at))).label("watermark_at"),
        )
        .where(in_words_of(rubric.shared_sources))
        .group_by(ObservationRow.trainee_id, ObservationRow.organisation_id)
        .order_by(ObservationRow.trainee_id, ObservationRow.organisation_id)
    )
    by_person: defaultdict[UUID, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in rows:
        by_person[row.trainee_id].append(row)
    return {person_id: _tally(own) for person_id, own in by_person.items()}


def _tally(rows: Sequence[Row[*tuple[Any, ...]]]) -> Tally:
    counted = [row for row in rows if row.n_counted]
    return Tally(
        n_recorded=sum(row.n_recorded for row in rows),
        n_voided=sum(row.n_voided for row in rows),
        n_counted=sum(row.n_counted for row in counted),
        watermark_at=max((row.watermark_at for row in counted), default=None),
        organisation_ids=frozenset(row.organisation_id for row in counted),
    )


def _employers(session: Session, rubric: Rubric, as_of: date) -> dict[str, str]:
    """Say who employs each rater, or did last: whose strictness theirs is a part of."""
    raters = select(ObservationRow.rater_id).where(in_words_of(rubric.shared_sources))
    linked = select(LinkingRatingRow.rater_id)
    rows = session.execute(
        select(Employment.person_id, Employment.organisation_id)
        .where(Employment.person_id.in_(raters.union(linked)), Employment.starts_on <= as_of)
        .order_by(Employment.starts_on, Employment.id)
    )
    return {str(person_id): str(organisation_id) for person_id, organisation_id in rows}
