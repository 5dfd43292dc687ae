"""Keeping people's stored estimates equal to what their observations say now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from lms.evidence.domain.facets import FacetPolicy, Posterior
from lms.evidence.models import LevelEstimateRow, ObservationRow
from lms.evidence.queries.columns import counting, in_batches, list_dossiers
from lms.evidence.queries.fits import find_fit_id, policy_of
from lms.evidence.queries.observations import outline_of
from lms.kernel.clock import Clock
from lms.rubric.domain import Rubric
from lms.rubric.models import RubricVersion


@dataclass(frozen=True)
class PersonEstimate:
    """Where one person stands, and what that rests on."""

    person_id: UUID
    posterior: Posterior
    watermark_at: datetime
    n_observations: int
    organisation_ids: frozenset[UUID]


def lock_levels(session: Session, rubric_version_id: UUID) -> None:
    """Let nobody else store an estimate or a fit of this version until the transaction ends.

    Whoever judges holds the end of the audit log already, so this comes after ``audit.record`` everywhere:
    two orders would be a deadlock. SQLite has one writer at a time anyway.
    """
    session.execute(
        select(RubricVersion.id)
        .where(RubricVersion.id == rubric_version_id)
        .with_for_update(key_share=True)  # rows that name the version may still be added
    )


def renew_estimates(session: Session, *, rubric: Rubric, person_ids: Collection[UUID], clock: Clock) -> None:
    """Work out anew where people stand, with raters and steps as the current fit has them, and store it.

    Before the first fit nothing is stored: levels are then found from the observations.
    """
    lock_levels(session, rubric.id)
    fit_id = find_fit_id(session, rubric.id)
    if fit_id is None:
        return
    policy = policy_of(session, rubric, fit_id)
    for some in in_batches(sorted(person_ids)):
        solved = _solve(session, policy, rubric, some, clock)
        _drop(session, rubric.id, some)
        add_estimates(session, fit_id=fit_id, rubric_version_id=rubric.id, estimates=solved, at=clock.now())


def add_estimates(
    session: Session,
    *,
    fit_id: UUID,
    rubric_version_id: UUID,
    estimates: Iterable[PersonEstimate],
    at: datetime,
) -> None:
    """Store estimates of people who have none."""
    rows: list[dict[str, Any]] = [
        {
            "person_id": one.person_id,
            "rubric_version_id": rubric_version_id,
            "fit_id": fit_id,
            "computed_at": at,
            "watermark_at": one.watermark_at,
            "n_observations": one.n_observations,
            "organisation_ids": sorted(map(str, one.organisation_ids)),
            "payload": one.posterior.to_payload(),
        }
        for one in estimates
    ]
    if rows:
        session.execute(insert(LevelEstimateRow), rows)


def _solve(
    session: Session, policy: FacetPolicy, rubric: Rubric, person_ids: Collection[UUID], clock: Clock
) -> list[PersonEstimate]:
    """Work out where people stand; people of whom nothing counts are left out."""
    outline, today = outline_of(rubric), clock.today()
    about = select(ObservationRow).where(ObservationRow.trainee_id.in_(person_ids), *counting(today))
    return [
        PersonEstimate(
            person_id=person_id,
            posterior=policy.posterior(person_id, dossier.observations, outline=outline, as_of=today),
            watermark_at=max(observation.recorded_at for observation in dossier.observations),
            n_observations=len(dossier.observations),
            organisation_ids=frozenset(dossier.organisation_ids),
        )
        for person_id, dossier in list_dossiers(session, rubric, about).items()
    ]


def _drop(session: Session, rubric_version_id: UUID, person_ids: Collection[UUID]) -> None:
    session.execute(
        delete(LevelEstimateRow)
        .where(
            LevelEstimateRow.rubric_version_id == rubric_version_id,
            LevelEstimateRow.person_id.in_(person_ids),
        )
        .execution_options(synchronize_session=False)  # no estimate is ever held as an object
    )
