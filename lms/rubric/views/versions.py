"""Pages of published versions: all of them, and each as it was published."""

from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.kernel.permission import Permission
from lms.rubric import commands, forms, queries
from lms.rubric.domain.preview import preview_of
from lms.rubric.queries import VersionLine
from lms.rubric.views.listing import find_successor, group_versions, list_offers
from lms.web.access import require
from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session

Action = tuple[LazyString, str]


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    bp.get("/rubrics")(list_versions)
    bp.get("/rubrics/<uuid:version_id>")(show_version)
    bp.route("/rubrics/<uuid:version_id>/archive", methods=["GET", "POST"])(archive_version)


@require(Permission.RUBRIC_READ)
def list_versions() -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    lines, drafts = queries.list_versions(session, actor), queries.list_drafts(session, actor)
    comparable = [line for line in lines if line.extends_code is None]
    return render_template(
        "rubric/list_versions.html",
        groups=group_versions(lines),
        drafts=drafts,
        offers=list_offers(actor, lines, drafts, queries.list_publishing_organisations(session, actor)),
        waiting=queries.list_waiting_examples(session, actor),
        known={line.id for line in lines},
        may_edit=actor.may(Permission.RUBRIC_EDIT),
        comparable=comparable,
        old=comparable[1] if len(comparable) > 1 else None,
        new=comparable[0] if comparable else None,
    )


@require(Permission.RUBRIC_READ)
def show_version(version_id: UUID) -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    line, text = queries.get_version(session, actor, version_id), queries.get_text(session, actor, version_id)
    lines = queries.list_versions(session, actor)
    known = {one.id for one in lines}
    before = line.predecessor_id if line.predecessor_id in known else None
    base_id = line.extends_id if line.extends_id in known else None
    return render_template(
        "rubric/show_version.html",
        line=line,
        text=text,
        old=queries.get_text(session, actor, before) if before else None,
        rubric=preview_of(text, queries.get_text(session, actor, base_id) if base_id else None),
        successor=find_successor(lines, line),
        may_read_levels=actor.may(Permission.OBSERVATION_READ),
        actions=list(_actions(line, queries.list_drafts(session, actor))),
    )


@require(Permission.RUBRIC_PUBLISH)
def archive_version(version_id: UUID) -> ResponseReturnValue:
    line = queries.get_version(current_session(), current_actor(), version_id)
    form = forms.ArchiveForm()
    address = url_for("rubric.show_version", version_id=version_id)
    if line.outdated_at is not None or not line.can_publish:
        return redirect(address, 303)

    def work(session: Session) -> str:
        facts = {"actor": current_actor(), "version_id": version_id, "reason": form.reason.data}
        commands.archive_version(session, **facts, clock=current_clock())
        return address

    saved = form.save(work)
    if saved:
        flash(str(_l("Withdrawn. Nobody is rated by it any more.")), "success")
    return saved or (render_template("rubric/archive_version.html", form=form, line=line), form.status)


def _actions(line: VersionLine, drafts: tuple[queries.DraftLine, ...]) -> Iterator[Action]:
    """Offer what can be done with a version in force: go on writing, or withdraw it."""
    if line.outdated_at is not None:
        return
    draft = next((one for one in drafts if one.predecessor_id == line.id), None)
    if draft is not None:
        yield _l("Go on with the draft"), url_for("rubric.show_draft", draft_id=draft.id)
    elif line.can_edit:
        yield _l("Write the next version"), url_for("rubric.start_draft", what=f"next-{line.id}")
    if line.can_publish:
        yield _l("Withdraw"), url_for("rubric.archive_version", version_id=line.id)
