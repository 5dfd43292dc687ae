"""What the pages of plans share."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.plans import forms, queries
from lms.plans.domain import Step
from lms.plans.queries import PlanView
from lms.web.forms import FormBase
from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session


def view_of(plan_id: UUID) -> PlanView:
    """Read a plan as the person at the browser sees it."""
    return queries.get_plan(current_session(), current_actor(), plan_id, on=current_clock().today())


def subjects() -> queries.Subjects:
    """Read what milestones may be about."""
    return queries.list_subjects(current_session(), current_actor())


def address(plan_id: UUID) -> str:
    """Return the address of a plan."""
    return url_for("plans.show_plan", plan_id=plan_id)


def is_over(view: PlanView, step: Step, form: FormBase) -> bool:
    """Say, on a GET, that a step cannot be taken now; a POST is refused by its command."""
    if form.is_submitted() or view.allows(step):
        return False
    flash(str(_l("There is nothing to do there at this moment.")), "info")
    return True


def step_page(
    view: PlanView,
    form: FormBase,
    template: str,
    work: Callable[[Session], object],
    *,
    step: Step,
    done: LazyString,
    **facts: object,
) -> ResponseReturnValue:
    """Show the page of a step, or take it and go back to the plan."""
    if is_over(view, step, form):
        return redirect(address(view.plan.id), 303)

    def take(session: Session) -> str:
        work(session)
        return address(view.plan.id)

    saved = form.save(take)
    if saved:
        flash(str(done), "success")
        return saved
    page = {"form": form, "view": view, "subjects": subjects(), "subject_words": forms.subject_words}
    return render_template(f"plans/{template}.html", **page, **facts), form.status
