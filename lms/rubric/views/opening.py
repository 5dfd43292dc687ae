"""Opening a draft for a page, and saving one part of it."""

from collections.abc import Callable
from typing import NoReturn
from uuid import UUID

from flask import abort, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from lms.kernel.errors import NotFound
from lms.rubric import commands, queries
from lms.rubric.domain import Level, RubricText
from lms.rubric.forms import DraftForm
from lms.rubric.queries import Draft, VersionLine
from lms.web.access import SAFE_METHODS, typed_text
from lms.web.request import current_actor, current_clock, current_session

_NOT_TYPED = frozenset({"operation", "version", "seen", "intent"})


def open_draft(draft_id: UUID) -> Draft:
    """Return a draft the reader may edit. Whoever sends words to one that has gone gets them back."""
    return _open(current_session(), draft_id)


def levels_of(draft: Draft) -> tuple[Level, ...]:
    """Return the scale its criteria are judged by: its own, or that of the rubric it adds to."""
    return draft.base.levels if draft.base is not None else draft.text.levels


def save_part(form: DraftForm, draft_id: UUID, address: Callable[[RubricText], str]) -> Response | None:
    """Save what was typed into a draft, unless only a preview is wanted; ``address`` is where to go then."""
    if form.is_preview:
        return None

    def work(session: Session) -> str:
        draft = _open(session, draft_id)
        form.require_unchanged(draft)
        text = form.applied_to(draft.text)
        commands.save_draft(
            session,
            actor=current_actor(),
            draft_id=draft_id,
            text=text,
            version=draft.version,
            clock=current_clock(),
        )
        return address(text)

    return form.save(work)


def _open(session: Session, draft_id: UUID) -> Draft:
    try:
        return queries.get_draft(session, current_actor(), draft_id)
    except NotFound as unknown:
        _answer_for_one_gone(session, draft_id, unknown)


def _answer_for_one_gone(session: Session, draft_id: UUID, unknown: NotFound) -> NoReturn:
    """Lead to what a draft has become; give back what was typed into one that is no longer there."""
    published = _find_version(session, draft_id)
    if request.method not in SAFE_METHODS:
        page = render_template("rubric/draft_gone.html", typed=_typed(), published=published)
        abort(make_response(page, 404 if published is None else 409))
    if published is None:
        raise unknown
    abort(redirect(url_for("rubric.show_version", version_id=published.id), 303))


def _find_version(session: Session, version_id: UUID) -> VersionLine | None:
    try:
        return queries.get_version(session, current_actor(), version_id)
    except NotFound:
        return None


def _typed() -> list[str]:
    fields = ((name, value) for name, values in typed_text().items() for value in values)
    return [value for name, value in fields if name not in _NOT_TYPED and value.strip()]
