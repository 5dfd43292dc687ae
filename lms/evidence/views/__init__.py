"""Pages of evidence: how a level was worked out.

GET /me/criteria/<code>                 evidence.show_own_criterion
GET /me/domains/<code>                  evidence.show_own_domain
GET /people/<person>/criteria/<code>    evidence.show_criterion
GET /people/<person>/domains/<code>     evidence.show_domain
"""

from flask import Blueprint

from lms.evidence.views import levels

bp = Blueprint("evidence", __name__, template_folder="../templates")
for module in (levels,):
    module.add_to(bp)
