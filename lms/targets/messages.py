"""Sentences of refusal and mails of target profiles."""

from flask import url_for

from lms.targets.loader import PROBLEMS, REFUSALS
from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l
from lms.web.mail import MailText

ERRORS: dict[str, LazyString] = {
    **PROBLEMS,
    **REFUSALS,
    "targets.profile_unknown": _l("There is no such target profile, or it is outside your reach."),
    "targets.assignment_unknown": _l("There is no such assignment, or it is outside your reach."),
    "targets.not_editor": _l(
        "You may look at the target profiles of this organisation, but not change them."
    ),
    "targets.not_assigner": _l("You may not give target profiles to people of this organisation."),
    "targets.stale": _l("Somebody else has changed this profile meanwhile. Please compare and save again."),
    "targets.rubric_renewed": _l(
        "A new version of the rubric was published meanwhile. Please look at the levels again."
    ),
    "targets.reason_missing": _l("Say why: it stays on record with the profile."),
    "targets.ends_in_past": _l("What has been stays as it was: choose today or a later day."),
    "targets.starts_in_past": _l("What has been stays as it was: choose today or a later day."),
    "targets.ended_already": _l("It already ends on %(ends_on)s."),
    "targets.not_for_them": _l(
        "This profile is of an organisation that is not above the person's employer. Choose another."
    ),
    "targets.assignment_overlaps": _l(
        "They were given a profile from %(starts_on)s on already. End that one first, or choose other days."
    ),
    "constraint.uq_target_profile_organisation_id_code_starts_on": _l(
        "There is a profile with this code and first day already. Change that one, or choose another code."
    ),
    "constraint.uq_target_assignment_open": _l(
        "Somebody else has just given this person a profile. Please look at it again."
    ),
}

MAILS: dict[str, MailText] = {
    "targets.assigned": MailText(
        subject=_l("You have a target profile from %(starts_on)s on"),
        body=_l(
            "A target profile was given to you. Your page shows what it asks for, where you stand, and what "
            "helps next. The reason stands beside it."
        ),
        link=lambda _payload: url_for("reporting.show_own_target"),
    ),
    "targets.review": MailText(
        subject=_l("Please look at a target profile again: the rubric has a new version"),
        body=_l(
            "A target profile you wrote speaks the words of an earlier version of the rubric. Until somebody "
            "has looked at it, its levels are read in the new words as the crosswalk leads."
        ),
        link=lambda payload: url_for("reporting.show_profile", profile_id=payload["profile_id"]),
    ),
}
