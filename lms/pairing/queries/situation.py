"""What a pairing is made from: the open cases of an organisation and all below it, and its advisors."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.clients.domain import AdvisorRole, CaseState
from lms.clients.models import Case, CaseAdvisor
from lms.clients.queries import list_open_cases
from lms.evidence.queries import list_findings
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.pairing.domain.decisions import Seated
from lms.pairing.domain.problem import Role
from lms.pairing.domain.situation import Candidate, RunChoices, WaitingCase
from lms.pairing.queries.gating import GateLevel, list_gate_levels
from lms.people.domain import RoleCode
from lms.people.models import Organisation, Person
from lms.people.queries import list_people_with_role, organisations_within
from lms.rubric.queries import find_current_rubric


@dataclass(frozen=True)
class Situation:
    """The people and cases of a run, and who is on each case now."""

    organisation: Organisation
    candidates: Sequence[Candidate]
    cases: Sequence[WaitingCase]
    teams: Mapping[UUID, Sequence[Seated]]


@dataclass(frozen=True)
class _Stint:
    """Somebody's time on a case, as far as a run needs it."""

    advisor_id: UUID
    case_id: UUID
    client_id: UUID
    topics: tuple[str, ...]
    role: AdvisorRole
    is_now: bool
    case_is_open: bool


def list_run_organisations(session: Session, actor: Actor) -> Sequence[Organisation]:
    """List the organisations for which the actor may make a pairing, from the top of the tree down."""
    return session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(organisations_within(actor, Permission.PAIRING_RUN)))
        .order_by(Organisation.path)
    ).all()


def read_situation(session: Session, actor: Actor, choices: RunChoices, *, on: date) -> Situation:
    """Read what a run with these choices is about. Raises NotFound("pairing.organisation_unknown").

    The levels are those that the organisation's own planners may read, however far the actor sees: they read
    the run, too.
    """
    organisation = session.scalar(
        select(Organisation).where(
            Organisation.id == choices.organisation_id,
            Organisation.id.in_(organisations_within(actor, Permission.PAIRING_RUN)),
        )
    )
    if organisation is None:
        raise NotFound("pairing.organisation_unknown")
    below = select(Organisation.id).where(Organisation.path.startswith(organisation.path))
    cases = [
        case
        for case in list_open_cases(session, actor, Permission.PAIRING_RUN)
        if case.organisation.path.startswith(organisation.path)
        and not (choices.only_waiting and case.current_advisors)
    ]
    people = list_people_with_role(session, role=RoleCode.ADVISOR, organisation_ids=below, on=on)
    stints = _stints(session, [person.id for person in people], {case.client_id for case in cases})
    return Situation(
        organisation=organisation,
        candidates=_candidates(
            session, actor.within(organisation.path), people, stints, {case.id for case in cases}, on=on
        ),
        cases=[_waiting(case, stints) for case in cases],
        teams={case.id: _team(case) for case in cases},
    )


def _stints(
    session: Session, advisor_ids: Collection[UUID], client_ids: Collection[UUID]
) -> Sequence[_Stint]:
    """Read the times of these advisors on any case and of anybody on these clients' cases, latest first."""
    rows = session.execute(
        select(CaseAdvisor, Case.client_id, Case.topics, Case.state)
        .join(Case, Case.id == CaseAdvisor.case_id)
        .where(CaseAdvisor.advisor_id.in_(advisor_ids) | Case.client_id.in_(client_ids))
        .order_by(CaseAdvisor.ends_on.is_not(None), CaseAdvisor.starts_on.desc(), CaseAdvisor.id.desc())
    )
    return [
        _Stint(
            advisor_id=row.advisor_id,
            case_id=row.case_id,
            client_id=client_id,
            topics=tuple(topics),
            role=row.role,
            is_now=row.ends_on is None,
            case_is_open=state is CaseState.OPEN,
        )
        for row, client_id, topics, state in rows
    ]


def _candidates(
    session: Session,
    actor: Actor,
    people: Sequence[Person],
    stints: Sequence[_Stint],
    case_ids: Collection[UUID],
    *,
    on: date,
) -> Sequence[Candidate]:
    rubric = find_current_rubric(session, actor)
    findings = list_findings(session, actor, [person.id for person in people], on, rubric=rubric)
    gates = list_gate_levels(session, actor, findings, on, rubric=rubric)
    topics: defaultdict[UUID, list[str]] = defaultdict(list)
    elsewhere: defaultdict[UUID, int] = defaultdict(int)
    for stint in stints:
        if stint.role is not AdvisorRole.TRAINEE:
            topics[stint.advisor_id] += stint.topics
        if stint.is_now and stint.case_is_open and stint.case_id not in case_ids:
            elsewhere[stint.advisor_id] += 1
    found = {}
    for person in people:
        employer = employer_of(person, on=on)
        gate = gates.get(person.id, GateLevel(None))
        found[person.id] = Candidate(
            person_id=person.id,
            organisation_id=None if employer is None else employer.id,
            region=None if employer is None else employer.region,
            gate_level=gate.level,
            decided_on=gate.decided_on,
            topics=tuple(topics[person.id]),
            cases_elsewhere=elsewhere[person.id],
        )
    return list(found.values())


def employer_of(person: Person, *, on: date) -> Organisation | None:
    """Return who employs a person that day, the latest begun if several; employments must be loaded."""
    begun = [one for one in person.employments if one.starts_on <= on]
    now = [one for one in begun if one.ends_on is None or on < one.ends_on]
    return max(now, key=lambda one: (one.starts_on, one.id)).organisation if now else None


def _waiting(case: Case, stints: Sequence[_Stint]) -> WaitingCase:
    """Describe a case; who led it comes before who led other cases of its client."""
    leads = [one for one in stints if one.client_id == case.client_id and one.role is AdvisorRole.LEAD]
    leads.sort(key=lambda one: one.case_id != case.id)
    return WaitingCase(
        case_id=case.id,
        client_type=case.client.client_type,
        organisation_id=case.organisation_id,
        region=case.organisation.region,
        topics=tuple(case.topics),
        previous_ids=tuple(dict.fromkeys(one.advisor_id for one in leads)),
    )


def _team(case: Case) -> Sequence[Seated]:
    return [Seated(row.advisor_id, Role(row.role)) for row in case.current_advisors]
