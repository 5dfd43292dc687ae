"""Plans in short, for lists and for home: how far they are and what comes next. Two statements at most."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from lms.kernel.actor import Actor
from lms.kernel.clock import japanese_day
from lms.plans.domain import (
    Doing,
    Life,
    MilestoneKind,
    PlanState,
    Side,
    count_done,
    is_overdue,
    is_soon,
    settle_doing,
)
from lms.plans.models import Plan, PlanMark, PlanMilestone, PlanRevision
from lms.plans.queries.reading import life_of, milestones_of, reading_side, visible_to
from lms.storage.base import Localised


@dataclass(frozen=True)
class MilestoneLine:
    """A milestone of the wording that is shown, and whether it is done, late or due soon."""

    key: UUID
    kind: MilestoneKind
    title: str
    due_on: date
    criterion_code: str | None
    level: int | None
    course_slug: str | None
    doing: Doing
    is_overdue: bool
    is_soon: bool

    @property
    def is_done(self) -> bool:
        """Say whether it is done."""
        return self.doing.is_done


@dataclass(frozen=True)
class PlanLine:
    """A plan in short as the actor may see it.

    ``milestones`` are of the wording that holds, else of the last the actor may read; they are late only once
    a wording holds. ``waits_for_me``: a wording waits for the actor's agreement.
    """

    id: UUID
    person_id: UUID
    person_name: str
    organisation_name: Localised
    supervisor_id: UUID
    supervisor_name: str
    title: str
    state: PlanState
    starts_on: date
    ends_on: date
    milestones: tuple[MilestoneLine, ...]
    next_review_on: date | None
    is_review_overdue: bool
    waits_for_me: bool

    @property
    def n_done(self) -> int:
        """Count the milestones that are done."""
        return count_done(one.doing for one in self.milestones)

    @property
    def n_overdue(self) -> int:
        """Count the milestones that are late."""
        return sum(one.is_overdue for one in self.milestones)

    @property
    def open_milestones(self) -> tuple[MilestoneLine, ...]:
        """List the milestones still to be done, the next first."""
        return tuple(one for one in self.milestones if not one.is_done)

    @property
    def is_late(self) -> bool:
        """Say whether a milestone or the review meeting is late."""
        return self.is_review_overdue or self.n_overdue > 0


def find_own_plan(session: Session, actor: Actor, on: date) -> PlanLine | None:
    """Return the actor's own plan: one waiting for their agreement, else the one that runs, else the next."""
    own = visible_to(actor).where(Plan.person_id == actor.person_id, Plan.closed_at.is_(None))
    return _nearest(_lines(session, actor, own, on=on), on=on)


def list_plan_lines(
    session: Session, actor: Actor, person_ids: Collection[UUID], on: date
) -> Mapping[UUID, PlanLine | None]:
    """Map people to the plan of each that matters now, chosen as in ``find_own_plan``; None for no plan."""
    running = visible_to(actor).where(Plan.person_id.in_(person_ids), Plan.closed_at.is_(None))
    of_person: defaultdict[UUID, list[PlanLine]] = defaultdict(list)
    for line in _lines(session, actor, running, on=on):
        of_person[line.person_id].append(line)
    return {person_id: _nearest(of_person[person_id], on=on) for person_id in person_ids}


def list_lines(session: Session, actor: Actor, plan_ids: Sequence[UUID], *, on: date) -> Sequence[PlanLine]:
    """Return visible plans in short, in the order of their ids as given."""
    lines = {
        line.id: line
        for line in _lines(session, actor, visible_to(actor).where(Plan.id.in_(plan_ids)), on=on)
    }
    return [lines[plan_id] for plan_id in plan_ids if plan_id in lines]


def _nearest(lines: Iterable[PlanLine], *, on: date) -> PlanLine | None:
    def rank(line: PlanLine) -> tuple[bool, bool, bool, int, UUID]:
        runs = line.starts_on <= on <= line.ends_on
        return (
            not line.waits_for_me,
            not runs,
            line.ends_on < on,
            abs((line.starts_on - on).days),
            line.id,
        )

    return min(lines, key=rank, default=None)


