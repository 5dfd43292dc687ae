"""Pages of rubrics.

GET       /rubric                                    rubric.show_rubric        the rubric in force
GET       /rubric?criterion=<code>                   rubric.show_rubric        one criterion of it
GET       /rubric?on=<date>                          rubric.show_rubric        what was in force on a day
GET       /rubrics                                   rubric.list_versions
GET       /rubrics/compare?old=<id>&new=<id>         rubric.choose_comparison  leads to the comparison
GET       /rubrics/<id>                              rubric.show_version
GET       /rubrics/<id>/compare/<other id>           rubric.compare_versions
GET POST  /rubrics/<id>/archive                      rubric.archive_version
GET POST  /rubrics/drafts/new                        rubric.start_draft
GET       /rubrics/drafts/<id>                       rubric.show_draft         what is whole, what is missing
GET       /rubrics/drafts/<id>/preview               rubric.preview_draft
GET       /rubrics/drafts/<id>/compare               rubric.compare_draft      with the version before
GET POST  /rubrics/drafts/<id>/about                 rubric.edit_about
GET POST  /rubrics/drafts/<id>/levels                rubric.edit_levels
GET POST  /rubrics/drafts/<id>/domains               rubric.edit_domains       names and order
GET POST  /rubrics/drafts/<id>/criteria/new          rubric.add_criterion
GET POST  /rubrics/drafts/<id>/criteria/<code>       rubric.edit_criterion
GET POST  /rubrics/drafts/<id>/criteria/<code>/remove  rubric.remove_criterion
GET       /rubrics/drafts/<id>/crosswalk             rubric.show_crosswalk
GET POST  /rubrics/drafts/<id>/crosswalk/<code>      rubric.edit_line          what becomes of one criterion
GET POST  /rubrics/drafts/<id>/examples/<code>       rubric.edit_examples      a member's own
GET POST  /rubrics/drafts/<id>/publish               rubric.publish_draft
GET POST  /rubrics/drafts/<id>/discard               rubric.discard_draft
GET POST  /rubrics/import                            rubric.import_file        and what it would change
GET POST  /rubrics/import/draft                      rubric.import_draft       takes it over
GET       /rubrics/<id>/export.yaml, .csv, .json     rubric.export_version
"""

from flask import Blueprint

from lms.rubric.forms import CHANGE_LABELS, KIND_NAMES
from lms.rubric.views import comparing, drafts, editing, exchange, pages, versions

bp = Blueprint("rubric", __name__, template_folder="../templates")
for module in (pages, versions, comparing, drafts, editing, exchange):
    module.add_to(bp)


@bp.context_processor
def words() -> dict[str, object]:
    """Give every page of the feature the labels it speaks in."""
    return {"change_labels": CHANGE_LABELS, "kind_names": KIND_NAMES}
