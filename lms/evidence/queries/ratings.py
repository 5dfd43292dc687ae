"""Reads every rating a version can read as columns: of people, and of what raters are compared by."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from lms.evidence.domain import RaterRole
from lms.evidence.domain.facets.anchoring import reference_ratings
from lms.evidence.domain.facets.ratings import ANCHOR
from lms.evidence.models import LinkingRatingRow, LinkingReferenceRow, ObservationRow
from lms.evidence.queries.columns import in_words_of
from lms.rubric.domain import Carry, Rubric

T = TypeVar("T")

ROWS_AT_ONCE = 5_000


class Said(NamedTuple):
    """A rating read in today's words: what it is about, its level (from 1), what it counts."""

    code: str
    level: int
    share: float = 1.0
    is_changed: bool = False


@dataclass(frozen=True)
class Columns:
    """The active observations in a fixed order, then what raters are compared by; a value each in each list.

    ``linking``: the subjects that are no people.
    """

    subject: list[str] = field(default_factory=list)
    criterion: list[str] = field(default_factory=list)
    level: list[int] = field(default_factory=list)
    rater: list[str] = field(default_factory=list)
    observed_on: list[int | None] = field(default_factory=list)
    role: list[RaterRole] = field(default_factory=list)
    share: list[float] = field(default_factory=list)
    changed: list[bool] = field(default_factory=list)
    linking: set[str] = field(default_factory=set)

    @property
    def raters_of_people(self) -> set[str]:
        """Name who rated people other than themselves."""
        rows = zip(self.subject, self.rater, self.role, strict=True)
        return {rater for who, rater, role in rows if role is not RaterRole.SELF and who not in self.linking}

    def add(self, said: Said, *, subject: str, rater: str, day: int, role: RaterRole) -> None:
        """Add one rating, as it is read in today's words."""
        self.subject.append(subject)
        self.criterion.append(said.code)
        self.level.append(said.level)
        self.rater.append(rater)
        self.observed_on.append(day)
        self.role.append(role)
        self.share.append(said.share)
        self.changed.append(said.is_changed)


class _Read(dict[object, T]):
    """Values as the driver gives them, each turned into ours once: there are few of them on many rows."""

    def __init__(self, turn: Callable[[str], T]) -> None:
        super().__init__()
        self._turn = turn

    def __missing__(self, raw: object) -> T:
        self[raw] = self._turn(str(raw))
        return self[raw]


def read_columns(session: Session, rubric: Rubric) -> Columns:
    """Read all active observations in the words of a version, and what links their raters."""
    selected = (
        ObservationRow.trainee_id,
        ObservationRow.criterion_id,
        ObservationRow.level,
        ObservationRow.rater_id,
        ObservationRow.observed_on,
        ObservationRow.rater_role,
    )
    rows: Iterable[Any] = session.execute(
        select(*(type_coerce(column, String) for column in selected))
        .where(in_words_of(rubric.shared_sources), ObservationRow.voided_at.is_(None))
        .order_by(ObservationRow.id)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    ways = rubric.shared_sources
    people, criteria = _Read(lambda raw: str(UUID(raw))), _Read(lambda raw: ways[UUID(raw)])
    days, roles = _Read(lambda raw: date.fromisoformat(raw).toordinal()), _Read(RaterRole)
    columns = Columns()
    for trainee, criterion, level, rater, day, role in rows:
        for said in _said(criteria[criterion], int(level)):
            columns.add(said, subject=people[trainee], rater=people[rater], day=days[day], role=roles[role])
    _add_links(session, rubric, columns)
    return columns


def _add_links(session: Session, rubric: Rubric, columns: Columns) -> None:
    """Add what raters everywhere rated alike, and what panels found for it.

    A vignette does not grow: all its ratings stand on the day of the first.
    """
    ratings = session.scalars(
        select(LinkingRatingRow)
        .where(LinkingRatingRow.criterion_id.in_(list(rubric.shared_sources)))
        .order_by(LinkingRatingRow.recorded_at, LinkingRatingRow.id)
    ).all()
    first_days: dict[UUID, int] = {}
    for row in ratings:
        day = first_days.setdefault(row.subject_id, row.rated_on.toordinal())
        for said in _said(rubric.shared_sources[row.criterion_id], row.level):
            columns.add(
                said, subject=str(row.subject_id), rater=str(row.rater_id), day=day, role=RaterRole.SUPERVISOR
            )
    columns.linking.update(map(str, first_days))
    _add_references(session, rubric, columns, first_days)


def _add_references(
    session: Session, rubric: Rubric, columns: Columns, first_days: Mapping[UUID, int]
) -> None:
    references = session.scalars(
        select(LinkingReferenceRow)
        .where(LinkingReferenceRow.subject_id.in_(list(first_days)))
        .order_by(LinkingReferenceRow.subject_id, LinkingReferenceRow.criterion_id)
    )
    name, role = ANCHOR
    for row in references:
        carries, day = rubric.shared_sources.get(row.criterion_id, ()), first_days[row.subject_id]
        for level, weight in reference_ratings(row.mean, row.std_error, highest=len(rubric.levels)):
            for said in _said(carries, level):
                known = said._replace(share=said.share * weight)
                columns.add(known, subject=str(row.subject_id), rater=name, day=day, role=role)


def _said(carries: Iterable[Carry], given: int) -> Iterator[Said]:
    """Read a level in today's words, by each way it has come."""
    for carry in carries:
        level = carry.level(given)
        if level is not None:
            yield Said(carry.code, level, carry.weight, carry.is_changed)
