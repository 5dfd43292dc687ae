"""Pages that join features.

GET /                        reporting.show_home
GET /me                      reporting.show_me
GET /me/history              reporting.show_own_history
GET /people/<id>             reporting.show_person
GET /people/<id>/history     reporting.show_history
GET /reports                 reporting.list_reports
GET /reports/agreement       reporting.show_agreement
GET /reports/distribution    reporting.show_distribution
GET /reports/levels          reporting.show_levels
GET /reports/levels.csv      reporting.export_levels
"""

from flask import Blueprint

from lms.reporting.views import agreement, levels, pages, pictures

bp = Blueprint("reporting", __name__, template_folder="../templates")
for module in (pages, levels, pictures, agreement):
    module.add_to(bp)
