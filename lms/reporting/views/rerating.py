"""The queue of levels that have to be judged anew after a change of the rubric's meaning."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from lms.kernel.permission import Permission
from lms.reporting.rerating import find_rerating_queue
from lms.web.access import require
from lms.web.lists import page_number, page_urls
from lms.web.request import current_actor, current_clock, current_session

PAGE_SIZE = 50


@require(Permission.OBSERVATION_READ)
def show_rerating() -> ResponseReturnValue:
    actor, page = current_actor(), page_number()
    queue = find_rerating_queue(current_session(), actor, on=current_clock().today())
    if queue is None:
        return render_template("reporting/no_rubric.html")
    first = (page - 1) * PAGE_SIZE
    return render_template(
        "reporting/rerating.html",
        queue=queue,
        rubric=queue.rubric,
        rows=queue.rows[first : first + PAGE_SIZE],
        pages=page_urls(page, has_more=first + PAGE_SIZE < len(queue.rows)),
        can_record=actor.may(Permission.OJT_ENTRY_RECORD),
    )


def add_to(bp: Blueprint) -> None:
    bp.add_url_rule("/reports/re-rating", view_func=show_rerating)
