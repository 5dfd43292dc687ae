"""Pages of templates."""

from itertools import pairwise
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.kernel.errors import NotAllowed
from lms.kernel.permission import Permission
from lms.plans import commands, forms, queries
from lms.plans.access import can_edit_template
from lms.plans.domain import list_changes
from lms.plans.queries import TemplateCard, TemplatePage
from lms.plans.views.shared import subjects
from lms.targets.domain import Audience
from lms.targets.forms import audience_words
from lms.targets.queries import list_roles
from lms.web.access import require
from lms.web.i18n import gettext
from lms.web.request import current_actor, current_clock, current_session


@require(Permission.PLAN_EDIT)
def list_templates() -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    return render_template(
        "plans/list_templates.html",
        cards=queries.list_templates(session, actor),
        ended=queries.list_templates(session, actor, is_ended=True),
        may_publish=actor.may(Permission.PLAN_TEMPLATE_EDIT),
        **_words(),
    )


@require(Permission.PLAN_EDIT)
def show_template(template_id: UUID) -> ResponseReturnValue:
    page = queries.get_template(current_session(), current_actor(), template_id)
    return render_template(
        "plans/show_template.html",
        page=page,
        card=page.card,
        changes=_changes(page),
        may_edit=_may_edit(page.card) and not page.card.is_ended,
        subjects=subjects(),
        **_words(),
    )


@require(Permission.PLAN_TEMPLATE_EDIT)
def new_template() -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    form = forms.NewTemplateForm.of_text(None, subjects(), roles=list_roles(session))
    form.offer(queries.list_template_publishers(session, actor))

    def work(writing: Session) -> str:
        organisation_id = UUID(form.organisation.data)
        facts: dict[str, Any] = {"actor": actor, "text": form.to_text(), "clock": current_clock()}
        made = commands.publish_template(writing, organisation_id=organisation_id, **facts)
        return url_for("plans.show_template", template_id=made)

    saved = form.save(work)
    if saved:
        flash(gettext("Published. It can be used for new plans now."), "success")
    return saved or (render_template("plans/edit_template.html", form=form, card=None), form.status)


@require(Permission.PLAN_TEMPLATE_EDIT)
def edit_template(template_id: UUID) -> ResponseReturnValue:
    card = _card_to_change(template_id)
    if card.is_ended:
        return redirect(url_for("plans.show_template", template_id=template_id), 303)
    form = forms.ReviseTemplateForm.of_text(
        card.text, subjects(), roles=list_roles(current_session()), version=card.version
    )

    def work(writing: Session) -> str:
        facts: dict[str, Any] = {"actor": current_actor(), "text": form.to_text(), "clock": current_clock()}
        commands.revise_template(writing, template_id=template_id, version=form.version.data or 0, **facts)
        return url_for("plans.show_template", template_id=template_id)

    saved = form.save(work)
    if saved:
        flash(gettext("Published as the next version. It is offered to the plans made from it."), "success")
    return saved or (render_template("plans/edit_template.html", form=form, card=card), form.status)


@require(Permission.PLAN_TEMPLATE_EDIT)
def end_template(template_id: UUID) -> ResponseReturnValue:
    card = _card_to_change(template_id)
    if card.is_ended:
        return redirect(url_for("plans.show_template", template_id=template_id), 303)
    form = forms.StepForm(version=card.version)

    def work(writing: Session) -> str:
        facts: dict[str, Any] = {"actor": current_actor(), "clock": current_clock()}
        commands.end_template(writing, template_id=template_id, version=form.version.data or 0, **facts)
        return url_for("plans.list_templates")

    saved = form.save(work)
    if saved:
        flash(gettext("No longer offered for new plans."), "success")
    return saved or (render_template("plans/end_template.html", form=form, card=card), form.status)


def _changes(page: TemplatePage) -> dict[UUID, object]:
    """Say for each version after the first what it does differently from the one before."""
    texts = [(one.id, queries.text_of(one)) for one in page.versions]
    pairs = pairwise(texts)
    return {key: list_changes(before.items, after.items) for (key, after), (_id, before) in pairs}


def _may_edit(card: TemplateCard) -> bool:
    return can_edit_template(current_actor(), organisation_path=card.organisation_path)


def _card_to_change(template_id: UUID) -> TemplateCard:
    card = queries.get_template(current_session(), current_actor(), template_id).card
    if not _may_edit(card):
        raise NotAllowed("plans.not_editor")
    return card


def _words() -> dict[str, object]:
    roles = list_roles(current_session())

    def whom(audience: Audience) -> str:
        return audience_words(audience, roles)

    return {"whom": whom, "subject_words": forms.subject_words}


def add_to(bp: Blueprint) -> None:
    """Put these pages at their addresses."""
    both = ["GET", "POST"]
    bp.add_url_rule("/plans/templates", view_func=list_templates)
    bp.add_url_rule("/plans/templates/new", view_func=new_template, methods=both)
    bp.add_url_rule("/plans/templates/<uuid:template_id>", view_func=show_template)
    bp.add_url_rule("/plans/templates/<uuid:template_id>/edit", view_func=edit_template, methods=both)
    bp.add_url_rule("/plans/templates/<uuid:template_id>/end", view_func=end_template, methods=both)
