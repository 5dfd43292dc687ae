"""Sentences for what this feature refuses."""

from lms.rubric.loader import PROBLEMS
from lms.web.i18n import LazyString, lazy_gettext

ERRORS: dict[str, LazyString] = {
    **PROBLEMS,
    "rubric.none_published": lazy_gettext("Your organisation publishes no rubric yet."),
    "rubric.not_found": lazy_gettext("There is no such rubric."),
    "rubric.other_publisher": lazy_gettext(
        "Version %(rubric_version)s of “%(rubric_code)s” was published by another organisation already."
    ),
    "rubric.unknown_criterion": lazy_gettext("The rubric has no criterion “%(criterion)s”."),
    "rubric.unknown_publisher": lazy_gettext("There is no organisation with the code “%(publisher)s”."),
    "rubric.version_immutable": lazy_gettext(
        "Version %(rubric_version)s of “%(rubric_code)s” is loaded with other content and never changes; "
        "give the file a new version number."
    ),
}
