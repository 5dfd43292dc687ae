"""Pictures of a draft."""

from uuid import UUID

from flask import Blueprint, Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.authoring import commands, forms, queries
from lms.authoring.loader import MAX_UPLOAD, PictureRefusedError, take_picture
from lms.authoring.queries import Draft
from lms.authoring.views.opening import open_writable
from lms.courses.domain import Figure
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.web.access import require, uploads
from lms.web.i18n import lazy_gettext as _l
from lms.web.i18n import localised
from lms.web.request import current_actor, current_clock, current_session

BOTH = ["GET", "POST"]
LARGEST_REQUEST = MAX_UPLOAD + 1_000_000
"""Somewhat more than a picture may have, so that a larger one is refused in words."""


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    start = "/courses/drafts/<uuid:draft_id>/pictures"
    bp.route(start, methods=BOTH)(edit_figures)
    bp.get(f"{start}/<name>")(show_figure)
    bp.route(f"{start}/<name>/remove", methods=BOTH)(remove_figure)


@uploads(LARGEST_REQUEST)
@require(Permission.COURSE_EDIT)
def edit_figures(draft_id: UUID) -> ResponseReturnValue:
    draft = open_writable(draft_id)
    lessons = [(one["slug"], localised(one["title"]) or one["slug"]) for one in draft.text.course["lessons"]]
    form = forms.PictureForm.of(lessons, wanted=request.args.get("lesson", ""))
    saved = _add(form, draft) if request.method == "POST" else None
    if saved:
        flash(str(_l("The picture is there.")), "success")
    facts = {"draft": draft, "used": _used(draft)}
    return saved or (render_template("authoring/edit_figures.html", form=form, **facts), form.status)


@require(Permission.COURSE_EDIT)
def show_figure(draft_id: UUID, name: str) -> ResponseReturnValue:
    media_type, content = queries.get_figure(current_session(), current_actor(), draft_id, name)
    return Response(content, mimetype=media_type, headers={"Cache-Control": "private, max-age=3600"})


@require(Permission.COURSE_EDIT)
def remove_figure(draft_id: UUID, name: str) -> ResponseReturnValue:
    draft = open_writable(draft_id)
    figure = next((one for one in draft.figures if one.name == name), None)
    if figure is None:
        raise NotFound("authoring.figure_unknown")
    form = forms.StepForm()
    saved = form.save(lambda session: _remove(session, draft_id, name))
    facts = {"draft": draft, "figure": figure, "places": _used(draft)[name]}
    return saved or (render_template("authoring/remove_figure.html", form=form, **facts), form.status)


def _add(form: forms.PictureForm, draft: Draft) -> ResponseReturnValue | None:
    """Make the picture anew before anything is kept; what cannot be used is said at its field."""
    is_valid = form.validate()
    content = form.take(request.files.get(form.file.name), limit=MAX_UPLOAD)
    try:
        figure = take_picture(content) if content else None
    except PictureRefusedError as refused:
        form.refuse(refused.sentence)
        figure = None
    if figure is None or not is_valid:
        form.status = 422
        return None
    kept = figure
    return form.save(lambda session: _keep(session, form, draft.id, kept))


def _keep(session: Session, form: forms.PictureForm, draft_id: UUID, figure: Figure) -> str:
    commands.add_figure(
        session,
        actor=current_actor(),
        draft_id=draft_id,
        figure=figure,
        alt=form.alt(),
        lesson_slug=form.lesson.data or None,
        clock=current_clock(),
    )
    return url_for("authoring.edit_figures", draft_id=draft_id, _anchor=figure.name)


def _remove(session: Session, draft_id: UUID, name: str) -> str:
    commands.remove_figure(
        session, actor=current_actor(), draft_id=draft_id, name=name, clock=current_clock()
    )
    return url_for("authoring.edit_figures", draft_id=draft_id)


def _used(draft: Draft) -> dict[str, list[tuple[str, str]]]:
    """Return by picture the lessons that show it, as slug and title."""
    return {
        figure.name: [
            (lesson["slug"], localised(lesson["title"]) or lesson["slug"])
            for lesson in draft.text.course["lessons"]
            if any(
                f"figures/{figure.name}" in words
                for words in draft.text.lessons.get(lesson["slug"], {}).values()
            )
        ]
        for figure in draft.figures
    }
