"""Sentences of refusal of evidence."""

from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l

ERRORS: dict[str, LazyString] = {
    "evidence.level_unknown": _l("There is no such level to explain, or you may not see it."),
    "evidence.not_allowed": _l("You may not judge this person: they are you, or outside your organisations."),
    "evidence.own_level": _l("Nobody judges themselves except as a self-assessment."),
    "evidence.future_date": _l("The day of the observation has not come yet."),
    "evidence.unknown_criterion": _l("The rubric has no criterion %(criterion)s."),
    "evidence.level_out_of_range": _l(
        "Level %(level)s does not exist; the rubric has levels 1 to %(highest)s."
    ),
    "evidence.reference_out_of_range": _l(
        "%(criterion)s: the reference level lies outside 1 to %(highest)s, or is said to be certain."
    ),
    "evidence.reason_missing": _l("Please say why these observations no longer count."),
    "evidence.unknown_rater": _l("The rater is not registered here."),
    "evidence.no_employer": _l("On that day the person was employed by no organisation registered here."),
    "evidence.row_twice": _l("The same judgement is in row %(first)s already."),
    "evidence.row_present": _l("This judgement was brought in before."),
    "evidence.rubric_renewed": _l(
        "The rubric has new words since you opened this page. Your notes are kept; please choose the levels"
        " again."
    ),
    "evidence.own_view_unknown": _l("There is no such self-assessment, or you may not see it."),
    "evidence.own_view_two_answers": _l("A criterion takes one answer: a level, or that you cannot say yet."),
    "evidence.own_view_long_note": _l("A note may have up to %(most)s characters."),
    "evidence.own_view_incomplete": _l("%(missing)s of the abilities have no answer yet."),
    "evidence.own_view_says_nothing": _l("Choose a level for at least one ability before you submit."),
    "evidence.own_view_too_soon": _l(
        "Your last self-assessment is too recent. The next one can begin in %(days)s days."
    ),
    "evidence.own_view_stale": _l(
        "This self-assessment was saved on another page or device after you opened it here."
    ),
    "constraint.uq_self_assessment_draft": _l(
        "This self-assessment was begun on another page or device at the same moment. Open it again."
    ),
    "constraint.uq_self_assessment_person_id_submitted_on": _l(
        "This self-assessment was submitted on another page or device at the same moment."
    ),
    "evidence.fit_overtaken": _l("Another process has fitted the levels meanwhile; its fit stands."),
    "evidence.fitting_elsewhere": _l("Another process is fitting the levels right now."),
}
