"""Pages of plans and templates.

GET       /plans                              plans.list_plans
GET       /plans/export.<csv|xlsx>            plans.export_plans
GET       /me/plan                            plans.show_own_plan
GET       /plans/new                          plans.choose_people
GET POST  /plans/new/<person>                 plans.start_plan
GET POST  /plans/cohort                       plans.start_cohort
GET       /plans/<id>                         plans.show_plan
GET       /plans/<id>/print                   plans.print_plan
GET POST  /plans/<id>/edit                    plans.edit_plan
GET POST  /plans/<id>/propose                 plans.propose_plan
GET POST  /plans/<id>/agree                   plans.agree_to_plan
GET POST  /plans/<id>/return                  plans.send_back
GET POST  /plans/<id>/discard                 plans.discard_draft
GET POST  /plans/<id>/close                   plans.close_plan
GET POST  /plans/<id>/milestones/<milestone>   plans.mark_milestone
GET POST  /plans/<id>/review                  plans.record_review
GET POST  /plans/<id>/reviews/<review>        plans.correct_review
GET POST  /plans/<id>/summary                 plans.write_summary
GET POST  /plans/<id>/reflection              plans.write_reflection
GET POST  /plans/reflections/<id>             plans.rewrite_reflection
GET POST  /plans/<id>/offer                   plans.answer_offer
GET       /plans/templates                    plans.list_templates
GET POST  /plans/templates/new                plans.new_template
GET       /plans/templates/<id>               plans.show_template
GET POST  /plans/templates/<id>/edit          plans.edit_template
GET POST  /plans/templates/<id>/end           plans.end_template
"""

from flask import Blueprint

from lms.plans import forms
from lms.plans.views import agreeing, following, listing, starting, templates

bp = Blueprint("plans", __name__, template_folder="../templates")


@bp.context_processor
def words() -> dict[str, object]:
    """Give every page of the feature the words it speaks in."""
    return {
        "state_labels": forms.STATE_LABELS,
        "state_tones": forms.STATE_TONES,
        "kind_labels": forms.KIND_LABELS,
        "result_labels": forms.RESULT_LABELS,
        "revision_labels": forms.REVISION_LABELS,
        "change_labels": forms.CHANGE_LABELS,
        "decision_labels": forms.DECISION_LABELS,
    }


for part in (listing, starting, agreeing, following, templates):
    part.add_to(bp)
