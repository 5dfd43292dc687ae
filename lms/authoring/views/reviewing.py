"""Handing a draft over, taking it back, deciding about it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.authoring import commands, forms, queries
from lms.authoring.domain import DraftState, Whole
from lms.authoring.queries import Draft
from lms.authoring.views.comparing import list_changes
from lms.authoring.views.opening import find_rubric, open_draft
from lms.authoring.views.problems import find_whole
from lms.kernel.errors import Conflict
from lms.kernel.permission import Permission
from lms.web.access import require
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session

BOTH = ["GET", "POST"]
_PUBLISHED = _l("Published. It can be taken from now on.")
_RETURNED = _l("Returned to those who wrote it.")


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    start = "/courses/drafts/<uuid:draft_id>"
    bp.route(f"{start}/send", methods=BOTH)(send_draft)
    bp.route(f"{start}/take-back", methods=BOTH)(take_back)
    bp.route(f"{start}/review", methods=BOTH)(review_draft)


@require(Permission.COURSE_EDIT)
def send_draft(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    whole = find_whole(draft, find_rubric())
    if whole is None or not draft.is_writable:
        return _back(draft)
    form = forms.SendForm()
    saved = form.save(lambda session: _send(session, form, draft_id, whole))
    if saved:
        flash(str(_l("Sent. Until it is decided about, nobody writes in it.")), "success")
    facts = {"draft": draft, "reviewers": _reviewers(draft)}
    return saved or (render_template("authoring/send_draft.html", form=form, **facts), form.status)


@require(Permission.COURSE_EDIT)
def take_back(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    if draft.state is not DraftState.IN_REVIEW:
        return _back(draft)
    form = forms.StepForm(version=draft.version)
    saved = form.save(lambda session: _take_back(session, draft_id, form.version.data or 0))
    if saved:
        flash(str(_l("The draft is yours again.")), "success")
    return saved or (render_template("authoring/take_back.html", form=form, draft=draft), form.status)


@require(Permission.COURSE_PUBLISH)
def review_draft(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    if draft.state is not DraftState.IN_REVIEW:
        return _back(draft)
    whole = find_whole(draft, find_rubric())
    form = forms.ReviewForm(version=draft.version)
    saved = form.save(lambda session: _decide(session, form, draft, whole))
    if saved:
        flash(str(_PUBLISHED if form.decision.data == forms.PUBLISH else _RETURNED), "success")
    facts = {"draft": draft, "changes": list_changes(draft), "is_whole": whole is not None}
    return saved or (render_template("authoring/review_draft.html", form=form, **facts), form.status)


def _back(draft: Draft) -> ResponseReturnValue:
    return redirect(url_for("authoring.show_draft", draft_id=draft.id), 303)


def _reviewers(draft: Draft) -> list[str]:
    """Return the names of those who can decide, the nearest first."""
    on = current_clock().today()
    found = queries.list_reviewers(current_session(), draft.publisher_path, on=on)
    writers = {*draft.writers, current_actor().person_id}
    return [name for person_id, name in found if person_id not in writers]


def _send(session: Session, form: forms.SendForm, draft_id: UUID, whole: Whole) -> str:
    commands.ask_for_review(
        session,
        actor=current_actor(),
        draft_id=draft_id,
        whole=whole,
        request=form.request.data or "",
        clock=current_clock(),
    )
    return url_for("authoring.show_draft", draft_id=draft_id)


def _take_back(session: Session, draft_id: UUID, version: int) -> str:
    commands.take_back(
        session, actor=current_actor(), draft_id=draft_id, version=version, clock=current_clock()
    )
    return url_for("authoring.show_draft", draft_id=draft_id)


def _decide(session: Session, form: forms.ReviewForm, draft: Draft, whole: Whole | None) -> str:
    facts: dict[str, Any] = {"actor": current_actor(), "draft_id": draft.id, "clock": current_clock()}
    facts |= {"version": form.version.data or 0, "note": form.note.data or ""}
    if form.decision.data != forms.PUBLISH:
        commands.return_draft(session, **facts)
        return url_for("authoring.list_drafts")
    if whole is None:
        raise Conflict("authoring.not_whole")
    commands.publish_draft(session, whole=whole, **facts)
    return url_for("courses.show_course", slug=draft.slug)
