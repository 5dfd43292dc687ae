"""What is said about a vignette's file or its loading: a sentence per code."""

from lms.rubric.loader import PROBLEMS as FILE_PROBLEMS
from lms.web.i18n import LazyString, lazy_gettext

FLAWS: dict[str, LazyString] = {
    "moderation.criterion_twice": lazy_gettext("%(place)s: %(criterion)s is named twice; once is expected."),
    "moderation.mean_out_of_range": lazy_gettext(
        "%(place)s: the level of %(criterion)s is %(found)s; one from 1 to %(highest)s is expected."
    ),
    "moderation.not_a_day": lazy_gettext(
        "%(place)s: “%(found)s” is no day; one such as 2026-11-20 is expected."
    ),
    "moderation.reference_missing": lazy_gettext(
        "%(place)s: the level of %(criterion)s is missing; a vignette needs one for each of its criteria."
    ),
    "moderation.reference_of_nothing": lazy_gettext(
        "%(place)s: %(criterion)s is not among the criteria of this vignette."
    ),
    "moderation.reference_twice": lazy_gettext(
        "%(place)s: %(criterion)s has a second level; one is expected."
    ),
    "moderation.slug_file": lazy_gettext(
        "%(place)s: is “%(slug)s”, but the file is called %(file)s; the two are expected to be the same."
    ),
    "moderation.std_error_out_of_range": lazy_gettext(
        "%(place)s: the standard error of %(criterion)s is %(found)s; "
        "one from %(lowest)s to %(highest)s levels is expected."
    ),
    "moderation.unknown_criterion": lazy_gettext(
        "%(place)s: the rubric “%(rubric)s” has no criterion %(criterion)s."
    ),
    "moderation.unknown_rubric": lazy_gettext(
        "%(place)s: there is no rubric “%(rubric)s”; known are: %(known)s."
    ),
}

PROBLEMS: dict[str, LazyString] = {
    **FILE_PROBLEMS,
    **FLAWS,
    "rubric.file_control_character": lazy_gettext(
        "There is a control character here; a vignette is plain text."
    ),
    "rubric.file_many_documents": lazy_gettext("A second document starts here; a file holds one vignette."),
    "rubric.file_too_large": lazy_gettext(
        "The file is larger than %(limit)s kB; a vignette is expected to be smaller."
    ),
}
"""A vignette's file is read as a rubric's is; where that speaks of a rubric, this speaks of a vignette."""

REFUSALS: dict[str, LazyString] = {
    "moderation.other_publisher": lazy_gettext(
        "Version %(vignette_version)s of “%(slug)s” was published by another organisation already."
    ),
    "moderation.rubric_not_loaded": lazy_gettext(
        "The rubric “%(rubric)s” is not loaded yet, and the levels speak of its criteria; load it first."
    ),
    "moderation.text_too_long": lazy_gettext("Use at most %(highest)s characters."),
    "moderation.unknown_publisher": lazy_gettext("There is no organisation with the code “%(publisher)s”."),
    "moderation.unknown_vignette": lazy_gettext("There is no vignette “%(slug)s” in version %(version)s."),
    "moderation.version_immutable": lazy_gettext(
        "Version %(vignette_version)s of “%(slug)s” is loaded with other content and never changes; "
        "give the file a new version number."
    ),
    "moderation.words_missing": lazy_gettext("Words are needed here."),
}
