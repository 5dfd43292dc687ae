"""While a plan runs: milestones, meetings, what its person shares and keeps, what its template offers."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.kernel.errors import NotAllowed
from lms.kernel.ids import read_id
from lms.plans import commands, forms, queries
from lms.plans.domain import Step
from lms.plans.queries import PlanView
from lms.plans.views.shared import address, step_page, view_of
from lms.web.access import signed_in
from lms.web.forms import FormBase
from lms.web.i18n import gettext
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session


@signed_in
def mark_milestone(plan_id: UUID, milestone_key: UUID) -> ResponseReturnValue:
    view = view_of(plan_id)
    milestone = view.milestone(milestone_key)
    form = forms.MarkForm(
        version=view.plan.version,
        state=forms.NOT_DONE if milestone.is_done else forms.DONE,
        done_on=current_clock().today(),
    )

    def work(session: Session) -> None:
        commands.mark_milestone(session, key=milestone_key, marking=form.to_marking(), **_step(plan_id, form))

    return step_page(
        view, form, "mark_milestone", work, step=Step.FOLLOW, done=_l("Kept."), milestone=milestone
    )


@signed_in
def record_review(plan_id: UUID) -> ResponseReturnValue:
    view, today = view_of(plan_id), current_clock().today()
    form = forms.ReviewForm(
        version=view.plan.version,
        held_on=today,
        attendees=_both(view),
        next_review_on=forms.usual_next(today, queries.term_of(view.plan)),
    )
    return _review_page(view, form, None)


@signed_in
def correct_review(plan_id: UUID, review_id: UUID) -> ResponseReturnValue:
    view = view_of(plan_id)
    before = queries.get_review(current_session(), current_actor(), review_id)
    form = forms.ReviewForm(
        version=view.plan.version,
        held_on=before.held_on,
        attendees=before.attendees,
        notes=before.notes,
        next_review_on=before.next_review_on,
    )
    return _review_page(view, form, review_id)


@signed_in
def write_summary(plan_id: UUID) -> ResponseReturnValue:
    view = _own_view(plan_id)
    around = queries.find_surroundings(current_session(), current_actor(), view)
    last = around.summary
    form = forms.SummaryForm(version=last.number if last else 0, text=last.text if last else "")

    def work(session: Session) -> str:
        commands.write_summary(
            session,
            actor=current_actor(),
            plan_id=plan_id,
            number=form.version.data or 0,
            text=form.text.data or "",
            clock=current_clock(),
        )
        return address(plan_id)

    saved = form.save(work)
    if saved:
        flash(gettext("Shared with your supervisors."), "success")
    return saved or (render_template("plans/write_summary.html", form=form, view=view), form.status)


@signed_in
def write_reflection(plan_id: UUID) -> ResponseReturnValue:
    view = _own_view(plan_id)
    form = forms.ReflectionForm()

    def work(session: Session) -> str:
        facts: dict[str, Any] = {"actor": current_actor(), "clock": current_clock()}
        commands.write_reflection(session, plan_id=plan_id, text=form.text.data or "", **facts)
        return _reflections_of(plan_id)

    saved = form.save(work)
    if saved:
        flash(gettext("Kept for you alone."), "success")
        return saved
    notes = queries.list_reflections(current_session(), current_actor(), plan_id)
    return render_template("plans/write_reflection.html", form=form, view=view, notes=notes), form.status


@signed_in
def rewrite_reflection(reflection_id: UUID) -> ResponseReturnValue:
    note = queries.get_reflection(current_session(), current_actor(), reflection_id)
    form = forms.RewriteReflectionForm(version=note.version, text=note.text)
    saved = form.save(lambda session: _rewrite(session, form, reflection_id))
    if saved:
        flash(gettext("Kept."), "success")
    return saved or (render_template("plans/rewrite_reflection.html", form=form, note=note), form.status)


@signed_in
def answer_offer(plan_id: UUID) -> ResponseReturnValue:
    view = view_of(plan_id)
    around = queries.find_surroundings(current_session(), current_actor(), view)
    if around.offer is None:
        flash(gettext("There is nothing to do there at this moment."), "info")
        return redirect(address(plan_id), 303)
    form = forms.OfferForm.of(around.offer, version=view.plan.version)
    return step_page(
        view,
        form,
        "answer_offer",
        lambda session: _answer(session, form, plan_id),
        step=Step.ANSWER,
        done=_l("Answered. What you took over is in the draft of a change: propose it when it is ready."),
        offer=around.offer,
    )


def _answer(session: Session, form: forms.OfferForm, plan_id: UUID) -> None:
    commands.answer_offer(
        session,
        template_version_id=read_id(form.template_version.data) or plan_id,
        chosen=form.chosen.data or (),
        reason=form.reason.data or "",
        **_step(plan_id, form),
    )


def _review_page(view: PlanView, form: forms.ReviewForm, corrects_id: UUID | None) -> ResponseReturnValue:
    plan_id = view.plan.id

    def work(session: Session) -> None:
        meeting = form.to_meeting(corrects_id)
        commands.record_review(session, meeting=meeting, **_step(plan_id, form))

    return step_page(
        view,
        form,
        "record_review",
        work,
        step=Step.FOLLOW,
        done=_l("Kept. Both sides can read it."),
        is_correction=corrects_id is not None,
    )


def _rewrite(session: Session, form: forms.RewriteReflectionForm, reflection_id: UUID) -> str:
    actor = current_actor()
    if form.is_removed.data:
        return _reflections_of(commands.remove_reflection(session, actor=actor, reflection_id=reflection_id))
    plan_id = commands.rewrite_reflection(
        session,
        actor=actor,
        reflection_id=reflection_id,
        version=form.version.data or 0,
        text=form.text.data or "",
        clock=current_clock(),
    )
    return _reflections_of(plan_id)


def _own_view(plan_id: UUID) -> PlanView:
    view = view_of(plan_id)
    if not view.is_own:
        raise NotAllowed("plans.not_yours")
    return view


def _both(view: PlanView) -> str:
    return gettext(", ").join([view.plan.person.name, view.plan.supervisor.name])


def _reflections_of(plan_id: UUID) -> str:
    return url_for("plans.write_reflection", plan_id=plan_id)


def _step(plan_id: UUID, form: FormBase) -> dict[str, Any]:
    return {
        "actor": current_actor(),
        "plan_id": plan_id,
        "version": form.version.data or 0,
        "clock": current_clock(),
    }


def add_to(bp: Blueprint) -> None:
    """Put these pages at their addresses."""
    both = ["GET", "POST"]
    bp.add_url_rule(
        "/plans/<uuid:plan_id>/milestones/<uuid:milestone_key>", view_func=mark_milestone, methods=both
    )
    bp.add_url_rule("/plans/<uuid:plan_id>/review", view_func=record_review, methods=both)
    bp.add_url_rule("/plans/<uuid:plan_id>/reviews/<uuid:review_id>", view_func=correct_review, methods=both)
    bp.add_url_rule("/plans/<uuid:plan_id>/summary", view_func=write_summary, methods=both)
    bp.add_url_rule("/plans/<uuid:plan_id>/reflection", view_func=write_reflection, methods=both)
    bp.add_url_rule("/plans/reflections/<uuid:reflection_id>", view_func=rewrite_reflection, methods=both)
    bp.add_url_rule("/plans/<uuid:plan_id>/offer", view_func=answer_offer, methods=both)
