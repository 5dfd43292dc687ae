"""The drafts there are, and beginning another."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.authoring import commands, forms, queries
from lms.authoring.domain import DraftState, DraftText, empty_text, next_version, text_from
from lms.courses.loader import document_of
from lms.courses.queries import find_stored_text
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.web.access import require
from lms.web.request import current_actor, current_clock, current_session

BOTH = ["GET", "POST"]


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    bp.get("/courses/drafts")(list_drafts)
    bp.route("/courses/drafts/new", methods=BOTH)(start_draft)


@require(Permission.COURSE_EDIT)
def list_drafts() -> ResponseReturnValue:
    drafts = queries.list_drafts(current_session(), current_actor())
    waiting = [one for one in drafts if one.state is DraftState.IN_REVIEW and one.can_review]
    return render_template(
        "authoring/list_drafts.html",
        waiting=waiting,
        written=[one for one in drafts if one.state is DraftState.DRAFT],
        away=[one for one in drafts if one.state is DraftState.IN_REVIEW and one not in waiting],
        published=[one for one in drafts if one.state is DraftState.PUBLISHED],
    )


@require(Permission.COURSE_EDIT)
def start_draft() -> ResponseReturnValue:
    offers = {offer.key: offer for offer in _offers()}
    form = forms.StartForm.of(list(offers.values()), wanted=request.args.get("what", ""))
    saved = form.save(lambda session: _begin(session, form, offers[form.what.data]))
    texts = {offer.key: offer.text for offer in offers.values()}
    return saved or (render_template("authoring/start_draft.html", form=form, texts=texts), form.status)


def _offers() -> list[forms.Offer]:
    session, actor = current_session(), current_actor()
    return [
        *map(forms.Offer.new, queries.list_publishers(session, actor)),
        *map(forms.Offer.next, queries.list_writable_courses(session, actor)),
    ]


def _begin(session: Session, form: forms.StartForm, offer: forms.Offer) -> str:
    draft_id = commands.start_draft(
        session,
        actor=current_actor(),
        publisher_id=offer.publisher_id,
        beginning=_beginning(session, form, offer),
        clock=current_clock(),
    )
    page = "show_draft" if offer.follows_id else "edit_about"
    return url_for(f"authoring.{page}", draft_id=draft_id)


def _beginning(session: Session, form: forms.StartForm, offer: forms.Offer) -> commands.Beginning:
    if offer.follows_id is None:
        title = {"ja": form.title.data or "", "en": ""}
        return commands.Beginning(empty_text(slug=form.slug.data or "", title=title))
    course = find_stored_text(session, slug=offer.slug)
    if course is None:
        raise NotFound("courses.not_found")
    documents = document_of(course)
    text: DraftText = text_from(documents)
    return commands.Beginning(next_version(text), course.figures, offer.follows_id)
