"""Practice tasks on their way from a lesson to a visit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

Words = Mapping[str, str]


class Outcome(StrEnum):
    """What somebody made of a task."""

    TRIED = "tried"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True)
class TaskToTry:
    """A task whose lesson somebody has read and that they neither tried nor set aside."""

    id: UUID
    code: str
    criterion_code: str
    levels: tuple[int, ...]
    title: Words
    task: Words
    watch: Words | None
    course_slug: str
    course_title: Words
    lesson_slug: str
    lesson_title: Words
    read_at: datetime


@dataclass(frozen=True)
class TaskDone:
    """A task somebody tried or set aside, and who says so: ``is_witnessed`` when a visit's record does."""

    id: UUID
    task_id: UUID
    practice_code: str
    title: Words
    course_slug: str
    outcome: Outcome
    happened_on: date
    is_witnessed: bool
