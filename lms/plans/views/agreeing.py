"""Wording a plan and coming to an agreement; and its end."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.plans import commands, forms, queries
from lms.plans.domain import RevisionState, Step
from lms.plans.queries import PlanView
from lms.plans.views.shared import address, is_over, step_page, subjects, view_of
from lms.web.access import signed_in
from lms.web.forms import FormBase
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock


@signed_in
def edit_plan(plan_id: UUID) -> ResponseReturnValue:
    view = view_of(plan_id)
    form = _wording_form(view)
    if is_over(view, Step.WRITE, form):
        return redirect(address(plan_id), 303)
    saved = form.save(lambda session: _save(session, form, plan_id))
    if saved:
        flash(str(_PROPOSED if form.is_proposed else _l("Saved. Only your side sees this draft.")), "success")
    return saved or (render_template("plans/edit_plan.html", form=form, view=view), form.status)


@signed_in
def propose_plan(plan_id: UUID) -> ResponseReturnValue:
    view = view_of(plan_id)
    form = forms.StepForm(version=view.plan.version)
    return step_page(
        view,
        form,
        "propose_plan",
        lambda session: commands.propose_plan(session, **_step(plan_id, form)),
        step=Step.PROPOSE,
        done=_PROPOSED,
    )


@signed_in
def agree_to_plan(plan_id: UUID) -> ResponseReturnValue:
    view = view_of(plan_id)
    proposal = view.proposal
    form = forms.AgreeForm(version=view.plan.version, digest=proposal.row.digest if proposal else "")
    return step_page(
        view,
        form,
        "agree_to_plan",
        lambda session: commands.agree_to_plan(
            session, digest=form.digest.data or "", **_step(plan_id, form)
        ),
        step=Step.AGREE,
        done=_l("Agreed. The plan holds in these words from now on."),
    )


@signed_in
def send_back(plan_id: UUID) -> ResponseReturnValue:
    view = view_of(plan_id)
    form = forms.SendBackForm(version=view.plan.version)
    is_mine = view.proposal is not None and view.proposal.row.side == view.side
    return step_page(
        view,
        form,
        "send_back",
        lambda session: commands.send_back(session, note=form.note.data or "", **_step(plan_id, form)),
        step=Step.SEND_BACK,
        done=_l("Taken back. You can reword it now.")
        if is_mine
        else _l("Sent back. The other side has been told what you would like."),
        is_mine=is_mine,
    )


@signed_in
def discard_draft(plan_id: UUID) -> ResponseReturnValue:
    view = view_of(plan_id)
    form = forms.StepForm(version=view.plan.version)
    return step_page(
        view,
        form,
        "discard_draft",
        lambda session: commands.discard_draft(session, **_step(plan_id, form)),
        step=Step.DISCARD,
        done=_l("Dropped. The plan holds as it was agreed."),
    )


@signed_in
def close_plan(plan_id: UUID) -> ResponseReturnValue:
    view = view_of(plan_id)
    form = forms.CloseForm(version=view.plan.version)
    return step_page(
        view,
        form,
        "close_plan",
        lambda session: commands.close_plan(
            session,
            result=form.chosen_result,
            words=form.text.data or "",
            **_step(plan_id, form),
        ),
        step=Step.CLOSE,
        done=_l("Closed. Everything in it stays to be read."),
    )


_PROPOSED = _l("Proposed. The other side has been told, and the plan holds once they agree.")


def _step(plan_id: UUID, form: FormBase) -> dict[str, Any]:
    return {
        "actor": current_actor(),
        "plan_id": plan_id,
        "version": form.version.data or 0,
        "clock": current_clock(),
    }


def _wording_form(view: PlanView) -> forms.WordingForm:
    life, plan = view.life, view.plan
    is_draft = life.open is not None and life.open.state is RevisionState.DRAFT
    return forms.WordingForm.of_wording(
        queries.base_wording(plan, life),
        queries.term_of(plan),
        subjects(),
        version=plan.version,
        reason=plan.revisions[-1].reason if is_draft else "",
    )


def _save(session: Session, form: forms.WordingForm, plan_id: UUID) -> str:
    commands.save_wording(
        session,
        actor=current_actor(),
        plan_id=plan_id,
        version=form.version.data or 0,
        wording=form.to_wording(),
        reason=form.reason.data or "",
        and_propose=form.is_proposed,
        clock=current_clock(),
    )
    return address(plan_id)


def add_to(bp: Blueprint) -> None:
    """Put these pages at their addresses."""
    for name, view in (
        ("edit", edit_plan),
        ("propose", propose_plan),
        ("agree", agree_to_plan),
        ("return", send_back),
        ("discard", discard_draft),
        ("close", close_plan),
    ):
        bp.add_url_rule(f"/plans/<uuid:plan_id>/{name}", view_func=view, methods=["GET", "POST"])
