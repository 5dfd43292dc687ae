"""Pages on which the course and its lessons are written."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.authoring import commands, forms
from lms.authoring.domain import LANGUAGES, DraftText, put_lesson, words_or_empty
from lms.authoring.domain import remove_lesson as without_lesson
from lms.authoring.loader import read_lesson
from lms.authoring.queries import Draft
from lms.authoring.views.opening import edited, offered, open_writable
from lms.authoring.views.preview import with_figures
from lms.authoring.views.remarks import list_remarks
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.web.access import require
from lms.web.request import current_actor, current_clock

BOTH = ["GET", "POST"]


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    start = "/courses/drafts/<uuid:draft_id>"
    bp.route(f"{start}/about", methods=BOTH)(edit_about)
    bp.route(f"{start}/aims", methods=BOTH)(edit_aims)
    bp.route(f"{start}/sources", methods=BOTH)(edit_sources)
    bp.route(f"{start}/lessons", methods=BOTH)(edit_lessons)
    bp.route(f"{start}/lessons/<slug>", methods=BOTH)(edit_lesson)
    bp.route(f"{start}/lessons/<slug>/tasks", methods=BOTH)(edit_tasks)
    bp.route(f"{start}/lessons/<slug>/remove", methods=BOTH)(remove_lesson)


@require(Permission.COURSE_EDIT)
def edit_about(draft_id: UUID) -> ResponseReturnValue:
    draft = open_writable(draft_id)
    part = forms.about_part(offered(draft), is_new=draft.follows_id is None)
    return edited(forms.PartForm.of(part, draft.text), draft, "authoring/edit_about.html")


@require(Permission.COURSE_EDIT)
def edit_aims(draft_id: UUID) -> ResponseReturnValue:
    draft = open_writable(draft_id)
    form = forms.PartForm.of(forms.aims_part(offered(draft)), draft.text)
    return edited(form, draft, "authoring/edit_aims.html")


@require(Permission.COURSE_EDIT)
def edit_sources(draft_id: UUID) -> ResponseReturnValue:
    draft = open_writable(draft_id)
    form = forms.PartForm.of(forms.sources_part(current_clock().today()), draft.text)
    return edited(form, draft, "authoring/edit_sources.html")


@require(Permission.COURSE_EDIT)
def edit_lessons(draft_id: UUID) -> ResponseReturnValue:
    draft = open_writable(draft_id)
    form = forms.LessonsForm.of(forms.lessons_part(), draft.text)
    return edited(form, draft, "authoring/edit_lessons.html")


@require(Permission.COURSE_EDIT)
def edit_lesson(draft_id: UUID, slug: str) -> ResponseReturnValue:
    draft = open_writable(draft_id)
    _require_lesson(draft, slug)
    form = forms.PartForm.of(forms.lesson_part(slug, offered(draft)), draft.text)
    facts = {"slug": slug, "sides": _sides(draft, slug, form), "autosaves": True}
    return edited(form, draft, "authoring/edit_lesson.html", facts=facts)


@require(Permission.COURSE_EDIT)
def edit_tasks(draft_id: UUID, slug: str) -> ResponseReturnValue:
    draft = open_writable(draft_id)
    lesson = _require_lesson(draft, slug)
    form = forms.PartForm.of(forms.tasks_part(slug, offered(draft)), draft.text)
    return edited(form, draft, "authoring/edit_tasks.html", facts={"lesson": lesson, "slug": slug})


@require(Permission.COURSE_EDIT)
def remove_lesson(draft_id: UUID, slug: str) -> ResponseReturnValue:
    draft = open_writable(draft_id)
    lesson = _require_lesson(draft, slug)
    form = forms.StepForm()
    saved = form.save(lambda session: _remove(session, draft_id, slug))
    asked = [one for one in draft.text.quiz.get("questions", ()) if one.get("lesson") == slug]
    facts = {"draft": draft, "lesson": lesson, "slug": slug, "n_questions": len(asked)}
    return saved or (render_template("authoring/remove_lesson.html", form=form, **facts), form.status)


def _require_lesson(draft: Draft, slug: str) -> Any:  # noqa: ANN401 (a part of the document)
    if slug not in draft.text.lesson_slugs:
        raise NotFound("authoring.lesson_unknown")
    return draft.text.lesson(slug)


def _remove(session: Session, draft_id: UUID, slug: str) -> str:
    commands.edit_draft(
        session,
        actor=current_actor(),
        draft_id=draft_id,
        change=lambda text: without_lesson(text, slug),
        clock=current_clock(),
    )
    return url_for("authoring.show_draft", draft_id=draft_id)


def _sides(draft: Draft, slug: str, form: forms.PartForm) -> dict[str, dict[str, object]]:
    """Return by language the page of a lesson as it is typed, and what is wrong with its text."""
    text = draft.text
    if request.method == "POST":
        typed = {language: form[f"text-{language}"].data or "" for language in LANGUAGES}
        text = put_lesson(text, slug, text.lesson(slug), words_or_empty(typed))
    return {language: _side(draft, text, slug, language) for language in LANGUAGES}


def _side(draft: Draft, text: DraftText, slug: str, language: str) -> dict[str, object]:
    figures = {figure.name for figure in draft.figures}
    reading = read_lesson(text, slug, language, figures=figures)
    remarks = list_remarks(draft.id, text, reading.problems)
    return {
        "html": with_figures(reading.html, draft.id),
        "remarks": [remark for found in remarks.values() for remark in found],
    }
