"""The accounts one can sign in to, and the one password of all of them."""

PASSWORD = "demo-lms-2026"  # noqa: S105 (public on purpose; the demo is refused in production)

ACCOUNTS = (
    ("advisor@example.jp", "new advisor"),
    ("supervisor@example.jp", "supervisor of the advisor"),
    ("hr@example.jp", "HR planner of all organisations"),
    ("host@example.jp", "host organisation's coordinator"),
    ("author@example.jp", "author of courses"),
    ("admin@example.jp", "administrator"),
    ("outsider@example.jp", "all roles in an unrelated organisation"),
)
"""E-mail address and what the account is, in the order in which they are shown."""
