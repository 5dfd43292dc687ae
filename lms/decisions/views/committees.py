"""Pages of committees.

GET       /committees             decisions.list_committees
GET POST  /committees/new         decisions.new_committee
GET       /committees/<id>        decisions.show_committee
GET POST  /committees/<id>/edit   decisions.edit_committee
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.decisions import commands, forms, queries
from lms.decisions.access import can_set_up
from lms.kernel.permission import Permission
from lms.web.access import SAFE_METHODS, require, signed_in
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session

if TYPE_CHECKING:
    from lms.decisions.models import Committee  # a type only: tables are not for the edge


@signed_in
def list_committees() -> ResponseReturnValue:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    return render_template(
        "decisions/list_committees.html",
        committees=queries.list_committees(session, actor, on=today),
        may_set_up=actor.may(Permission.LEVEL_DECIDE),
        today=today,
    )


@require(Permission.LEVEL_DECIDE)
def new_committee() -> ResponseReturnValue:
    form = _form()
    saved = form.save(lambda session: _set_up(session, form))
    if saved:
        flash(str(_l("The committee is set up.")), "success")
    page = None if saved else render_template("decisions/write_committee.html", form=form, committee=None)
    return saved or (page or "", form.status)


@signed_in
def show_committee(committee_id: UUID) -> ResponseReturnValue:
    committee = _committee(committee_id)
    return render_template(
        "decisions/show_committee.html",
        committee=committee,
        today=current_clock().today(),
        may_change=_may_change(committee),
    )


@require(Permission.LEVEL_DECIDE)
def edit_committee(committee_id: UUID) -> ResponseReturnValue:
    committee = _committee(committee_id)
    form = _form(committee)
    if request.method in SAFE_METHODS and not _may_change(committee) and not form.restored:
        return redirect(_address(committee_id), 303)
    saved = form.save(lambda session: _change(session, form, committee_id))
    if saved:
        flash(str(_l("Saved.")), "success")
        return saved
    return render_template("decisions/write_committee.html", form=form, committee=committee), form.status


def _form(committee: "Committee | None" = None) -> forms.CommitteeForm:
    session, actor, today = current_session(), current_actor(), current_clock().today()
    people = list(queries.list_eligible(session, actor, on=today))
    known = {person.id for person in people}
    seated = queries.list_seated(session, committee.id) if committee else ()
    values: dict[str, Any] = forms.values_of(committee) if committee else {}
    return forms.CommitteeForm.of(
        n_members=len(committee.members) if committee else 0,
        people=[*people, *(person for person in seated if person.id not in known)],
        organisations=() if committee else queries.list_set_up_organisations(session, actor),
        on=today,
        **values,
    )


def _set_up(session: Session, form: forms.CommitteeForm) -> str:
    return _address(
        commands.set_up_committee(
            session,
            actor=current_actor(),
            organisation_id=UUID(form.organisation.data),
            draft=form.to_draft(),
            clock=current_clock(),
        )
    )


def _change(session: Session, form: forms.CommitteeForm, committee_id: UUID) -> str:
    commands.change_committee(
        session,
        actor=current_actor(),
        committee_id=committee_id,
        version=form.version.data or 0,
        draft=form.to_draft(),
        clock=current_clock(),
    )
    return _address(committee_id)


def _committee(committee_id: UUID) -> "Committee":
    return queries.get_committee(current_session(), current_actor(), committee_id, on=current_clock().today())


def _may_change(committee: "Committee") -> bool:
    return can_set_up(current_actor(), organisation_path=committee.organisation.path)


def _address(committee_id: UUID) -> str:
    return url_for("decisions.show_committee", committee_id=committee_id)


def add_to(bp: Blueprint) -> None:
    both = ["GET", "POST"]
    bp.add_url_rule("/committees", view_func=list_committees)
    bp.add_url_rule("/committees/new", view_func=new_committee, methods=both)
    bp.add_url_rule("/committees/<uuid:committee_id>", view_func=show_committee)
    bp.add_url_rule("/committees/<uuid:committee_id>/edit", view_func=edit_committee, methods=both)
