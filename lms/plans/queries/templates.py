"""Reads of templates: which there are for whom, what each version says, and how many plans came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.people.models import Organisation
from lms.people.queries import organisations_within
from lms.plans.domain import TemplateItem, TemplateText
from lms.plans.models import Plan, PlanTemplate, PlanTemplateItem, PlanTemplateVersion
from lms.storage.base import Localised
from lms.targets.domain import Audience


@dataclass(frozen=True)
class TemplateCard:
    """A template as its latest version says; ``n_plans`` counts the running plans in reach made from it."""

    id: UUID
    version_id: UUID
    number: int
    version: int
    organisation_id: UUID
    organisation_name: Localised
    organisation_path: str
    text: TemplateText
    published_at: datetime
    published_by: str
    is_ended: bool
    n_plans: int


@dataclass(frozen=True)
class TemplatePage:
    """A template with everything it ever said, the latest first."""

    card: TemplateCard
    versions: tuple[PlanTemplateVersion, ...]


@dataclass(frozen=True)
class Publisher:
    """An organisation the actor may publish templates for."""

    id: UUID
    name: Localised
    depth: int


def templates_visible_to(actor: Actor) -> Select[PlanTemplate]:
    """Select the templates the actor may use: of organisations above their own, or in their reach."""
    if not actor.may(Permission.PLAN_EDIT):
        return select(PlanTemplate).where(false())
    reach = organisations_within(actor, Permission.PLAN_EDIT)
    return select(PlanTemplate).where(
        or_(PlanTemplate.organisation_id.in_(actor.lineage), PlanTemplate.organisation_id.in_(reach))
    )


def versions_visible_to(actor: Actor) -> Select[PlanTemplateVersion]:
    """Select the versions of the templates the actor may use."""
    visible = templates_visible_to(actor).with_only_columns(PlanTemplate.id)
    return select(PlanTemplateVersion).where(PlanTemplateVersion.template_id.in_(visible))


def list_templates(session: Session, actor: Actor, *, is_ended: bool = False) -> Sequence[TemplateCard]:
    """List the templates the actor may use, or those that have ended, nearest organisation first."""
    ended = PlanTemplate.ended_at.is_not(None) if is_ended else PlanTemplate.ended_at.is_(None)
    cards = [_card(*row) for row in session.execute(_latest(actor).where(ended))]
    return sorted(
        cards, key=lambda one: (-len(one.organisation_path), one.text.audience.years_from or 0, one.id)
    )


def get_template(session: Session, actor: Actor, template_id: UUID) -> TemplatePage:
    """Return a template with all its versions. Raises NotFound("plans.template_unknown")."""
    row = session.execute(_latest(actor).where(PlanTemplate.id == template_id)).one_or_none()
    if row is None:
        raise NotFound("plans.template_unknown")
    versions = session.scalars(
        select(PlanTemplateVersion)
        .where(PlanTemplateVersion.template_id == template_id)
        .options(joinedload(PlanTemplateVersion.published_by), selectinload(PlanTemplateVersion.items))
        .order_by(PlanTemplateVersion.number.desc())
    ).all()
    return TemplatePage(_card(*row), tuple(versions))


def list_template_publishers(session: Session, actor: Actor) -> Sequence[Publisher]:
    """List the organisations the actor may publish templates for, each below the one above it."""
    within = organisations_within(actor, Permission.PLAN_TEMPLATE_EDIT)
    rows = session.scalars(
        select(Organisation).where(Organisation.id.in_(within)).order_by(Organisation.path)
    ).all()
    shallowest = min((row.path.count("/") for row in rows), default=0)
    return [Publisher(row.id, row.name, row.path.count("/") - shallowest) for row in rows]


def text_of(version: PlanTemplateVersion) -> TemplateText:
    """Return what a stored version says; its items have to be loaded."""
    return TemplateText(
        name=version.name,
        goals=version.goals,
        audience=Audience(version.role, version.years_from, version.years_to),
        months=version.months,
        review_months=version.review_months,
        items=tuple(item_of(one) for one in version.items),
        note=version.note,
    )


def item_of(row: PlanTemplateItem) -> TemplateItem:
    """Return a stored item as a value."""
    return TemplateItem(
        code=row.code,
        kind=row.kind,
        title=dict(row.title),
        due_month=row.due_month,
        criterion_code=row.criterion_code,
        level=row.level,
        course_slug=row.course_slug,
    )


def _latest(actor: Actor) -> Select[PlanTemplateVersion, int]:
    """Select the latest version of each visible template with how many running plans came of any version."""
    newer, any_version = aliased(PlanTemplateVersion), aliased(PlanTemplateVersion)
    n_plans = (
        select(func.count())
        .select_from(Plan)
        .join(any_version, any_version.id == Plan.template_version_id)
        .where(
            any_version.template_id == PlanTemplate.id,
            Plan.closed_at.is_(None),
            Plan.organisation_id.in_(organisations_within(actor, Permission.PLAN_READ)),
        )
        .correlate(PlanTemplate)
        .scalar_subquery()
    )
    is_latest = ~(
        select(newer.id)
        .where(newer.template_id == PlanTemplate.id, newer.number > PlanTemplateVersion.number)
        .exists()
    )
    visible = templates_visible_to(actor).with_only_columns(PlanTemplate.id)
    return (
        select(PlanTemplateVersion, n_plans)
        .join(PlanTemplate, and_(PlanTemplate.id == PlanTemplateVersion.template_id, is_latest))
        .where(PlanTemplate.id.in_(visible))
        .options(
            contains_eager(PlanTemplateVersion.template).joinedload(PlanTemplate.organisation),
            joinedload(PlanTemplateVersion.published_by),
            selectinload(PlanTemplateVersion.items),
        )
    )


def _card(version: PlanTemplateVersion, n_plans: int) -> TemplateCard:
    template = version.template
    return TemplateCard(
        id=template.id,
        version_id=version.id,
        number=version.number,
        version=template.version,
        organisation_id=template.organisation_id,
        organisation_name=template.organisation.name,
        organisation_path=template.organisation.path,
        text=text_of(version),
        published_at=version.published_at,
        published_by=version.published_by.name,
        is_ended=template.ended_at is not None,
        n_plans=n_plans,
    )
