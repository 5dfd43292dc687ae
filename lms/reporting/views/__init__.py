"""Pages that join features.

GET /                     reporting.show_home
GET /me                   reporting.show_me
GET /people/<id>          reporting.show_person
GET /reports/levels       reporting.show_levels
GET /reports/levels.csv   reporting.export_levels
"""

from flask import Blueprint

from lms.reporting.views import levels, pages

bp = Blueprint("reporting", __name__, template_folder="../templates")
for module in (pages, levels):
    module.add_to(bp)
