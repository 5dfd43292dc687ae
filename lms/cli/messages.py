"""Sentences for what somebody at the machine has to mend."""

from pathlib import Path

from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l

TRANSLATIONS = [Path(__file__).parent / "translations"]

UNUSABLE: dict[str, LazyString] = {
    "database.bad_url": _l("LMS_DATABASE_URL: this is no address of a database: %(reason)s"),
    "database.unsupported": _l(
        "LMS_DATABASE_URL: %(backend)s is not supported; use sqlite or postgresql+psycopg"
    ),
    "database.cannot_open": _l("LMS_DATABASE_URL: %(url)s cannot be opened for writing: %(reason)s"),
    "database.no_folder": _l("LMS_DATABASE_URL: the folder %(folder)s cannot be made: %(reason)s"),
    "database.not_writable": _l(
        "LMS_DATABASE_URL: %(path)s cannot be written; change its rights or choose another place"
    ),
}
