"""Opening a draft for a page: what it is held against, what can be chosen in it, saving one part of it."""

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.authoring import commands, queries
from lms.authoring.domain import DraftText
from lms.authoring.forms import Offered, PartForm
from lms.authoring.loader import Yardstick
from lms.authoring.queries import Draft
from lms.config import Settings
from lms.courses.loader import read_schemas
from lms.courses.queries import list_stored_prerequisites
from lms.rubric.domain import Rubric
from lms.rubric.queries import find_current_rubric
from lms.web.access import SAFE_METHODS
from lms.web.filters import date_short
from lms.web.i18n import current_timezone, localised
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session

_SAVED = _l("Saved.")
_CLOSED = _l("Nobody can write in this draft at the moment.")

Address = Callable[[DraftText], str]


def open_draft(draft_id: UUID) -> Draft:
    """Return a draft the reader may see. Raises NotFound("authoring.draft_unknown")."""
    return queries.get_draft(current_session(), current_actor(), draft_id)


def open_writable(draft_id: UUID) -> Draft:
    """Return a draft to write in; where nobody can write now, a reader is led to its map.

    What was typed meanwhile is not led away: saving it is refused with the words in view.
    """
    draft = open_draft(draft_id)
    if not draft.is_writable and request.method in SAFE_METHODS:
        flash(str(_CLOSED), "warning")
        abort(redirect(url_for("authoring.show_draft", draft_id=draft.id), 303))
    return draft


def find_rubric() -> Rubric | None:
    """Return the rubric that drafts are written for."""
    return find_current_rubric(current_session(), current_actor())


def offered(draft: Draft | None = None) -> Offered:
    """Return what can be chosen in a draft; no course comes before itself."""
    own = draft.slug if draft is not None else ""
    titles = queries.list_course_titles(current_session(), current_actor())
    return Offered.by(find_rubric(), [(slug, localised(title)) for slug, title in titles if slug != own])


def yardstick(rubric: Rubric | None) -> Yardstick:
    """Return what drafts are held against."""
    settings: Settings = current_app.config["LMS"]
    criteria = rubric.criteria if rubric is not None else ()
    n_levels = len(rubric.levels) if rubric is not None else 0
    return Yardstick(
        schemas=read_schemas(settings.content_dir),
        levels={criterion.code: n_levels for criterion in criteria},
        neighbours=list_stored_prerequisites(current_session()),
    )


def edited(
    form: PartForm,
    draft: Draft,
    template: str,
    *,
    facts: Mapping[str, object] | None = None,
    back: Address | None = None,
) -> ResponseReturnValue:
    """Save one part of a draft, or show its page. ``back`` is where saving leads, else to the map."""
    if request.args.get("part") == "saved":
        return render_template("authoring/_saved.html", form=form, saved=saved_words(draft))
    saved = None if form.is_preview else form.save(lambda session: _save(session, form, draft, back))
    if saved and not form.is_autosave:
        flash(str(_SAVED), "success")
    shown = {"draft": draft, "saved": saved_words(draft), **(facts or {})}
    return saved or (render_template(template, form=form, **shown), form.status)


def saved_words(draft: Draft) -> str:
    """Say when a draft was saved: today by the clock, before that by the day."""
    saved_at = draft.saved_at.astimezone(current_timezone())
    is_today = saved_at.date() == current_clock().now().astimezone(current_timezone()).date()
    return str(_l("Saved %(time)s", time=f"{saved_at:%H:%M}" if is_today else date_short(saved_at.date())))


def _save(session: Session, form: PartForm, draft: Draft, back: Address | None) -> str:
    text = commands.edit_draft(
        session, actor=current_actor(), draft_id=draft.id, change=form.changed, clock=current_clock()
    )
    arranged = form.arranged_row
    if form.is_autosave:
        return url_for(str(request.endpoint), **(request.view_args or {}), part="saved")
    if arranged is not None:
        return url_for(str(request.endpoint), **(request.view_args or {}), _anchor=arranged or None)
    return back(text) if back is not None else url_for("authoring.show_draft", draft_id=draft.id)
