"""Sentences for refusals: none of its own. Programs get the words of their standard."""

from lms.web.i18n import LazyString

ERRORS: dict[str, LazyString] = {}
