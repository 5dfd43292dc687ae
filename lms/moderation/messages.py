"""Sentences of refusal and mails of sessions."""

from collections.abc import Mapping

from flask import url_for

from lms.moderation.loader import FLAWS, REFUSALS
from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l
from lms.web.mail import MailText

ERRORS: dict[str, LazyString] = {
    **FLAWS,
    **REFUSALS,
    "moderation.calibration_unknown": _l("There is no such calibration session, or you may not see it."),
    "moderation.vignette_unknown": _l("There is no such vignette to choose from."),
    "moderation.rater_unknown": _l("Nobody of that name is invited."),
    "moderation.not_yours": _l("Only who leads this session can do this."),
    "moderation.not_the_scribe": _l("Only who leads this session and its scribe write the minutes."),
    "moderation.may_not_organise": _l("Your role does not include making calibration sessions."),
    "moderation.no_rubric": _l("Your organisations publish no rubric yet, so nothing can be judged by it."),
    "moderation.no_vignette": _l("No vignette is chosen yet. Choose at least one."),
    "moderation.no_rater": _l("Nobody is invited yet. Invite at least %(least)s raters."),
    "moderation.too_few_raters": _l(
        "%(given)s of at least %(least)s raters are invited. With fewer, everybody would know from their own"
        " answers what the others said."
    ),
    "moderation.too_few_answers": _l(
        "%(given)s raters have answered, at least %(least)s are needed. Remind the others, or move the end of"
        " the first round."
    ),
    "moderation.answer_first": _l(
        "You rate in this session yourself. Hand your own answers in before you open the others'."
    ),
    "moderation.first_round_over": _l(
        "The first round would end before today. Move its last day, then open the session."
    ),
    "moderation.opening_day_is_here": _l("The day it opens is not after today: open it now instead."),
    "moderation.dates_out_of_order": _l("This day cannot come before the one above it."),
    "moderation.day_has_passed": _l("This day has passed. Choose today or a later one."),
    "moderation.day_is_over": _l("This part of the session is over; its day stays as it is."),
    "moderation.vignettes_fixed": _l("Raters are at it already; the vignettes stay as they are."),
    "moderation.too_many_vignettes": _l("Choose at most %(highest)s vignettes."),
    "moderation.vignette_twice": _l("A vignette can be chosen only once."),
    "moderation.scribe_unknown": _l("Choose the scribe from the raters."),
    "moderation.is_over": _l("This session is over."),
    "moderation.nobody_chosen": _l("Tick at least one person."),
    "moderation.raters_fixed": _l("The discussion has begun; the raters stay as they are."),
    "moderation.too_many_raters": _l("A session has at most %(highest)s raters."),
    "moderation.rater_out_of_reach": _l("Choose people from the list: some of these are not within reach."),
    "moderation.has_answered": _l("They have answered already, so they stay in the session."),
    "moderation.not_now": _l("The session has moved on, so this can no longer be done."),
    "moderation.moved_on": _l("The session was changed while this page was open. Please look again below."),
    "moderation.reminded_today": _l("The raters were reminded today already. Once a day is enough."),
    "moderation.all_answered": _l("Everybody has answered; there is nobody to remind."),
    "moderation.round_closed": _l("This round is over, or your answers are in already."),
    "moderation.not_rated_here": _l("This vignette is not rated by %(criterion)s."),
    "moderation.answered_twice": _l("An ability can be answered only once."),
    "moderation.level_out_of_range": _l("Choose a level from 1 to %(highest)s."),
    "moderation.note_too_long": _l("Use at most %(highest)s characters for a reason."),
    "moderation.answers_missing": _l("Vignette %(number)s: %(missing)s abilities are not answered yet."),
    "moderation.answers_stale": _l(
        "You saved this vignette on another screen or device meanwhile. Please compare and save again."
    ),
    "moderation.stale": _l(
        "This session was changed in another window meanwhile. Please compare and save again."
    ),
    "moderation.minutes_stale": _l("Somebody saved the minutes meanwhile. Please compare and save again."),
    "moderation.names_not_now": _l("Names can be opened once the results are there."),
    "moderation.names_open": _l("The names are open to you already."),
}


def _session_page(payload: Mapping[str, str]) -> str:
    return url_for("moderation.show_calibration", calibration_id=payload["calibration_id"])


def _results_page(payload: Mapping[str, str]) -> str:
    return url_for("moderation.show_results", calibration_id=payload["calibration_id"])


MAILS: dict[str, MailText] = {
    "moderation.invited": MailText(
        subject=_l("Calibration: please rate “%(title)s”"),
        body=_l(
            "You are invited to a calibration session. Read each vignette and rate it alone, without talking"
            " about it, until %(day)s. Your draft is kept; nobody sees your answers before all are shared"
            " without names."
        ),
        link=_session_page,
    ),
    "moderation.reminder": MailText(
        subject=_l("Calibration: “%(title)s” waits for your answers"),
        body=_l("The first round ends on %(day)s. What you have begun is kept."),
        link=_session_page,
    ),
    "moderation.withdrawn": MailText(
        subject=_l("Calibration: you need not rate “%(title)s”"),
        body=_l("You were taken off this calibration session. There is nothing left to do."),
        link=lambda _payload: url_for("moderation.list_calibrations"),
    ),
    "moderation.discussion": MailText(
        subject=_l("Calibration: the discussion of “%(title)s” is open"),
        body=_l("You can see now how all have rated, without names, and where to begin talking."),
        link=_results_page,
    ),
    "moderation.rate_again": MailText(
        subject=_l("Calibration: second round of “%(title)s”"),
        body=_l("If you see something differently after the discussion, you may rate again until %(day)s."),
        link=_session_page,
    ),
    "moderation.results": MailText(
        subject=_l("Calibration: the results of “%(title)s” are ready"),
        body=_l(
            "The session is finished. You find the summary there, and your own result, which only you see."
        ),
        link=_session_page,
    ),
    "moderation.cancelled": MailText(
        subject=_l("Calibration: “%(title)s” is cancelled"),
        body=_l("The session does not take place. Its page says why."),
        link=_session_page,
    ),
    "moderation.names_opened": MailText(
        subject=_l("Calibration: names in “%(title)s” were opened"),
        body=_l(
            "Somebody who leads the session can see for 30 days who answered what. Its page says who and why."
        ),
        link=_session_page,
    ),
    "moderation.stalled": MailText(
        subject=_l("Calibration: “%(title)s” cannot go on by itself"),
        body=_l("Something was missing on %(day)s. The page of the session says what."),
        link=_session_page,
    ),
}
