"""A draft that keeps every rule."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.courses.domain import CourseText


@dataclass(frozen=True)
class Whole:
    """A draft that was read as a course and found to keep every rule.

    ``content_digest`` tells the wording that was read; ``levels`` the highest level of each criterion then.
    """

    course: CourseText
    content_digest: str
    levels: Mapping[str, int]
