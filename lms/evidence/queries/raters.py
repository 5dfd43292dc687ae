"""What a rater may read of their own ratings; there is no query for another person's."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.evidence.domain import RaterRole
from lms.evidence.domain.facets import Parameters, RaterFlag, RaterResult
from lms.evidence.domain.facets.raters import CENTRAL_FROM, HALO_FROM
from lms.evidence.domain.strictness import Strictness, is_comparable, strictness_of
from lms.evidence.models import ObservationRow, RaterResultRow
from lms.evidence.queries.fits import LevelFit, find_fit, find_rater_result, policy_of
from lms.kernel.actor import Actor
from lms.rubric.domain import Rubric
from lms.rubric.queries import find_current_rubric

ABOUT_SEVERITY = frozenset({RaterFlag.SEVERE, RaterFlag.LENIENT})


@dataclass(frozen=True)
class LevelUse:
    """How often a rater gave a level; how often an average one would have for the same people, if told."""

    level: int
    given: int
    given_ratio: float
    expected: float | None
    expected_ratio: float | None


@dataclass(frozen=True)
class RaterComparison:
    """A rater beside an average one; ``severity`` and ``std_error`` in logits, positive = stricter."""

    severity: float
    std_error: float
    strictness: Strictness


@dataclass(frozen=True)
class RaterReading:
    """What the fit in force says of one rater.

    ``n_linked``: how many raters it can compare, the reader among them. With fewer than three, or where one
    of the others made nearly all the ratings, there is no ``comparison`` and nothing is expected of ``uses``:
    it would speak of one colleague as much as of the reader. What is left is the reader's own pattern.
    """

    n: int
    n_linked: int
    comparison: RaterComparison | None
    uses: tuple[LevelUse, ...]
    flags: tuple[RaterFlag, ...]
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
    fit = find_fit(session, rubric)
    result = find_rater_result(session, actor, fit) if fit else None
    if fit is None or result is None:
        return None
    others = _list_linked(session, actor, fit)
    is_told = is_comparable(others)
    parameters = policy_of(session, rubric, fit.id).parameters
    return RaterReading(
        n=result.n,
        n_linked=1 + len(others),
        comparison=_comparison(result, parameters) if is_told else None,
        uses=_uses(result, is_told=is_told),
        flags=tuple(flag for flag in result.flags if is_told or flag not in ABOUT_SEVERITY),
        model=fit.model_version,
        fitted_at=fit.fitted_at,
        fit_until=fit.watermark_at,
    )


def _list_linked(session: Session, actor: Actor, fit: LevelFit) -> list[int]:
    """Say how much each other rater made of the part in which the actor rates as a supervisor."""
    of_fit = (RaterResultRow.fit_id == fit.id, RaterResultRow.role != RaterRole.SELF)
    own = (RaterResultRow.rater_id == actor.person_id, RaterResultRow.role == RaterRole.SUPERVISOR)
    parts = select(RaterResultRow.part).where(*of_fit, *own)
    others = (RaterResultRow.part.in_(parts), RaterResultRow.rater_id != actor.person_id)
    made = select(func.sum(RaterResultRow.n)).where(*of_fit, *others).group_by(RaterResultRow.rater_id)
    return list(session.scalars(made))


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
    )


def _uses(result: RaterResult, *, is_told: bool) -> tuple[LevelUse, ...]:
    return tuple(
        LevelUse(
            level=level,
            given=given,
            given_ratio=given / result.n,
            expected=expected if is_told else None,
            expected_ratio=expected / result.n if is_told else None,
        )
        for level, (given, expected) in enumerate(zip(result.used, result.expected, strict=True), start=1)
    )
