"""A course, its lessons and their figures, and what one writes beside them."""

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.courses import commands, queries
from lms.courses.forms import ReflectionForm, StepForm
from lms.courses.queries import CoursePage, OwnPrompt
from lms.courses.views.withdrawing import says_withdrawn
from lms.kernel.ids import new_id
from lms.kernel.permission import Permission
from lms.rubric.queries import find_current_rubric
from lms.web.access import require
from lms.web.filters import date_short
from lms.web.i18n import current_timezone, gettext, ngettext
from lms.web.request import current_actor, current_clock, current_session

BOTH = ["GET", "POST"]


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    bp.route("/courses/<slug>", methods=BOTH)(show_course)
    bp.route("/courses/<slug>/moving", methods=BOTH)(move_on)
    bp.get("/courses/<slug>/print")(print_course)
    bp.route("/courses/<slug>/<lesson_slug>", methods=BOTH)(show_lesson)
    bp.route("/courses/<slug>/<lesson_slug>/reflections/<prompt_code>", methods=BOTH)(write_reflection)
    bp.get("/courses/<slug>/figures/<name>")(show_figure)


@require(Permission.COURSE_READ)
@says_withdrawn
def show_course(slug: str) -> ResponseReturnValue:
    form = StepForm()
    saved = form.save(lambda session: _begin(session, slug))
    if saved:
        return saved
    page = queries.get_course(current_session(), current_actor(), slug)
    return render_template("courses/show_course.html", form=form, course=page, **_beside(page)), form.status


@require(Permission.COURSE_READ)
@says_withdrawn
def show_lesson(slug: str, lesson_slug: str) -> ResponseReturnValue:
    form = StepForm()
    saved = form.save(lambda session: _read(session, slug, lesson_slug))
    if saved:
        return saved
    session, actor = current_session(), current_actor()
    page = queries.get_lesson(session, actor, slug, lesson_slug)
    rubric = find_current_rubric(session, actor) if page.practices else None
    prompts = _with_operations(page.prompts)
    return render_template(
        "courses/show_lesson.html", form=form, page=page, rubric=rubric, prompts=prompts
    ), form.status


@require(Permission.COURSE_READ)
def write_reflection(slug: str, lesson_slug: str, prompt_code: str) -> ResponseReturnValue:
    page = queries.get_lesson(current_session(), current_actor(), slug, lesson_slug)
    prompt = page.prompt(prompt_code)
    form = ReflectionForm(text=prompt.text, version=prompt.version)
    if request.args.get("part") == "saved":
        return render_template("courses/_reflection_saved.html", form=form, saved=_saved_words(prompt))
    saved = form.save(lambda session: _keep(session, form, slug, lesson_slug, prompt_code))
    if saved:
        if not form.is_saved_by_script:
            flash(gettext("Kept. Only you can read this."), "success")
        return saved
    return render_template("courses/write_reflection.html", form=form, page=page, prompt=prompt), form.status


@require(Permission.COURSE_READ)
def move_on(slug: str) -> ResponseReturnValue:
    form = StepForm()
    saved = form.save(lambda session: _move_on(session, slug))
    if saved:
        return saved
    page = queries.get_moving(current_session(), current_actor(), slug)
    return render_template("courses/move_on.html", form=form, page=page), form.status


@require(Permission.COURSE_READ)
def print_course(slug: str) -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    course, lessons = queries.get_course_to_print(session, actor, slug)
    rubric = find_current_rubric(session, actor)
    return render_template("courses/print_course.html", course=course, lessons=lessons, rubric=rubric)


@require(Permission.COURSE_READ)
def show_figure(slug: str, name: str) -> ResponseReturnValue:
    figure = queries.get_figure(current_session(), current_actor(), slug, name)
    headers = {"Cache-Control": "private, max-age=3600"}
    return Response(figure.content, mimetype=figure.media_type, headers=headers)


def _beside(page: CoursePage) -> dict[str, object]:
    """Return what the page of a course tells besides: attempts, what was asked, is missing, or follows."""
    session, actor = current_session(), current_actor()
    progress = page.progress
    waits = page.prerequisites if progress.enrolled_at is None else ()
    return {
        "may_publish": queries.may_publish(session, actor, page.slug),
        "attempts": queries.list_own_attempts(session, actor, page.course_id),
        "may_assign": actor.may(Permission.ENROLMENT_ASSIGN) and page.withdrawn_at is None,
        "today": current_clock().today(),
        "assignment": queries.find_own_assignment(session, actor, page.slug),
        "missing": queries.list_missing(session, actor, [link.slug for link in waits]) if waits else [],
        "next_step": queries.find_next_step(session, actor) if progress.finished_at else None,
        "rubric": find_current_rubric(session, actor),
    }


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


def _keep(session: Session, form: ReflectionForm, slug: str, lesson_slug: str, code: str) -> str:
    commands.save_reflection(
        session,
        actor=current_actor(),
        slug=slug,
        code=code,
        text=form.text.data or "",
        version=form.version.data or 0,
        clock=current_clock(),
    )
    if form.is_saved_by_script:
        return url_for(
            "courses.write_reflection", slug=slug, lesson_slug=lesson_slug, prompt_code=code, part="saved"
        )
    return url_for("courses.show_lesson", slug=slug, lesson_slug=lesson_slug, _anchor=f"think-{code}")


def _move_on(session: Session, slug: str) -> str:
    moving = commands.move_on(session, actor=current_actor(), slug=slug, clock=current_clock())
    told = ngettext(
        "You are in version %(version)s now. %(num)s lesson is the same as before and counts as read. Your "
        "attempts and your thoughts are kept.",
        "You are in version %(version)s now. %(num)s lessons are the same as before and count as read. Your "
        "attempts and your thoughts are kept.",
        moving.n_carried,
        version=moving.version,
    )
    flash(told, "success")
    return url_for("courses.show_course", slug=slug)


def _with_operations(prompts: Sequence[OwnPrompt]) -> list[tuple[OwnPrompt, str, str]]:
    """Return each prompt with the operation id of its form, and when it was saved in words."""
    return [(prompt, str(new_id()), _saved_words(prompt)) for prompt in prompts]


def _saved_words(prompt: OwnPrompt) -> str:
    """Say when a text was saved: today by the clock, before that by the day; nothing when it is not there."""
    if prompt.written_at is None:
        return ""
    saved_at, now = (at.astimezone(current_timezone()) for at in (prompt.written_at, current_clock().now()))
    return gettext("Saved %(time)s", time=_time(saved_at, is_today=saved_at.date() == now.date()))


def _time(at: datetime, *, is_today: bool) -> str:
    return f"{at:%H:%M}" if is_today else date_short(at.date())
