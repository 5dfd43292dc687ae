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
    "evidence.reason_missing": _l("Please say why these observations no longer count."),
    "evidence.unknown_rater": _l("The rater is not registered here."),
    "evidence.no_employer": _l("On that day the person was employed by no organisation registered here."),
    "evidence.row_twice": _l("The same judgement is in row %(first)s already."),
    "evidence.row_present": _l("This judgement was brought in before."),
}
