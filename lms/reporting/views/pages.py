"""Home, one's own levels, and the page about a person."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.courses.access import can_assign
from lms.courses.queries import list_progress
from lms.decisions.access import can_decide
from lms.decisions.queries import count_waiting, list_shown
from lms.kernel.permission import Permission
from lms.moderation.queries import WaitingCalibration
from lms.moderation.queries import list_waiting as list_waiting_calibrations
from lms.ojt.forms import STATE_LABELS, STATE_TONES
from lms.ojt.queries import list_recent, list_visits_of
from lms.people.queries import get_person
from lms.reporting import home
from lms.reporting.decided import decided_by, with_decided
from lms.reporting.home import HomeView
from lms.reporting.levels import find_level_sheet
from lms.reporting.profile import find_own_levels, profile_of
from lms.web.access import signed_in
from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l
from lms.web.lists import Chip
from lms.web.request import current_account, current_actor, current_clock, current_session


def entry_words() -> dict[str, object]:
    return {"state_labels": STATE_LABELS, "state_tones": STATE_TONES}


VIEW_LABELS = {
    HomeView.HR: _l("Planning"),
    HomeView.SUPERVISOR: _l("Supervising"),
    HomeView.ADVISOR: _l("My own work"),
    HomeView.OTHER: _l("Home"),
}
GROWING: tuple[tuple[Permission, str, LazyString, LazyString], ...] = (
    (
        Permission.ENROLMENT_READ,
        "courses.list_learners",
        _l("Who is where in courses"),
        _l("Assign courses by a day; see who is late or stuck."),
    ),
    (
        Permission.PLAN_READ,
        "plans.list_plans",
        _l("Learning plans"),
        _l("From a template or the gaps, agreed by both sides."),
    ),
    (
        Permission.COURSE_EDIT,
        "authoring.list_drafts",
        _l("Drafts of courses"),
        _l("Write a course, or read and publish what somebody else wrote."),
    ),
)
_NO_LEVELS: dict[str, object] = {"sheet": None, "decided": (), "person_id": None}
_HOMES = {
    HomeView.HR: home.get_hr_home,
    HomeView.SUPERVISOR: home.get_supervisor_home,
    HomeView.ADVISOR: home.get_advisor_home,
}


@signed_in
def show_home() -> ResponseReturnValue:
    account = current_account()
    views = home.views_for(account.role_codes if account else ())
    view = next((view for view in views if view.value == request.args.get("view")), views[0])
    today = current_clock().today()
    content = _HOMES[view](current_session(), current_actor(), on=today) if view in _HOMES else None
    return render_template(
        f"reporting/home_{view.value}.html",
        home=content,
        tabs=_tabs(views, view),
        n_votes=count_waiting(current_session(), current_actor(), on=today),
        calibrations=_calibrations(),
        growing=[row[1:] for row in GROWING if current_actor().may(row[0])],
        today=today,
    )


def _calibrations() -> Sequence[WaitingCalibration]:
    """List the sessions that wait for the reader's answers; only who may lead one is ever invited."""
    actor = current_actor()
    if not actor.may(Permission.MODERATION_ORGANISE):
        return ()
    return list_waiting_calibrations(current_session(), actor)


def _tabs(views: list[HomeView], shown: HomeView) -> list[Chip]:
    if len(views) == 1:
        return []
    return [
        Chip(str(VIEW_LABELS[view]), url_for("reporting.show_home", view=view.value), view is shown)
        for view in views
    ]


@signed_in
def show_me() -> ResponseReturnValue:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    return render_template(
        "reporting/me.html",
        **_levels_of(actor.person_id),
        can_decide=False,
        courses=list_progress(session, actor, [actor.person_id])[actor.person_id],
        entries=list_recent(session, actor, home.RECENT),
        today=today,
    )


@signed_in
def show_person(person_id: UUID) -> ResponseReturnValue:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    if person_id == actor.person_id:
        return redirect(url_for("reporting.show_me"))
    person = get_person(session, actor, person_id, on=today)
    sees_levels, employer = actor.may(Permission.OBSERVATION_READ), person.employer_on(today)
    return render_template(
        "reporting/person.html",
        person=person,
        **(_levels_of(person_id) if sees_levels else _NO_LEVELS),
        courses=list_progress(session, actor, [person_id])[person_id],
        entries=list_visits_of(session, actor, person_id, home.RECENT),
        can_record=home.may_record(actor, person, on=today),
        can_decide=employer is not None
        and can_decide(actor, person_id=person_id, organisation_path=employer.path),
        can_assign=employer is not None and can_assign(actor, employer_path=employer.path),
        can_plan=actor.may(Permission.PLAN_READ),
        today=today,
    )


def _levels_of(person_id: UUID) -> dict[str, object]:
    session, actor = current_session(), current_actor()
    sheet = find_level_sheet(session, actor, person_id, on=current_clock().today())
    if sheet is None:
        return _NO_LEVELS
    own = find_own_levels(session, actor, person_id, rubric=sheet.rubric)
    today, findings = current_clock().today(), sheet.findings
    decided = list_shown(session, actor, person_id, on=today, rubric=sheet.rubric, findings=findings)
    sheet = with_decided(sheet, decided_by(decided))
    return {"sheet": sheet, "profile": profile_of(sheet, own), "decided": decided, "person_id": person_id}


def add_to(bp: Blueprint) -> None:
    bp.context_processor(entry_words)
    bp.add_url_rule("/", view_func=show_home)
    bp.add_url_rule("/me", view_func=show_me)
    bp.add_url_rule("/people/<uuid:person_id>", view_func=show_person)
