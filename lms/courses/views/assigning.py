"""Assigning courses to people, changing an assignment, and withdrawing it."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.courses import commands, queries
from lms.courses.access import can_assign
from lms.courses.forms import AssignForm, ChangeForm, ConfirmForm
from lms.courses.queries import CourseCard, Employed, GivenAssignment, LearnerFilter
from lms.courses.views.overview import ROW
from lms.kernel.errors import NotAllowed
from lms.kernel.ids import read_id
from lms.kernel.permission import Permission
from lms.people.queries import OrganisationCard, list_organisations
from lms.web.access import require
from lms.web.i18n import gettext, ngettext
from lms.web.request import current_actor, current_clock, current_session

BOTH = ["GET", "POST"]
USUAL_DAYS = 28
SATURDAY = 5
SHOWN = 50


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    bp.route("/courses/people/assign", methods=BOTH)(assign_courses)
    bp.route("/courses/people/assignments/<uuid:given_id>", methods=BOTH)(change_assignment)
    bp.route("/courses/people/assignments/<uuid:given_id>/withdraw", methods=BOTH)(withdraw_assignment)


@require(Permission.ENROLMENT_ASSIGN)
def assign_courses() -> ResponseReturnValue:
    offered = _offered()
    form = _assign_form(offered)
    done: list[commands.Assigned] = []
    saved = form.save(lambda session: _assign(session, form, done))
    if saved:
        _say_assigned(done)
        return saved
    ticked, found, total = _candidates(form)
    status = 200 if form.is_finding else form.status
    page = {"form": form, "ticked": ticked, "found": found, "total": total, "shown": SHOWN}
    return render_template("courses/assign_courses.html", cards=offered, **page), status


@require(Permission.ENROLMENT_ASSIGN)
def change_assignment(given_id: UUID) -> ResponseReturnValue:
    given = _given(given_id)
    form = ChangeForm(version=given.version, due_on=given.due_on, note=given.note)
    saved = form.save(lambda session: _change(session, form, given))
    if saved:
        flash(gettext("Saved. They are told of a new day."), "success")
        return saved
    return render_template("courses/change_assignment.html", form=form, given=given), form.status


@require(Permission.ENROLMENT_ASSIGN)
def withdraw_assignment(given_id: UUID) -> ResponseReturnValue:
    given, form = _given(given_id), ConfirmForm()
    saved = form.save(lambda session: _withdraw(session, given))
    if saved:
        flash(gettext("Withdrawn. What they have done in the course stays."), "success")
        return saved
    return render_template("courses/withdraw_assignment.html", form=form, given=given), form.status


def _assign_form(offered: Sequence[CourseCard]) -> AssignForm:
    today = current_clock().today()
    only_one = [card.slug for card in offered] if len(offered) == 1 else []
    form = AssignForm(
        due_on=_usual_day(today),
        courses=request.args.getlist("course") or only_one,
        people=[str(one) for one in _people_asked_for(today)],
    )
    form.offer(offered, _places(today))
    return form


def _usual_day(today: date) -> date:
    """Return the day four weeks from today, the Monday after where that is a weekend."""
    day = today + timedelta(days=USUAL_DAYS)
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day


def _people_asked_for(today: date) -> list[UUID]:
    """Read whom the address names: people, or rows of the list of learners."""
    named = [found for text in request.args.getlist("person") if (found := read_id(text))]
    keys = [found for text in request.args.getlist(ROW) if (found := read_id(text))]
    if not keys:
        return named
    rows = queries.list_learners(current_session(), current_actor(), LearnerFilter(keys=keys), today=today)
    return [*named, *dict.fromkeys(row.person_id for row in rows)]


def _offered() -> list[CourseCard]:
    cards = queries.list_courses(current_session(), current_actor())
    return [card for card in cards if not card.is_withdrawn]


def _places(today: date) -> Sequence[OrganisationCard]:
    places = list_organisations(current_session(), current_actor(), on=today)
    return [place for place in places if place.n_people]


def _candidates(form: AssignForm) -> tuple[list[Employed], list[Employed], int]:
    """Return who is ticked already, then who else was found, and how many were found in all."""
    session, actor, today = current_session(), current_actor(), current_clock().today()
    ticked = queries.list_employed(session, actor, form.person_ids(), on=today)
    found, total = queries.list_candidates(session, actor, form.wanted(), on=today, limit=SHOWN)
    return ticked, [one for one in found if one not in ticked], total


def _assign(session: Session, form: AssignForm, done: list[commands.Assigned]) -> str:
    actor, clock = current_actor(), current_clock()
    found: list[Employed] = []
    if form.is_for_everybody:
        found, _total = queries.list_candidates(session, actor, form.wanted(), on=clock.today())
    draft = form.to_draft([one.id for one in found])
    done.append(commands.assign_courses(session, actor=actor, draft=draft, clock=clock))
    only_one = next(iter(draft.slugs)) if len(draft.slugs) == 1 else None
    return url_for("courses.list_learners", course=only_one)


def _say_assigned(done: Sequence[commands.Assigned]) -> None:
    for one in done[-1:]:
        made = ngettext("%(num)s assignment made.", "%(num)s assignments made.", one.n_made)
        skipped = one.n_given_already + one.n_finished_already
        left = ngettext(
            "%(num)s was left as it is: assigned already, or finished.",
            "%(num)s were left as they are: assigned already, or finished.",
            skipped,
        )
        flash(f"{made} {left}" if skipped else made, "success")


def _given(given_id: UUID) -> GivenAssignment:
    given = queries.get_assignment(current_session(), current_actor(), given_id)
    if not can_assign(current_actor(), employer_path=given.organisation_path):
        raise NotAllowed("courses.not_assigner")
    return given


def _change(session: Session, form: ChangeForm, given: GivenAssignment) -> str:
    commands.change_assignment(
        session,
        actor=current_actor(),
        assignment_id=given.id,
        due_on=form.due_on.data,
        note=form.note.data or "",
        version=form.version.data or 0,
        clock=current_clock(),
    )
    return url_for("courses.list_learners", course=given.slug)


def _withdraw(session: Session, given: GivenAssignment) -> str:
    commands.withdraw_assignment(
        session, actor=current_actor(), assignment_id=given.id, clock=current_clock()
    )
    return url_for("courses.list_learners", course=given.slug)
