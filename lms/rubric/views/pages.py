"""The page of the rubric in force."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.rubric import queries
from lms.web.access import require
from lms.web.request import current_actor, current_session

LONGEST_CODE = 20


def add_to(bp: Blueprint) -> None:
    """Put the page on the blueprint."""
    bp.get("/rubric")(show_rubric)


@require(Permission.RUBRIC_READ)
def show_rubric() -> ResponseReturnValue:
    rubric = queries.find_current_rubric(current_session(), current_actor())
    if rubric is None:
        return render_template("rubric/no_rubric.html")
    code = request.args.get("criterion", "")[:LONGEST_CODE]
    selected = rubric.find_criterion(code)
    if code and selected is None:
        raise NotFound("rubric.unknown_criterion", criterion=code)
    before, after = rubric.neighbours(selected.code) if selected else (None, None)
    return render_template(
        "rubric/show_rubric.html", rubric=rubric, selected=selected, before=before, after=after
    )
