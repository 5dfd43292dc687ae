"""A course, its lessons and their figures."""

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.courses import commands, queries
from lms.courses.forms import StepForm
from lms.kernel.permission import Permission
from lms.rubric.queries import find_current_rubric
from lms.web.access import require
from lms.web.request import current_actor, current_clock, current_session

BOTH = ["GET", "POST"]


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    bp.route("/courses/<slug>", methods=BOTH)(show_course)
    bp.route("/courses/<slug>/<lesson_slug>", methods=BOTH)(show_lesson)
    bp.get("/courses/<slug>/figures/<name>")(show_figure)


@require(Permission.COURSE_READ)
def show_course(slug: str) -> ResponseReturnValue:
    form = StepForm()
    saved = form.save(lambda session: _begin(session, slug))
    if saved:
        return saved
    session, actor = current_session(), current_actor()
    page = queries.get_course(session, actor, slug)
    next_step = queries.find_next_step(session, actor) if page.progress.finished_at else None
    rubric = find_current_rubric(session, actor)
    facts = {"course": page, "next_step": next_step, "rubric": rubric}
    return render_template("courses/show_course.html", form=form, **facts), form.status


@require(Permission.COURSE_READ)
def show_lesson(slug: str, lesson_slug: str) -> ResponseReturnValue:
    form = StepForm()
    saved = form.save(lambda session: _read(session, slug, lesson_slug))
    if saved:
        return saved
    page = queries.get_lesson(current_session(), current_actor(), slug, lesson_slug)
    return render_template("courses/show_lesson.html", form=form, page=page), form.status


@require(Permission.COURSE_READ)
def show_figure(slug: str, name: str) -> ResponseReturnValue:
    figure = queries.get_figure(current_session(), current_actor(), slug, name)
    headers = {"Cache-Control": "private, max-age=3600"}
    return Response(figure.content, mimetype=figure.media_type, headers=headers)


def _begin(session: Session, slug: str) -> str:
    actor = current_actor()
    commands.enrol(session, actor=actor, slug=slug, clock=current_clock())
    lesson = queries.get_course(session, actor, slug).next_lesson
    if lesson is None:
        return url_for("courses.show_course", slug=slug)
    return url_for("courses.show_lesson", slug=slug, lesson_slug=lesson.slug)


def _read(session: Session, slug: str, lesson_slug: str) -> str:
    actor = current_actor()
    commands.complete_lesson(session, actor=actor, slug=slug, lesson_slug=lesson_slug, clock=current_clock())
    page = queries.get_lesson(session, actor, slug, lesson_slug)
    if page.following is not None:
        return url_for("courses.show_lesson", slug=slug, lesson_slug=page.following.slug)
    if not page.course.progress.is_passed:
        return url_for("courses.show_quiz", slug=slug)
    return url_for("courses.show_course", slug=slug)
