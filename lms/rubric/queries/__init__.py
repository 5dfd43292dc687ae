"""Reads of rubrics."""

from lms.rubric.queries.versions import (
    StoredVersion,
    find_current_rubric,
    find_in_force,
    find_version,
    get_current_rubric,
    get_rubric,
    visible_to,
)

__all__ = [
    "StoredVersion",
    "find_current_rubric",
    "find_in_force",
    "find_version",
    "get_current_rubric",
    "get_rubric",
    "visible_to",
]
