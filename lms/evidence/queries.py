"""Reads of observations and of the levels found from them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import Row, Select, exists, or_, select
from sqlalchemy.orm import Session

from lms.evidence.domain import (
    LevelFinding,
    LevelPolicy,
    NotCounted,
    Observation,
    PersonFindings,
    RubricOutline,
    Source,
    SupervisorMedian,
    Voiding,
)
from lms.evidence.models import ObservationRow
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.people import queries as people
from lms.people.models import Person
from lms.rubric.domain import Criterion, Rubric
from lms.rubric.models import Criterion as CriterionRow
from lms.rubric.models import RubricVersion
from lms.rubric.queries import find_current_rubric, get_current_rubric

CURRENT_POLICY: LevelPolicy = SupervisorMedian()


@dataclass(frozen=True)
class NamedObservation:
    """An observation with its rater's name; ``left_out`` says why it does not count, None when it does."""

    observation: Observation
    rater_name: str
    left_out: NotCounted | None


@dataclass(frozen=True)
class Explanation:
    """How one level of a person was worked out: of a criterion, or of a domain (``criterion`` is None)."""

    person_id: UUID
    person_name: str
    rubric: Rubric
    code: str
    name: Mapping[str, str]
    criterion: Criterion | None
    finding: LevelFinding
    counted: tuple[NamedObservation, ...]
    left_out: tuple[NamedObservation, ...]


def visible_to(actor: Actor) -> Select[ObservationRow]:
    """Select the observations the actor may read: about themselves, and within their reach."""
    reach = people.organisations_within(actor, Permission.OBSERVATION_READ)
    return select(ObservationRow).where(
        or_(ObservationRow.trainee_id == actor.person_id, ObservationRow.organisation_id.in_(reach))
    )


def list_findings(
    session: Session,
    actor: Actor,
    person_ids: Collection[UUID],
    as_of: date,
    *,
    rubric: Rubric | None = None,
) -> Mapping[UUID, PersonFindings]:
    """Find the levels of each person from what the actor may read; empty when there is no rubric.

    One statement whatever the number of people, besides the rubric's when none is handed in.
    """
    rubric = rubric or find_current_rubric(session, actor)
    if rubric is None:
        return {}
    outline = outline_of(rubric)
    rows = session.execute(
        _readable(actor).where(
            ObservationRow.trainee_id.in_(person_ids),
            ObservationRow.rubric_version_id == rubric.id,
            ObservationRow.voided_at.is_(None),
        )
    )
    by_person: defaultdict[UUID, list[Observation]] = defaultdict(list)
    for row in rows:
        by_person[row.ObservationRow.trainee_id].append(_observation(row))
    return {
        person_id: CURRENT_POLICY.assess(person_id, by_person[person_id], outline=outline, as_of=as_of)
        for person_id in person_ids
    }


def list_observations(
    session: Session, actor: Actor, *, person_id: UUID, criterion_codes: Collection[str], rubric_code: str
) -> Sequence[NamedObservation]:
    """List everything observed of a person in these criteria, in any version of the rubric, newest first."""
    rows = session.execute(
        _readable(actor)
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
    return [NamedObservation(_observation(row), row.rater_name, left_out=None) for row in rows]


def explain_criterion(
    session: Session, actor: Actor, *, person_id: UUID, code: str, as_of: date
) -> Explanation:
    """Explain a person's level in one criterion. Raises NotFound("evidence.level_unknown")."""
    name = _name_in_reach(session, actor, person_id=person_id, on=as_of)
    rubric = get_current_rubric(session, actor)
    criterion = rubric.find_criterion(code)
    if criterion is None:
        raise NotFound("evidence.level_unknown")
    seen = _list_weighed(session, actor, person_id=person_id, codes=(code,), rubric=rubric, as_of=as_of)
    finding = _assess(person_id, seen, rubric=rubric, as_of=as_of).criteria[code]
    return Explanation(person_id, name, rubric, code, criterion.name, criterion, finding, *_parted(seen))


def explain_domain(session: Session, actor: Actor, *, person_id: UUID, code: str, as_of: date) -> Explanation:
    """Explain a person's level in one domain. Raises NotFound("evidence.level_unknown")."""
    name = _name_in_reach(session, actor, person_id=person_id, on=as_of)
    rubric = get_current_rubric(session, actor)
    domain = next((domain for domain in rubric.domains if domain.code == code), None)
    if domain is None:
        raise NotFound("evidence.level_unknown")
    codes = tuple(criterion.code for criterion in domain.criteria)
    seen = _list_weighed(session, actor, person_id=person_id, codes=codes, rubric=rubric, as_of=as_of)
    finding = _assess(person_id, seen, rubric=rubric, as_of=as_of).domains[code]
    return Explanation(person_id, name, rubric, code, domain.name, None, finding, *_parted(seen))


def outline_of(rubric: Rubric) -> RubricOutline:
    """Reduce a rubric to what a policy needs."""
    return RubricOutline(
        version_id=rubric.id,
        domains={domain.code: tuple(c.code for c in domain.criteria) for domain in rubric.domains},
        highest_level=len(rubric.levels),
    )


def _readable(actor: Actor) -> Select[ObservationRow, str]:
    return (
        visible_to(actor)
        .add_columns(CriterionRow.code.label("criterion_code"))
        .join(CriterionRow, CriterionRow.id == ObservationRow.criterion_id)
    )


def _observation(row: Row[ObservationRow, str]) -> Observation:
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


def _name_in_reach(session: Session, actor: Actor, *, person_id: UUID, on: date) -> str:
    """Return the name of a person whose levels the actor may read. Raises NotFound."""
    person = session.get(Person, person_id)
    if person is None or not _levels_are_readable(session, actor, person_id=person_id, on=on):
        raise NotFound("evidence.level_unknown")
    return person.name


def _levels_are_readable(session: Session, actor: Actor, *, person_id: UUID, on: date) -> bool:
    if person_id == actor.person_id:
        return True
    employer = people.find_employer(session, person_id=person_id, on=on)
    if employer is not None and actor.may_in(Permission.OBSERVATION_READ, employer.path):
        return True
    judged_in_reach = visible_to(actor).where(ObservationRow.trainee_id == person_id)
    return bool(session.scalar(select(exists(judged_in_reach))))


def _list_weighed(
    session: Session, actor: Actor, *, person_id: UUID, codes: Collection[str], rubric: Rubric, as_of: date
) -> list[NamedObservation]:
    outline = outline_of(rubric)
    listed = list_observations(
        session, actor, person_id=person_id, criterion_codes=codes, rubric_code=rubric.code
    )
    return [
        replace(item, left_out=CURRENT_POLICY.why_not_counted(item.observation, outline=outline, as_of=as_of))
        for item in listed
    ]


def _assess(
    person_id: UUID, seen: Iterable[NamedObservation], *, rubric: Rubric, as_of: date
) -> PersonFindings:
    observations = [item.observation for item in seen]
    return CURRENT_POLICY.assess(person_id, observations, outline=outline_of(rubric), as_of=as_of)


def _parted(
    seen: Sequence[NamedObservation],
) -> tuple[tuple[NamedObservation, ...], tuple[NamedObservation, ...]]:
    counted = tuple(item for item in seen if item.left_out is None)
    return counted, tuple(item for item in seen if item.left_out is not None)
