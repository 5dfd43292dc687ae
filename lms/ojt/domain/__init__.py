"""The rules of an on-the-job training entry: pure, no clock, no database."""

from lms.ojt.domain.entry import (
    DEFAULT_MINUTES,
    MAX_CRITERIA,
    MAX_MINUTES,
    MAX_NOTE,
    MAX_TEXT,
    Activity,
    EntryDraft,
    check_draft,
    check_submission,
    check_text,
    is_late,
    list_gaps,
)
from lms.ojt.domain.life import (
    TRANSITIONS,
    WAITS_FOR,
    Action,
    EntryState,
    Life,
    Party,
    Stamp,
    Transition,
    find_transition,
)
from lms.ojt.domain.signature import SignedContent, content_digest

__all__ = [
    "DEFAULT_MINUTES",
    "MAX_CRITERIA",
    "MAX_MINUTES",
    "MAX_NOTE",
    "MAX_TEXT",
    "TRANSITIONS",
    "WAITS_FOR",
    "Action",
    "Activity",
    "EntryDraft",
    "EntryState",
    "Life",
    "Party",
    "SignedContent",
    "Stamp",
    "Transition",
    "check_draft",
    "check_submission",
    "check_text",
    "content_digest",
    "find_transition",
    "is_late",
    "list_gaps",
]
