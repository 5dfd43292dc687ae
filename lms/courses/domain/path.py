"""The path from a gap to a target: which lessons, courses and practice tasks, level by level, in which order.

Terms. A *stretch* is the way in one criterion from the level somebody has to the one they are to reach. An
*offer* is a course with its lessons and practice tasks and how far the person is in it. A *leg* is one level
of a stretch; it holds a *stage* for each course that helps to reach that level: the lessons and tasks
attached to just this criterion and level; where no lesson of the course names it, the whole course. A stage
is *done* when all of these are. Every order comes with its reason; nothing is left out because it is done or
not open yet.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from lms.courses.domain.progress import CourseState, Progress
from lms.courses.domain.quiz import Words

Aim: TypeAlias = tuple[str, int]
"""A criterion's code and the level to be reached in it."""


@dataclass(frozen=True)
class OfferedTask:
    """A practice task as one person meets it: to be tried once its lesson is read."""

    id: UUID
    code: str
    title: Words
    aims: frozenset[Aim]
    is_done: bool


@dataclass(frozen=True)
class OfferedLesson:
    """A lesson as one person meets it. ``aims`` is empty where it serves what its course serves."""

    slug: str
    title: Words
    minutes: int
    is_read: bool
    aims: frozenset[Aim] = frozenset()
    tasks: tuple[OfferedTask, ...] = ()


@dataclass(frozen=True)
class Offer:
    """A course as one person meets it; lessons in order. ``requires``: slugs of courses to take first."""

    slug: str
    title: Words
    minutes: int
    aims: frozenset[Aim]
    lessons: tuple[OfferedLesson, ...]
    progress: Progress
    requires: tuple[str, ...] = ()
    due_on: date | None = None
    is_open: bool = True

    @property
    def is_finished(self) -> bool:
        """Say whether the course is finished."""
        return self.progress.state is CourseState.FINISHED

    @property
    def minutes_left(self) -> int:
        """Return how long what is not read takes, in minutes; the quiz takes what the lessons leave."""
        return (
            0 if self.is_finished else self.minutes - sum(one.minutes for one in self.lessons if one.is_read)
        )

    @property
    def next_lesson(self) -> OfferedLesson | None:
        """Return the first lesson not read yet; None when the quiz is left, or nothing is."""
        return next((lesson for lesson in self.lessons if not lesson.is_read), None)


@dataclass(frozen=True)
class Stretch:
    """The way to one target. ``certainty_ratio`` (0–1): how sure it is that it has to be gone."""

    criterion_code: str
    from_level: int
    to_level: int
    certainty_ratio: float

    @property
    def levels(self) -> tuple[int, ...]:
        """List the levels to be reached, lowest first."""
        return tuple(range(self.from_level + 1, self.to_level + 1))


class ReasonKind(StrEnum):
    """Why something stands where it stands; the first that holds is told."""

    DUE = "due"
    BEGUN = "begun"
    UNLOCKS = "unlocks"
    SERVES = "serves"
    SHORTEST = "shortest"
    ONLY = "only"
    TRY = "try"
    WAITS = "waits"
    DONE = "done"


@dataclass(frozen=True)
class Reason:
    """A reason with its fact: the day it is due, the targets it serves, the course it opens or waits for."""

    kind: ReasonKind
    due_on: date | None = None
    n_targets: int = 0
    course: Words | None = None


@dataclass(frozen=True)
class Stage:
    """What one course gives to one level. ``lessons`` is empty where the course serves it as a whole."""

    offer: Offer
    lessons: tuple[OfferedLesson, ...]
    tasks: tuple[OfferedTask, ...]
    reason: Reason

    @property
    def is_learnt(self) -> bool:
        """Say whether nothing is left to read: the lessons attached to the level, or the whole course."""
        return self.offer.is_finished or (bool(self.lessons) and all(one.is_read for one in self.lessons))

    @property
    def is_done(self) -> bool:
        """Say whether nothing is left to read, nor to try."""
        return self.is_learnt and all(task.is_done for task in self.tasks)


@dataclass(frozen=True)
class Leg:
    """One level of a path: what is open in its order, and what is done."""

    level: int
    stages: tuple[Stage, ...]

    @property
    def open(self) -> tuple[Stage, ...]:
        """What is left, in the order to take it."""
        return tuple(stage for stage in self.stages if not stage.is_done)

    @property
    def done(self) -> tuple[Stage, ...]:
        """What is done."""
        return tuple(stage for stage in self.stages if stage.is_done)


@dataclass(frozen=True)
class Path:
    """A stretch with what leads along it, lowest level first."""

    stretch: Stretch
    legs: tuple[Leg, ...]

    @property
    def next_stage(self) -> Stage | None:
        """Return the first thing to learn that can be begun now; None when there is none."""
        left = (stage for leg in self.legs for stage in leg.open if not stage.is_learnt)
        return next((stage for stage in left if stage.reason.kind is not ReasonKind.WAITS), None)


