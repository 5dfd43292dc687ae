"""How one's own ratings compare with an average rater's: for the rater alone."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from lms.evidence.queries import read_own_rating
from lms.web.access import signed_in
from lms.web.request import current_actor, current_session


@signed_in
def show_own_rating() -> ResponseReturnValue:
    own = read_own_rating(current_session(), current_actor())
    return render_template("evidence/rating.html", own=own, reading=own.reading, rubric=own.rubric)


def add_to(bp: Blueprint) -> None:
    bp.add_url_rule("/me/rating", view_func=show_own_rating)
