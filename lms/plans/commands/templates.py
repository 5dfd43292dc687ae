"""Templates: publishing one and its later versions, ending it, and answering what a newer one offers."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session, joinedload, selectinload

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.people.models import Organisation
from lms.plans.access import can_edit_template
from lms.plans.commands.steps import keep, open_step
from lms.plans.commands.wording import write_draft
from lms.plans.domain import (
    LONGEST_TEXT,
    Decision,
    Step,
    TemplateText,
    apply_changes,
    check_text,
    decision_of,
    list_template_flaws,
)
from lms.plans.models import PlanAnswer, PlanTemplate, PlanTemplateItem, PlanTemplateVersion
from lms.plans.queries.offers import find_offer
from lms.plans.queries.reading import base_wording, term_of
from lms.plans.queries.subjects import list_subjects
from lms.plans.queries.templates import templates_visible_to
from lms.storage import audit


def publish_template(
    session: Session, *, actor: Actor, organisation_id: UUID, text: TemplateText, clock: Clock
) -> UUID:
    """Publish a template for an organisation and those below it, and return its id.

    Raises NotFound("people.organisation_unknown"); NotAllowed("plans.not_editor"); and those of
    ``list_template_flaws``.
    """
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound("people.organisation_unknown")
    if not can_edit_template(actor, organisation_path=organisation.path):
        raise NotAllowed("plans.not_editor")
    _check_text(session, actor, text)
    template = PlanTemplate(id=new_id(), organisation_id=organisation.id, versions=[])
    session.add(template)
    _add_version(template, text, actor=actor, clock=clock)
    _record(session, actor, template, "publish_template", clock)
    return template.id


def revise_template(
    session: Session, *, actor: Actor, template_id: UUID, version: int, text: TemplateText, clock: Clock
) -> None:
    """Publish the next version of a template. No plan changes by it: it is offered to those made from it.

    Raises RuleViolation("plans.text_missing" | "plans.template_ended" | "plans.template_unchanged"), those
    of ``list_template_flaws``, and as ``_template_to_change``.
    """
    template = _template_to_change(session, actor, template_id, version)
    check_text(text.note, field="note", limit=LONGEST_TEXT)
    _check_text(session, actor, text)
    _add_version(template, text, actor=actor, clock=clock)
    _record(session, actor, template, "revise_template", clock)


def end_template(session: Session, *, actor: Actor, template_id: UUID, version: int, clock: Clock) -> None:
    """Offer a template for new plans no longer; plans made from it stay.

    Raises as ``_template_to_change``.
    """
    template = _template_to_change(session, actor, template_id, version)
    template.ended_at, template.ended_by_id = clock.now(), actor.person_id
    _record(session, actor, template, "end_template", clock)


def answer_offer(
    session: Session,
    *,
    actor: Actor,
    plan_id: UUID,
    version: int,
    template_version_id: UUID,
    chosen: Collection[str],
    reason: str,
    clock: Clock,
) -> Decision:
    """Take all, some or none of what a newer version of the template would change, and say which it was.

    What is taken goes into a draft, which both sides have to agree to; what holds stays as it is. Raises
    RuleViolation("plans.text_missing") when not all is taken and no reason given;
    Conflict("plans.offer_stale") when a still newer version is there; and as ``open_step``.
    """
    plan, side, life = open_step(session, actor=actor, plan_id=plan_id, version=version, step=Step.ANSWER)
    offer = find_offer(session, plan)
    if offer is None or offer.version_id != template_version_id:
        raise Conflict("plans.offer_stale")
    decision = decision_of(offer.changes, chosen)
    is_required = decision is not Decision.ALL
    words = check_text(reason, field="reason", limit=LONGEST_TEXT, is_required=is_required)
    if decision is not Decision.NONE:
        wording = apply_changes(
            base_wording(plan, life),
            offer.changes,
            chosen,
            term=term_of(plan),
            months=offer.months,
            language=plan.person.locale,
            make_id=new_id,
        )
        write_draft(session, plan, life, side, wording, actor=actor, reason=words or offer.note, clock=clock)
    plan.template_version_id = offer.version_id
    session.add(
        PlanAnswer(
            plan_id=plan.id,
            template_version_id=offer.version_id,
            decision=decision,
            reason=words,
            answered_at=clock.now(),
            answered_by_id=actor.person_id,
        )
    )
    keep(session, actor=actor, plan=plan, action="answer_offer", clock=clock, decision=decision)
    return decision


def _template_to_change(session: Session, actor: Actor, template_id: UUID, version: int) -> PlanTemplate:
    """Return a template the actor may change, locked, with its versions loaded.

    Raises NotFound("plans.template_unknown"); NotAllowed("plans.not_editor"); Conflict("plans.stale");
    RuleViolation("plans.template_ended").
    """
    template = session.scalar(
        templates_visible_to(actor)
        .where(PlanTemplate.id == template_id)
        .options(
            joinedload(PlanTemplate.organisation, innerjoin=True),
            selectinload(PlanTemplate.versions).selectinload(PlanTemplateVersion.items),
        )
        .with_for_update(of=PlanTemplate)
    )
    if template is None:
        raise NotFound("plans.template_unknown")
    if not can_edit_template(actor, organisation_path=template.organisation.path):
        raise NotAllowed("plans.not_editor")
    if template.ended_at is not None:
        raise RuleViolation("plans.template_ended")
    if template.version != version:
        raise Conflict("plans.stale", current={}, version=template.version)
    return template


def _check_text(session: Session, actor: Actor, text: TemplateText) -> None:
    subjects = list_subjects(session, actor)
    for flaw in list_template_flaws(text, levels=subjects.levels, slugs=subjects.slugs):
        raise flaw


def _add_version(template: PlanTemplate, text: TemplateText, *, actor: Actor, clock: Clock) -> None:
    template.versions.append(
        PlanTemplateVersion(
            id=new_id(),
            number=len(template.versions) + 1,
            name=dict(text.name),
            goals=dict(text.goals),
            role=text.audience.role,
            years_from=text.audience.years_from,
            years_to=text.audience.years_to,
            months=text.months,
            review_months=text.review_months,
            note=text.note.strip(),
            published_at=clock.now(),
            published_by_id=actor.person_id,
            items=[
                PlanTemplateItem(
                    position=position,
                    code=item.code,
                    kind=item.kind,
                    title=dict(item.title),
                    due_month=item.due_month,
                    criterion_code=item.criterion_code,
                    level=item.level,
                    course_slug=item.course_slug,
                )
                for position, item in enumerate(text.items, start=1)
            ],
        )
    )


def _record(session: Session, actor: Actor, template: PlanTemplate, action: str, clock: Clock) -> None:
    audit.record(
        session,
        actor_id=actor.person_id,
        action=f"plans.{action}",
        subject_kind="plan_template",
        subject_id=template.id,
        at=clock.now(),
        details={"organisation_id": template.organisation_id, "versions": len(template.versions)},
    )