def lay_paths(stretches: Sequence[Stretch], offers: Iterable[Offer]) -> tuple[Path, ...]:
    """Lay the path of each stretch, in the order of the stretches.

    A level at which nothing is offered keeps its leg, empty: that nothing is there is worth knowing. A course
    that cannot be begun any more is left out unless it was begun.
    """
    offered = {offer.slug: offer for offer in offers if offer.is_open or offer.progress.enrolled_at}
    context = _Context.of(stretches, offered)
    return tuple(
        Path(stretch, tuple(_leg((stretch.criterion_code, level), context) for level in stretch.levels))
        for stretch in stretches
    )


@dataclass(frozen=True)
class _Context:
    """What the order of stages depends on beyond one leg."""

    offers: Mapping[str, Offer]
    wanted: frozenset[Aim]
    unlocks: Mapping[str, Words]

    @classmethod
    def of(cls, stretches: Sequence[Stretch], offers: Mapping[str, Offer]) -> "_Context":
        wanted = frozenset((one.criterion_code, level) for one in stretches for level in one.levels)
        unlocks: dict[str, Words] = {}
        for offer in offers.values():
            if not offer.is_finished and offer.aims & wanted:
                for slug in offer.requires:
                    unlocks.setdefault(slug, offer.title)
        return cls(offers, wanted, unlocks)

    def waits_for(self, offer: Offer) -> Offer | None:
        """Return the first course to be taken before; None when the way is open, or was begun anyway."""
        if offer.progress.enrolled_at is not None:
            return None
        needed = (self.offers.get(slug) for slug in offer.requires)
        return next((one for one in needed if one is not None and not one.is_finished), None)

    def n_targets(self, offer: Offer) -> int:
        """Count the targets on the way that a course serves."""
        return len({criterion for criterion, _level in offer.aims & self.wanted})


def _leg(aim: Aim, context: _Context) -> Leg:
    stages = [stage for offer in context.offers.values() if (stage := _stage(offer, aim))]
    left = [stage.offer for stage in stages if not (stage.is_done or context.waits_for(stage.offer))]
    told = [replace(stage, reason=_reason(stage, context, left)) for stage in stages]
    return Leg(aim[1], tuple(sorted(told, key=lambda stage: _rank(stage, context))))


def _stage(offer: Offer, aim: Aim) -> Stage | None:
    """Return what a course gives to an aim; None when it gives nothing."""
    lessons = tuple(lesson for lesson in offer.lessons if aim in lesson.aims)
    holders = tuple(lesson for lesson in offer.lessons if any(aim in task.aims for task in lesson.tasks))
    tasks = tuple(task for lesson in holders for task in lesson.tasks if aim in task.aims)
    if not lessons and aim not in offer.aims:  # tasks alone: to be tried after the lessons they stand in
        lessons = holders
    return Stage(offer, lessons, tasks, Reason(ReasonKind.ONLY)) if lessons or aim in offer.aims else None


def _reason(stage: Stage, context: _Context, left: Sequence[Offer]) -> Reason:
    """Say why a stage stands where it stands: the first rule of ``_rank`` that sets it apart."""
    offer = stage.offer
    waits_for, unlocks = context.waits_for(offer), context.unlocks.get(offer.slug)
    n_targets = context.n_targets(offer)
    rules = (
        (stage.is_done, Reason(ReasonKind.DONE)),
        (waits_for is not None, Reason(ReasonKind.WAITS, course=waits_for.title if waits_for else None)),
        (stage.is_learnt, Reason(ReasonKind.TRY)),
        (_is_due(offer), Reason(ReasonKind.DUE, due_on=offer.due_on)),
        (offer.progress.enrolled_at is not None, Reason(ReasonKind.BEGUN)),
        (unlocks is not None, Reason(ReasonKind.UNLOCKS, course=unlocks)),
        (len(left) == 1, Reason(ReasonKind.ONLY)),
        (n_targets > min(map(context.n_targets, left), default=0), _serving(n_targets)),
        (offer.minutes_left == min((one.minutes_left for one in left), default=0), _SHORTEST),
    )
    return next((reason for holds, reason in rules if holds), _serving(n_targets))


_SHORTEST = Reason(ReasonKind.SHORTEST)


def _serving(n_targets: int) -> Reason:
    return Reason(ReasonKind.SERVES, n_targets=n_targets)


def _is_due(offer: Offer) -> bool:
    return offer.due_on is not None and not offer.is_finished


def _rank(stage: Stage, context: _Context) -> tuple[object, ...]:
    """Order stages: what is due, then begun, then opens others, then serves most targets, then is shortest.

    What waits for another course comes after all that can be begun, what is done last; ties by slug.
    """
    offer = stage.offer
    return (
        stage.is_done,
        stage.reason.kind is ReasonKind.WAITS,
        offer.due_on if offer.due_on is not None and _is_due(offer) else date.max,
        offer.progress.enrolled_at is None,
        offer.slug not in context.unlocks,
        -context.n_targets(offer),
        offer.minutes_left,
        offer.slug,
    )
