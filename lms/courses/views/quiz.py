"""The quiz, answers that wait to be handed in, and one's attempts."""

from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.courses import commands, queries
from lms.courses.forms import QuizForm, quiz_form
from lms.kernel.permission import Permission
from lms.web.access import SAFE_METHODS, require
from lms.web.filters import date_short
from lms.web.i18n import current_timezone
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session

BOTH = ["GET", "POST"]


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    bp.route("/courses/<slug>/quiz", methods=BOTH)(show_quiz)
    bp.get("/courses/<slug>/attempts/<uuid:attempt_id>")(show_attempt)


@require(Permission.COURSE_READ)
def show_quiz(slug: str) -> ResponseReturnValue:
    page = _page(slug)
    form = quiz_form(page)
    part = request.args.get("part")
    if part == "saved":
        return render_template("courses/_quiz_saved.html", form=form, saved=_saved_words(page.draft))
    saved = form.save(lambda session: _keep(session, slug, form))
    if saved is not None:
        _tell(form)
        return saved
    template = "courses/discard_draft.html" if part == "discard" else "courses/show_quiz.html"
    facts = {"page": page, "saved": _saved_words(page.draft)}
    return render_template(template, form=form, **facts), form.status


@require(Permission.COURSE_READ)
def show_attempt(slug: str, attempt_id: UUID) -> ResponseReturnValue:
    page = queries.get_attempt(current_session(), current_actor(), slug, attempt_id)
    return render_template("courses/show_attempt.html", page=page, attempt_id=attempt_id)


def _page(slug: str) -> queries.QuizPage:
    asked_for = request.args if request.method in SAFE_METHODS else request.form
    return queries.get_quiz(
        current_session(),
        current_actor(),
        slug,
        edition=asked_for.get("edition") or None,
        draw=asked_for.get("draw", type=int),
    )


def _keep(session: Session, slug: str, form: QuizForm) -> str:
    """Do what the button says, and return where to go on."""
    actor, clock, edition = current_actor(), current_clock(), form.edition.data or None
    draw, version = form.draw.data, form.version.data or 0
    if form.is_discarded:
        commands.discard_attempt_draft(
            session, actor=actor, slug=slug, edition=edition, draw=draw or 0, clock=clock
        )
        return url_for("courses.show_quiz", slug=slug)
    if form.is_draft:
        commands.save_attempt_draft(
            session,
            actor=actor,
            slug=slug,
            fields=form.kept_fields(),
            edition=edition,
            draw=draw or 0,
            version=version,
            clock=clock,
        )
        part = "saved" if form.is_saved_by_script else None
        return url_for("courses.show_quiz", slug=slug, edition=edition, draw=draw, part=part)
    attempt_id = commands.submit_attempt(
        session,
        actor=actor,
        slug=slug,
        answers=form.answers(),
        clock=clock,
        edition=edition,
        draw=draw,
        draft_version=version,
    )
    return url_for("courses.show_attempt", slug=slug, attempt_id=attempt_id)


def _tell(form: QuizForm) -> None:
    if form.is_discarded:
        flash(str(_l("The saved answers are thrown away.")), "success")
    elif form.is_draft and not form.is_saved_by_script:
        flash(str(_l("Saved. You can go on whenever you like, on any device.")), "success")


def _saved_words(draft: queries.Draft | None) -> str:
    """Say when a draft was saved: today by the clock, before that by the day; empty when there is none."""
    if draft is None:
        return ""
    saved_at = draft.saved_at.astimezone(current_timezone())
    is_today = saved_at.date() == current_clock().now().astimezone(current_timezone()).date()
    return str(_l("Saved %(time)s", time=f"{saved_at:%H:%M}" if is_today else date_short(saved_at.date())))
