"""What a rater may read of their own ratings; there is no query for another person's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.evidence.domain import RaterRole
from lms.evidence.domain.facets import Parameters, RaterFlag, RaterResult
from lms.evidence.domain.facets.raters import CENTRAL_FROM, HALO_FROM
from lms.evidence.domain.strictness import FEWEST_COMPARED, Strictness, strictness_of
from lms.evidence.models import ObservationRow, RaterResultRow
from lms.evidence.queries.fits import LevelFit, find_fit, find_rater_result, policy_of
from lms.kernel.actor import Actor
from lms.rubric.domain import Rubric
from lms.rubric.queries import find_current_rubric


@dataclass(frozen=True)
class LevelUse:
    """How often a rater gave a level, and how often an average one would have for the same people."""

    level: int
    given: int
    expected: float
    given_ratio: float
    expected_ratio: float


@dataclass(frozen=True)
class RaterComparison:
    """A rater beside an average one; ``severity`` and ``std_error`` in logits, positive = stricter."""

    severity: float
    std_error: float
    strictness: Strictness
    uses: tuple[LevelUse, ...]
    flags: tuple[RaterFlag, ...]


@dataclass(frozen=True)
class RaterReading:
    """What the fit in force says of one rater.

    ``n_linked``: how many raters it can compare, the reader among them. With fewer than three ``comparison``
    is None: it would speak of one colleague as much as of the reader.
    """

    n: int
    n_linked: int
    comparison: RaterComparison | None
    model: str
    fitted_at: datetime
    fit_until: datetime

    @property
    def central_in(self) -> int:
        """Count the ratings still missing before the page says whether the middle is preferred."""
        return max(0, CENTRAL_FROM - self.n)

    @property
    def halo_in(self) -> int:
        """Count the ratings still missing before the page says whether criteria are told apart."""
        return max(0, HALO_FROM - self.n)


@dataclass(frozen=True)
class OwnRating:
    """A person's own page: ``n_made`` observations about others; ``reading`` None until a fit knows them."""

    rubric: Rubric | None
    n_made: int
    reading: RaterReading | None


def read_own_rating(session: Session, actor: Actor) -> OwnRating:
    """Read how the actor rates others."""
    n_made = session.execute(
        select(func.count()).where(
            ObservationRow.rater_id == actor.person_id,
            ObservationRow.rater_role != RaterRole.SELF,
            ObservationRow.voided_at.is_(None),
        )
    ).scalar_one()
    rubric = find_current_rubric(session, actor)
    reading = _reading(session, actor, rubric) if rubric and n_made else None
    return OwnRating(rubric, n_made, reading)


def _reading(session: Session, actor: Actor, rubric: Rubric) -> RaterReading | None:
    fit, result = find_fit(session, rubric), find_rater_result(session, actor)
    if fit is None or result is None:
        return None
    policy = policy_of(session, rubric, fit.id)
    n_linked = _count_linked(session, actor, fit)
    return RaterReading(
        n=result.n,
        n_linked=n_linked,
        comparison=_comparison(result, policy.parameters) if n_linked >= FEWEST_COMPARED else None,
        model=fit.model_version,
        fitted_at=fit.fitted_at,
        fit_until=fit.watermark_at,
    )


def _count_linked(session: Session, actor: Actor, fit: LevelFit) -> int:
    of_fit = (RaterResultRow.fit_id == fit.id, RaterResultRow.role != RaterRole.SELF)
    parts = select(RaterResultRow.part).where(*of_fit, RaterResultRow.rater_id == actor.person_id)
    number = func.count(RaterResultRow.rater_id.distinct())
    return session.execute(select(number).where(*of_fit, RaterResultRow.part.in_(parts))).scalar_one()


def _comparison(result: RaterResult, parameters: Parameters) -> RaterComparison:
    return RaterComparison(
        severity=result.severity,
        std_error=result.std_error,
        strictness=strictness_of(
            severity=result.severity,
            std_error=result.std_error,
            spread=parameters.spreads.severity_of(result.role),
            expected=result.expected,
            steps=parameters.steps,
        ),
        uses=_uses(result.used, result.expected),
        flags=tuple(flag for flag in RaterFlag if flag in result.flags),
    )


def _uses(used: Sequence[int], expected: Sequence[float]) -> tuple[LevelUse, ...]:
    n, total = sum(used), sum(expected)
    pairs = enumerate(zip(used, expected, strict=True), start=1)
    return tuple(LevelUse(level, given, mean, given / n, mean / total) for level, (given, mean) in pairs)
