"""Judgements on their way to becoming observations, and the rules they have to keep."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from lms.evidence.domain.finding import RubricOutline
from lms.evidence.domain.observation import RaterRole, Rating, Source
from lms.kernel.errors import RuleViolation


@dataclass(frozen=True)
class Judgement:
    """What one rater found about one person on one day, for one or more criteria."""

    trainee_id: UUID
    organisation_id: UUID
    rater_role: RaterRole
    rubric_version_id: UUID
    observed_on: date
    source: Source
    ratings: tuple[Rating, ...]


@dataclass(frozen=True)
class PastObservation:
    """A judgement made before this product was there, as a row of a file or of invented history."""

    trainee_id: UUID
    rater_id: UUID
    rater_role: RaterRole
    observed_on: date
    criterion_code: str
    level: int
    comment: str = ""

    @property
    def identity(self) -> tuple[UUID, UUID, str, date]:
        """What two rows may not share: nobody judges one criterion of a person twice on a day."""
        return self.trainee_id, self.rater_id, self.criterion_code, self.observed_on

    @property
    def is_own(self) -> bool:
        """Say whether the rater judged themselves."""
        return self.trainee_id == self.rater_id


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot be brought in: its place from 1, the reason's code and its sentence's facts."""

    position: int
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


def check_judgement(judgement: Judgement, *, rater_id: UUID, outline: RubricOutline, today: date) -> None:
    """Check a judgement before it becomes observations.

    Raises RuleViolation("evidence.own_level" | "evidence.future_date" | "evidence.unknown_criterion" |
    "evidence.level_out_of_range").
    """
    is_own = judgement.trainee_id == rater_id
    _check_frame(is_own=is_own, role=judgement.rater_role, observed_on=judgement.observed_on, today=today)
    check_ratings(judgement.ratings, outline=outline)


def check_ratings(ratings: Iterable[Rating], *, outline: RubricOutline) -> None:
    """Check that ratings speak of the rubric.

    Raises RuleViolation("evidence.unknown_criterion" | "evidence.level_out_of_range").
    """
    for rating in ratings:
        if rating.criterion_code not in outline.criteria:
            raise RuleViolation("evidence.unknown_criterion", criterion=rating.criterion_code)
        if not 1 <= rating.level <= outline.highest_level:
            raise RuleViolation(
                "evidence.level_out_of_range", level=rating.level, highest=outline.highest_level
            )


def refuse_past_rows(
    rows: Sequence[PastObservation], *, outline: RubricOutline, today: date
) -> list[RefusedRow]:
    """Check every past observation by itself and against the rows before it; list the refused ones."""
    refused: list[RefusedRow] = []
    seen: dict[tuple[UUID, UUID, str, date], int] = {}
    for position, row in enumerate(rows, start=1):
        try:
            _check_first(first=seen.setdefault(row.identity, position), position=position)
            _check_frame(is_own=row.is_own, role=row.rater_role, observed_on=row.observed_on, today=today)
            check_ratings([Rating(row.criterion_code, row.level)], outline=outline)
        except RuleViolation as refusal:
            refused.append(RefusedRow(position, refusal.code, refusal.facts))
    return refused


def _check_first(*, first: int, position: int) -> None:
    if first != position:
        raise RuleViolation("evidence.row_twice", first=first)


def _check_frame(*, is_own: bool, role: RaterRole, observed_on: date, today: date) -> None:
    if is_own != (role is RaterRole.SELF):
        raise RuleViolation("evidence.own_level")
    if observed_on > today:
        raise RuleViolation("evidence.future_date")
