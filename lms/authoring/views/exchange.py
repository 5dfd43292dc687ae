"""Courses as files: a ZIP becomes a draft, a draft becomes a ZIP; questions come from GIFT."""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.authoring import commands, forms, queries
from lms.authoring.domain import add_questions, text_from
from lms.authoring.views.opening import find_rubric, open_draft, open_writable, yardstick
from lms.authoring.views.problems import find_whole
from lms.courses.domain import CourseText
from lms.courses.loader import (
    GiftReading,
    Reading,
    RefusedError,
    document_of,
    read_course,
    read_gift,
    read_zip,
    write_zip,
)
from lms.courses.loader.files import text_of
from lms.kernel.permission import Permission
from lms.web.access import require, uploads
from lms.web.i18n import lazy_gettext as _l
from lms.web.i18n import localised
from lms.web.request import current_actor, current_clock, current_session

BOTH = ["GET", "POST"]
LARGEST_REQUEST = forms.MAX_ZIP + 1_000_000
MAX_GIFT = 1_000_000
MOST_SHOWN = 50
"""Problems of one file; a page with more helps nobody."""


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    bp.route("/courses/drafts/import", methods=BOTH)(import_file)
    start = "/courses/drafts/<uuid:draft_id>"
    bp.get(f"{start}/export.zip")(export_draft)
    bp.route(f"{start}/quiz/import", methods=BOTH)(import_questions)


@uploads(LARGEST_REQUEST)
@require(Permission.COURSE_EDIT)
def import_file() -> ResponseReturnValue:
    form = forms.ZipForm.of(queries.list_publishers(current_session(), current_actor()))
    reading = _uploaded(form) if request.method == "POST" else None
    saved = _taken_over(form, reading.course) if reading is not None and reading.course is not None else None
    if saved:
        flash(str(_l("The file is a draft now. Nothing of it is published yet.")), "success")
        return saved
    problems = reading.problems if reading is not None else ()
    facts = {"problems": problems[:MOST_SHOWN], "n_problems": len(problems)}
    return render_template("authoring/import_file.html", form=form, **facts), form.status


@require(Permission.COURSE_EDIT)
def export_draft(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    whole = find_whole(draft, find_rubric(), is_for_publishing=False)
    if whole is None:
        flash(str(_l("Only a complete draft can be exported; see below what is left to do.")), "warning")
        return redirect(url_for("authoring.show_draft", draft_id=draft.id), 303)
    response = current_app.response_class(write_zip(whole.course), mimetype="application/zip")
    name = f"{draft.slug}-{whole.course.version}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require(Permission.COURSE_EDIT)
def import_questions(draft_id: UUID) -> ResponseReturnValue:
    draft = open_writable(draft_id)
    lessons = [(one["slug"], localised(one["title"]) or one["slug"]) for one in draft.text.course["lessons"]]
    form = forms.GiftForm.of(lessons)
    reading = _sent(form) if request.method == "POST" else None
    saved = _added(form, draft_id, reading) if reading is not None and reading.document is not None else None
    if saved:
        flash(str(_l("The questions are in the draft; look at each of them once.")), "success")
        return saved
    problems = reading.problems if reading is not None else ()
    told = [(problem.line, problem.sentence()) for problem in problems[:MOST_SHOWN]]
    facts = {"draft": draft, "problems": told, "n_problems": len(problems)}
    return render_template("authoring/import_questions.html", form=form, **facts), form.status


def _sent(form: forms.GiftForm) -> GiftReading | None:
    """Read the files with questions that were sent; None when the form is not in order."""
    is_valid = form.validate()
    content = form.take(request.files.get(form.file.name), limit=MAX_GIFT)
    if not is_valid or not content:
        form.status = 422
        return None
    other = request.files.get(form.english.name)
    try:
        english = text_of("english", other.read(MAX_GIFT)) if other is not None and other.filename else None
        reading = read_gift(text_of("gift", content), english=english, lesson=form.lesson.data or "lesson")
    except RefusedError as error:
        reading = GiftReading(None, error.problems)
    if reading.document is None:
        form.status = 422
    return reading


def _added(form: forms.GiftForm, draft_id: UUID, reading: GiftReading) -> ResponseReturnValue | None:
    quiz: Any = reading.document

    def work(session: Session) -> str:
        commands.edit_draft(
            session,
            actor=current_actor(),
            draft_id=draft_id,
            change=lambda text: add_questions(text, quiz["questions"])[0],
            clock=current_clock(),
        )
        return url_for("authoring.edit_quiz", draft_id=draft_id)

    return form.save(work)


def _uploaded(form: forms.ZipForm) -> Reading | None:
    """Read the file that was sent; None when the form is not in order."""
    is_valid = form.validate()
    content = form.take(request.files.get(form.file.name), limit=forms.MAX_ZIP)
    if not is_valid or not content:
        form.status = 422
        return None
    held_against = yardstick(find_rubric())
    try:
        files = read_zip(content)
        reading = read_course(files, schemas=held_against.schemas, levels=held_against.levels)
    except RefusedError as error:
        reading = Reading(None, error.problems)
    if reading.course is None:
        form.status = 422
    return reading


def _taken_over(form: forms.ZipForm, course: CourseText) -> ResponseReturnValue | None:
    return form.save(lambda session: _import(session, form, course))


def _import(session: Session, form: forms.ZipForm, course: CourseText) -> str:
    draft_id = commands.import_draft(
        session,
        actor=current_actor(),
        publisher_id=UUID(form.publisher.data),
        beginning=commands.Beginning(text_from(document_of(course)), course.figures),
        clock=current_clock(),
    )
    return url_for("authoring.show_draft", draft_id=draft_id)
