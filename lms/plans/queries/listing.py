"""Lists of plans for those who look after people: filters, counts, files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from lms.kernel.actor import Actor
from lms.people.models import Organisation, Person
from lms.people.queries import is_called
from lms.plans.domain import PlanState
from lms.plans.models import Plan, PlanMark, PlanMilestone, PlanRevision
from lms.plans.queries.reading import is_course_finished, last_mark_number, visible_to
from lms.storage.base import Localised


@dataclass(frozen=True)
class PlanFilter:
    """Which plans are wanted; None leaves a question open. ``is_late``: something is overdue."""

    state: PlanState | None = None
    is_late: bool = False
    organisation_id: UUID | None = None
    year: int | None = None
    text: str = ""


def list_plan_ids(
    session: Session,
    actor: Actor,
    wanted: PlanFilter,
    *,
    on: date,
    limit: int | None = None,
    offset: int = 0,
) -> Sequence[UUID]:
    """List the plans of others the actor may see, running ones first, then by reading order of names."""
    return session.scalars(
        _narrowed(actor, wanted, on=on)
        .with_only_columns(Plan.id)
        .order_by(
            Plan.closed_at.is_not(None), Plan.fiscal_year.desc(), Person.name_kana, Person.name, Plan.id
        )
        .limit(limit)
        .offset(offset)
    ).all()


def count_plans(session: Session, actor: Actor, wanted: PlanFilter, *, on: date) -> int:
    """Count the plans that ``list_plan_ids`` would list without a limit."""
    found = _narrowed(actor, wanted, on=on).with_only_columns(Plan.id).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def list_choices(session: Session, actor: Actor) -> tuple[Sequence[tuple[UUID, Localised]], Sequence[int]]:
    """List the organisations and the fiscal years that the visible plans belong to, in one statement."""
    rows = session.execute(
        _others(actor)
        .with_only_columns(Organisation.id, Organisation.name, Organisation.path, Plan.fiscal_year)
        .join(Organisation, Organisation.id == Plan.organisation_id)
        .order_by(Organisation.path)
    ).all()
    organisations = {row.id: row.name for row in rows}
    return list(organisations.items()), sorted({row.fiscal_year for row in rows}, reverse=True)


def _others(actor: Actor) -> Select[Plan]:
    return (
        visible_to(actor).join(Person, Person.id == Plan.person_id).where(Plan.person_id != actor.person_id)
    )


def _narrowed(actor: Actor, wanted: PlanFilter, *, on: date) -> Select[Plan]:
    query = _others(actor)
    if wanted.state is not None:
        query = query.where(Plan.state == wanted.state)
    if wanted.is_late:
        query = query.where(_is_late(on))
    if wanted.organisation_id is not None:
        query = query.where(Plan.organisation_id == wanted.organisation_id)
    if wanted.year is not None:
        query = query.where(Plan.fiscal_year == wanted.year)
    if wanted.text:
        query = query.where(is_called(wanted.text))
    return query


def _is_late(on: date) -> ColumnElement[bool]:
    """Return the condition that a running plan has a meeting or a milestone overdue."""
    mark = aliased(PlanMark)
    said_done = (
        select(mark.is_done)
        .where(
            mark.plan_id == Plan.id,
            mark.milestone_key == PlanMilestone.key,
            mark.number == last_mark_number(),
        )
        .correlate(Plan, PlanMilestone)
        .scalar_subquery()
    )
    milestone = exists().where(
        PlanRevision.plan_id == Plan.id,
        PlanRevision.number == Plan.agreed_number,
        PlanMilestone.revision_id == PlanRevision.id,
        PlanMilestone.due_on < on,
        ~func.coalesce(said_done, is_course_finished()),
    )
    return and_(
        Plan.closed_at.is_(None),
        Plan.agreed_number.is_not(None),
        or_(Plan.next_review_on < on, milestone),
    )
