"""For whom a plan can be started, from what, and what their gaps suggest."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Exists, exists, or_, select
from sqlalchemy.orm import Session

from lms.courses.domain import CourseState
from lms.courses.queries import list_progress
from lms.decisions.domain import ScopeKind, StandingKind
from lms.decisions.queries import list_in_force
from lms.evidence.queries import list_findings
from lms.kernel.actor import Actor
from lms.kernel.calendar import fiscal_year
from lms.kernel.permission import Permission
from lms.people.domain import RoleCode
from lms.people.models import Employment, Membership, Organisation, Person, Role
from lms.people.queries import is_called, organisations_within
from lms.plans.domain import Suggestion, Term, suggest
from lms.plans.models import Plan
from lms.plans.queries.subjects import Subjects
from lms.plans.queries.templates import TemplateCard
from lms.storage.base import Localised
from lms.storage.spans import holds_on
from lms.targets.domain import Situation
from lms.targets.queries import find_gap_sheets, find_targets


@dataclass(frozen=True)
class Candidate:
    """Somebody a plan can be started for. ``years``: the fiscal years for which one runs already."""

    id: UUID
    name: str
    locale: str
    organisation_id: UUID
    organisation_name: Localised
    organisation_path: str
    years: frozenset[int]

    def has_plan(self, term: Term) -> bool:
        """Say whether a plan for the same fiscal year runs already."""
        return fiscal_year(term.starts_on) in self.years


@dataclass(frozen=True)
class Supervisor:
    """Somebody who can look after a plan, and for people below which organisations."""

    id: UUID
    name: str
    paths: tuple[str, ...]

    def looks_after(self, candidate: Candidate) -> bool:
        """Say whether they may look after this person's plan."""
        return self.id != candidate.id and any(
            candidate.organisation_path.startswith(path) for path in self.paths
        )


def list_candidates(
    session: Session,
    actor: Actor,
    *,
    on: date,
    person_ids: Collection[UUID] | None = None,
    text: str = "",
    limit: int | None = None,
) -> Sequence[Candidate]:
    """List the advisors in reach, or those of ``person_ids`` one may start a plan for, by reading order."""
    query = (
        select(Person.id, Person.name, Person.locale, Organisation)
        .join(Employment, Employment.person_id == Person.id)
        .join(Organisation, Organisation.id == Employment.organisation_id)
        .where(
            Person.disabled_at.is_(None),
            Person.id != actor.person_id,
            holds_on(Employment, on),
            _is_advisor(on) if person_ids is None else Person.id.in_(person_ids),
            Organisation.id.in_(organisations_within(actor, Permission.PLAN_EDIT)),
        )
        .order_by(Person.name_kana, Person.name, Person.id, Employment.starts_on.desc())
    )
    if text:
        query = query.where(is_called(text))
    rows = session.execute(query.limit(limit)).all()
    years = _running_years(session, [row.id for row in rows])
    found: dict[UUID, Candidate] = {}
    for row in rows:
        place = row.Organisation
        found.setdefault(
            row.id,
            Candidate(row.id, row.name, row.locale, place.id, place.name, place.path, years[row.id]),
        )
    return list(found.values())


def list_supervisors(session: Session, actor: Actor, *, on: date) -> Sequence[Supervisor]:
    """List who may look after plans of people in the actor's reach, the actor first."""
    rows = session.execute(
        select(Person.id, Person.name, Role.permissions, Organisation.path)
        .join(Membership, Membership.person_id == Person.id)
        .join(Role, Role.id == Membership.role_id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Person.disabled_at.is_(None),
            holds_on(Membership, on),
            or_(
                Person.id == actor.person_id,
                Organisation.id.in_(organisations_within(actor, Permission.PLAN_EDIT)),
            ),
        )
        .order_by(Person.name_kana, Person.name, Person.id)
    )
    paths: defaultdict[tuple[UUID, str], list[str]] = defaultdict(list)
    for row in rows:
        if Permission.PLAN_EDIT in row.permissions:
            paths[(row.id, row.name)].append(row.path)
    found = [Supervisor(person_id, name, tuple(held)) for (person_id, name), held in paths.items()]
    return sorted(found, key=lambda one: one.id != actor.person_id)


def fit_template(
    session: Session, templates: Sequence[TemplateCard], person_id: UUID, *, on: date
) -> TemplateCard | None:
    """Return the template that means somebody: of the nearest organisation, and for the fewest people."""
    situation = find_targets(session, [person_id], on=on)[person_id].situation
    meant = [one for one in templates if _means(one, situation)]
    return min(
        meant,
        key=lambda one: (
            -len(one.organisation_path),
            -one.text.audience.n_conditions,
            one.text.audience.n_years,
            one.id,
        ),
        default=None,
    )


def suggest_from_gaps(
    session: Session, actor: Actor, person_id: UUID, subjects: Subjects, *, term: Term, on: date
) -> Sequence[Suggestion]:
    """Suggest milestones from somebody's gaps; what people decided counts as reached."""
    rubric = subjects.rubric
    if rubric is None:
        return ()
    findings = list_findings(session, actor, [person_id], on, rubric=rubric)
    sheet = find_gap_sheets(session, findings, on=on, rubric=rubric)[person_id]
    if sheet is None:
        return ()
    decided = {
        one.standing.scope.code: one.decision.level
        for one in list_in_force(session, actor, [person_id], on, rubric=rubric).get(person_id, ())
        if one.standing.scope.kind is ScopeKind.CRITERION and one.standing.kind is StandingKind.IN_FORCE
    }
    gaps = sheet.with_decided(findings[person_id], decided).gaps
    courses = list_progress(session, actor, [person_id])[person_id]
    finished = {one.slug for one in courses if one.progress.state is CourseState.FINISHED}
    return suggest(gaps, _serving(subjects), finished, term=term)


def _serving(subjects: Subjects) -> Mapping[tuple[str, int], Sequence[str]]:
    serving: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for one in sorted(subjects.courses, key=lambda chosen: chosen.course.slug):
        for aim in one.serves:
            for level in aim.levels:
                serving[(aim.criterion_code, level)].append(one.course.slug)
    return serving


def _means(card: TemplateCard, situation: Situation) -> bool:
    path = situation.employer_path
    return (
        path is not None and path.startswith(card.organisation_path) and card.text.audience.means(situation)
    )


def _is_advisor(on: date) -> Exists:
    return exists().where(
        Membership.person_id == Person.id,
        Membership.role_id == Role.id,
        Role.code == RoleCode.ADVISOR,
        holds_on(Membership, on),
    )


def _running_years(session: Session, person_ids: Sequence[UUID]) -> Mapping[UUID, frozenset[int]]:
    years: defaultdict[UUID, frozenset[int]] = defaultdict(frozenset)
    rows = session.execute(
        select(Plan.person_id, Plan.fiscal_year).where(
            Plan.person_id.in_(person_ids), Plan.closed_at.is_(None)
        )
    )
    for row in rows:
        years[row.person_id] |= {row.fiscal_year}
    return years
