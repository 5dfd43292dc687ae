"""The page of the rubric in force, today or on any day before."""

from datetime import date, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.rubric import queries
from lms.rubric.domain import Change, Rubric
from lms.web.access import require
from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l
from lms.web.request import current_actor, current_clock, current_session

LONGEST_CODE = 20
NEWS_DAYS = 90
"""For how long after a publication the page says what changed."""


def add_to(bp: Blueprint) -> None:
    """Put the page on the blueprint."""
    bp.get("/rubric")(show_rubric)


@require(Permission.RUBRIC_READ)
def show_rubric() -> ResponseReturnValue:
    typed = request.args.get("on", "")
    on, problem = _read_day(typed)
    rubric = _find_rubric(on)
    facts = {
        "on": on,
        "typed": typed,
        "problem": problem,
        "may_edit": current_actor().may(Permission.RUBRIC_EDIT),
    }
    status = 422 if problem else 200
    if rubric is None:
        return render_template("rubric/no_rubric.html", **facts), status
    return render_template("rubric/show_rubric.html", **facts, **_selected(rubric), **_news(rubric)), status


def _find_rubric(on: date | None) -> Rubric | None:
    if on is None:
        return queries.find_current_rubric(current_session(), current_actor())
    return queries.find_rubric_on(current_session(), current_actor(), on)


def _selected(rubric: Rubric) -> dict[str, object]:
    code = request.args.get("criterion", "")[:LONGEST_CODE]
    selected = rubric.find_criterion(code)
    if code and selected is None:
        raise NotFound("rubric.unknown_criterion", criterion=code)
    before, after = rubric.neighbours(selected.code) if selected else (None, None)
    return {"rubric": rubric, "selected": selected, "before": before, "after": after}


def _news(rubric: Rubric) -> dict[str, object]:
    """Say whether the version is so young that readers should be told what changed."""
    follows = rubric.change is not Change.INITIAL and rubric.predecessor_id is not None
    is_young = rubric.published_at is not None and (
        current_clock().now() - rubric.published_at < timedelta(days=NEWS_DAYS)
    )
    return {"is_news": follows and is_young}


def _read_day(typed: str) -> tuple[date | None, LazyString | None]:
    """Read the day asked for: none, a day, or why it is none."""
    if not typed:
        return None, None
    try:
        on = date.fromisoformat(typed)
    except ValueError:
        return None, _l("“%(typed)s” is no date. Write it as 2026-10-01.", typed=typed[:40])
    if on > current_clock().today():
        return None, _l("Choose today or a day before: what will be in force then is not decided yet.")
    return on, None
