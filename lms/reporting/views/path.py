"""The path to the targets: one's own, and that of somebody one looks after."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.courses.queries import list_chosen
from lms.kernel.permission import Permission
from lms.people.queries import get_person
from lms.reporting.decided import find_decided, with_decided
from lms.reporting.levels import find_level_sheet
from lms.reporting.path import find_path_sheet
from lms.web.access import require, signed_in
from lms.web.request import current_actor, current_clock, current_session


@signed_in
def show_path() -> ResponseReturnValue:
    return render_template("reporting/path.html", person=None, **_facts(current_actor().person_id))


@require(Permission.OBSERVATION_READ)
def show_person_path(person_id: UUID) -> ResponseReturnValue:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    if person_id == actor.person_id:
        return redirect(url_for("reporting.show_path"))
    person = get_person(session, actor, person_id, on=today)
    return render_template("reporting/path.html", person=person, **_facts(person_id))


def _facts(person_id: UUID) -> dict[str, object]:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    chosen = list_chosen(session, actor, person_id=person_id)
    sheet = find_level_sheet(session, actor, person_id, on=today, courses=chosen)
    if sheet is None:
        return {"sheet": None, "path": None}
    decided = find_decided(session, actor, [person_id], on=today, rubric=sheet.rubric)
    sheet = with_decided(sheet, decided.get(person_id, {}))
    return {"sheet": sheet, "path": find_path_sheet(session, sheet, chosen, on=today)}


def add_to(bp: Blueprint) -> None:
    bp.add_url_rule("/me/path", view_func=show_path)
    bp.add_url_rule("/people/<uuid:person_id>/path", view_func=show_person_path)
