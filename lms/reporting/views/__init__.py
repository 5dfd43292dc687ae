"""Pages that join features.

GET /                        reporting.show_home
GET /me                      reporting.show_me
GET /me/history              reporting.show_own_history
GET /me/path                 reporting.show_path
GET /me/target               reporting.show_own_target
GET /people/<id>             reporting.show_person
GET /people/<id>/history     reporting.show_history
GET /people/<id>/path        reporting.show_person_path
GET /people/<id>/target      reporting.show_target
GET /reports                 reporting.list_reports
GET /reports/agreement       reporting.show_agreement
GET /reports/distribution    reporting.show_distribution
GET /reports/levels          reporting.show_levels
GET /reports/levels.csv      reporting.export_levels
GET /reports/re-rating       reporting.show_rerating
GET /targets/<id>            reporting.show_profile
GET /targets/<id>/gaps.csv   reporting.export_gaps
"""

from flask import Blueprint

from lms.reporting.views import agreement, gaps, levels, pages, path, pictures, rerating

bp = Blueprint("reporting", __name__, template_folder="../templates")
for module in (pages, levels, pictures, agreement, gaps, path, rerating):
    module.add_to(bp)
