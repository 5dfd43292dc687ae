"""The quiz and one's attempts at it."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.courses import commands, queries
from lms.courses.forms import quiz_form
from lms.kernel.permission import Permission
from lms.web.access import require
from lms.web.request import current_actor, current_clock, current_session

BOTH = ["GET", "POST"]


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    bp.route("/courses/<slug>/quiz", methods=BOTH)(show_quiz)
    bp.get("/courses/<slug>/attempts/<uuid:attempt_id>")(show_attempt)


@require(Permission.COURSE_READ)
def show_quiz(slug: str) -> ResponseReturnValue:
    page = queries.get_quiz(current_session(), current_actor(), slug)
    form = quiz_form(page.quiz)()
    saved = form.save(
        lambda session: url_for(
            "courses.show_attempt",
            slug=slug,
            attempt_id=commands.submit_attempt(
                session, actor=current_actor(), slug=slug, answers=form.answers(), clock=current_clock()
            ),
        )
    )
    return saved or (render_template("courses/show_quiz.html", form=form, page=page), form.status)


@require(Permission.COURSE_READ)
def show_attempt(slug: str, attempt_id: UUID) -> ResponseReturnValue:
    page = queries.get_attempt(current_session(), current_actor(), slug, attempt_id)
    return render_template("courses/show_attempt.html", page=page, attempt_id=attempt_id)
