"""Sentences for what this feature refuses."""

from lms.courses.loader import PROBLEMS, REFUSALS
from lms.web.i18n import LazyString, lazy_gettext

ERRORS: dict[str, LazyString] = {
    **PROBLEMS,
    **REFUSALS,
    "courses.not_found": lazy_gettext(
        "There is no such course, or it is not published for your organisation."
    ),
    "courses.lesson_not_found": lazy_gettext("This course has no such lesson."),
    "courses.figure_not_found": lazy_gettext("This course has no such figure."),
    "courses.attempt_not_found": lazy_gettext("There is no such attempt of yours."),
    "courses.answers_missing": lazy_gettext("Answer at least one question before you send."),
    "courses.answer_unknown": lazy_gettext(
        "The quiz was changed while you had it open. Look at the questions again and send once more."
    ),
    "courses.answer_too_many": lazy_gettext("Choose one answer only."),
    "constraint.uq_enrolment_person_id_course_version_id": lazy_gettext(
        "You have just begun this course in another window. Open the page again."
    ),
    "constraint.uq_attempt_enrolment_id_number": lazy_gettext(
        "Two attempts arrived at the same moment. Please send this one again."
    ),
    "constraint.pk_lesson_progress": lazy_gettext(
        "This lesson has just been noted as read in another window."
    ),
}
