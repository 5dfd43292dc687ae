"""How one level of a person was worked out, for whoever may read it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from lms.evidence.domain import LevelFinding, PersonFindings
from lms.evidence.models import ObservationRow
from lms.evidence.queries.findings import CURRENT_POLICY
from lms.evidence.queries.observations import NamedObservation, list_observations, outline_of, visible_to
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.people import queries as people
from lms.people.models import Person
from lms.rubric.domain import Criterion, Rubric
from lms.rubric.queries import get_current_rubric


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
