"""Looking at the differences: together, alone, on paper, and with names for a purpose."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.evidence.domain.agreement import FEWEST_PAIRS
from lms.kernel.errors import NotAllowed, NotFound
from lms.kernel.permission import Permission
from lms.moderation import commands, forms, queries
from lms.moderation.access import can_open_names, can_see_own_result, can_see_results, can_write_minutes
from lms.moderation.domain import Cell, Outcome, Round
from lms.moderation.views.room import Room, enter
from lms.rubric.domain import Criterion
from lms.web.access import require, signed_in
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session

if TYPE_CHECKING:
    from lms.moderation.queries import RatedCriterion  # a type only

Cells = Mapping[tuple[int, str], Cell]


@signed_in
def show_results(calibration_id: UUID) -> ResponseReturnValue:
    room = enter(calibration_id)
    if not can_see_results(current_actor(), room.part.facts):
        return redirect(room.url, 303)
    return render_template("moderation/show_results.html", **room.facts(), **_shown(room))


@signed_in
def show_cell(calibration_id: UUID, number: int, code: str) -> ResponseReturnValue:
    room = enter(calibration_id)
    if not can_see_results(current_actor(), room.part.facts):
        return redirect(room.url, 303)
    shown = _shown(room)
    rated = _rated_criterion(room, number, code)
    place = next(place for place in room.calibration.places if place.number == number)
    reasons = queries.list_reasons(
        current_session(), calibration_id, vignette_id=place.vignette_id, criterion_id=rated.criterion.id
    )
    page = {"rated": rated, "vignette": place.vignette, "number": number, "reasons": reasons}
    return render_template("moderation/show_cell.html", **page, **room.facts(), **shown)


@signed_in
def show_own_result(calibration_id: UUID) -> ResponseReturnValue:
    room = enter(calibration_id)
    if not can_see_own_result(room.part.facts):
        return redirect(room.url, 303)
    session, shown = current_session(), _shown(room)
    outcome: Outcome = shown["first"]  # type: ignore[assignment]  # put there by _shown
    own = queries.find_own_result(session, current_actor(), room.calibration, room.rubric, outcome)
    return render_template("moderation/show_own_result.html", own=own, **room.facts(), **shown)


@signed_in
def show_summary(calibration_id: UUID) -> ResponseReturnValue:
    room = enter(calibration_id)
    if not can_see_results(current_actor(), room.part.facts):
        return redirect(room.url, 303)
    minutes = queries.find_minutes(current_session(), calibration_id)
    page = {"minutes": minutes, "today": current_clock().today(), **room.facts(), **_shown(room)}
    return render_template("moderation/show_summary.html", **page)


@signed_in
def write_minutes(calibration_id: UUID) -> ResponseReturnValue:
    room = enter(calibration_id)
    if not can_write_minutes(current_actor(), room.part.facts):
        raise NotAllowed("moderation.not_the_scribe")
    shown = _shown(room)
    criteria: list[Criterion] = shown["criteria"]  # type: ignore[assignment]  # put there by _shown
    form = forms.MinutesForm.of(criteria, queries.find_minutes(current_session(), calibration_id))
    saved = form.save(lambda session: _save_minutes(session, form, room))
    if saved:
        flash(str(_l("Saved.")), "success")
        return saved
    return render_template("moderation/write_minutes.html", form=form, **room.facts(), **shown), form.status


@require(Permission.MODERATION_ORGANISE)
def show_names(calibration_id: UUID) -> ResponseReturnValue:
    room, actor = enter(calibration_id), current_actor()
    if not can_open_names(actor, room.part.facts):
        return redirect(room.url, 303)
    disclosures = queries.list_disclosures(current_session(), calibration_id)
    opening = queries.names_are_open(disclosures, actor, current_clock().now())
    if opening is not None:
        page = {"opening": opening, **_named(room), **room.facts()}
        return render_template("moderation/show_names.html", **page)
    form = forms.NamesForm()
    saved = form.save(lambda session: _open_names(session, form, room))
    return saved or (render_template("moderation/open_names.html", form=form, **room.facts()), form.status)


def _shown(room: Room) -> dict[str, object]:
    """Return the results fixed so far, ready for pages."""
    outcomes = queries.find_outcomes(current_session(), room.calibration.id)
    first, second = outcomes[Round.FIRST], outcomes.get(Round.SECOND)
    codes = {cell.code for cell in first.cells}
    return {
        "first": first,
        "second": second,
        "cells": _cells(first),
        "cells_after": _cells(second) if second else {},
        "lines_after": {line.code: line for line in second.agreement} if second else {},
        "criteria": [criterion for criterion in room.rubric.criteria if criterion.code in codes],
        "rated_criteria": queries.rated_criteria(room.calibration, room.rubric),
        "fewest_pairs": FEWEST_PAIRS,
    }


def _cells(outcome: Outcome) -> Cells:
    return {(cell.number, cell.code): cell for cell in outcome.cells}


def _rated_criterion(room: Room, number: int, code: str) -> "RatedCriterion":
    found = queries.rated_criteria(room.calibration, room.rubric).get(number, {}).get(code)
    if found is None:
        raise NotFound("moderation.vignette_unknown")
    return found


def _named(room: Room) -> dict[str, object]:
    number = request.args.get("vignette", 1, type=int)
    places = room.calibration.places
    place = next((one for one in places if one.number == number), places[0])
    answers = queries.list_named_answers(
        current_session(), room.calibration.id, place.vignette_id, room.rubric
    )
    criteria = queries.rated_criteria(room.calibration, room.rubric)[place.number]
    return {"place": place, "answers": answers, "rated": criteria}


def _save_minutes(session: Session, form: forms.MinutesForm, room: Room) -> str:
    commands.save_minutes(
        session,
        actor=current_actor(),
        calibration_id=room.calibration.id,
        texts=form.texts(),
        version=form.version.data or 0,
        clock=current_clock(),
    )
    return request.path


def _open_names(session: Session, form: forms.NamesForm, room: Room) -> str:
    commands.open_names(
        session,
        actor=current_actor(),
        calibration_id=room.calibration.id,
        purpose=form.purpose.data or "",
        clock=current_clock(),
    )
    return request.path


def add_to(bp: Blueprint) -> None:
    one = "/<uuid:calibration_id>"
    bp.add_url_rule(f"{one}/results", view_func=show_results)
    bp.add_url_rule(f"{one}/results/<int:number>/<code>", view_func=show_cell)
    bp.add_url_rule(f"{one}/mine", view_func=show_own_result)
    bp.add_url_rule(f"{one}/summary", view_func=show_summary)
    bp.add_url_rule(f"{one}/minutes", view_func=write_minutes, methods=["GET", "POST"])
    bp.add_url_rule(f"{one}/names", view_func=show_names, methods=["GET", "POST"])
