"""Sentences of refusal and mails of clients and cases."""

from flask import url_for

from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l
from lms.web.mail import MailText

ERRORS: dict[str, LazyString] = {
    "clients.case_unknown": _l("There is no such case, or it is outside your reach."),
    "clients.client_unknown": _l("There is no such client, or it is outside your reach."),
    "clients.not_editor": _l("You may look at the cases of this organisation, but not change them."),
    "clients.code_missing": _l("Give it a code."),
    "clients.text_missing": _l("Write at least one language."),
    "clients.founded_later": _l("The year of founding cannot lie in the future."),
    "clients.topics_missing": _l("Choose at least one topic."),
    "clients.opened_later": _l("A case cannot be opened in the future."),
    "clients.case_closed": _l("This case is finished; it can no longer be changed."),
    "clients.one_lead": _l("A team has exactly one lead."),
    "clients.member_twice": _l("Nobody can be on one team twice."),
    "clients.reason_missing": _l("Say why this team: it stays on record with the case."),
    "constraint.uq_client_organisation_id_code": _l("Your organisation has a client with this code already."),
    "constraint.uq_case_organisation_id_code": _l("Your organisation has a case with this code already."),
    "constraint.uq_case_advisor_lead": _l(
        "Somebody else has just put another lead on this case. Please look at it again."
    ),
    "constraint.uq_case_advisor_now": _l(
        "Somebody else has just put the same person on this case. Please look at it again."
    ),
}

MAILS: dict[str, MailText] = {
    "clients.case_assigned": MailText(
        subject=_l("You are on case %(code)s"),
        body=_l("You have been put on a case. Its facts, the team and the reason are on its page."),
        link=lambda payload: url_for("clients.show_case", case_id=payload["case_id"]),
    ),
    "clients.case_left": MailText(
        subject=_l("Case %(code)s goes on with others"),
        body=_l("You are no longer on this case. Thank you for your work; your time on it stays on record."),
        link=lambda _payload: url_for("clients.list_cases", whose="mine"),
    ),
}
