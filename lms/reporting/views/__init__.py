"""Pages that join features.

GET /               reporting.show_home
GET /me             reporting.show_me
GET /people/<id>    reporting.show_person
"""

from flask import Blueprint

from lms.reporting.views import pages

bp = Blueprint("reporting", __name__, template_folder="../templates")
for module in (pages,):
    module.add_to(bp)
