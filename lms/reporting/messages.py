"""Sentences of refusal of the joined pages: there are none of their own."""

from lms.web.i18n import LazyString

ERRORS: dict[str, LazyString] = {}
