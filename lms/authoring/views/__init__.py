"""Pages of authoring.

GET       /courses/drafts                                authoring.list_drafts
GET POST  /courses/drafts/new                            authoring.start_draft
GET POST  /courses/drafts/import                         authoring.import_file      a ZIP becomes a draft
GET       /courses/drafts/<id>                           authoring.show_draft       what is missing
GET POST  /courses/drafts/<id>/about                     authoring.edit_about
GET POST  /courses/drafts/<id>/aims                      authoring.edit_aims
GET POST  /courses/drafts/<id>/sources                   authoring.edit_sources
GET POST  /courses/drafts/<id>/lessons                   authoring.edit_lessons     names and order
GET POST  /courses/drafts/<id>/lessons/<slug>            authoring.edit_lesson      POST also shows a preview
GET POST  /courses/drafts/<id>/lessons/<slug>/tasks      authoring.edit_tasks
GET POST  /courses/drafts/<id>/lessons/<slug>/remove     authoring.remove_lesson
GET POST  /courses/drafts/<id>/quiz                      authoring.edit_quiz        rules and order
GET POST  /courses/drafts/<id>/quiz/new                  authoring.add_question
GET POST  /courses/drafts/<id>/quiz/import               authoring.import_questions from GIFT
GET POST  /courses/drafts/<id>/quiz/<code>               authoring.edit_question
GET POST  /courses/drafts/<id>/quiz/<code>/remove        authoring.remove_question
GET POST  /courses/drafts/<id>/pictures                  authoring.edit_figures
GET       /courses/drafts/<id>/pictures/<name>           authoring.show_figure
GET POST  /courses/drafts/<id>/pictures/<name>/remove    authoring.remove_figure
GET       /courses/drafts/<id>/preview                   authoring.preview_draft
GET       /courses/drafts/<id>/preview/<slug>            authoring.preview_lesson
GET POST  /courses/drafts/<id>/preview-quiz              authoring.preview_quiz     POST keeps nothing
GET       /courses/drafts/<id>/compare                   authoring.compare_draft    with the version before
GET       /courses/drafts/<id>/export.zip                authoring.export_draft
GET POST  /courses/drafts/<id>/send                      authoring.send_draft       to somebody else
GET POST  /courses/drafts/<id>/take-back                 authoring.take_back
GET POST  /courses/drafts/<id>/review                    authoring.review_draft     publish it or return it
GET POST  /courses/drafts/<id>/discard                   authoring.discard_draft
"""

from flask import Blueprint

from lms.authoring.domain import DraftState
from lms.authoring.forms import KIND_LABELS
from lms.authoring.views import drafts, editing, exchange, listing, picturing, preview, quiz, reviewing
from lms.web.i18n import lazy_gettext as _l

bp = Blueprint("authoring", __name__, template_folder="../templates")
for module in (listing, exchange, drafts, editing, quiz, picturing, preview, reviewing):
    module.add_to(bp)

STATE_LABELS = {
    DraftState.DRAFT: (_l("Being written"), "neutral"),
    DraftState.IN_REVIEW: (_l("In review"), "active"),
    DraftState.PUBLISHED: (_l("Published"), "good"),
    DraftState.DISCARDED: (_l("Discarded"), "neutral"),
}


@bp.context_processor
def words() -> dict[str, object]:
    """Give every page of the feature the labels it speaks in."""
    return {"draft_states": STATE_LABELS, "question_kinds": KIND_LABELS}
