"""Signing in and out, and a new password by mail."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from lms.kernel.errors import RuleViolation
from lms.people import commands, queries
from lms.people.forms import NewPasswordForm, ResetRequestForm, SignInForm
from lms.storage.session import transaction
from lms.web.access import local_address, public, signed_in
from lms.web.errors import describe
from lms.web.i18n import gettext as _
from lms.web.request import TOKEN, current_account, current_actor, current_clock, current_session


@public
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    target = local_address(request.args.get("next")) or url_for("reporting.show_home")
    account = current_account()
    if request.method == "GET" and account is not None and account.actor is not None:
        return redirect(target, 303)
    if form.validate_on_submit():
        try:
            _sign_in(form.email.data, form.password.data)
        except RuleViolation as refusal:
            form.form_errors.append(describe(refusal))
        else:
            return redirect(target, 303)
    status = 422 if form.errors else 200
    return render_template("people/sign_in.html", form=form, reason=session.get("sign_in_reason")), status


def _sign_in(email: str, password: str) -> None:
    clock, address = current_clock(), request.remote_addr or ""
    reader = current_session()
    if queries.sign_in_is_throttled(reader, email=email, address=address, now=clock.now()):
        raise RuleViolation("people.throttled")
    credentials = queries.find_credentials(reader, email)
    matches = commands.password_matches(credentials.password_digest if credentials else None, password)
    with transaction() as writing:
        if credentials is None or not matches:
            commands.record_failure(writing, email=email, address=address, clock=clock)
            token = None
        else:
            agent = request.headers.get("User-Agent", "")
            token = commands.open_session(
                writing, person_id=credentials.person_id, user_agent=agent, clock=clock
            )
    if token is None:
        raise RuleViolation("people.wrong_credentials")
    language = session.get("lang")
    session.clear()  # a new sign-in shares nothing with what was there before, the CSRF token included
    session.permanent = True
    session[TOKEN] = token
    if language:
        session["lang"] = language


@signed_in
def sign_out() -> ResponseReturnValue:
    account = current_account()
    if account is not None:
        with transaction() as writing:
            commands.end_session(
                writing, actor=current_actor(), session_id=account.session_id, clock=current_clock()
            )
    session.clear()
    flash(_("You have signed out."), "success")
    response = redirect(url_for("people.sign_in"), 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@public
def request_reset() -> ResponseReturnValue:
    form = ResetRequestForm()
    if not form.validate_on_submit():
        return render_template("people/request_reset.html", form=form), 422 if form.errors else 200
    with transaction() as writing:
        commands.request_password_reset(writing, email=form.email.data, clock=current_clock())
    flash(
        _("If the address is registered, a message with a link is on its way. It is valid for one hour."),
        "success",
    )
    return redirect(url_for("people.sign_in"), 303)


@public
def reset_password(token: str) -> ResponseReturnValue:
    form = NewPasswordForm()
    reset_id = commands.read_reset_link(token, secret_key=current_app.config["SECRET_KEY"])
    if form.validate_on_submit():
        try:
            with transaction() as writing:
                commands.reset_password(
                    writing, reset_id=reset_id, new_password=form.new_password.data, clock=current_clock()
                )
        except RuleViolation as refusal:
            form.refuse(refusal)
        else:
            flash(_("Your new password is set. Please sign in with it."), "success")
            return redirect(url_for("people.sign_in"), 303)
    return render_template("people/reset_password.html", form=form), 422 if form.errors else 200


def add_to(bp: Blueprint) -> None:
    """Put the pages of this module on the blueprint."""
    both = ["GET", "POST"]
    bp.add_url_rule("/sign-in", view_func=sign_in, methods=both)
    bp.add_url_rule("/sign-out", view_func=sign_out, methods=["POST"])
    bp.add_url_rule("/password-reset", view_func=request_reset, methods=both)
    bp.add_url_rule("/password-reset/<token>", view_func=reset_password, methods=both)
