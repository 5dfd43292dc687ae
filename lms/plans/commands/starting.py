"""Starting plans: one for one person, or one each for several at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.calendar import fiscal_year
from lms.kernel.clock import Clock
from lms.kernel.errors import NotAllowed, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.people import queries as people
from lms.people.models import Organisation, Person
from lms.plans.access import can_start
from lms.plans.commands.agreeing import propose_draft
from lms.plans.commands.steps import keep
from lms.plans.commands.wording import check_wording, write_revision
from lms.plans.domain import Life, Side, Term, Wording, list_term_flaws
from lms.plans.models import Plan, PlanTemplateVersion
from lms.plans.queries.templates import versions_visible_to
from lms.storage import audit


@dataclass(frozen=True)
class PlanStart:
    """A plan to be: for whom, looked after by whom, made from which template, when, and what it says."""

    person_id: UUID
    supervisor_id: UUID
    template_version_id: UUID | None
    term: Term
    next_review_on: date | None
    wording: Wording


def start_plan(session: Session, *, actor: Actor, start: PlanStart, clock: Clock) -> UUID:
    """Begin somebody's plan with a draft that only their supervisors see, and return its id.

    Raises NotFound("people.person_unknown" | "people.no_employer" | "plans.template_unknown");
    NotAllowed("plans.not_starter"); RuleViolation("plans.not_supervisor" | "plans.running_already" |
    "plans.review_outside") and those of ``list_term_flaws`` and ``list_wording_flaws``.
    """
    return _start(session, actor=actor, start=start, clock=clock).id


def start_cohort(
    session: Session, *, actor: Actor, starts: Sequence[PlanStart], and_propose: bool, clock: Clock
) -> int:
    """Begin a plan for each of several people, all or none, propose each if asked to, and return how many.

    Raises RuleViolation("plans.nobody_chosen") and as ``start_plan``.
    """
    if not starts:
        raise RuleViolation("plans.nobody_chosen")
    for start in starts:
        plan = _start(session, actor=actor, start=start, clock=clock)
        if and_propose:
            propose_draft(session, actor=actor, plan=plan, side=Side.SUPERVISOR, clock=clock)
    return len(starts)


def _start(session: Session, *, actor: Actor, start: PlanStart, clock: Clock) -> Plan:
    audit.hold_end(
        session
    )  # whoever starts a plan for the same person at this moment waits, and sees this one
    person, employer = _person_in_reach(session, actor, start.person_id, today=clock.today())
    _check_supervisor(session, start.supervisor_id, person, employer, today=clock.today())
    for flaw in list_term_flaws(start.term):
        raise flaw
    if start.next_review_on is not None and not (
        start.term.starts_on <= start.next_review_on <= start.term.ends_on
    ):
        raise RuleViolation("plans.review_outside", field="next_review_on")
    if start.template_version_id is not None:
        _require_template(session, actor, start.template_version_id)
    check_wording(session, actor, start.wording, term=start.term)
    year = fiscal_year(start.term.starts_on)
    running = select(Plan.id).where(
        Plan.person_id == person.id, Plan.fiscal_year == year, Plan.closed_at.is_(None)
    )
    if session.scalar(running) is not None:
        raise RuleViolation("plans.running_already", field="starts_on", person=person.name, year=year)
    plan = Plan(
        id=new_id(),
        person=person,
        organisation=employer,
        supervisor_id=start.supervisor_id,
        template_version_id=start.template_version_id,
        fiscal_year=year,
        starts_on=start.term.starts_on,
        ends_on=start.term.ends_on,
        next_review_on=start.next_review_on,
        started_at=clock.now(),
        started_by_id=actor.person_id,
        changed_at=clock.now(),
        revisions=[],
    )
    session.add(plan)
    life = Life().begin(Side.SUPERVISOR)
    write_revision(plan, life, start.wording, actor=actor, reason="", clock=clock)
    session.flush()  # a mail or an audit event that names the plan comes after it
    keep(session, actor=actor, plan=plan, action="start", clock=clock)
    return plan


def _person_in_reach(
    session: Session, actor: Actor, person_id: UUID, *, today: date
) -> tuple[Person, Organisation]:
    visible = people.visible_to(actor, today).where(Person.id == person_id, Person.disabled_at.is_(None))
    person = session.scalar(visible)
    if person is None:
        raise NotFound("people.person_unknown")
    employer = people.employer_of(session, person_id=person_id, on=today)
    if not can_start(actor, person_id=person_id, employer_path=employer.path):
        raise NotAllowed("plans.not_starter")
    return person, employer


def _check_supervisor(
    session: Session, supervisor_id: UUID, person: Person, employer: Organisation, *, today: date
) -> None:
    supervisor = people.load_actor(session, person_id=supervisor_id, on=today)
    if not can_start(supervisor, person_id=person.id, employer_path=employer.path):
        raise RuleViolation("plans.not_supervisor", field="supervisor", person=person.name)


def _require_template(session: Session, actor: Actor, version_id: UUID) -> None:
    if session.scalar(versions_visible_to(actor).where(PlanTemplateVersion.id == version_id)) is None:
        raise NotFound("plans.template_unknown")
