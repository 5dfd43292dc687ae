"""Starting plans: choose people; then one plan with its gaps in view, or one each after a dry list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.kernel.errors import NotFound
from lms.kernel.ids import read_id
from lms.kernel.permission import Permission
from lms.plans import commands, forms, queries
from lms.plans.commands import PlanStart
from lms.plans.domain import Suggestion, Wording, list_term_flaws
from lms.plans.queries import Candidate, Subjects, Supervisor, TemplateCard
from lms.plans.views.shared import subjects
from lms.web.access import require
from lms.web.i18n import gettext, ngettext
from lms.web.request import current_actor, current_clock, current_session

MOST_LISTED = 100


@dataclass(frozen=True)
class DryLine:
    """What would be made for one person; without a wording, why nothing: ``has_plan``, or nobody for it."""

    candidate: Candidate
    wording: Wording | None
    has_plan: bool

    @property
    def last_due_on(self) -> date | None:
        """Say when the last milestone would be due."""
        return self.wording.milestones[-1].due_on if self.wording and self.wording.milestones else None


@require(Permission.PLAN_EDIT)
def choose_people() -> ResponseReturnValue:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    text = request.args.get("q", "").strip()[:100]
    people = queries.list_candidates(session, actor, on=today, text=text, limit=MOST_LISTED)
    return render_template(
        "plans/choose_people.html",
        people=people,
        term=forms.usual_term(today),
        templates=queries.list_templates(session, actor),
        text=text,
        is_cut=len(people) == MOST_LISTED,
    )


@require(Permission.PLAN_EDIT)
def start_plan(person_id: UUID) -> ResponseReturnValue:
    candidate, known, templates = _candidate(person_id), subjects(), _templates()
    suggestions = _suggestions(candidate, known)
    form = _start_form(candidate, known, templates, suggestions)
    made: list[UUID] = []

    def work(session: Session) -> str:
        template = form.chosen_template(templates)
        wording = form.to_wording(candidate, template, suggestions, known)
        start = PlanStart(
            person_id=person_id,
            supervisor_id=read_id(form.supervisor.data) or person_id,
            template_version_id=template.version_id if template else None,
            term=form.term,
            next_review_on=form.next_review_on.data,
            wording=wording,
        )
        made.append(commands.start_plan(session, actor=current_actor(), start=start, clock=current_clock()))
        return url_for("plans.edit_plan", plan_id=made[-1])

    saved = form.save(work)
    if saved:
        flash(gettext("This is the first draft. Change what you like, then propose it."), "success")
    page = {"form": form, "candidate": candidate, "suggestions": suggestions}
    return saved or (render_template("plans/start_plan.html", **page), form.status)


@require(Permission.PLAN_EDIT)
def start_cohort() -> ResponseReturnValue:
    supervisors = _supervisors()
    form = _cohort_form(supervisors)
    if len(form.person_ids) == 1 and not form.is_submitted():
        return redirect(url_for("plans.start_plan", person_id=form.person_ids[0]), 303)
    known, templates = subjects(), _templates()
    form.offer(templates, supervisors)
    lines = _dry_lines(form, known, templates, supervisors)
    made: list[int] = []

    def work(session: Session) -> str:
        starts = [_start_of(line, form, templates) for line in lines if line.wording is not None]
        facts: dict[str, Any] = {"actor": current_actor(), "clock": current_clock()}
        made.append(
            commands.start_cohort(session, starts=starts, and_propose=bool(form.is_proposed.data), **facts)
        )
        return url_for("plans.list_plans")

    saved = form.save(work)
    if saved and made:
        flash(ngettext("%(num)s plan made.", "%(num)s plans made.", made[-1]), "success")
    n_made = sum(line.wording is not None for line in lines)
    form.show_list()
    return saved or (
        render_template("plans/start_cohort.html", form=form, lines=lines, n_made=n_made),
        form.status,
    )


def _start_form(
    candidate: Candidate,
    known: Subjects,
    templates: Sequence[TemplateCard],
    suggestions: Sequence[Suggestion],
) -> forms.StartForm:
    today = current_clock().today()
    term = forms.usual_term(today)
    fitting = queries.fit_template(current_session(), templates, candidate.id, on=term.starts_on)
    form = forms.StartForm(
        template=str(fitting.version_id) if fitting else "",
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        next_review_on=forms.usual_review(
            term, fitting.text.review_months if fitting else forms.REVIEW_MONTHS
        ),
        goals=[one.code for one in suggestions],
    )
    form.offer(templates, [one for one in _supervisors() if one.looks_after(candidate)])
    form.offer_goals(suggestions, known)
    return form


def _cohort_form(supervisors: Sequence[Supervisor]) -> forms.CohortForm:
    term = forms.usual_term(current_clock().today())
    people = ",".join(one for one in request.args.getlist("person") if read_id(one) is not None)
    return forms.CohortForm(
        people=people,
        template=request.args.get("template", ""),
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        next_review_on=forms.usual_review(term),
        supervisor=str(supervisors[0].id) if supervisors else "",
    )


def _dry_lines(
    form: forms.CohortForm,
    known: Subjects,
    templates: Sequence[TemplateCard],
    supervisors: Sequence[Supervisor],
) -> list[DryLine]:
    """List what would be made for whom; nobody's plan is made twice, and only by who may look after it."""
    session, actor, today = current_session(), current_actor(), current_clock().today()
    people = queries.list_candidates(session, actor, on=today, person_ids=form.person_ids)
    chosen = read_id(form.supervisor.data)
    keeper = next((one for one in supervisors if one.id == chosen), None)
    if not (form.starts_on.data and form.ends_on.data) or any(list_term_flaws(form.term)):
        return []
    template = form.chosen_template(templates)
    lines = []
    for one in people:
        has_plan = one.has_plan(form.term)
        fits = keeper is not None and keeper.looks_after(one) and not has_plan
        wording = forms.first_wording(one, template, form.term, (), known) if fits else None
        lines.append(DryLine(one, wording, has_plan))
    return lines


def _start_of(line: DryLine, form: forms.CohortForm, templates: Sequence[TemplateCard]) -> PlanStart:
    template = form.chosen_template(templates)
    return PlanStart(
        person_id=line.candidate.id,
        supervisor_id=read_id(form.supervisor.data) or line.candidate.id,
        template_version_id=template.version_id if template else None,
        term=form.term,
        next_review_on=form.next_review_on.data,
        wording=line.wording or Wording("", "", ()),
    )


def _candidate(person_id: UUID) -> Candidate:
    found = queries.list_candidates(
        current_session(), current_actor(), on=current_clock().today(), person_ids=[person_id]
    )
    if not found:
        raise NotFound("people.person_unknown")
    return found[0]


def _suggestions(candidate: Candidate, known: Subjects) -> Sequence[Suggestion]:
    today = current_clock().today()
    term = forms.usual_term(today)
    return queries.suggest_from_gaps(
        current_session(), current_actor(), candidate.id, known, term=term, on=today
    )


def _templates() -> Sequence[TemplateCard]:
    return queries.list_templates(current_session(), current_actor())


def _supervisors() -> Sequence[Supervisor]:
    return queries.list_supervisors(current_session(), current_actor(), on=current_clock().today())


def add_to(bp: Blueprint) -> None:
    """Put these pages at their addresses."""
    both = ["GET", "POST"]
    bp.add_url_rule("/plans/new", view_func=choose_people)
    bp.add_url_rule("/plans/new/<uuid:person_id>", view_func=start_plan, methods=both)
    bp.add_url_rule("/plans/cohort", view_func=start_cohort, methods=both)
