"""What home shows each role: one answer to "what now?", then at most a handful of lists."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from lms.courses.queries import list_chosen
from lms.evidence.domain import PersonFindings
from lms.evidence.queries import OwnViewState, get_own_view_state
from lms.kernel.actor import Actor
from lms.kernel.calendar import Period
from lms.kernel.japan import REGIONS
from lms.kernel.permission import Permission
from lms.ojt.access import can_record
from lms.ojt.models import OjtEntry
from lms.ojt.queries import Trainee, list_trainees, list_waiting, list_waiting_and_recent
from lms.pairing.queries import Overview, find_overview
from lms.people.domain import RoleCode
from lms.people.models import Person
from lms.people.queries import list_people_with_role, organisations_within
from lms.plans.queries import PlanLine, find_own_plan, list_plan_lines
from lms.reporting.comparing import Gate, find_gate
from lms.reporting.decided import find_decided, with_decided
from lms.reporting.distribution import Counts, count_levels
from lms.reporting.levels import LevelSheet, find_findings, find_level_sheet
from lms.reporting.path import Thing, choose_things, find_path_sheet, find_week
from lms.reporting.roster import Place
from lms.rubric.domain import Criterion, Rubric
from lms.targets.queries import count_outdated

RECENT = 5
NO_GATE = 0


class HomeView(StrEnum):
    """The homes there are; somebody with several roles switches between theirs."""

    HR = "hr"
    SUPERVISOR = "supervisor"
    ADVISOR = "advisor"
    OTHER = "other"


@dataclass(frozen=True)
class AdvisorHome:
    """Where one stands, what is next, what waits, what was last."""

    sheet: LevelSheet | None
    own_view: OwnViewState
    things: Sequence[Thing]
    plan: PlanLine | None
    waiting: Sequence[OjtEntry]
    recent: Sequence[OjtEntry]


@dataclass(frozen=True)
class SupervisorHome:
    """What waits for one's hand, and the people one accompanies with their findings."""

    waiting: Sequence[OjtEntry]
    trainees: Sequence[Trainee]
    rubric: Rubric | None
    findings: Mapping[UUID, PersonFindings]
    plans: Mapping[UUID, PlanLine | None]


@dataclass(frozen=True)
class RegionLevels:
    """How many advisors of a region may be relied on at which level; level 0 = not known well enough."""

    region: str
    counts: Mapping[int, int]

    @property
    def total(self) -> int:
        """All advisors of the region."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class HrHome:
    """What needs a decision, and what strength there is where."""

    pairing: Overview
    rubric: Rubric | None
    n_targets_to_review: int
    regions: Sequence[RegionLevels]
    abilities: Sequence[tuple[Criterion, Counts]]
    gate: Gate | None


def views_for(role_codes: Sequence[str]) -> list[HomeView]:
    """Return the homes a person's roles open, the one shown first in front."""
    views = [
        view for view in (HomeView.HR, HomeView.SUPERVISOR, HomeView.ADVISOR) if view.value in role_codes
    ]
    return views or [HomeView.OTHER]


def get_advisor_home(session: Session, actor: Actor, *, on: date) -> AdvisorHome:
    """Return an advisor's home."""
    courses = list_chosen(session, actor)
    sheet = find_level_sheet(session, actor, actor.person_id, on=on, courses=courses)
    if sheet is not None:
        decided = find_decided(session, actor, [actor.person_id], on=on, rubric=sheet.rubric)
        sheet = with_decided(sheet, decided.get(actor.person_id, {}))
        week = find_path_sheet(session, sheet, courses, on=on).week
    else:
        week = find_week(session, actor.person_id, courses, on=on)
    own_view, plan = get_own_view_state(session, actor, on), find_own_plan(session, actor, on)
    waiting, recent = list_waiting_and_recent(session, actor, RECENT)
    return AdvisorHome(
        sheet=sheet,
        own_view=own_view,
        things=choose_things(week, plan, own_view, sheet),
        plan=plan,
        waiting=waiting,
        recent=recent,
    )


def get_supervisor_home(session: Session, actor: Actor, *, on: date) -> SupervisorHome:
    """Return a supervisor's home."""
    trainees = list_trainees(session, actor, on=on)
    people = [trainee.person_id for trainee in trainees]
    rubric, findings = find_findings(session, actor, people, on=on)
    plans = list_plan_lines(session, actor, people, on)
    return SupervisorHome(list_waiting(session, actor), trainees, rubric, findings, plans)


def get_hr_home(session: Session, actor: Actor, *, on: date) -> HrHome:
    """Return an HR planner's home."""
    reach = organisations_within(actor, Permission.PERSON_READ)
    advisors = list_people_with_role(session, role=RoleCode.ADVISOR, organisation_ids=reach, on=on)
    rubric, findings = find_findings(session, actor, [person.id for person in advisors], on=on)
    by_region: dict[str, Counter[int]] = {}
    for person in advisors:
        employer = person.employer_on(on)
        region = (employer.region if employer else None) or ""
        found = findings.get(person.id)
        level = found.gate_level() if found else None
        by_region.setdefault(region, Counter())[level or NO_GATE] += 1
    known = [*REGIONS, *sorted(by_region.keys() - REGIONS.keys())]
    regions = [RegionLevels(name, by_region[name]) for name in known if name in by_region]
    return HrHome(
        pairing=find_overview(session, actor),
        rubric=rubric,
        n_targets_to_review=count_outdated(session, actor, on=on, rubric=rubric) if rubric else 0,
        regions=regions,
        abilities=_abilities(rubric, findings),
        gate=find_gate(session, rubric, _employers(advisors, on)) if rubric else None,
    )


def _abilities(
    rubric: Rubric | None, findings: Mapping[UUID, PersonFindings]
) -> list[tuple[Criterion, Counts]]:
    criteria = rubric.criteria if rubric else ()
    return [
        (criterion, count_levels(found.criteria[criterion.code] for found in findings.values()))
        for criterion in criteria
    ]


def _employers(people: Sequence[Person], on: date) -> list[Place]:
    employers = [employer for person in people if (employer := person.employer_on(on))]
    return list(dict.fromkeys(Place(employer.id, employer.name, employer.path) for employer in employers))


def may_record(actor: Actor, person: Person, *, on: date) -> bool:
    """Say whether to offer the actor to record a visit with this person; employers must be loaded."""
    employer = person.employer_on(on)
    is_advisor = any(
        membership.role.code == RoleCode.ADVISOR
        and Period(membership.starts_on, membership.ends_on).contains(on)
        for membership in person.memberships
    )
    return (
        is_advisor
        and employer is not None
        and can_record(actor, advisor_id=person.id, organisation_path=employer.path)
    )
