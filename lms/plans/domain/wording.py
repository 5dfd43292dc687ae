"""What a plan says: a title, what the time is for, and milestones with their days."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from lms.kernel.errors import RuleViolation

LONGEST_TITLE = 120
LONGEST_TEXT = 4000
MOST_MILESTONES = 40
LONGEST_YEARS = 3
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""A plan of any other year is a slip of the pen, such as 0026 for 2026; no era or calendar need bear it."""


class MilestoneKind(StrEnum):
    """What is to be done: finish a course, practise an ability, have it observed, or something else."""

    COURSE = "course"
    PRACTICE = "practice"
    OBSERVATION = "observation"
    FREE = "free"


ABOUT_ABILITIES = frozenset({MilestoneKind.PRACTICE, MilestoneKind.OBSERVATION})
"""Kinds that need an ability."""


@dataclass(frozen=True)
class Milestone:
    """One step with its day.

    ``key`` stays the same through all revisions of a plan, so what was done stays done when the words change.
    ``item_code`` names the item of the template it came from.
    """

    key: UUID
    kind: MilestoneKind
    title: str
    due_on: date
    criterion_code: str | None = None
    level: int | None = None
    course_slug: str | None = None
    item_code: str | None = None


@dataclass(frozen=True)
class Wording:
    """What both sides agree to, to the letter."""

    title: str
    goals: str
    milestones: tuple[Milestone, ...]

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the wording; where a milestone came from is no part of what is agreed."""
        content = [
            self.title,
            self.goals,
            [
                [
                    str(one.key),
                    one.kind.value,
                    one.title,
                    one.due_on.isoformat(),
                    one.criterion_code,
                    one.level,
                    one.course_slug,
                ]
                for one in self.milestones
            ],
        ]
        canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def in_order(self) -> "Wording":
        """Return the same with the milestones by their days; those of one day stay as they were."""
        return Wording(self.title, self.goals, tuple(sorted(self.milestones, key=lambda one: one.due_on)))


@dataclass(frozen=True)
class Difference:
    """What one wording says otherwise than another: keys of what is new or reworded, and what is gone."""

    added: frozenset[UUID]
    reworded: frozenset[UUID]
    removed: tuple[Milestone, ...]


def compare_wordings(before: Wording, after: Wording) -> Difference:
    """Compare the milestones of two wordings; where one came from makes no difference."""
    old, new = (
        {one.key: replace(one, item_code=None) for one in words.milestones} for words in (before, after)
    )
    return Difference(
        added=frozenset(new.keys() - old.keys()),
        reworded=frozenset(key for key in new.keys() & old.keys() if new[key] != old[key]),
        removed=tuple(one for one in before.milestones if one.key not in new),
    )


@dataclass(frozen=True)
class Term:
    """From when until when a plan runs; both days belong to it."""

    starts_on: date
    ends_on: date


def list_term_flaws(term: Term) -> Iterator[RuleViolation]:
    """Name what is wrong with the days of a plan: at least one day, at most three years, none far away."""
    for name, day in (("starts_on", term.starts_on), ("ends_on", term.ends_on)):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            yield RuleViolation("plans.year_far_away", field=name, earliest=FIRST_YEAR, latest=LAST_YEAR)
    if term.ends_on < term.starts_on:
        yield RuleViolation("plans.ends_before_start", field="ends_on")
    elif (term.ends_on - term.starts_on).days > LONGEST_YEARS * 366:
        yield RuleViolation("plans.too_long", field="ends_on", years=LONGEST_YEARS)


def list_wording_flaws(
    wording: Wording, *, term: Term, levels: Mapping[str, int], slugs: Collection[str]
) -> Iterator[RuleViolation]:
    """Name everything for which a wording cannot be saved; fields of a milestone end in its number.

    ``levels``: the highest level by code of an ability; ``slugs``: the courses there are.
    """
    if not wording.title.strip():
        yield RuleViolation("plans.title_missing", field="title")
    if len(wording.title) > LONGEST_TITLE:
        yield RuleViolation("plans.title_too_long", field="title", limit=LONGEST_TITLE)
    if len(wording.goals) > LONGEST_TEXT:
        yield RuleViolation("plans.text_too_long", field="goals", limit=LONGEST_TEXT)
    if len(wording.milestones) > MOST_MILESTONES:
        yield RuleViolation("plans.too_many_milestones", limit=MOST_MILESTONES)
    for number, milestone in enumerate(wording.milestones):
        for flaw in _milestone_flaws(milestone, term=term):
            yield RuleViolation(flaw.code, field=f"{flaw.field}_{number}", **flaw.facts)
        for flaw in list_subject_flaws(milestone, levels=levels, slugs=slugs):
            yield RuleViolation(flaw.code, field=f"{flaw.field}_{number}", **flaw.facts)


def check_ready(wording: Wording) -> None:
    """Check that there is something to agree to. Raises RuleViolation("plans.no_milestones")."""
    if not wording.milestones:
        raise RuleViolation("plans.no_milestones")


def _milestone_flaws(milestone: Milestone, *, term: Term) -> Iterator[RuleViolation]:
    if not milestone.title.strip():
        yield RuleViolation("plans.milestone_title_missing", field="title")
    if len(milestone.title) > LONGEST_TITLE:
        yield RuleViolation("plans.title_too_long", field="title", limit=LONGEST_TITLE)
    if not term.starts_on <= milestone.due_on <= term.ends_on:
        yield RuleViolation(
            "plans.due_outside", field="due_on", starts_on=term.starts_on, ends_on=term.ends_on
        )


@dataclass(frozen=True)
class Subject:
    """What a step is about, in a plan as in a template."""

    kind: MilestoneKind
    criterion_code: str | None
    level: int | None
    course_slug: str | None


def list_subject_flaws(
    one: "Milestone | Subject", *, levels: Mapping[str, int], slugs: Collection[str]
) -> Iterator[RuleViolation]:
    """Name what is wrong with the course, the ability and the level of a step."""
    if one.kind is MilestoneKind.COURSE and not one.course_slug:
        yield RuleViolation("plans.course_missing", field="course")
    if one.course_slug and one.course_slug not in slugs:
        yield RuleViolation("plans.course_unknown", field="course")
    if one.kind in ABOUT_ABILITIES and not one.criterion_code:
        yield RuleViolation("plans.ability_missing", field="criterion")
    if one.criterion_code and one.criterion_code not in levels:
        yield RuleViolation("plans.ability_unknown", field="criterion")
    if one.level is not None and not 1 <= one.level <= levels.get(one.criterion_code or "", 0):
        yield RuleViolation("plans.level_unknown", field="level")
