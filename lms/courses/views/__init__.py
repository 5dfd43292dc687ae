"""Pages of courses.

GET        /courses                         courses.list_courses   ?q=&criterion=&level=&minutes=&state=
GET        /courses/people                  courses.list_learners  ?q=&state=&course=&place= narrow it
GET        /courses/people.csv, .xlsx       courses.export_learners    the same rows as files
GET, POST  /courses/people/assign           courses.assign_courses     ?course=<slug>&person=<id>&r=<row>
GET, POST  /courses/people/remind           courses.remind_learners    ?r=<row>, or filters and all=everybody
GET, POST  /courses/people/assignments/<id> courses.change_assignment
GET, POST  /courses/people/assignments/<id>/withdraw  courses.withdraw_assignment
GET, POST  /courses/<slug>                  courses.show_course    POST begins it, in its newest version
GET, POST  /courses/<slug>/moving           courses.move_on        POST moves on to its newest version
GET        /courses/<slug>/print            courses.print_course   all of it on paper
GET, POST  /courses/<slug>/withdraw         courses.withdraw_course    who publishes it
GET, POST  /courses/<slug>/withdraw/offer   courses.offer_course   offers a withdrawn one again
GET, POST  /courses/<slug>/<lesson>         courses.show_lesson    POST notes it as read and goes on
GET, POST  /courses/<slug>/<lesson>/reflections/<prompt_code>     courses.write_reflection   one's own
GET, POST  /courses/<slug>/quiz             courses.show_quiz      POST saves answers or hands them in
GET        /courses/<slug>/attempts/<id>    courses.show_attempt   one's own
GET        /courses/<slug>/items            courses.show_items     ?version=; who writes for the publisher
GET        /courses/<slug>/items.csv, .xlsx courses.export_items   the same as files
GET        /courses/<slug>/figures/<name>   courses.show_figure
GET        /courses/<slug>/certificate.pdf  courses.show_certificate   one's own; ?person=<id> in one's reach
GET        /courses/certificates.pdf        courses.download_certificates  ?course=&place=&r=<row>
GET        /verify                          courses.enter_code     for everybody
GET        /verify/<code>                   courses.verify_certificate     for everybody
GET        /me/practice                     courses.list_practice  what waits to be tried on a visit
GET, POST  /me/practice/<id>                courses.show_practice  POST notes what became of it
GET        /courses/<slug>/offline/…        courses.keep_course, keep_lesson, keep_quiz   for a device
"""

from flask import Blueprint

from lms.courses.domain import CourseState, QuestionKind, Verdict
from lms.courses.views import (
    assigning,
    catalogue,
    certificates,
    items,
    learning,
    offline,
    overview,
    practising,
    quiz,
    withdrawing,
)
from lms.web.i18n import lazy_gettext as _l

bp = Blueprint("courses", __name__, template_folder="../templates")
for module in (
    assigning,
    catalogue,
    certificates,
    items,
    learning,
    overview,
    practising,
    quiz,
    withdrawing,
    offline,
):
    module.add_to(bp)

VERDICT_LABELS = {
    Verdict.RIGHT: _l("Right"),
    Verdict.PARTLY: _l("Partly right"),
    Verdict.WRONG: _l("Not right yet"),
    Verdict.UNANSWERED: _l("Not answered"),
}
PARTLY_TEXTS = {
    QuestionKind.MULTIPLE: _l(
        "What you chose is partly right. Either a right answer is missing, or one too many is chosen."
    ),
    QuestionKind.ORDERING: _l("Most of it stands in the right order. Something is still at the wrong place."),
    QuestionKind.MATCHING: _l("Some go together as you chose. Look again at the others."),
    QuestionKind.SCENARIO: _l("Some of your decisions were good. Read what came of the others."),
}
STATE_LABELS = {
    CourseState.NOT_STARTED: (_l("Not begun"), "neutral"),
    CourseState.UNDER_WAY: (_l("In progress"), "active"),
    CourseState.FINISHED: (_l("Completed"), "good"),
}


@bp.context_processor
def words() -> dict[str, object]:
    """Give every page of the feature the labels it speaks in."""
    return {"partly_texts": PARTLY_TEXTS, "verdict_labels": VERDICT_LABELS, "state_labels": STATE_LABELS}
