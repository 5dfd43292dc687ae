"""Reads of observations: who may see which, and what was observed of a person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from lms.evidence.domain import NotCounted, Observation, RubricOutline, Source, Voiding
from lms.evidence.models import ObservationRow
from lms.kernel.actor import Actor
from lms.kernel.permission import Permission
from lms.people import queries as people
from lms.people.models import Person
from lms.rubric.domain import Rubric
from lms.rubric.models import Criterion as CriterionRow
from lms.rubric.models import RubricVersion


@dataclass(frozen=True)
class NamedObservation:
    """An observation with its rater's name; ``left_out`` says why it does not count, None when it does."""

    observation: Observation
    rater_name: str
    left_out: NotCounted | None


def visible_to(actor: Actor) -> Select[ObservationRow]:
    """Select the observations the actor may read: about themselves, and within their reach."""
    reach = people.organisations_within(actor, Permission.OBSERVATION_READ)
    return select(ObservationRow).where(
        or_(ObservationRow.trainee_id == actor.person_id, ObservationRow.organisation_id.in_(reach))
    )


def list_observations(
    session: Session, actor: Actor, *, person_id: UUID, criterion_codes: Collection[str], rubric_code: str
) -> Sequence[NamedObservation]:
    """List everything observed of a person in these criteria, in any version of the rubric, newest first."""
    rows = session.execute(
        readable(actor)
        .add_columns(Person.name.label("rater_name"))
        .join(Person, Person.id == ObservationRow.rater_id)
        .join(RubricVersion, RubricVersion.id == ObservationRow.rubric_version_id)
        .where(
            ObservationRow.trainee_id == person_id,
            CriterionRow.code.in_(criterion_codes),
            RubricVersion.code == rubric_code,
        )
        .order_by(
            ObservationRow.observed_on.desc(), ObservationRow.recorded_at.desc(), ObservationRow.id.desc()
        )
    )
    return [NamedObservation(observation_of(row), row.rater_name, left_out=None) for row in rows]


def outline_of(rubric: Rubric) -> RubricOutline:
    """Reduce a rubric to what a policy needs."""
    return RubricOutline(
        version_id=rubric.id,
        domains={domain.code: tuple(c.code for c in domain.criteria) for domain in rubric.domains},
        highest_level=len(rubric.levels),
    )


def readable(actor: Actor) -> Select[ObservationRow, str]:
    """Select what the actor may read, with the code of each criterion."""
    return (
        visible_to(actor)
        .add_columns(CriterionRow.code.label("criterion_code"))
        .join(CriterionRow, CriterionRow.id == ObservationRow.criterion_id)
    )


def observation_of(row: Row[ObservationRow, str]) -> Observation:
    """Turn a row of ``readable`` into the domain's value."""
    stored = row.ObservationRow
    voiding = None
    if stored.voided_at is not None:
        voiding = Voiding(by_id=stored.voided_by_id, at=stored.voided_at, reason=stored.voided_reason)
    return Observation(
        id=stored.id,
        trainee_id=stored.trainee_id,
        rater_id=stored.rater_id,
        rater_role=stored.rater_role,
        observed_on=stored.observed_on,
        recorded_at=stored.recorded_at,
        rubric_version_id=stored.rubric_version_id,
        criterion_code=row.criterion_code,
        level=stored.level,
        comment=stored.comment,
        source=Source(stored.source_kind, stored.source_id),
        voiding=voiding,
    )
