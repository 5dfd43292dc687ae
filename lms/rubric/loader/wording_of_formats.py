"""What is said about files of other formats than ours: a sentence per code."""

from lms.web.i18n import LazyString, lazy_gettext

FORMATS: dict[str, LazyString] = {
    "rubric.file_encoding": lazy_gettext(
        "This is neither UTF-8 nor Shift_JIS (cp932); save the file as “CSV UTF-8”."
    ),
    "rubric.file_not_csv": lazy_gettext("This cannot be read as CSV: %(reason)s."),
    "rubric.file_not_json": lazy_gettext("This cannot be read as JSON: %(reason)s."),
    "rubric.file_repeated_name": lazy_gettext("“%(name)s” stands twice in one object; keep one of them."),
    "rubric.file_utf16": lazy_gettext("The file is in UTF-16; save it in UTF-8."),
    "rubric.value_control_character": lazy_gettext(
        "%(place)s: there is a control character here; a rubric is plain text."
    ),
    "rubric.foreign_cycle": lazy_gettext("%(place)s: “%(name)s” is, by way of others, below itself."),
    "rubric.foreign_language": lazy_gettext(
        "%(place)s: the language “%(language)s” is missing, here and in %(count)s texts in all; let the "
        "other language stand in for it, or write it in a draft."
    ),
    "rubric.left_out": lazy_gettext("Not taken over, as a rubric has no place for it: %(names)s."),
    "rubric.table_empty": lazy_gettext("The file holds no row."),
    "rubric.table_long": lazy_gettext(
        "The file has more than %(rows)s rows; a rubric is expected to be shorter."
    ),
    "rubric.table_no_heading": lazy_gettext(
        "The first row is no heading of a rubric; expected are the columns %(expected)s."
    ),
    "rubric.table_not_number": lazy_gettext("%(column)s: “%(value)s” is no whole number."),
    "rubric.table_not_yes": lazy_gettext("%(column)s: “%(value)s” is neither yes nor no."),
    "rubric.table_other_domain": lazy_gettext("%(criterion)s stands in another domain than %(domain)s."),
    "rubric.table_repeated_column": lazy_gettext("The column “%(column)s” stands twice in the heading."),
    "rubric.table_repeated_row": lazy_gettext("A second row “%(row)s”; one is expected."),
    "rubric.table_unknown_column": lazy_gettext(
        "The column “%(column)s” is not known here; expected are %(expected)s."
    ),
    "rubric.table_unknown_option": lazy_gettext(
        "The option “%(option)s” is not known here; expected are %(expected)s."
    ),
    "rubric.table_unknown_parent": lazy_gettext(
        "%(column)s: there is no row for “%(said)s”; expected is one of: %(expected)s."
    ),
    "rubric.table_unknown_row": lazy_gettext(
        "A row “%(row)s” is not known here; the first column says one of: %(expected)s."
    ),
    "rubric.table_unused_cell": lazy_gettext(
        "A row “%(row)s” has nothing in the column “%(column)s”; expected are %(expected)s."
    ),
    "rubric.table_wide": lazy_gettext("There are more cells here than columns in the heading."),
    "rubric.case_no_item": lazy_gettext("%(place)s: the package has no item for this criterion."),
    "rubric.case_repeated": lazy_gettext("%(place)s: the identifier %(identifier)s is used twice."),
    "rubric.case_score": lazy_gettext("%(place)s: this is no number that levels can be put in order by."),
    "rubric.case_second_rubric": lazy_gettext(
        "%(place)s: %(criterion)s has levels in another rubric already."
    ),
    "rubric.case_two_parents": lazy_gettext("%(place)s: “%(name)s” has a second parent; one is expected."),
    "rubric.matrix_parent": lazy_gettext("%(place)s: there is no element “%(name)s” in this standard."),
    "rubric.matrix_repeated": lazy_gettext("%(place)s: the identifier %(identifier)s is used twice."),
    "rubric.matrix_standard": lazy_gettext("%(place)s: there is no standard “%(name)s”."),
    "rubric.moodle_frameworks": lazy_gettext("The file holds %(found)s frameworks; one is expected."),
    "rubric.moodle_heading": lazy_gettext("The heading of a framework of Moodle lacks %(columns)s."),
    "rubric.moodle_no_number": lazy_gettext("The ID number is missing."),
    "rubric.moodle_parent": lazy_gettext("The parent “%(parent)s” is not in the file."),
    "rubric.moodle_repeated": lazy_gettext("The ID number “%(number)s” stands in line %(first)s already."),
}
