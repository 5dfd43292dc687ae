"""A rater's pages: one vignette at a time, then all of them handed in."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.moderation import commands, forms, queries
from lms.moderation.access import open_round
from lms.moderation.domain import Round
from lms.moderation.queries import Task
from lms.moderation.views.room import Room, enter
from lms.web.access import SAFE_METHODS, signed_in
from lms.web.filters import date_short
from lms.web.i18n import current_timezone
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session

if TYPE_CHECKING:
    from lms.web.forms import FormBase  # a type only


@signed_in
def rate(calibration_id: UUID, number: int) -> ResponseReturnValue:
    room, round_ = _rated(calibration_id)
    task = queries.task_of(_tasks(room, round_ or Round.FIRST), number)
    form = forms.RatingForm.of(task, room.rubric)
    if request.args.get("part") == "saved":
        return render_template("moderation/_saved.html", form=form, saved=_saved_words(task))
    if round_ is None and _is_only_looking(form):
        return redirect(room.url, 303)
    saved = form.save(lambda session: _keep(session, form, room, task))
    if saved:
        return saved
    page = {"form": form, "task": task, "round": round_, "saved": _saved_words(task), **room.facts()}
    return render_template("moderation/rate.html", **page), form.status


@signed_in
def hand_in(calibration_id: UUID) -> ResponseReturnValue:
    room, round_ = _rated(calibration_id)
    form = forms.StepForm()
    if round_ is None and _is_only_looking(form):
        return redirect(room.url, 303)
    saved = form.save(lambda session: _hand_in(session, room))
    if saved:
        flash(str(_l("Handed in. Thank you.")), "success")
        return saved
    page = {"form": form, "tasks": _tasks(room, round_ or Round.FIRST), "round": round_, **room.facts()}
    return render_template("moderation/hand_in.html", **page), form.status


def _rated(calibration_id: UUID) -> tuple[Room, Round | None]:
    """Return the session and the round the reader may answer in, None when there is none any more."""
    room = enter(calibration_id)
    return room, open_round(room.part.facts)


def _tasks(room: Room, round_: Round) -> list[Task]:
    return queries.list_tasks(current_session(), current_actor(), room.calibration, room.rubric, round_)


def _is_only_looking(form: "FormBase") -> bool:
    return request.method in SAFE_METHODS and not form.restored


def _keep(session: Session, form: forms.RatingForm, room: Room, task: Task) -> str:
    commands.save_answers(
        session,
        actor=current_actor(),
        calibration_id=room.calibration.id,
        number=task.number,
        answers=form.to_answers(),
        version=form.version.data or 0,
        clock=current_clock(),
    )
    key, number = room.calibration.id, task.number
    if form.is_saved_by_script:
        return url_for("moderation.rate", calibration_id=key, number=number, part="saved")
    if not form.leads_on:
        return room.url
    if number < task.total:
        return url_for("moderation.rate", calibration_id=key, number=number + 1)
    return url_for("moderation.hand_in", calibration_id=key)


def _hand_in(session: Session, room: Room) -> str:
    commands.hand_in(
        session, actor=current_actor(), calibration_id=room.calibration.id, clock=current_clock()
    )
    return room.url


def _saved_words(task: Task) -> str:
    """Say when a draft was saved: today by the clock, before that by the day; empty when there is none."""
    if task.saved_at is None:
        return ""
    saved_at = task.saved_at.astimezone(current_timezone())
    is_today = saved_at.date() == current_clock().now().astimezone(current_timezone()).date()
    return str(_l("Saved %(time)s", time=f"{saved_at:%H:%M}" if is_today else date_short(saved_at.date())))


def add_to(bp: Blueprint) -> None:
    one = "/<uuid:calibration_id>"
    bp.add_url_rule(f"{one}/rate/<int:number>", view_func=rate, methods=["GET", "POST"])
    bp.add_url_rule(f"{one}/hand-in", view_func=hand_in, methods=["GET", "POST"])
