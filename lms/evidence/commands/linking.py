"""Keeping what raters from everywhere rated alike, and what a panel found for it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from lms.evidence.domain import Rating, check_ratings
from lms.evidence.models import LinkingRatingRow, LinkingReferenceRow
from lms.evidence.queries import outline_of
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import RuleViolation
from lms.rubric.domain import Rubric
from lms.storage import audit


class Reference(NamedTuple):
    """The level a panel found: ``mean`` on 1–K, ``std_error`` in levels, above 0."""

    mean: float
    std_error: float


def add_linking_ratings(
    session: Session,
    *,
    actor: Actor,
    source_id: UUID,
    subject_id: UUID,
    rubric: Rubric,
    ratings: Iterable[Rating],
    clock: Clock,
) -> None:
    """Append the levels the actor, alone, gave a subject on one occasion (``source_id``); fits use them.

    Whoever calls this vouches that the actor saw nobody else's levels before. Raises RuleViolation as
    ``check_ratings`` does.
    """
    given = list(ratings)
    check_ratings(given, outline=outline_of(rubric))
    session.add_all(
        LinkingRatingRow(
            source_id=source_id,
            subject_id=subject_id,
            rater_id=actor.person_id,
            criterion_id=rubric.criterion(rating.criterion_code).id,
            level=rating.level,
            rated_on=clock.today(),
            recorded_at=clock.now(),
        )
        for rating in given
    )
    audit.record(
        session,
        actor_id=actor.person_id,
        action="evidence.add_linking_ratings",
        subject_kind="linking_subject",
        subject_id=subject_id,
        at=clock.now(),
        details={"source": source_id},
    )


def set_linking_reference(
    session: Session,
    *,
    subject_id: UUID,
    rubric: Rubric,
    levels: Mapping[str, Reference | tuple[float, float]],
) -> None:
    """Store what a panel found for a subject, by criterion code; once, since fits already rest on it.

    Raises RuleViolation("evidence.unknown_criterion" | "evidence.reference_out_of_range").
    """
    for code, (mean, std_error) in levels.items():
        criterion = rubric.find_criterion(code)
        if criterion is None:
            raise RuleViolation("evidence.unknown_criterion", criterion=code)
        if not 1 <= mean <= len(rubric.levels) or std_error <= 0:
            raise RuleViolation("evidence.reference_out_of_range", criterion=code, highest=len(rubric.levels))
        session.add(
            LinkingReferenceRow(
                subject_id=subject_id, criterion_id=criterion.id, mean=mean, std_error=std_error
            )
        )
