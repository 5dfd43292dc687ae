"""What is said about a file of profiles: a sentence per code, with what is wrong and what is expected."""

from lms.web.i18n import LazyString, lazy_gettext

WHOLE_FILE = lazy_gettext("the file")

KINDS: dict[str, LazyString] = {
    "array": lazy_gettext("a list"),
    "boolean": lazy_gettext("true or false"),
    "integer": lazy_gettext("a whole number"),
    "null": lazy_gettext("nothing"),
    "number": lazy_gettext("a decimal number"),
    "object": lazy_gettext("names with values"),
    "string": lazy_gettext("a text (in quotes if it looks like a number)"),
}

FILES: dict[str, LazyString] = {
    "targets.file_anchor": lazy_gettext("Anchors and aliases (& and *) are not read; write the text out."),
    "targets.file_control_character": lazy_gettext(
        "There is a control character here; plain text is expected."
    ),
    "targets.file_duplicate_key": lazy_gettext(
        "“%(key)s” was given in line %(first)s already; keep one of the two."
    ),
    "targets.file_key": lazy_gettext("A name is expected here, not a list or a group of names."),
    "targets.file_many_documents": lazy_gettext("A second document starts here; one in a file is expected."),
    "targets.file_not_utf8": lazy_gettext("This is not text in UTF-8; save the file in UTF-8."),
    "targets.file_not_yaml": lazy_gettext("This cannot be read as YAML: %(reason)s."),
    "targets.file_tag": lazy_gettext("Tags such as %(tag)s are not read; write plain values."),
    "targets.file_too_deep": lazy_gettext(
        "The file is nested deeper than %(depth)s steps or has more than %(items)s entries."
    ),
    "targets.file_too_large": lazy_gettext("The file is larger than %(limit)s kB."),
}
"""The codes of the YAML reader, under this feature's name."""

SHAPES: dict[str, LazyString] = {
    "targets.shape_choice": lazy_gettext(
        "%(place)s: “%(found)s” is not known; expected is one of %(expected)s."
    ),
    "targets.shape_date": lazy_gettext(
        "%(place)s: “%(found)s” is not a day; expected is one such as 2026-11-20."
    ),
    "targets.shape_empty": lazy_gettext("%(place)s: is empty; a text is expected."),
    "targets.shape_few": lazy_gettext("%(place)s: has too few entries; at least %(expected)s expected."),
    "targets.shape_high": lazy_gettext("%(place)s: is too high; at most %(expected)s expected."),
    "targets.shape_kind": lazy_gettext("%(place)s: is %(found)s; expected is %(expected)s."),
    "targets.shape_long": lazy_gettext("%(place)s: is too long; at most %(expected)s characters expected."),
    "targets.shape_low": lazy_gettext("%(place)s: is too low; at least %(expected)s expected."),
    "targets.shape_many": lazy_gettext("%(place)s: has too many entries; at most %(expected)s expected."),
    "targets.shape_missing": lazy_gettext("%(place)s: “%(name)s” is missing."),
    "targets.shape_pattern": lazy_gettext(
        "%(place)s: “%(found)s” does not fit; expected is the pattern %(expected)s."
    ),
    "targets.shape_unknown": lazy_gettext(
        "%(place)s: “%(name)s” is not known here; expected are %(expected)s."
    ),
}

RULES: dict[str, LazyString] = {
    "targets.code_unusable": lazy_gettext("Use small letters, digits and hyphens, e.g. year-1."),
    "targets.ends_before_start": lazy_gettext("It has to end after it begins."),
    "targets.kind_unknown": lazy_gettext(
        "There is no organisation of this kind below yours, so nobody could ever be meant."
    ),
    "targets.level_out_of_range": lazy_gettext("Levels go from 1 to %(highest)s."),
    "targets.name_missing": lazy_gettext("Give it a name, in at least one language."),
    "targets.no_levels": lazy_gettext("Choose a level for at least one ability: else there is no target."),
    "targets.overlaps": lazy_gettext(
        "Another profile with this code holds on some of these days; it begins on %(starts_on)s."
    ),
    "targets.role_unknown": lazy_gettext("There is no role “%(role)s”, so nobody could ever be meant."),
    "targets.same_audience": lazy_gettext(
        "The profile “%(other)s” speaks to exactly the same people on some of these days; only one of "
        "the two could ever count."
    ),
    "targets.unknown_criterion": lazy_gettext("The rubric has no criterion “%(criterion)s”."),
    "targets.years_out_of_range": lazy_gettext(
        "Years of service count from 1 (the fiscal year of hiring) to %(highest)s."
    ),
    "targets.years_reversed": lazy_gettext(
        "The last year of service is before the first, so nobody could ever be meant."
    ),
}
"""What a profile has to keep, whether it comes from a form or a file."""

PROBLEMS: dict[str, LazyString] = {**FILES, **SHAPES, **RULES}

REFUSALS: dict[str, LazyString] = {
    "targets.rubric_not_loaded": lazy_gettext(
        "Version %(rubric_version)s of the rubric “%(rubric_code)s” is not loaded; load it first."
    ),
    "targets.rubric_not_here": lazy_gettext(
        "Version %(rubric_version)s of the rubric “%(rubric_code)s” does not stand beside this file; the "
        "levels cannot be checked."
    ),
    "targets.unknown_publisher": lazy_gettext("There is no organisation with the code “%(publisher)s”."),
}
