"""A draft as a whole: what is whole and what is missing, what changes; throwing it away."""

from uuid import UUID

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.authoring import commands, forms
from lms.authoring.views.comparing import list_changes
from lms.authoring.views.opening import find_rubric, open_draft
from lms.authoring.views.parts import list_parts
from lms.authoring.views.problems import list_problems
from lms.authoring.views.remarks import list_remarks
from lms.kernel.permission import Permission
from lms.web.access import require
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock

BOTH = ["GET", "POST"]


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    start = "/courses/drafts/<uuid:draft_id>"
    bp.get(start)(show_draft)
    bp.get(f"{start}/compare")(compare_draft)
    bp.route(f"{start}/discard", methods=BOTH)(discard_draft)


@require(Permission.COURSE_EDIT)
def show_draft(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    remarks = list_remarks(draft.id, draft.text, list_problems(draft, find_rubric()))
    return render_template(
        "authoring/show_draft.html",
        draft=draft,
        groups=list_parts(draft, remarks),
        n_remarks=sum(map(len, remarks.values())),
    )


@require(Permission.COURSE_EDIT)
def compare_draft(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    return render_template("authoring/compare_draft.html", draft=draft, changes=list_changes(draft))


@require(Permission.COURSE_EDIT)
def discard_draft(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    form = forms.StepForm(version=draft.version)
    saved = form.save(lambda session: _discard(session, draft_id, form.version.data or 0))
    if saved:
        flash(str(_l("The draft is discarded.")), "success")
    return saved or (render_template("authoring/discard_draft.html", form=form, draft=draft), form.status)


def _discard(session: Session, draft_id: UUID, version: int) -> str:
    commands.discard_draft(
        session, actor=current_actor(), draft_id=draft_id, version=version, clock=current_clock()
    )
    return url_for("authoring.list_drafts")
