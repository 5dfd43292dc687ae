"""Pages of rubrics.

GET  /rubric                    rubric.show_rubric   the rubric in force; on a phone, an index of its criteria
GET  /rubric?criterion=<code>   rubric.show_rubric   the same with one criterion, marked at a desk
"""

from flask import Blueprint

from lms.rubric.views import pages

bp = Blueprint("rubric", __name__, template_folder="../templates")
for module in (pages,):
    module.add_to(bp)
