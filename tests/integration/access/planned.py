"""The advisor's learning plan of the demo, with what stands beside it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.plans.models import (
    Plan,
    PlanMilestone,
    PlanReflection,
    PlanReview,
    PlanRevision,
    PlanTemplateVersion,
)


def find_planned(session: Session, person_id: UUID) -> dict[str, UUID]:
    """Find the plan that holds, a milestone and a meeting of it, a private note, and its template."""
    plan = session.scalars(select(Plan).where(Plan.person_id == person_id, Plan.closed_at.is_(None))).one()
    milestone = session.scalars(
        select(PlanMilestone)
        .join(PlanRevision, PlanRevision.id == PlanMilestone.revision_id)
        .where(PlanRevision.plan_id == plan.id, PlanRevision.number == plan.agreed_number)
    ).first()
    template_id = session.scalars(
        select(PlanTemplateVersion.template_id).where(PlanTemplateVersion.id == plan.template_version_id)
    ).one()
    return {
        "plan_id": plan.id,
        "milestone_key": milestone.key,
        "review_id": session.scalars(select(PlanReview.id).where(PlanReview.plan_id == plan.id)).one(),
        "reflection_id": session.scalars(
            select(PlanReflection.id).where(PlanReflection.plan_id == plan.id)
        ).one(),
        "template_id": template_id,
    }
