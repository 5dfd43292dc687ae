"""Pages of published versions: all of them, one, two side by side."""

from collections.abc import Iterable, Iterator
from functools import reduce
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.kernel.permission import Permission
from lms.rubric import commands, forms, queries
from lms.rubric.domain import CrosswalkKind, CrosswalkLine, RubricText, compare_texts, compose
from lms.rubric.domain.comparing import FieldCompared
from lms.rubric.domain.preview import preview_of
from lms.rubric.queries import VersionLine
from lms.rubric.views.listing import find_successor, group_versions, list_offers
from lms.web.access import require
from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l
from lms.web.lists import chips
from lms.web.request import current_actor, current_clock, current_session

if TYPE_CHECKING:
    from lms.rubric.domain import Comparison

ALL = "all"
Action = tuple[LazyString, str]


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    bp.get("/rubrics")(list_versions)
    bp.get("/rubrics/compare")(choose_comparison)
    bp.get("/rubrics/<uuid:version_id>")(show_version)
    bp.get("/rubrics/<uuid:old_id>/compare/<uuid:new_id>")(compare_versions)
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
        actions=list(_actions(line, queries.list_drafts(session, actor))),
    )


@require(Permission.RUBRIC_READ)
def choose_comparison() -> ResponseReturnValue:
    old, new = (request.args.get(name, type=UUID) for name in ("old", "new"))
    if old is None or new is None:
        return redirect(url_for("rubric.list_versions"), 303)
    lines = {key: queries.get_version(current_session(), current_actor(), key) for key in (old, new)}
    if lines[new].published_at < lines[old].published_at:
        old, new = new, old
    return redirect(url_for("rubric.compare_versions", old_id=old, new_id=new), 303)


@require(Permission.RUBRIC_READ)
def compare_versions(old_id: UUID, new_id: UUID) -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    old, new = (queries.get_version(session, actor, key) for key in (old_id, new_id))
    before, now = (queries.get_text(session, actor, key) for key in (old_id, new_id))
    lines = queries.list_versions(session, actor)
    crosswalk = _crosswalk(lines, old_id, new_id) or tuple(_by_codes(before, now))
    comparison = compare_texts(before, now, crosswalk)
    show_all = request.args.get("show") == ALL
    return render_template(
        "rubric/compare_versions.html",
        old=old,
        new=new,
        **_shown(comparison, show_all=show_all),
        show_all=show_all,
        filters=chips("show", [(ALL, _l("Everything"))], everything=_l("Only what changed")),
        comparable=[line for line in lines if line.extends_code == new.extends_code],
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


def _crosswalk(lines: Iterable[VersionLine], old_id: UUID, new_id: UUID) -> tuple[CrosswalkLine, ...] | None:
    """Follow the versions between the two; None where none leads from one to the other."""
    before = {line.id: line.predecessor_id for line in lines}
    steps: list[tuple[CrosswalkLine, ...]] = []
    at: UUID | None = new_id
    while at is not None and at != old_id:
        succession = queries.get_text(current_session(), current_actor(), at).succession
        steps.append(succession.crosswalk if succession is not None else ())
        at = before.get(at)
    if at is None or not steps:
        return None
    return reduce(compose, reversed(steps))


def _by_codes(before: RubricText, now: RubricText) -> Iterator[CrosswalkLine]:
    codes = {criterion.code for criterion in now.criteria}
    for criterion in before.criteria:
        if criterion.code in codes:
            yield CrosswalkLine(criterion.code, CrosswalkKind.SAME, (criterion.code,))
        else:
            yield CrosswalkLine(criterion.code, CrosswalkKind.RETIRED)


def _shown(comparison: "Comparison", *, show_all: bool) -> dict[str, object]:
    """Return what the page shows: everything, or only what differs."""
    domains = [(domain.code, domain.name) for domain in comparison.domains]
    whole: list[FieldCompared] = [*comparison.about, *comparison.levels]
    return {
        "whole": [field for field in whole if show_all or field.is_changed],
        "domains": [(code, name) for code, name in domains if show_all or name.is_changed],
        "criteria": [row for row in comparison.criteria if show_all or row.is_changed],
    }
