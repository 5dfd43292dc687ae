"""Whose profile is which on a day: two statements for however many people."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    String,
    Uuid,
    and_,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from lms.people.domain import ids_on_path
from lms.people.models import Employment, Membership, Organisation, Role
from lms.storage.base import Localised
from lms.targets.domain import Assignment, Candidate, Choice, Situation, Span, choose
from lms.targets.models import TargetAssignment, TargetLine, TargetProfile, TargetRevision
from lms.targets.queries.profiles import latest_number

Fact: TypeAlias = Row[*tuple[Any, ...]]
"""Something dated about a person: what, id, person_id, starts_on, ends_on, path, word, profile_id."""

_JOB, _ROLE, _GIVEN = "job", "role", "given"


@dataclass(frozen=True)
class Standing:
    """A profile as it stands on a day; ``levels`` by the id of the criterion."""

    candidate: Candidate
    organisation_id: UUID
    organisation_name: Localised
    name: Localised
    description: Localised
    is_draft: bool
    rubric_version_id: UUID
    revision: int
    levels: Mapping[UUID, int]

    @property
    def id(self) -> UUID:
        """The profile's id."""
        return self.candidate.profile_id


@dataclass(frozen=True)
class PersonTarget:
    """Which profile is a person's on a day, and what else there was to choose from, by id."""

    person_id: UUID
    situation: Situation
    choice: Choice | None
    standings: Mapping[UUID, Standing]

    @property
    def profile(self) -> Standing | None:
        """The profile that is theirs."""
        return None if self.choice is None else self.standings[self.choice.profile.profile_id]


def find_targets(session: Session, person_ids: Collection[UUID], *, on: date) -> Mapping[UUID, PersonTarget]:
    """Find the profile of each person, for whoever may read their levels."""
    facts: defaultdict[UUID, list[Fact]] = defaultdict(list)
    for fact in session.execute(_facts(person_ids)):
        facts[fact.person_id].append(fact)
    situations = {person_id: _situation(facts[person_id], on=on) for person_id in person_ids}
    given = {
        person_id: [
            Assignment(fact.id, fact.profile_id, _span(fact)) for fact in _of(facts[person_id], _GIVEN)
        ]
        for person_id in person_ids
    }
    standings = _standings(session, situations.values(), given.values(), on=on)
    candidates = [standing.candidate for standing in standings.values()]
    return {
        person_id: PersonTarget(
            person_id,
            situations[person_id],
            choose(candidates, situations[person_id], given[person_id]),
            standings,
        )
        for person_id in person_ids
    }


def _facts(person_ids: Collection[UUID]) -> CompoundSelect[*tuple[Any, ...]]:
    """Select everything dated about people in one statement, in the columns of ``Fact``."""
    nobody, nothing = cast(null(), Uuid), cast(null(), String)
    job, role, given = Employment, Membership, TargetAssignment
    jobs = (
        select(
            *_dated(_JOB, job),
            Organisation.path,
            cast(Organisation.kind, String).label("word"),
            nobody.label("profile_id"),
        )
        .join(Organisation, Organisation.id == job.organisation_id)
        .where(job.person_id.in_(person_ids))
    )
    roles = (
        select(*_dated(_ROLE, role), Organisation.path, Role.code, nobody)
        .join(Organisation, Organisation.id == role.organisation_id)
        .join(Role, Role.id == role.role_id)
        .where(role.person_id.in_(person_ids))
    )
    by_name = select(*_dated(_GIVEN, given), nothing, nothing, given.profile_id).where(
        given.person_id.in_(person_ids)
    )
    return union_all(jobs, roles, by_name)


def _dated(
    what: str, table: type[Employment | Membership | TargetAssignment]
) -> tuple[ColumnElement[Any], ...]:
    return (
        literal(what).label("what"),
        *(getattr(table, name) for name in ("id", "person_id", "starts_on", "ends_on")),
    )


def _of(facts: Iterable[Fact], what: str) -> list[Fact]:
    return [fact for fact in facts if fact.what == what]


def _span(fact: Fact) -> Span:
    return Span(fact.starts_on, fact.ends_on)


def _situation(facts: Iterable[Fact], *, on: date) -> Situation:
    """Reduce what is known of a person to what audiences ask; only the tree of their employer counts."""
    jobs = _of(facts, _JOB)
    present = [job for job in jobs if _span(job).contains(on)]
    if not present:
        return Situation(on)
    job = max(present, key=lambda one: (one.starts_on, one.id))
    root = "/" + job.path.split("/")[1] + "/"
    roles = (fact for fact in _of(facts, _ROLE) if fact.path.startswith(root) and _span(fact).contains(on))
    return Situation(
        on=on,
        employer_path=job.path,
        employer_kind=job.word,
        hired_on=min(one.starts_on for one in jobs if one.path.startswith(root)),
        roles=frozenset(fact.word for fact in roles),
    )


def _standings(
    session: Session,
    situations: Iterable[Situation],
    given: Iterable[Iterable[Assignment]],
    *,
    on: date,
) -> dict[UUID, Standing]:
    """Read what may be somebody's: profiles of organisations above their employers, and those given."""
    paths = {one.employer_path for one in situations if one.employer_path is not None}
    organisation_ids = frozenset().union(*map(ids_on_path, paths))
    profile_ids = {one.profile_id for assignments in given for one in assignments}
    rows = session.execute(
        select(TargetProfile, TargetRevision, TargetLine, Organisation.path, Organisation.name)
        .join(Organisation, Organisation.id == TargetProfile.organisation_id)
        .join(
            TargetRevision,
            and_(
                TargetRevision.profile_id == TargetProfile.id,
                TargetRevision.number == latest_number(on=on),
            ),
        )
        .join(TargetLine, TargetLine.revision_id == TargetRevision.id)
        .where(
            TargetProfile.starts_on <= on,
            or_(TargetRevision.ends_on.is_(None), TargetRevision.ends_on > on),
            or_(TargetProfile.organisation_id.in_(organisation_ids), TargetProfile.id.in_(profile_ids)),
        )
    ).all()
    levels: defaultdict[UUID, dict[UUID, int]] = defaultdict(dict)
    for row in rows:
        levels[row.TargetProfile.id][row.TargetLine.criterion_id] = row.TargetLine.level
    return {row.TargetProfile.id: _standing(row, levels[row.TargetProfile.id]) for row in rows}


def _standing(row: Fact, levels: Mapping[UUID, int]) -> Standing:
    profile, revision = row.TargetProfile, row.TargetRevision
    span = Span(profile.starts_on, revision.ends_on)
    return Standing(
        candidate=Candidate(profile.id, profile.code, row.path, span, revision.audience),
        organisation_id=profile.organisation_id,
        organisation_name=row.name,
        name=revision.name,
        description=revision.description,
        is_draft=revision.is_draft,
        rubric_version_id=revision.rubric_version_id,
        revision=revision.number,
        levels=levels,
    )
