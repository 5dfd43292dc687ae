"""Reads of observations: who may see which, and what was observed of a person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from lms.evidence.domain import NotCounted, Observation, RubricOutline, Source, Voiding
from lms.evidence.models import ObservationRow
from lms.evidence.queries.columns import read_in
from lms.kernel.actor import Actor
from lms.kernel.permission import Permission
from lms.people import queries as people
from lms.people.models import Person
from lms.rubric.domain import Criterion, Rubric
from lms.rubric.models import Criterion as CriterionRow
from lms.rubric.models import RubricVersion
from lms.rubric.queries import get_rubric


@dataclass(frozen=True)
class NamedObservation:
    """An observation with its rater's name; ``left_out`` says why it does not count, None when it does.

    ``words``: the rubric it was made in, and its criterion there; None for one in the words of the reader's.
    """

    observation: Observation
    rater_name: str
    left_out: NotCounted | None
    words: tuple[Rubric, Criterion] | None = None


def visible_to(actor: Actor) -> Select[ObservationRow]:
    """Select the observations the actor may read: about themselves, and within their reach."""
    reach = people.organisations_within(actor, Permission.OBSERVATION_READ)
    return select(ObservationRow).where(
        or_(ObservationRow.trainee_id == actor.person_id, ObservationRow.organisation_id.in_(reach))
    )


def list_observations(
    session: Session, actor: Actor, *, person_id: UUID, rubric: Rubric
) -> Sequence[NamedObservation]:
    """List everything observed of a person in any version of the rubric, newest first.

    Each is read in the words of ``rubric``; what these have no place for stays in its own.
    """
    rows = session.execute(
        readable(actor)
        .add_columns(Person.name.label("rater_name"))
        .join(Person, Person.id == ObservationRow.rater_id)
        .join(RubricVersion, RubricVersion.id == ObservationRow.rubric_version_id)
        .where(ObservationRow.trainee_id == person_id, RubricVersion.code == rubric.code)
        .order_by(
            ObservationRow.observed_on.desc(), ObservationRow.recorded_at.desc(), ObservationRow.id.desc()
        )
    )
    return [item for row in rows for item in _named(session, row, rubric)]


def _named(session: Session, row: Row[*tuple[Any, ...]], rubric: Rubric) -> list[NamedObservation]:
    stored = row.ObservationRow
    given = observation_of(row)
    read = list(read_in(rubric, given, stored.criterion_id))
    is_own = stored.rubric_version_id == rubric.id
    words = None
    if not read or not is_own:
        earlier = get_rubric(session, stored.rubric_version_id, organisation_id=stored.organisation_id)
        named = next((one for one in earlier.criteria if one.id == stored.criterion_id), None)
        words = (earlier, named) if named else None
    if not read:  # another organisation's own criterion may have the code of one of this rubric's
        read = [replace(given, criterion_code="") if is_own else given]
    return [NamedObservation(one, row.rater_name, left_out=None, words=words) for one in read]


def outline_of(rubric: Rubric, *, with_local: bool = False) -> RubricOutline:
    """Reduce a rubric to what a policy needs; ``with_local``: with the criteria an organisation added."""
    return RubricOutline(
        version_id=rubric.id,
        domains={
            domain.code: tuple(c.code for c in domain.criteria)
            for domain in rubric.domains
            if with_local or not domain.is_local
        },
        highest_level=len(rubric.levels),
    )


def readable(actor: Actor) -> Select[ObservationRow, str]:
    """Select what the actor may read, with the code of each criterion."""
    return (
        visible_to(actor)
        .add_columns(CriterionRow.code.label("criterion_code"))
        .join(CriterionRow, CriterionRow.id == ObservationRow.criterion_id)
    )


def observation_of(row: Row[*tuple[Any, ...]]) -> Observation:
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
