"""Sentences for what this feature refuses."""

from lms.rubric.loader import PROBLEMS, REFUSALS
from lms.web.i18n import LazyString, lazy_gettext

ERRORS: dict[str, LazyString] = {
    **PROBLEMS,
    **REFUSALS,
    "rubric.none_published": lazy_gettext("Your organisation publishes no rubric yet."),
    "rubric.not_found": lazy_gettext("There is no such rubric."),
    "rubric.unknown_criterion": lazy_gettext("The rubric has no criterion “%(criterion)s”."),
}
