"""Pages that join features.

GET /       reporting.show_home
"""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from lms.web.access import signed_in

bp = Blueprint("reporting", __name__, template_folder="templates")


@bp.get("/")
@signed_in
def show_home() -> ResponseReturnValue:
    return render_template("reporting/home.html")
