"""Reminding both sides of what a plan has coming, once each: milestones, meetings, agreements waited for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager

from lms.kernel.clock import Clock, japanese_day
from lms.people.models import Person
from lms.plans.commands.steps import payload_of
from lms.plans.domain import Life, Side
from lms.plans.models import Plan, PlanRevision
from lms.plans.queries.lines import MilestoneLine, list_milestones
from lms.plans.queries.reading import life_of
from lms.storage import outbox
from lms.storage.outbox import OutboxMessage

AHEAD = timedelta(days=7)
PATIENCE = timedelta(days=7)


@dataclass(frozen=True)
class Reminder:
    """One mail to be: of which kind, about what day, to whom."""

    kind: str
    plan: Plan
    day: date
    recipient_id: UUID

    @property
    def key(self) -> str:
        """Name the occasion; the same one never makes two mails."""
        return f"{self.kind}:{self.plan.id}:{self.day}:{self.recipient_id}"


def remind(session: Session, *, clock: Clock) -> int:
    """Queue what is to be told today and was not yet, and return how many mails that makes.

    A milestone: a week before, to its person; the day after, to both sides. A meeting: a week before and the
    day after, to both. A proposal nobody answered: after a week, to who is waited for.
    """
    today = clock.today()
    due = {one.key: one for one in _due(session, today=today)}
    told = set(session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.in_(list(due)))))
    new = [one for key, one in due.items() if key not in told]
    for one in new:
        outbox.add(
            session,
            kind=one.kind,
            key=one.key,
            recipient_id=one.recipient_id,
            payload={**payload_of(one.plan), "due_on": one.day.isoformat()},
            at=clock.now(),
        )
    return len(new)


def _due(session: Session, *, today: date) -> Iterator[Reminder]:
    of_plan: dict[UUID, list[PlanRevision]] = {}
    for row in session.scalars(_running()):
        of_plan.setdefault(row.plan_id, []).append(row)
    lives = {plan_id: life_of(rows[0].plan, rows) for plan_id, rows in of_plan.items()}
    held = {plan_id: _in_force(lives[plan_id], rows) for plan_id, rows in of_plan.items()}
    milestones = list_milestones(session, [row for row in held.values() if row is not None], on=today)
    for plan_id, rows in of_plan.items():
        plan, agreed = rows[0].plan, held[plan_id]
        yield from _waiting(plan, lives[plan_id], rows[-1], today=today)
        if agreed is not None:
            yield from _milestones(plan, milestones[agreed.id], today=today)
            yield from _meetings(plan, today=today)


def _running() -> Select[PlanRevision]:
    return (
        select(PlanRevision)
        .join(Plan, Plan.id == PlanRevision.plan_id)
        .join(Person, Person.id == Plan.person_id)
        .where(Plan.closed_at.is_(None), Person.disabled_at.is_(None))
        .options(contains_eager(PlanRevision.plan).joinedload(Plan.person))
        .order_by(PlanRevision.plan_id, PlanRevision.number)
    )


def _in_force(life: Life, rows: Sequence[PlanRevision]) -> PlanRevision | None:
    return rows[life.in_force.number - 1] if life.in_force is not None else None


def _milestones(plan: Plan, milestones: Sequence[MilestoneLine], *, today: date) -> Iterator[Reminder]:
    for day in sorted({one.due_on for one in milestones if not one.is_done}):
        if today <= day <= today + AHEAD:
            yield Reminder("plans.milestone_due", plan, day, plan.person_id)
        elif day < today:
            for person_id in (plan.person_id, plan.supervisor_id):
                yield Reminder("plans.milestone_overdue", plan, day, person_id)


def _meetings(plan: Plan, *, today: date) -> Iterator[Reminder]:
    day = plan.next_review_on
    if day is None:
        return
    kind = "plans.review_due" if today <= day <= today + AHEAD else "plans.review_overdue"
    if day <= today + AHEAD:
        for person_id in (plan.person_id, plan.supervisor_id):
            yield Reminder(kind, plan, day, person_id)


def _waiting(plan: Plan, life: Life, row: PlanRevision, *, today: date) -> Iterator[Reminder]:
    if life.waits_for is None or row.proposed_at is None:
        return
    day = japanese_day(row.proposed_at)
    if day + PATIENCE <= today:
        waited_for = plan.person_id if life.waits_for is Side.ADVISOR else plan.supervisor_id
        yield Reminder("plans.waiting", plan, day, waited_for)
