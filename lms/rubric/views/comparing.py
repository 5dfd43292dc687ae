"""Pages of two versions side by side, and of a draft beside the version before it."""

from collections.abc import Iterable
from functools import reduce
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.rubric import queries
from lms.rubric.domain import (
    Comparison,
    CrosswalkLine,
    RubricText,
    compare_texts,
    compose,
)
from lms.rubric.domain.comparing import CriterionCompared, FieldCompared
from lms.rubric.domain.importing import by_codes
from lms.rubric.queries import VersionLine
from lms.rubric.views.opening import open_draft
from lms.web.access import require
from lms.web.i18n import lazy_gettext as _l
from lms.web.lists import chips
from lms.web.request import current_actor, current_session

ALL = "all"


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    bp.get("/rubrics/compare")(choose_comparison)
    bp.get("/rubrics/<uuid:old_id>/compare/<uuid:new_id>")(compare_versions)
    bp.get("/rubrics/drafts/<uuid:draft_id>/compare")(compare_draft)


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
    crosswalk = _crosswalk(lines, old_id, new_id) or by_codes(before, now)
    return render_template(
        "rubric/compare_versions.html",
        old=old,
        new=new,
        **_compared(before, now, crosswalk),
        comparable=[line for line in lines if line.extends_code == new.extends_code],
    )


@require(Permission.RUBRIC_EDIT)
def compare_draft(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    if draft.predecessor is None:
        raise NotFound("rubric.draft_unknown")
    lines = draft.text.succession.crosswalk if draft.text.succession is not None else ()
    return render_template(
        "rubric/compare_draft.html", draft=draft, **_compared(draft.predecessor, draft.text, lines)
    )


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


def _compared(before: RubricText, now: RubricText, crosswalk: Iterable[CrosswalkLine]) -> dict[str, object]:
    """Return what the page shows: everything, or only what differs."""
    show_all = request.args.get("show") == ALL
    comparison: Comparison = compare_texts(before, now, crosswalk)
    whole: list[FieldCompared] = [*comparison.about, *comparison.levels]
    domains = [(domain.code, domain.name) for domain in comparison.domains]
    return {
        "versions": (before.version, now.version),
        "whole": [field for field in whole if show_all or field.is_changed],
        "domains": [(code, name) for code, name in domains if show_all or name.is_changed],
        "criteria": [row for row in comparison.criteria if show_all or row.is_changed],
        "is_another": _is_another,
        "show_all": show_all,
        "filters": chips("show", [(ALL, _l("Everything"))], everything=_l("Only what changed")),
    }


def _is_another(row: CriterionCompared) -> bool:
    """Say whether the two are different things to be read side by side, not one whose words changed."""
    return row.old is not None and row.new is not None and row.old.code != row.new.code
