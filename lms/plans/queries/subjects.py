"""What milestones may be about, as far as somebody may read it: abilities with their levels, and courses."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from lms.courses.queries import ChosenVersion, list_chosen
from lms.kernel.actor import Actor
from lms.plans.domain import Words
from lms.rubric.domain import Rubric
from lms.rubric.queries import find_current_rubric


@dataclass(frozen=True)
class Subjects:
    """The rubric people are judged by now, and the courses, each in the version the reader sees."""

    rubric: Rubric | None
    courses: tuple[ChosenVersion, ...]

    @cached_property
    def levels(self) -> Mapping[str, int]:
        """The highest level by the code of an ability."""
        rubric = self.rubric
        return {} if rubric is None else {one.code: len(rubric.levels) for one in rubric.criteria}

    @cached_property
    def slugs(self) -> frozenset[str]:
        """The courses there are."""
        return frozenset(one.course.slug for one in self.courses)

    @cached_property
    def course_titles(self) -> Mapping[str, Words]:
        """What the courses are called, by slug."""
        return {one.course.slug: one.version.title for one in self.courses}

    @cached_property
    def ability_names(self) -> Mapping[str, Words]:
        """What the abilities are called, by code."""
        return {} if self.rubric is None else {one.code: one.name for one in self.rubric.criteria}

    @cached_property
    def level_names(self) -> Mapping[int, Words]:
        """What the levels are called, by number."""
        return {} if self.rubric is None else {one.number: one.name for one in self.rubric.levels}


def list_subjects(session: Session, actor: Actor) -> Subjects:
    """Find what the actor may put into a plan."""
    return Subjects(find_current_rubric(session, actor), tuple(list_chosen(session, actor)))
