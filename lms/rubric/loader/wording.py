"""What is said about a file or its loading: a sentence per code, with what is wrong and what is expected."""

from lms.rubric.loader.rules import RULES
from lms.rubric.loader.wording_of_formats import FORMATS
from lms.web.i18n import LazyString, lazy_gettext

WHOLE_FILE = lazy_gettext("the file")

KINDS: dict[str, LazyString] = {
    "array": lazy_gettext("a list"),
    "boolean": lazy_gettext("true or false"),
    "integer": lazy_gettext("a whole number"),
    "null": lazy_gettext("nothing"),
    "number": lazy_gettext("a decimal number"),
    "object": lazy_gettext("names with values"),
    "string": lazy_gettext("a text"),
}

PATTERNS: dict[str, LazyString] = {
    "^[a-z][a-z0-9_-]{0,39}$": lazy_gettext(
        "a lower-case letter, then at most 39 lower-case letters, digits, hyphens or underscores"
    ),
    "^[a-z][a-z0-9_]{0,39}$": lazy_gettext(
        "a lower-case letter, then at most 39 lower-case letters, digits or underscores"
    ),
    "^[A-Za-z][A-Za-z0-9_-]{0,19}$": lazy_gettext(
        "a letter, then at most 19 letters, digits, hyphens or underscores"
    ),
    "^(editorial|meaning)$": lazy_gettext("editorial or meaning"),
    "^(same|split|merged|shifted|retired)$": lazy_gettext("same, split, merged, shifted or retired"),
    "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$": lazy_gettext(
        "a UUID in lower-case letters"
    ),
    "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$": lazy_gettext("a UUID"),
    "^[0-9]{1,9}(\\.[0-9]{1,9})?$": lazy_gettext("a number such as 1 or 1.2, in quotes"),
}
"""The schema's patterns in words."""

PROBLEMS: dict[str, LazyString] = {
    "rubric.file_anchor": lazy_gettext("Anchors and aliases (& and *) are not read; write the text out."),
    "rubric.file_control_character": lazy_gettext(
        "There is a control character here; a rubric is plain text."
    ),
    "rubric.file_duplicate_key": lazy_gettext(
        "“%(key)s” was given in line %(first)s already; keep one of the two."
    ),
    "rubric.file_key": lazy_gettext("A name is expected here, not a list or a group of names."),
    "rubric.file_many_documents": lazy_gettext("A second document starts here; a file holds one rubric."),
    "rubric.file_not_utf8": lazy_gettext("This is not text in UTF-8; save the file in UTF-8."),
    "rubric.file_not_yaml": lazy_gettext("This cannot be read as YAML: %(reason)s."),
    "rubric.file_tag": lazy_gettext("Tags such as %(tag)s are not read; write plain values."),
    "rubric.file_too_deep": lazy_gettext(
        "The file is nested deeper than %(depth)s steps or has more than %(items)s entries."
    ),
    "rubric.file_too_large": lazy_gettext(
        "The file is larger than %(limit)s kB; a rubric is expected to be smaller."
    ),
    "rubric.shape_empty": lazy_gettext("%(place)s: is empty; a text is expected."),
    "rubric.shape_few": lazy_gettext("%(place)s: has too few entries; at least %(expected)s expected."),
    "rubric.shape_high": lazy_gettext("%(place)s: is too high; at most %(expected)s expected."),
    "rubric.shape_kind": lazy_gettext("%(place)s: is %(found)s; expected is %(expected)s."),
    "rubric.shape_long": lazy_gettext("%(place)s: is too long; at most %(expected)s characters expected."),
    "rubric.shape_low": lazy_gettext("%(place)s: is too low; at least %(expected)s expected."),
    "rubric.shape_many": lazy_gettext("%(place)s: has too many entries; at most %(expected)s expected."),
    "rubric.shape_missing": lazy_gettext("%(place)s: “%(name)s” is missing."),
    "rubric.shape_not_text": lazy_gettext(
        "%(place)s: is %(found)s; a text is expected, in quotes if it looks like a number."
    ),
    "rubric.shape_pattern": lazy_gettext("%(place)s: “%(found)s” does not fit; expected is %(expected)s."),
    "rubric.shape_unknown": lazy_gettext(
        "%(place)s: “%(name)s” is not known here; expected are %(expected)s."
    ),
    **FORMATS,
    **RULES,
}

REFUSALS: dict[str, LazyString] = {
    "rubric.import_base": lazy_gettext(
        "No organisation above this one publishes the rubric “%(rubric_code)s” that the file adds to."
    ),
    "rubric.import_gone": lazy_gettext("The file is no longer at hand; choose it once more."),
    "rubric.loaded_not_public": lazy_gettext(
        "Version %(rubric_version)s of “%(rubric_code)s” is loaded already, but not for everybody; publish "
        "the next version with `public: true`."
    ),
    "rubric.other_publisher": lazy_gettext(
        "Version %(rubric_version)s of “%(rubric_code)s” was published by another organisation already."
    ),
    "rubric.unknown_publisher": lazy_gettext("There is no organisation with the code “%(publisher)s”."),
    "rubric.version_immutable": lazy_gettext(
        "Version %(rubric_version)s of “%(rubric_code)s” is loaded with other content and never changes; "
        "give the file a new version number."
    ),
}
