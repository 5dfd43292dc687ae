"""How far somebody is in a course, and what comes next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CourseState(StrEnum):
    """Where a person stands with a course."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    FINISHED = "finished"


@dataclass(frozen=True)
class Progress:
    """Counts of one person in one version of a course. The quiz counts as one step beside the lessons."""

    n_lessons: int
    n_read: int = 0
    is_passed: bool = False
    n_attempts: int = 0
    enrolled_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def total(self) -> int:
        """How many steps there are."""
        return self.n_lessons + 1

    @property
    def done(self) -> int:
        """How many steps are done."""
        return self.n_read + self.is_passed

    @property
    def state(self) -> CourseState:
        """Where the person stands."""
        if self.finished_at is not None:
            return CourseState.FINISHED
        return CourseState.NOT_STARTED if self.enrolled_at is None else CourseState.UNDER_WAY


def is_complete(*, n_lessons: int, n_read: int, is_passed: bool) -> bool:
    """Say whether a course is finished: every lesson read and the quiz passed."""
    return is_passed and n_read >= n_lessons


def next_lesson(slugs: Sequence[str], read: Collection[str]) -> str | None:
    """Return the first lesson not read yet, None when all are."""
    return next((slug for slug in slugs if slug not in read), None)
