"""How far people are from their targets. Whoever holds somebody's findings may know their gaps."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.orm import Session, aliased

from lms.evidence.domain import PersonFindings
from lms.evidence.queries import list_findings
from lms.kernel.actor import Actor
from lms.kernel.permission import Permission
from lms.people.models import Employment, Organisation, Person
from lms.people.queries import organisations_within
from lms.people.queries import visible_to as people_visible_to
from lms.rubric.domain import Rubric
from lms.storage.base import Localised
from lms.targets.domain import (
    Followed,
    Gap,
    GapState,
    count_states,
    follow_targets,
    list_gaps,
    next_learnt,
    next_observed,
)
from lms.targets.queries.standing import PersonTarget, Standing, find_targets

FindDecided: TypeAlias = Callable[[Collection[UUID]], Mapping[UUID, Mapping[str, int]]]


@dataclass(frozen=True)
class GapSheet:
    """A person's targets on a day beside what was found, in the words of one rubric version."""

    target: PersonTarget
    profile: Standing
    rubric_id: UUID
    followed: Followed
    gaps: tuple[Gap, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Gap]:
        """The gaps by the code of their criterion."""
        return {gap.criterion_code: gap for gap in self.gaps}

    @cached_property
    def counts(self) -> Mapping[GapState, int]:
        """How many targets stand where."""
        return count_states(self.gaps)

    def with_decided(self, found: PersonFindings, decided: Mapping[str, int]) -> "GapSheet":
        """Compare again, with the levels that people decided somebody has reached, by code."""
        return replace(self, gaps=list_gaps(self.followed.targets, found.criteria, decided))

    @property
    def is_outdated(self) -> bool:
        """Say whether the targets were set in the words of another version."""
        return self.profile.rubric_version_id != self.rubric_id

    @property
    def to_observe(self) -> Gap | None:
        """What fewest further observations would settle."""
        return next_observed(self.gaps)

    @property
    def to_learn(self) -> Gap | None:
        """What is surest to be learnt still."""
        return next_learnt(self.gaps)


@dataclass(frozen=True)
class Colleague:
    """Somebody whose levels the reader may read, with who employs them."""

    id: UUID
    name: str
    organisation_name: Localised = field(compare=False)


@dataclass(frozen=True)
class Held:
    """Somebody whose profile it is, with their gaps."""

    person: Colleague
    sheet: GapSheet


def find_gap_sheets(
    session: Session,
    findings: Mapping[UUID, PersonFindings],
    *,
    on: date,
    rubric: Rubric,
) -> Mapping[UUID, GapSheet | None]:
    """Compare what was found about people with their targets, in two statements; None for who has none."""
    targets = find_targets(session, list(findings), on=on)
    return {
        person_id: sheet_of(targets[person_id], found, rubric=rubric) for person_id, found in findings.items()
    }


def sheet_of(target: PersonTarget, found: PersonFindings, *, rubric: Rubric) -> GapSheet | None:
    """Compare what was found about one person with their targets; None when they have none."""
    if target.profile is None:
        return None
    followed = follow_targets(target.profile.levels, rubric.sources)
    gaps = list_gaps(followed.targets, found.criteria)
    return GapSheet(target, target.profile, rubric.id, followed, gaps)


def list_holders(
    session: Session,
    actor: Actor,
    profile_id: UUID,
    *,
    organisation_path: str,
    on: date,
    rubric: Rubric,
    find_decided: FindDecided = lambda _person_ids: {},
) -> Sequence[Held]:
    """List whose profile it is among the people whose levels the actor may read, by reading order.

    ``find_decided`` finds the levels that people decided somebody has reached, by person and code.
    """
    people = {one.id: one for one in _list_colleagues(session, actor, organisation_path, on=on)}
    targets = find_targets(session, list(people), on=on)
    held = [one for one in people if (own := targets[one].profile) is not None and own.id == profile_id]
    findings = list_findings(session, actor, held, on, rubric=rubric)
    decided = find_decided(held)
    sheets = ((one, sheet_of(targets[one], findings[one], rubric=rubric)) for one in held)
    return [
        Held(people[one], sheet.with_decided(findings[one], decided.get(one, {})))
        for one, sheet in sheets
        if sheet is not None
    ]


def _list_colleagues(session: Session, actor: Actor, path: str, *, on: date) -> Sequence[Colleague]:
    """List whom organisations below ``path`` employ, each once, under who took them on last."""
    job, employer = aliased(Employment), aliased(Organisation)
    rows = session.execute(
        people_visible_to(actor, on)
        .with_only_columns(Person.id, Person.name, employer.name.label("organisation_name"))
        .join(job, job.person_id == Person.id)
        .join(employer, employer.id == job.organisation_id)
        .where(
            Person.disabled_at.is_(None),
            employer.id.in_(organisations_within(actor, Permission.OBSERVATION_READ)),
            employer.path.startswith(path),
            job.starts_on <= on,
            or_(job.ends_on.is_(None), job.ends_on > on),
        )
        .order_by(Person.name_kana, Person.name, Person.id, job.starts_on.desc(), job.id.desc())
    )
    found: dict[UUID, Colleague] = {}
    for row in rows:
        found.setdefault(row.id, Colleague(row.id, row.name, row.organisation_name))
    return list(found.values())
