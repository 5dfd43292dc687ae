"""A person's way over time, and how many people stand at which level."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.kernel.permission import Permission
from lms.people.queries import get_person
from lms.reporting.distribution import OVERALL, SMALLEST_GROUP, find_distribution
from lms.reporting.history import find_history
from lms.reporting.views.narrowing import (
    ChipRow,
    organisation_row,
    organisation_url,
    read_organisation,
    stands_open,
)
from lms.rubric.domain import Rubric
from lms.web.access import require, signed_in
from lms.web.i18n import gettext, localised
from lms.web.i18n import lazy_gettext as _l
from lms.web.lists import chips
from lms.web.request import current_actor, current_clock, current_session


@signed_in
def show_own_history() -> ResponseReturnValue:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    history = find_history(session, actor, actor.person_id, on=today)
    return render_template("reporting/history.html", history=history, person=None, today=today)


@require(Permission.OBSERVATION_READ)
def show_history(person_id: UUID) -> ResponseReturnValue:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    if person_id == actor.person_id:
        return redirect(url_for("reporting.show_own_history"))
    person = get_person(session, actor, person_id, on=today)
    history = find_history(session, actor, person_id, on=today)
    return render_template("reporting/history.html", history=history, person=person, today=today)


@require(Permission.OBSERVATION_READ)
def list_reports() -> ResponseReturnValue:
    return render_template("reporting/reports.html")


@require(Permission.OBSERVATION_READ)
def show_distribution() -> ResponseReturnValue:
    today, of = current_clock().today(), request.args.get("of", OVERALL)
    found = find_distribution(
        current_session(), current_actor(), of=of, organisation_id=read_organisation(), on=today
    )
    if found is None:
        return render_template("reporting/no_rubric.html")
    return render_template(
        "reporting/distribution.html",
        found=found,
        filters=[organisation_row(found.tree, found.place, counted=False), _abilities(found.rubric)],
        is_open=stands_open(["of"]),
        of_name=_name_of(found.rubric, found.of),
        smallest=SMALLEST_GROUP,
        organisation_url=organisation_url,
        today=today,
    )


def _names(rubric: Rubric) -> dict[str, str]:
    names = {}
    for domain in rubric.domains:
        names[domain.code] = f"{domain.code} {localised(domain.name)}"
        names |= {one.code: f"{one.code} {localised(one.name)}" for one in domain.criteria}
    return names


def _name_of(rubric: Rubric, of: str) -> str:
    return _names(rubric).get(of) or gettext("Overall")


def _abilities(rubric: Rubric) -> ChipRow:
    return ChipRow("of", gettext("Ability"), chips("of", _names(rubric).items(), everything=_l("Overall")))


def add_to(bp: Blueprint) -> None:
    bp.add_url_rule("/me/history", view_func=show_own_history)
    bp.add_url_rule("/people/<uuid:person_id>/history", view_func=show_history)
    bp.add_url_rule("/reports", view_func=list_reports)
    bp.add_url_rule("/reports/distribution", view_func=show_distribution)