def _lines(session: Session, actor: Actor, plans: Select[Plan], *, on: date) -> list[PlanLine]:
    revisions: defaultdict[UUID, list[PlanRevision]] = defaultdict(list)
    rows = session.scalars(
        select(PlanRevision)
        .join(Plan, Plan.id == PlanRevision.plan_id)
        .where(Plan.id.in_(plans.with_only_columns(Plan.id)))
        .options(
            contains_eager(PlanRevision.plan).options(
                joinedload(Plan.person), joinedload(Plan.supervisor), joinedload(Plan.organisation)
            )
        )
        .order_by(PlanRevision.plan_id, PlanRevision.number)
    )
    for row in rows:
        revisions[row.plan_id].append(row)
    shown = {plan_id: _shown(actor, rows) for plan_id, rows in revisions.items()}
    milestones = list_milestones(session, [row for _life, row in shown.values() if row is not None], on=on)
    return [
        _line(actor, revisions[plan_id][0].plan, life, row, milestones, on=on)
        for plan_id, (life, row) in shown.items()
    ]


def _shown(actor: Actor, rows: Sequence[PlanRevision]) -> tuple[Life, PlanRevision | None]:
    plan = rows[0].plan
    life = life_of(plan, rows)
    revision = life.shown_to(reading_side(actor, plan))
    return life, None if revision is None else rows[revision.number - 1]


def list_milestones(
    session: Session, revisions: Collection[PlanRevision], *, on: date
) -> Mapping[UUID, tuple[MilestoneLine, ...]]:
    """Map wordings to their milestones, in one statement; nothing is late that never held, or is over."""
    found: defaultdict[UUID, tuple[MilestoneLine, ...]] = defaultdict(tuple)
    if not revisions:
        return found
    holds = {row.id: _holds(row) for row in revisions}
    for row, mark, finished_at in session.execute(milestones_of(holds)):
        doing = doing_of(mark, japanese_day(finished_at) if finished_at else None)
        found[row.revision_id] += (_milestone(row, doing, on=on, holds=holds[row.revision_id]),)
    return found


def _holds(row: PlanRevision) -> bool:
    is_agreed = row.advisor_agreed_at is not None and row.supervisor_agreed_at is not None
    return is_agreed and row.plan.closed_at is None


def doing_of(mark: PlanMark | None, finished_on: date | None) -> Doing:
    """Return whether a milestone is done from its last mark and the day on which its course was finished."""
    marks = [] if mark is None else [(mark.is_done, Doing(mark.done_on, note=mark.note))]
    return settle_doing(finished_on, marks)


def _milestone(row: PlanMilestone, doing: Doing, *, on: date, holds: bool) -> MilestoneLine:
    return MilestoneLine(
        key=row.key,
        kind=row.kind,
        title=row.title,
        due_on=row.due_on,
        criterion_code=row.criterion_code,
        level=row.level,
        course_slug=row.course_slug,
        doing=doing,
        is_overdue=holds and is_overdue(row.due_on, doing, on=on),
        is_soon=holds and is_soon(row.due_on, doing, on=on),
    )


def _line(
    actor: Actor,
    plan: Plan,
    life: Life,
    row: PlanRevision | None,
    milestones: Mapping[UUID, tuple[MilestoneLine, ...]],
    *,
    on: date,
) -> PlanLine:
    is_mine = actor.person_id == (plan.person_id if life.waits_for is Side.ADVISOR else plan.supervisor_id)
    holds = life.in_force is not None and not life.is_closed
    return PlanLine(
        id=plan.id,
        person_id=plan.person_id,
        person_name=plan.person.name,
        organisation_name=plan.organisation.name,
        supervisor_id=plan.supervisor_id,
        supervisor_name=plan.supervisor.name,
        title="" if row is None else row.title,
        state=plan.state,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        milestones=() if row is None else milestones[row.id],
        next_review_on=plan.next_review_on,
        is_review_overdue=holds and plan.next_review_on is not None and plan.next_review_on < on,
        waits_for_me=life.waits_for is not None and is_mine,
    )
