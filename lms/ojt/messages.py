"""Sentences of refusal and mails of entries."""

from collections.abc import Mapping

from flask import url_for

from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l
from lms.web.mail import MailText

ERRORS: dict[str, LazyString] = {
    "ojt.entry_unknown": _l("There is no such OJT record, or you may not see it."),
    "ojt.own_entry": _l("Nobody records a visit about themselves."),
    "ojt.advisor_out_of_reach": _l("On that day this advisor was not employed in your organisations."),
    "ojt.advisor_fixed": _l(
        "This record was shown to its advisor already. Void it and write a new one instead."
    ),
    "ojt.case_unknown": _l("Choose a case of the advisor's own organisation."),
    "ojt.case_missing": _l("Choose the case. Only a consultation at the window may have none."),
    "ojt.no_rubric": _l("Your organisations publish no rubric yet, so nothing can be judged by it."),
    "ojt.future_date": _l("This day has not come yet. Enter the day of the visit."),
    "ojt.minutes_out_of_range": _l("Enter between 1 and %(highest)s minutes."),
    "ojt.too_many_criteria": _l(
        "Judge at most %(highest)s abilities a visit: those seen best. You chose %(given)s."
    ),
    "ojt.criterion_twice": _l("An ability can be judged only once a visit."),
    "ojt.comment_missing": _l("Write what you saw."),
    "ojt.ratings_missing": _l("Judge at least one ability you saw."),
    "ojt.text_too_long": _l("Use at most %(highest)s characters."),
    "ojt.acknowledgement_missing": _l("Write in your own words what you take from it."),
    "ojt.dispute_missing": _l("Write what you see differently."),
    "ojt.answer_missing": _l("Write an answer to what the advisor sees differently."),
    "ojt.reason_missing": _l("Write why the record no longer holds."),
    "ojt.not_now": _l(
        "The record has moved on, so this can no longer be done. Open it to see where it stands."
    ),
    "ojt.not_yours": _l("This step belongs to somebody else."),
    "ojt.stale": _l("This draft was saved in another window meanwhile. Please compare and save again."),
    "ojt.changed_meanwhile": _l(
        "The record was changed while this page was open. Read it again below, then send."
    ),
}


def _entry_page(payload: Mapping[str, str]) -> str:
    return url_for("ojt.show_entry", entry_id=payload["entry_id"])


MAILS: dict[str, MailText] = {
    "ojt.submitted": MailText(
        subject=_l("OJT record to acknowledge: %(visited_on)s"),
        body=_l("%(supervisor)s has recorded the visit of %(visited_on)s. Please say what you take from it."),
        link=_entry_page,
    ),
    "ojt.acknowledged": MailText(
        subject=_l("OJT record to sign: %(visited_on)s"),
        body=_l("%(advisor)s has acknowledged the record of %(visited_on)s. It can be signed now."),
        link=_entry_page,
    ),
    "ojt.disputed": MailText(
        subject=_l("OJT record disputed: %(visited_on)s"),
        body=_l("%(advisor)s sees something in the record of %(visited_on)s differently. Please answer."),
        link=_entry_page,
    ),
    "ojt.signed": MailText(
        subject=_l("OJT record signed: %(visited_on)s"),
        body=_l("%(supervisor)s has signed the record of %(visited_on)s. It counts towards your levels now."),
        link=_entry_page,
    ),
    "ojt.voided": MailText(
        subject=_l("OJT record voided: %(visited_on)s"),
        body=_l(
            "The record of %(visited_on)s (%(advisor)s, %(supervisor)s) was voided and no longer counts."
        ),
        link=_entry_page,
    ),
}
