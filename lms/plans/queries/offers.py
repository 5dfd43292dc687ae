"""What a newer version of its template would change in a plan."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.plans.domain import Change, list_changes, list_offered
from lms.plans.models import Plan, PlanTemplateVersion
from lms.plans.queries.reading import base_wording, life_of
from lms.plans.queries.templates import item_of
from lms.storage.base import Localised


@dataclass(frozen=True)
class Offer:
    """The newest version of a plan's template, and what it would change."""

    version_id: UUID
    number: int
    name: Localised
    note: str
    published_by: str
    months: int
    changes: tuple[Change, ...]


def find_offer(session: Session, plan: Plan) -> Offer | None:
    """Return what the plan's template offers since the version that was answered last; None for nothing.

    The plan's wordings have to be loaded. A plan that is over is offered nothing.
    """
    if plan.template_version_id is None or plan.closed_at is not None:
        return None
    own = select(PlanTemplateVersion.template_id).where(PlanTemplateVersion.id == plan.template_version_id)
    versions = session.scalars(
        select(PlanTemplateVersion)
        .where(PlanTemplateVersion.template_id == own.scalar_subquery())
        .options(selectinload(PlanTemplateVersion.items), joinedload(PlanTemplateVersion.published_by))
        .order_by(PlanTemplateVersion.number)
    ).all()
    newest = versions[-1]
    present = next(one for one in versions if one.id == plan.template_version_id)
    changes = list_changes(map(item_of, present.items), map(item_of, newest.items))
    offered = list_offered(changes, base_wording(plan, life_of(plan, plan.revisions)))
    if not offered:
        return None
    return Offer(
        version_id=newest.id,
        number=newest.number,
        name=newest.name,
        note=newest.note,
        published_by=newest.published_by.name,
        months=newest.months,
        changes=offered,
    )
