"""Reads of target profiles, of whose they are, and of how far people are from them."""

from lms.targets.queries.assignments import GivenProfile, get_given, list_given
from lms.targets.queries.assignments import visible_to as assignments_visible_to
from lms.targets.queries.gaps import (
    Colleague,
    GapSheet,
    Held,
    find_gap_sheets,
    list_holders,
    sheet_of,
)
from lms.targets.queries.profiles import (
    ProfileCard,
    ProfilePage,
    Publisher,
    RevisionLine,
    count_outdated,
    get_profile,
    latest_number,
    levels_of,
    list_kinds_below,
    list_profiles,
    list_publishers,
    list_roles,
    visible_to,
)
from lms.targets.queries.standing import PersonTarget, Standing, find_targets

__all__ = [
    "Colleague",
    "GapSheet",
    "GivenProfile",
    "Held",
    "PersonTarget",
    "ProfileCard",
    "ProfilePage",
    "Publisher",
    "RevisionLine",
    "Standing",
    "assignments_visible_to",
    "count_outdated",
    "find_gap_sheets",
    "find_targets",
    "get_given",
    "get_profile",
    "latest_number",
    "levels_of",
    "list_given",
    "list_holders",
    "list_kinds_below",
    "list_profiles",
    "list_publishers",
    "list_roles",
    "sheet_of",
    "visible_to",
]
