"""Pages of a draft as a whole: begin it, see what is missing, read it through, publish or discard it."""

from collections import Counter
from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.kernel.permission import Permission
from lms.rubric import commands, forms, queries
from lms.rubric.domain.preview import preview_of
from lms.rubric.views.listing import list_offers
from lms.rubric.views.opening import open_draft
from lms.rubric.views.parts import list_others, list_parts
from lms.rubric.views.remarks import list_remarks
from lms.web.access import require
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session

BOTH = ["GET", "POST"]


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    start = "/rubrics/drafts/<uuid:draft_id>"
    bp.route("/rubrics/drafts/new", methods=BOTH)(start_draft)
    bp.get(start)(show_draft)
    bp.get(f"{start}/preview")(preview_draft)
    bp.route(f"{start}/publish", methods=BOTH)(publish_draft)
    bp.route(f"{start}/discard", methods=BOTH)(discard_draft)


@require(Permission.RUBRIC_EDIT)
def start_draft() -> ResponseReturnValue:
    offers = {offer.key: offer for offer in _offers()}
    if not offers:
        return render_template("rubric/cannot_start.html")
    form = forms.StartForm.of(list(offers.values()), wanted=request.args.get("what", ""))
    saved = form.save(lambda session: _begin(session, offers[form.what.data]))
    texts = {offer.key: offer.text for offer in offers.values()}
    return saved or (render_template("rubric/start_draft.html", form=form, texts=texts), form.status)


@require(Permission.RUBRIC_EDIT)
def show_draft(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    remarks = list_remarks(draft.id, draft.text, draft.flaws)
    parts = list_parts(draft, remarks)
    waiting = [
        example
        for example in queries.list_waiting_examples(current_session(), current_actor())
        if draft.base is not None and example.publisher_id == draft.publisher_id
    ]
    return render_template(
        "rubric/show_draft.html",
        draft=draft,
        parts=parts,
        others=list_others(parts, remarks),
        n_remarks=len(draft.flaws),
        waiting=waiting,
    )


@require(Permission.RUBRIC_EDIT)
def preview_draft(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    return render_template(
        "rubric/preview_draft.html", draft=draft, rubric=preview_of(draft.text, draft.base)
    )


@require(Permission.RUBRIC_EDIT)
def publish_draft(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    form = forms.StepForm(version=draft.version)
    saved = form.save(lambda session: _publish(session, draft_id, form.version.data or 0))
    if saved:
        flash(str(_l("Published. It is in force from now on.")), "success")
        return saved
    facts = _consequences(draft)
    return render_template("rubric/publish_draft.html", form=form, draft=draft, **facts), form.status


@require(Permission.RUBRIC_EDIT)
def discard_draft(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    form = forms.StepForm(version=draft.version)
    saved = form.save(lambda session: _discard(session, draft_id, form.version.data or 0))
    if saved:
        flash(str(_l("The draft is discarded.")), "success")
    return saved or (render_template("rubric/discard_draft.html", form=form, draft=draft), form.status)


def _offers() -> list[forms.Offer]:
    session, actor = current_session(), current_actor()
    return list_offers(
        actor,
        queries.list_versions(session, actor),
        queries.list_drafts(session, actor),
        queries.list_publishing_organisations(session, actor),
        wanted=request.args.get("what", ""),
    )


def _begin(session: Session, offer: forms.Offer) -> str:
    actor, clock = current_actor(), current_clock()
    if offer.extends is not None:
        draft_id = commands.start_additions(
            session, actor=actor, publisher_id=offer.publisher_id, extends=offer.extends, clock=clock
        )
    else:
        draft_id = commands.start_draft(
            session, actor=actor, publisher_id=offer.publisher_id, follows=offer.follows, clock=clock
        )
    page = "show_draft" if offer.follows or offer.extends else "edit_about"
    return url_for(f"rubric.{page}", draft_id=draft_id)


def _publish(session: Session, draft_id: UUID, version: int) -> str:
    version_id = commands.publish_draft(
        session, actor=current_actor(), draft_id=draft_id, version=version, clock=current_clock()
    )
    return url_for("rubric.show_version", version_id=version_id)


def _discard(session: Session, draft_id: UUID, version: int) -> str:
    commands.discard_draft(
        session, actor=current_actor(), draft_id=draft_id, version=version, clock=current_clock()
    )
    return url_for("rubric.list_versions")


def _consequences(draft: queries.Draft) -> dict[str, object]:
    """Count how many criteria go on how, how many are new, and what is left to do."""
    lines = draft.text.succession.crosswalk if draft.text.succession is not None else ()
    led_to = {target for line in lines for target in line.targets}
    return {
        "n_remarks": len(draft.flaws),
        "kinds": Counter(line.kind.value for line in lines),
        "n_new": sum(criterion.code not in led_to for criterion in draft.text.criteria),
        "may_read_levels": current_actor().may(Permission.OBSERVATION_READ),
    }
