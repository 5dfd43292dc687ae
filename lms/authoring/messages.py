"""Sentences for what this feature refuses, and its mails."""

from collections.abc import Mapping

from flask import url_for

from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l
from lms.web.mail import MailText

ERRORS: dict[str, LazyString] = {
    "authoring.draft_unknown": _l("There is no such draft, or it is not your organisation’s."),
    "authoring.lesson_unknown": _l("This draft has no such lesson; it may have another name by now."),
    "authoring.question_unknown": _l("This draft has no such question; it may have another name by now."),
    "authoring.figure_unknown": _l("This draft has no such picture."),
    "authoring.publisher_unknown": _l("You cannot write courses for this organisation."),
    "authoring.not_writer": _l("You cannot write courses for this organisation."),
    "authoring.not_publisher": _l("You cannot publish courses for this organisation."),
    "authoring.own_words": _l("You have written in this draft; somebody else decides about it."),
    "authoring.in_review": _l(
        "The draft is in review, and nobody writes in it now. What you typed is still here: take the draft "
        "back in another window, then save."
    ),
    "authoring.not_in_review": _l("The draft is not in review any more; open it again."),
    "authoring.published_already": _l("The draft is published already; write the next version."),
    "authoring.discarded": _l("The draft was thrown away in the meantime."),
    "authoring.stale": _l("Somebody else has saved this part in the meantime."),
    "authoring.changed_meanwhile": _l(
        "The draft was changed in the meantime; open it again and look once more."
    ),
    "authoring.not_whole": _l("The draft is not complete any more; return it, or have it completed."),
    "authoring.nothing_new": _l("Version %(course_version)s with these very words is published already."),
    "authoring.slug_reserved": _l("A course cannot be called “%(slug)s”; choose another name."),
    "authoring.slug_taken": _l("There is a course called “%(slug)s” already; choose another name."),
    "authoring.slug_stays": _l("A published course keeps its name through all versions."),
    "authoring.version_taken": _l("Version %(number)s is published already; choose a higher number."),
    "authoring.draft_exists": _l("Your organisation has a draft called “%(slug)s” already; open that one."),
    "authoring.follows_elsewhere": _l("The course “%(slug)s” belongs to another organisation."),
    "authoring.alt_missing": _l("Say in words what the picture shows."),
    "authoring.many_figures": _l("A draft can hold %(limit)s pictures; take out one that is not shown."),
    "authoring.note_missing": _l("Write what should be put right."),
    "authoring.note_long": _l("At most %(limit)s characters fit here."),
    "constraint.uq_course_draft_open": _l(
        "Somebody has just begun a draft of this course; open the list of drafts."
    ),
    "constraint.uq_course_review_waiting": _l("The draft has just been sent to review in another window."),
    "constraint.uq_course_review_draft_id_number": _l(
        "The draft has just been sent to review in another window."
    ),
    "constraint.pk_course_draft_writer": _l("The draft was saved twice at the same moment; save once more."),
    "constraint.uq_course_draft_figure_draft_id_name": _l("The picture came twice; it is there already."),
}


def _draft_page(payload: Mapping[str, str]) -> str:
    return url_for("authoring.show_draft", draft_id=payload["draft_id"])


MAILS: dict[str, MailText] = {
    "authoring.review_asked": MailText(
        subject=_l("A course to review: “%(title)s”"),
        body=_l(
            "Somebody has finished writing this course and asks for a second pair of eyes. You can read it "
            "as its learners will, see what is new, and publish it or return it with a note."
        ),
        link=lambda payload: url_for("authoring.review_draft", draft_id=payload["draft_id"]),
    ),
    "authoring.returned": MailText(
        subject=_l("Your course came back with a note: “%(title)s”"),
        body=_l("The reviewer has written what should be put right. The draft is open for writing again."),
        link=_draft_page,
    ),
    "authoring.published": MailText(
        subject=_l("Your course is published: “%(title)s”"),
        body=_l("The reviewer has approved it. It can be taken from now on."),
        link=lambda payload: url_for("courses.show_course", slug=payload["slug"]),
    ),
}
