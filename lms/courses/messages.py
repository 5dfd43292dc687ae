"""Sentences for what this feature refuses."""

from collections.abc import Mapping

from flask import url_for

from lms.courses.loader import PROBLEMS, REFUSALS
from lms.web.i18n import LazyString, lazy_gettext
from lms.web.mail import MailText

ERRORS: dict[str, LazyString] = {
    **PROBLEMS,
    **REFUSALS,
    "courses.certificates_none": lazy_gettext(
        "Nobody in your reach has completed a course that fits what you chose."
    ),
    "courses.certificates_too_many": lazy_gettext(
        "At most %(most)s certificates fit into one file. Narrow it down by organisation or course."
    ),
    "courses.withdrawn": lazy_gettext("This course was withdrawn: nobody begins it any more."),
    "courses.prerequisites_missing": lazy_gettext(
        "This course builds on others. Finish those first: its page names them."
    ),
    "courses.assignment_unknown": lazy_gettext(
        "There is no such assignment any more, or it is outside your reach."
    ),
    "courses.assignment_stale": lazy_gettext(
        "Somebody else has changed this assignment meanwhile. Please compare and save again."
    ),
    "courses.not_assigner": lazy_gettext("You may not assign courses to people of this organisation."),
    "courses.nobody_chosen": lazy_gettext("Choose at least one person."),
    "courses.nothing_chosen": lazy_gettext("Choose at least one course."),
    "courses.too_many_at_once": lazy_gettext(
        "At most %(limit)s assignments can be made at once. Choose fewer people or courses."
    ),
    "courses.assign_withdrawn": lazy_gettext(
        "One of these courses was withdrawn, so that nobody can begin it. Choose another."
    ),
    "courses.not_for_them": lazy_gettext(
        "%(name)s cannot open one of these courses: its publisher is not above their employer."
    ),
    "courses.assigned_already": lazy_gettext(
        "Nothing to do: all of them were assigned this already, or have finished it."
    ),
    "courses.due_in_past": lazy_gettext("This day is over. Choose today or a later day."),
    "courses.due_too_far": lazy_gettext("Choose a day within the next three years."),
    "courses.note_too_long": lazy_gettext("Shorten this to %(limit)s characters."),
    "courses.nobody_to_remind": lazy_gettext(
        "There is nobody to remind: the courses are finished, or the people are outside your reach."
    ),
    "courses.reminded_already": lazy_gettext("All of them were reminded within the last seven days."),
    "constraint.uq_course_assignment_open": lazy_gettext(
        "Somebody else has just assigned one of these courses. Please send again."
    ),
    "courses.not_publisher": lazy_gettext("Only who publishes for this course’s publisher may do this."),
    "courses.nothing_newer": lazy_gettext("You are in the newest version of this course already."),
    "courses.prompt_not_found": lazy_gettext("This course has no such question to think about."),
    "courses.reflection_long": lazy_gettext("Shorten this to %(limit)s characters."),
    "courses.reflection_stale": lazy_gettext(
        "You wrote to this question in another window or on another device meanwhile. Compare and save again."
    ),
    "constraint.pk_lesson_reflection": lazy_gettext(
        "You wrote to this question in another window or on another device meanwhile. Compare and save again."
    ),
    "courses.lesson_not_found": lazy_gettext("This course has no such lesson."),
    "courses.figure_not_found": lazy_gettext("This course has no such figure."),
    "courses.attempt_not_found": lazy_gettext("There is no such attempt of yours."),
    "courses.practice_unknown": lazy_gettext(
        "There is no such task for you to try, or it was noted already."
    ),
    "courses.practice_not_read": lazy_gettext(
        "The advisor has not read the lesson of one of these tasks. Look at the tasks again."
    ),
    "courses.answers_missing": lazy_gettext("Answer at least one question before you send."),
    "courses.answer_unknown": lazy_gettext(
        "The quiz was changed while you had it open. Look at the questions again and send once more."
    ),
    "courses.answer_too_many": lazy_gettext("Choose one answer only."),
    "courses.answer_not_a_number": lazy_gettext("This cannot be read as a number. Write it such as 12.5."),
    "courses.answer_long": lazy_gettext("The answer is too long; at most %(limit)s characters fit."),
    "courses.answer_unfinished": lazy_gettext("The case goes on. Choose until it ends, or leave it open."),
    "courses.draft_stale": lazy_gettext(
        "Answers to these questions were saved in another window or on another device meanwhile."
    ),
    "constraint.pk_attempt_draft": lazy_gettext(
        "Answers to these questions were saved in another window or on another device meanwhile."
    ),
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


def _where(payload: Mapping[str, str]) -> str:
    """Lead to the course a mail is about, to all of them when it is about several."""
    slug = payload["slug"]
    return url_for("courses.show_course", slug=slug) if slug else url_for("courses.list_courses")


MAILS: dict[str, MailText] = {
    "courses.assigned": MailText(
        subject=lazy_gettext("Please take by %(due_on)s: %(courses)s"),
        body=lazy_gettext(
            "You are asked to finish %(courses)s by %(due_on)s. You can stop at any time and go on where you "
            "were, on a phone too."
        ),
        link=_where,
    ),
    "courses.due_changed": MailText(
        subject=lazy_gettext("Now due on %(due_on)s: %(courses)s"),
        body=lazy_gettext("There is a new day for %(courses)s: please finish by %(due_on)s."),
        link=_where,
    ),
    "courses.unassigned": MailText(
        subject=lazy_gettext("No longer due: %(courses)s"),
        body=lazy_gettext(
            "You need not finish %(courses)s by %(due_on)s any more. What you have done in it stays yours."
        ),
        link=_where,
    ),
    "courses.due_soon": MailText(
        subject=lazy_gettext("Due on %(due_on)s: %(courses)s"),
        body=lazy_gettext("Please finish %(courses)s by %(due_on)s. You go on where you were."),
        link=_where,
    ),
    "courses.overdue": MailText(
        subject=lazy_gettext("Was due on %(due_on)s: %(courses)s"),
        body=lazy_gettext(
            "%(courses)s was to be finished by %(due_on)s. If something is in the way, talk to your "
            "supervisor; else you go on where you were."
        ),
        link=_where,
    ),
    "courses.reminded": MailText(
        subject=lazy_gettext("A reminder: %(courses)s"),
        body=lazy_gettext(
            "A friendly reminder: please finish %(courses)s by %(due_on)s. You go on where you were; if "
            "something is in the way, talk to your supervisor."
        ),
        link=_where,
    ),
    "courses.reminded_undated": MailText(
        subject=lazy_gettext("A reminder: %(courses)s"),
        body=lazy_gettext(
            "A friendly reminder of %(courses)s, which you have begun. You go on where you were; if "
            "something is in the way, talk to your supervisor."
        ),
        link=_where,
    ),
}
