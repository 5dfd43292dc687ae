"""The accounts one can sign in to, and the one password of all of them."""

from lms.web.i18n import lazy_gettext as _l

PASSWORD = "demo-lms-2026"  # noqa: S105 (public on purpose; the demo is refused in production)

ACCOUNTS = (
    ("advisor@example.jp", _l("new advisor")),
    ("supervisor@example.jp", _l("supervisor of the advisor")),
    ("hr@example.jp", _l("HR planner of all organisations")),
    ("host@example.jp", _l("host organisation's coordinator")),
    ("author@example.jp", _l("author of courses")),
    ("admin@example.jp", _l("administrator")),
    ("outsider@example.jp", _l("all roles in an unrelated organisation")),
)
"""E-mail address and what the account is, in the order in which they are shown."""
OUTSIDER = "hatano"
"""The key of the account that belongs to the unrelated association."""
