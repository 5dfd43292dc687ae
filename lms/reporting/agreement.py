"""How far raters agree and how many of them it takes, from the observations one reader may read."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from sqlalchemy import Row
from sqlalchemy.orm import Session

from lms.evidence.domain import RaterRole
from lms.evidence.domain.agreement import (
    FEWEST_PAIRS,
    DecisionStudy,
    Figure,
    Metric,
    RatingColumns,
    Reading,
    UnitRatings,
    combine,
    krippendorff_alpha,
    number_occasions,
    reading_of,
    study_decisions,
)
from lms.evidence.domain.agreement.units import IntArray
from lms.evidence.models import ObservationRow
from lms.evidence.queries import visible_to
from lms.kernel.actor import Actor
from lms.kernel.calendar import months_before
from lms.rubric.domain import Criterion, Rubric
from lms.rubric.queries import find_current_rubric

MONTHS = 24
WINDOW_DAYS = 30


@dataclass(frozen=True)
class AgreementLine:
    """Agreement on one criterion, or on all of them (``criterion`` is None).

    ``alpha`` and ``same_ratio`` (the share of pairs that gave one level, 0-1) are None while too few pairs
    are there to say anything.
    """

    criterion: Criterion | None
    n_pairs: int
    reading: Reading
    alpha: Figure | None
    same_ratio: float | None

    @property
    def wanted_pairs(self) -> int:
        """Count the double ratings still missing before anything is said."""
        return max(0, FEWEST_PAIRS - self.n_pairs)


@dataclass(frozen=True)
class AgreementSheet:
    """What the observations of the last 24 months say about raters; ``study`` is None while it is too little.

    ``met``: ratings of one criterion of one person by different raters, however far apart in time.
    """

    rubric: Rubric
    since: date
    n_observations: int
    n_people: int
    n_raters: int
    overall: AgreementLine
    lines: tuple[AgreementLine, ...]
    met: UnitRatings
    study: DecisionStudy | None


def find_agreement(session: Session, actor: Actor, *, on: date) -> AgreementSheet | None:
    """Measure agreement in what the actor may read; None where their organisations publish no rubric."""
    rubric = find_current_rubric(session, actor)
    if rubric is None:
        return None
    since = months_before(on, MONTHS)
    seen = _Seen(_list_ratings(session, actor, rubric, since=since, on=on), rubric)
    return AgreementSheet(
        rubric=rubric,
        since=since,
        n_observations=len(seen.level),
        n_people=len(np.unique(seen.person)),
        n_raters=len(np.unique(seen.rater)),
        overall=seen.line(None),
        lines=tuple(seen.line(criterion) for criterion in rubric.criteria),
        met=seen.units(seen.all_units),
        study=study_decisions(
            RatingColumns(seen.person, seen.criterion, seen.rater, seen.level.astype(np.float64))
        ),
    )


def _list_ratings(
    session: Session, actor: Actor, rubric: Rubric, *, since: date, on: date
) -> Sequence[Row[UUID, UUID, UUID, int, date]]:
    """List what others than oneself saw: whom, who, which criterion, which level, when."""
    row = ObservationRow
    statement = (
        visible_to(actor)
        .with_only_columns(
            row.trainee_id,
            row.rater_id,
            row.criterion_id,
            row.level,
            row.observed_on,
            maintain_column_froms=True,
        )
        .where(
            row.criterion_id.in_(list(_alike(rubric))),
            row.voided_at.is_(None),
            row.rater_role != RaterRole.SELF,
            row.observed_on.between(since, on),
        )
        .order_by(row.observed_on, row.recorded_at, row.id)
    )
    return session.execute(statement).all()


def _alike(rubric: Rubric) -> Mapping[UUID, str]:
    """Give the criteria, of this version and earlier ones, whose levels mean what they mean today."""
    return {
        key: carry.code
        for key, ways in rubric.sources.items()
        for carry in ways
        if not carry.is_changed and carry.levels is None
    }


class _Seen:
    """Observations as columns, and the units in them."""

    def __init__(self, rows: Sequence[Row[UUID, UUID, UUID, int, date]], rubric: Rubric) -> None:
        person, rater, criterion, level, day = list(zip(*rows, strict=True)) or [()] * 5
        self.n_levels = len(rubric.levels)
        self.codes = {one.code: number for number, one in enumerate(rubric.criteria)}
        place = {key: self.codes[code] for key, code in _alike(rubric).items()}
        self.person, self.rater = _numbered(person), _numbered(rater)
        self.criterion = np.array([place[one] for one in criterion], dtype=np.int64)
        self.level = np.array(level, dtype=np.int64)
        self.day = np.array([one.toordinal() for one in day], dtype=np.int64)
        self.all_units = combine(self.person, self.criterion)
        self.occasions = number_occasions(unit=self.all_units, day=self.day, window_days=WINDOW_DAYS)

    def units(self, unit: IntArray, criterion: Criterion | None = None) -> UnitRatings:
        kept = np.ones(len(unit), dtype=np.bool_)
        if criterion is not None:
            kept = self.criterion == self.codes[criterion.code]
        return UnitRatings.of_columns(
            unit=unit[kept],
            subject=self.person[kept],
            rater=self.rater[kept],
            level=self.level[kept],
            day=self.day[kept],
            n_levels=self.n_levels,
        )

    def line(self, criterion: Criterion | None) -> AgreementLine:
        ratings = self.units(self.occasions, criterion)
        pairs, reading = ratings.n_pairs, reading_of(ratings)
        if reading is Reading.TOO_FEW:
            return AgreementLine(criterion, pairs, reading, None, None)
        alpha = krippendorff_alpha(ratings)[Metric.ORDINAL]
        return AgreementLine(criterion, pairs, reading, alpha, ratings.n_equal_pairs / pairs)


def _numbered(values: Sequence[Hashable]) -> IntArray:
    """Give values numbers in the order they are met."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64)
