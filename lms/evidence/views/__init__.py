"""Pages of evidence: how a level was worked out, how people see themselves, how they rate.

GET       /me/criteria/<code>                 evidence.show_own_criterion
GET       /me/domains/<code>                  evidence.show_own_domain
GET       /me/overall                         evidence.show_own_overall
GET       /me/rating                          evidence.show_own_rating
GET POST  /me/self-assessment                 evidence.write_own_view
GET       /me/self-assessment/<sitting>       evidence.show_own_view
GET       /people/<person>/criteria/<code>    evidence.show_criterion
GET       /people/<person>/domains/<code>     evidence.show_domain
GET       /people/<person>/overall            evidence.show_overall
GET       /people/<person>/self-assessment    evidence.show_own_view_of
"""

from flask import Blueprint

from lms.evidence.views import levels, own_view, rating

bp = Blueprint("evidence", __name__, template_folder="../templates")
for module in (levels, own_view, rating):
    module.add_to(bp)
