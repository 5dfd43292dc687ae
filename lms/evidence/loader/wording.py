"""Sentences about ratings files: what is wrong and what is expected, in the language of the moment."""

from lms.evidence.loader.fields import Problem
from lms.evidence.loader.ratings import Repeat
from lms.web.i18n import LazyString, gettext
from lms.web.i18n import lazy_gettext as _l

SENTENCES: dict[str, LazyString] = {
    "cells": _l("the number of values is %(found)s; expected %(expected)s"),
    "date": _l(
        "observed_on is “%(value)s”; expected a date such as 2026-11-20, not before %(earliest)s, or nothing"
    ),
    "empty": _l("%(column)s is empty; expected a name"),
    "encoding": _l("is neither UTF-8 nor Shift_JIS (cp932) text; expected a CSV file in one of them"),
    "extra_column": _l("the column “%(column)s” is unknown or there twice; expected the header %(expected)s"),
    "future": _l("observed_on is %(value)s, which is still to come; expected %(today)s or earlier"),
    "level": _l("level is “%(value)s”; expected a whole number from 1 to %(highest)s"),
    "many_criteria": _l("has %(found)s criteria; expected at most %(most)s"),
    "many_raters": _l("has %(found)s raters; expected at most %(most)s"),
    "missing_column": _l("the column %(column)s is missing; expected the header %(expected)s"),
    "no_header": _l("the first line is “%(value)s”; expected the header %(expected)s"),
    "no_rows": _l("has no ratings; expected at least one row below the header"),
    "not_csv": _l("cannot be read as CSV (%(reason)s); expected one rating a line"),
    "not_text": _l("is not text: there is a NUL byte; expected a CSV file in UTF-8"),
    "nothing": _l("is empty; expected the header %(header)s and one rating a line"),
    "role": _l("rater_role is “%(value)s”; expected one of %(roles)s, or nothing for supervisor"),
    "too_large": _l("is larger than %(limit)s MB; expected a smaller file"),
    "too_long": _l("%(column)s is longer than %(longest)s characters: “%(value)s”; expected a name"),
    "unprintable": _l(
        "%(column)s has a line break or a control character: “%(value)s”; expected a name on one line"
    ),
    "unreadable": _l("cannot be read: %(reason)s; expected a CSV file"),
    "utf16": _l("is text in UTF-16; expected a CSV file in UTF-8 or Shift_JIS (cp932)"),
}


def problem_sentence(problem: Problem) -> str:
    """Say what is wrong and what is expected."""
    return str(SENTENCES[problem.code]) % problem.facts


def repeat_sentence(repeat: Repeat) -> str:
    """Say that a row says nothing new."""
    return gettext("is the same as line %(first)s in all columns; counted once", first=repeat.first)
