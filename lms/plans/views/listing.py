"""Lists of plans, one's own plan, the page of a plan and its print."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from lms.kernel.calendar import fiscal_year
from lms.kernel.errors import NotFound
from lms.kernel.ids import read_id
from lms.kernel.permission import Permission
from lms.plans import forms, queries
from lms.plans.domain import PlanState
from lms.plans.queries import PlanFilter, PlanLine
from lms.plans.views.shared import address, subjects, view_of
from lms.web.access import require, signed_in
from lms.web.i18n import gettext, localised
from lms.web.i18n import lazy_gettext as _l
from lms.web.lists import Chip, chips, page_number, page_urls
from lms.web.request import current_actor, current_clock, current_session
from lms.web.tables import Cell, Table, TableFormat, table_response

PAGE_SIZE = 30
LATE = "late"
MOST_CHIPS = 12


@require(Permission.PLAN_READ)
def list_plans() -> ResponseReturnValue:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    wanted, page = _wanted(), page_number()
    offset = (page - 1) * PAGE_SIZE
    ids = queries.list_plan_ids(session, actor, wanted, on=today, limit=PAGE_SIZE, offset=offset)
    total = queries.count_plans(session, actor, wanted, on=today)
    return render_template(
        "plans/list_plans.html",
        lines=queries.list_lines(session, actor, ids, on=today),
        total=total,
        chip_rows=_chip_rows(),
        wanted=wanted,
        is_narrowed=wanted != PlanFilter(),
        kept=[(name, request.args.get(name, "")) for name in FILTERS],
        may_start=actor.may(Permission.PLAN_EDIT),
        pages=page_urls(page, has_more=offset + PAGE_SIZE < total),
        filters={name: request.args[name] for name in (*FILTERS, "q") if request.args.get(name)},
    )


@require(Permission.PLAN_READ)
def export_plans(suffix: str) -> ResponseReturnValue:
    if suffix not in set(TableFormat):
        raise NotFound("plans.plan_unknown")
    session, actor, clock = current_session(), current_actor(), current_clock()
    ids = queries.list_plan_ids(session, actor, _wanted(), on=clock.today())
    lines = queries.list_lines(session, actor, ids, on=clock.today())
    table = Table(
        stem="plans",
        name=gettext("Learning plans"),
        heading=_HEADING,
        rows=[_row(line) for line in lines],
        made_at=clock.now(),
    )
    return table_response(table, TableFormat(suffix))


@signed_in
def show_own_plan() -> ResponseReturnValue:
    line = queries.find_own_plan(current_session(), current_actor(), current_clock().today())
    if line is not None:
        return redirect(address(line.id), 303)
    return render_template("plans/no_plan.html")


@signed_in
def show_plan(plan_id: UUID) -> ResponseReturnValue:
    view = view_of(plan_id)
    around = queries.find_surroundings(current_session(), current_actor(), view)
    return render_template("plans/show_plan.html", view=view, around=around, **_words())


@signed_in
def print_plan(plan_id: UUID) -> ResponseReturnValue:
    view = view_of(plan_id)
    around = queries.find_surroundings(current_session(), current_actor(), view)
    return render_template("plans/print_plan.html", view=view, around=around, **_words())


FILTERS = ("state", "organisation", "year")
_HEADING = (
    _l("Name"),
    _l("Organisation"),
    _l("Plan"),
    _l("Fiscal year"),
    _l("State"),
    _l("Milestones done"),
    _l("Milestones"),
    _l("Overdue"),
    _l("Next milestone"),
    _l("Due on"),
    _l("Next meeting"),
    _l("Who looks after it"),
)


def _row(line: PlanLine) -> list[Cell]:
    following = line.open_milestones[0] if line.open_milestones else None
    return [
        line.person_name,
        localised(line.organisation_name),
        line.title,
        fiscal_year(line.starts_on),
        forms.STATE_LABELS[line.state],
        line.n_done,
        len(line.milestones),
        line.n_overdue,
        following.title if following else None,
        following.due_on if following else None,
        line.next_review_on,
        line.supervisor_name,
    ]


def _wanted() -> PlanFilter:
    state, year = request.args.get("state", ""), request.args.get("year", "")
    return PlanFilter(
        state=PlanState(state) if state in set(PlanState) else None,
        is_late=state == LATE,
        organisation_id=read_id(request.args.get("organisation")),
        year=int(year) if year.isdigit() and len(year) == len("2026") else None,
        text=request.args.get("q", "").strip()[:100],
    )


def _chip_rows() -> list[tuple[str, list[Chip]]]:
    organisations, years = queries.list_choices(current_session(), current_actor())
    states = [(LATE, _l("Overdue")), *((state.value, word) for state, word in forms.STATE_LABELS.items())]
    rows = [(gettext("State"), chips("state", states, everything=_l("Any state")))]
    if len(organisations) > 1:
        places = [(str(key), localised(name)) for key, name in organisations[:MOST_CHIPS]]
        rows.append(
            (gettext("Organisation"), chips("organisation", places, everything=_l("Any organisation")))
        )
    if len(years) > 1:
        choices = [(str(year), gettext("FY%(year)s", year=year)) for year in years]
        rows.append((gettext("Fiscal year"), chips("year", choices, everything=_l("Any year"))))
    return rows


def _words() -> dict[str, object]:
    return {"subjects": subjects(), "subject_words": forms.subject_words}


def add_to(bp: Blueprint) -> None:
    """Put these pages at their addresses."""
    bp.add_url_rule("/plans", view_func=list_plans)
    bp.add_url_rule("/plans/export.<suffix>", view_func=export_plans)
    bp.add_url_rule("/me/plan", view_func=show_own_plan)
    bp.add_url_rule("/plans/<uuid:plan_id>", view_func=show_plan)
    bp.add_url_rule("/plans/<uuid:plan_id>/print", view_func=print_plan)
