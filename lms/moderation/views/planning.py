"""The organiser's pages: making and changing a session, choosing raters, moving it on."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.kernel.errors import NotAllowed, NotFound
from lms.kernel.permission import Permission
from lms.moderation import commands, forms, queries
from lms.moderation.domain import OVER, Step, is_possible, list_obstacles
from lms.moderation.views.room import Room, enter
from lms.rubric.queries import find_current_rubric
from lms.web.access import SAFE_METHODS, require
from lms.web.errors import describe
from lms.web.forms import FormBase
from lms.web.i18n import lazy_gettext as _l
from lms.web.lists import page_number, page_urls
from lms.web.request import current_actor, current_clock, current_session

PAGE_SIZE = 50
SAID = {
    Step.SCHEDULE: _l("Scheduled. It opens by itself on its day, and raters are told then."),
    Step.TAKE_BACK: _l("Taken back. Nobody has been told."),
    Step.OPEN: _l("Open. All raters have been told by mail."),
    Step.DISCUSS: _l("The discussion is open. Who has answered can see the distribution now."),
    Step.RATE_AGAIN: _l("The second round is open. Raters have been told."),
    Step.CLOSE: _l("Finished. The results are fixed, and raters have been told."),
    Step.CANCEL: _l("Cancelled."),
}


@require(Permission.MODERATION_ORGANISE)
def new_calibration() -> ResponseReturnValue:
    rubric = find_current_rubric(current_session(), current_actor())
    if rubric is None:
        return render_template("moderation/no_rubric.html")
    form = forms.PlanForm.to_begin(current_clock().today())
    saved = form.save(lambda session: _create(session, form))
    offered = queries.list_vignettes(current_session(), current_actor(), rubric)
    choices = forms.vignette_choices(offered, form.vignettes.data or ())
    page = {"form": form, "choices": choices, "rubric": rubric, "calibration": None}
    return saved or (render_template("moderation/plan_calibration.html", **page), form.status)


@require(Permission.MODERATION_ORGANISE)
def show_vignette(vignette_id: UUID) -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    rubric = find_current_rubric(session, actor)
    vignette = queries.get_vignette(session, actor, vignette_id)
    criteria = queries.rated_by(vignette, rubric) if rubric else {}
    return render_template("moderation/show_vignette.html", vignette=vignette, criteria=criteria)


@require(Permission.MODERATION_ORGANISE)
def edit_calibration(calibration_id: UUID) -> ResponseReturnValue:
    room = _lead(calibration_id)
    form = forms.PlanForm.of(room.calibration, queries.list_raters(current_session(), calibration_id))
    if room.calibration.state in OVER and _is_only_looking(form):
        return redirect(room.url, 303)
    saved = form.save(lambda session: _revise(session, form, room))
    if saved:
        flash(str(_l("Saved.")), "success")
        return saved
    choices = _choices(form, room) if "vignettes" in form else ()
    page = {"form": form, "choices": choices, **room.facts()}
    return render_template("moderation/plan_calibration.html", **page), form.status


@require(Permission.MODERATION_ORGANISE)
def invite_raters(calibration_id: UUID) -> ResponseReturnValue:
    room, form = _lead(calibration_id), forms.RatersForm()
    if not room.facts()["changes_raters"] and _is_only_looking(form):
        return redirect(room.url, 303)
    saved = form.save(lambda session: _invite(session, form, calibration_id))
    if saved:
        flash(str(_l("The list of raters is updated.")), "success")
        return saved
    page = {"form": form, **room.facts(), **_candidates(room)}
    return render_template("moderation/invite_raters.html", **page), form.status


@require(Permission.MODERATION_ORGANISE)
def withdraw_rater(calibration_id: UUID, person_id: UUID) -> ResponseReturnValue:
    room, form = _lead(calibration_id), forms.StepForm()
    raters = queries.list_raters(current_session(), calibration_id)
    rater = next((one for one in raters if one.person_id == person_id), None)
    if rater is None:
        raise NotFound("moderation.rater_unknown")

    def work(session: Session) -> str:
        actor, clock, key = current_actor(), current_clock(), calibration_id
        commands.withdraw_rater(session, actor=actor, calibration_id=key, person_id=person_id, clock=clock)
        return room.url

    saved = form.save(work)
    page = {"form": form, "rater": rater, **room.facts()}
    return saved or (render_template("moderation/withdraw_rater.html", **page), form.status)


@require(Permission.MODERATION_ORGANISE)
def remind_raters(calibration_id: UUID) -> ResponseReturnValue:
    room, form = _lead(calibration_id), forms.StepForm()

    def work(session: Session) -> str:
        actor, clock = current_actor(), current_clock()
        commands.remind_raters(session, actor=actor, calibration_id=calibration_id, clock=clock)
        return room.url

    saved = form.save(work)
    if saved:
        flash(str(_l("Reminded by mail.")), "success")
        return saved
    return render_template("moderation/remind_raters.html", form=form, **room.facts()), form.status


@require(Permission.MODERATION_ORGANISE)
def take_step(calibration_id: UUID, step: str) -> ResponseReturnValue:
    room, wanted = _lead(calibration_id), Step(step)
    form_type = forms.CancelForm if wanted is Step.CANCEL else forms.StepForm
    form = form_type(version=room.calibration.version)
    if not is_possible(wanted, room.calibration.state) and _is_only_looking(form):
        return redirect(room.url, 303)
    saved = form.save(lambda session: _take(session, form, room, wanted))
    if saved:
        flash(str(SAID[wanted]), "success")
        return saved
    facts = {**room.facts(), "step": wanted, "obstacles": _obstacles(room, wanted)}
    return render_template("moderation/take_step.html", form=form, **facts), form.status


def _lead(calibration_id: UUID) -> Room:
    room = enter(calibration_id)
    if not room.part.is_manager:
        raise NotAllowed("moderation.not_yours")
    return room


def _is_only_looking(form: FormBase) -> bool:
    return request.method in SAFE_METHODS and not form.restored


def _create(session: Session, form: forms.PlanForm) -> str:
    actor, clock = current_actor(), current_clock()
    calibration_id = commands.create_calibration(session, actor=actor, plan=form.to_plan(), clock=clock)
    return url_for("moderation.invite_raters", calibration_id=calibration_id)


def _revise(session: Session, form: forms.PlanForm, room: Room) -> str:
    commands.revise_calibration(
        session,
        actor=current_actor(),
        calibration_id=room.calibration.id,
        version=form.version.data or 0,
        plan=form.to_plan(room.calibration),
        scribe_id=form.scribe_id(),
        clock=current_clock(),
    )
    return room.url


def _invite(session: Session, form: forms.RatersForm, calibration_id: UUID) -> str:
    actor, clock = current_actor(), current_clock()
    person_ids = form.person_ids()
    if form.is_everybody:
        wanted = forms.read_filter(request.args)
        found = queries.list_candidates(session, actor, calibration_id, wanted, on=clock.today())
        person_ids = [candidate.person_id for candidate in found]
    commands.invite_raters(
        session, actor=actor, calibration_id=calibration_id, person_ids=person_ids, clock=clock
    )
    return url_for("moderation.show_calibration", calibration_id=calibration_id)


def _take(session: Session, form: forms.StepForm, room: Room, step: Step) -> str:
    commands.take_step(
        session,
        actor=current_actor(),
        calibration_id=room.calibration.id,
        step=step,
        version=form.version.data or 0,
        reason=form.reason_given(),
        clock=current_clock(),
    )
    return room.url


def _choices(form: forms.PlanForm, room: Room) -> object:
    offered = {one.id: one for one in queries.list_vignettes(current_session(), current_actor(), room.rubric)}
    offered |= {place.vignette_id: place.vignette for place in room.calibration.places}
    return forms.vignette_choices(list(offered.values()), form.vignettes.data or ())


def _candidates(room: Room) -> dict[str, object]:
    session, actor, on = current_session(), current_actor(), current_clock().today()
    wanted, page, key = forms.read_filter(request.args), page_number(), room.calibration.id
    total, offset = queries.count_candidates(session, actor, key, wanted, on=on), (page - 1) * PAGE_SIZE
    return {
        "candidates": queries.list_candidates(
            session, actor, key, wanted, on=on, limit=PAGE_SIZE, offset=offset
        ),
        "total": total,
        "wanted": wanted,
        "places": queries.list_candidate_places(session, actor, key, on=on),
        "pages": page_urls(page, has_more=offset + PAGE_SIZE < total),
    }


def _obstacles(room: Room, step: Step) -> list[str]:
    dates, today = queries.dates_of(room.calibration), current_clock().today()
    return [describe(one) for one in list_obstacles(step, room.part.tally, dates, today=today)]


def add_to(bp: Blueprint) -> None:
    one = "/<uuid:calibration_id>"
    step = f"{one}/steps/<any({', '.join(Step)}):step>"
    bp.add_url_rule("/new", view_func=new_calibration, methods=["GET", "POST"])
    bp.add_url_rule("/vignettes/<uuid:vignette_id>", view_func=show_vignette)
    bp.add_url_rule(f"{one}/edit", view_func=edit_calibration, methods=["GET", "POST"])
    bp.add_url_rule(f"{one}/raters", view_func=invite_raters, methods=["GET", "POST"])
    bp.add_url_rule(
        f"{one}/raters/<uuid:person_id>/withdraw", view_func=withdraw_rater, methods=["GET", "POST"]
    )
    bp.add_url_rule(f"{one}/remind", view_func=remind_raters, methods=["GET", "POST"])
    bp.add_url_rule(step, view_func=take_step, methods=["GET", "POST"])
