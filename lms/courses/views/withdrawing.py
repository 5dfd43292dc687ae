"""Withdrawing a course, and offering it again."""

from collections.abc import Callable
from functools import wraps

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.courses import commands, queries
from lms.courses.forms import StepForm, WithdrawalForm
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.web.access import require
from lms.web.i18n import gettext
from lms.web.request import current_actor, current_clock, current_session

BOTH = ["GET", "POST"]


def says_withdrawn(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Let a page of a course say that it was withdrawn, rather than that there is no such page."""

    @wraps(view)
    def viewed(slug: str, **parts: str) -> ResponseReturnValue:
        try:
            return view(slug, **parts)
        except NotFound as refusal:
            if refusal.code != "courses.withdrawn":
                raise
        course = queries.get_withdrawn(current_session(), current_actor(), slug)
        may_publish = queries.may_publish(current_session(), current_actor(), slug)
        return render_template("courses/withdrawn.html", course=course, may_publish=may_publish), 410

    return viewed


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    bp.route("/courses/<slug>/withdraw", methods=BOTH)(withdraw_course)
    bp.route("/courses/<slug>/withdraw/offer", methods=BOTH)(offer_course)


@require(Permission.COURSE_PUBLISH)
def withdraw_course(slug: str) -> ResponseReturnValue:
    page = queries.get_withdrawal(current_session(), current_actor(), slug)
    form = WithdrawalForm()
    saved = form.save(lambda session: _withdraw(session, form, slug))
    if saved:
        flash(
            gettext("Withdrawn. Nobody begins the course any more; whoever is in it can finish."), "success"
        )
        return saved
    return render_template("courses/withdraw_course.html", form=form, page=page), form.status


@require(Permission.COURSE_PUBLISH)
def offer_course(slug: str) -> ResponseReturnValue:
    page = queries.get_withdrawal(current_session(), current_actor(), slug)
    form = StepForm()
    saved = form.save(lambda session: _offer(session, slug))
    if saved:
        flash(gettext("Offered again. The course is back in the list."), "success")
        return saved
    return render_template("courses/offer_course.html", form=form, page=page), form.status


def _withdraw(session: Session, form: WithdrawalForm, slug: str) -> str:
    reason = form.reason.data or ""
    commands.withdraw_course(session, actor=current_actor(), slug=slug, reason=reason, clock=current_clock())
    return url_for("courses.withdraw_course", slug=slug)


def _offer(session: Session, slug: str) -> str:
    commands.offer_course_again(session, actor=current_actor(), slug=slug, clock=current_clock())
    return url_for("courses.show_course", slug=slug)
