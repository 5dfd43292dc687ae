"""Sentences for what this feature refuses."""

from lms.rubric.loader import PROBLEMS, REFUSALS
from lms.web.i18n import LazyString, lazy_gettext

_DRAFT_EXISTS = lazy_gettext("Your organisation has a draft with this code already; go on with that one.")

ERRORS: dict[str, LazyString] = {
    **PROBLEMS,
    **REFUSALS,
    "constraint.uq_rubric_draft_publisher_id_code": _DRAFT_EXISTS,
    "rubric.code_missing": lazy_gettext("Give the rubric a code, such as banso; it keeps it for ever."),
    "rubric.draft_exists": _DRAFT_EXISTS,
    "rubric.draft_unknown": lazy_gettext("There is no such draft; it may have been discarded meanwhile."),
    "rubric.follows_elsewhere": lazy_gettext(
        "“%(rubric_code)s” belongs to another organisation; only that one can write its next version."
    ),
    "rubric.in_use": lazy_gettext(
        "Organisations add to “%(rubric_code)s” (%(n)s); what they add would have nothing to stand on. It "
        "can be withdrawn once they have withdrawn theirs."
    ),
    "rubric.none_published": lazy_gettext("Your organisation publishes no rubric yet."),
    "rubric.not_found": lazy_gettext("There is no such rubric."),
    "rubric.not_publisher": lazy_gettext(
        "You may write rubrics for this organisation, but publishing and withdrawing are not among your "
        "rights."
    ),
    "rubric.published_already": lazy_gettext(
        "This draft has been published meanwhile, as version %(rubric_version)s (%(by)s, %(on)s)."
    ),
    "rubric.publisher_unknown": lazy_gettext("You write rubrics for no such organisation."),
    "rubric.reason_long": lazy_gettext("Give the reason in at most %(limit)s characters."),
    "rubric.reason_missing": lazy_gettext("Say why nobody is to be judged by this version any more."),
    "rubric.stale": lazy_gettext(
        "%(by)s has saved this draft since you opened it. Nothing has been overwritten; compare and save "
        "again."
    ),
    "rubric.title_missing": lazy_gettext("Give the rubric a title, in Japanese or English."),
    "rubric.unknown_criterion": lazy_gettext("The rubric has no criterion “%(criterion)s”."),
}
