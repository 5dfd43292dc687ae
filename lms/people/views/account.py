"""One's own account: name, language, password, open sessions."""

from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.people import commands, queries
from lms.people.forms import ChangePasswordForm, ConfirmForm, ProfileForm
from lms.web.access import signed_in
from lms.web.i18n import force_locale, forget_choice
from lms.web.i18n import gettext as _
from lms.web.request import Account, current_account, current_actor, current_clock, current_session


def _own_account() -> Account:
    account = current_account()
    if account is None:
        message = "the gate lets only signed-in people in"
        raise RuntimeError(message)
    return account


@signed_in
def show_account() -> ResponseReturnValue:
    actor, clock = current_actor(), current_clock()
    person = queries.get_person(current_session(), actor, actor.person_id, on=clock.today())
    form = ProfileForm(obj=person)

    def work(session: Session) -> str:
        commands.edit_profile(session, actor=actor, person_id=actor.person_id, clock=clock, **form.edits())
        return url_for("people.show_account")

    saved = form.save(work)
    if saved:
        forget_choice()
        with force_locale(form.locale.data):  # the page that follows speaks it already
            flash(_("Your settings are saved."), "success")
        return saved
    sessions = queries.list_open_sessions(current_session(), actor, now=clock.now())
    facts = {"sessions": sessions, "own": _own_account().session_id, "today": clock.today()}
    return render_template("people/account.html", form=form, person=person, **facts), form.status


@signed_in
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()

    def work(session: Session) -> str:
        commands.change_password(
            session,
            actor=current_actor(),
            current_password=form.current_password.data,
            new_password=form.new_password.data,
            keep_session_id=_own_account().session_id,
            clock=current_clock(),
        )
        return url_for("people.show_account")

    saved = form.save(work)
    if saved:
        flash(_("Your new password is set. You have been signed out everywhere else."), "success")
        return saved
    return render_template("people/change_password.html", form=form), form.status


@signed_in
def end_session(session_id: UUID) -> ResponseReturnValue:
    form = ConfirmForm()

    def work(session: Session) -> str:
        commands.end_session(session, actor=current_actor(), session_id=session_id, clock=current_clock())
        return url_for("people.show_account")

    saved = form.save(work)
    if saved:
        flash(_("That browser is signed out."), "success")
        return saved
    return render_template("people/end_session.html", form=form), form.status


def add_to(bp: Blueprint) -> None:
    """Put the pages of this module on the blueprint."""
    both = ["GET", "POST"]
    bp.add_url_rule("/account", view_func=show_account, methods=both)
    bp.add_url_rule("/account/password", view_func=change_password, methods=both)
    bp.add_url_rule("/account/sessions/<uuid:session_id>/end", view_func=end_session, methods=both)
