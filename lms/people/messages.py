"""Sentences of refusal and mails of people."""

from uuid import UUID

from flask import current_app, url_for

from lms.people.commands import reset_link_token
from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l
from lms.web.mail import MailText

ERRORS: dict[str, LazyString] = {
    "people.wrong_credentials": _l("The e-mail address or the password is not right. Please check both."),
    "people.throttled": _l(
        "Too many attempts have failed. Please wait 15 minutes, or set a new password by mail."
    ),
    "people.wrong_password": _l("The present password is not right."),
    "people.password_short": _l("Use at least %(minimum)s characters."),
    "people.password_long": _l("Use at most %(maximum)s characters."),
    "people.password_is_email": _l("Do not use your e-mail address as the password."),
    "people.reset_spent": _l("This link has been used or is older than one hour. Please ask for a new one."),
    "people.person_unknown": _l("There is no such person, or they are outside your organisations."),
    "people.organisation_unknown": _l("There is no such organisation, or it is outside your reach."),
    "people.no_employer": _l("On that day this person is employed by no organisation registered here."),
    "people.not_own_profile": _l("People change their own settings only."),
    "people.stale": _l(
        "Your settings were changed in another window meanwhile. Please compare and save again."
    ),
    "constraint.uq_person_email_lower": _l("Somebody is registered with this e-mail address already."),
}

MAILS: dict[str, MailText] = {
    "people.password_reset": MailText(
        subject=_l("Set a new password for Banso"),
        body=_l(
            "Open the page below within one hour to set a new password. "
            "If you did not ask for this, you need not do anything: your password stays as it is."
        ),
        link=lambda payload: url_for(
            "people.reset_password",
            token=reset_link_token(UUID(payload["reset_id"]), secret_key=current_app.config["SECRET_KEY"]),
        ),
    ),
}
