"""Three things this week: few enough to be done between visits, each with its reason.

What is due comes first, then what is to be tried on the next visit, then what was begun, then what opens the
path to a target, then whatever else may be begun, the lowest levels first. No course is named twice, and one
practice task is enough.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lms.courses.domain.path import Offer, OfferedLesson, OfferedTask, Path
from lms.courses.domain.progress import CourseState

MOST = 3
DUE_WITHIN = timedelta(days=14)
NO_LEVEL = 1000
"""Above every level: what serves no target comes after what does."""


class WeekReason(StrEnum):
    """Why something is worth this week."""

    OVERDUE = "overdue"
    DUE = "due"
    TRY = "try"
    BEGUN = "begun"
    PATH = "path"
    START = "start"


@dataclass(frozen=True)
class WeekThing:
    """One thing to do: a task to try; else a lesson to read; else, without either, the quiz of the course.

    ``criterion_code`` names the target it leads to, where it is a target that brought it here.
    """

    offer: Offer
    reason: WeekReason
    lesson: OfferedLesson | None = None
    task: OfferedTask | None = None
    criterion_code: str | None = None


def choose_week(
    offers: Sequence[Offer], paths: Sequence[Path], *, today: date, most: int = MOST
) -> tuple[WeekThing, ...]:
    """Choose at most ``most`` things from what is offered and from the paths to the targets."""
    chosen: list[WeekThing] = []
    for thing in (
        *_due(offers, today),
        *_to_try(offers, paths),
        *_begun(offers),
        *_on_paths(paths),
        *_to_start(offers),
    ):
        is_second_task = thing.task is not None and any(one.task for one in chosen)
        is_same_course = thing.task is None and any(
            one.offer.slug == thing.offer.slug and one.task is None for one in chosen
        )
        if not (is_second_task or is_same_course):
            chosen.append(thing)
    return tuple(chosen[:most])


def list_to_try(offers: Sequence[Offer]) -> tuple[tuple[Offer, OfferedLesson, OfferedTask], ...]:
    """List the practice tasks whose lesson is read and that were not tried yet."""
    return tuple(
        (offer, lesson, task)
        for offer in offers
        for lesson in offer.lessons
        if lesson.is_read
        for task in lesson.tasks
        if not task.is_done
    )


def _due(offers: Sequence[Offer], today: date) -> Iterator[WeekThing]:
    due = [one for one in offers if one.due_on is not None and not one.is_finished]
    for offer in sorted(due, key=lambda one: (one.due_on or date.max, one.slug)):
        if offer.due_on is not None and offer.due_on <= today + DUE_WITHIN:
            reason = WeekReason.OVERDUE if offer.due_on < today else WeekReason.DUE
            yield WeekThing(offer, reason, offer.next_lesson)


def _to_try(offers: Sequence[Offer], paths: Sequence[Path]) -> Iterator[WeekThing]:
    """Yield tasks that lead to a target before others, lower levels first, then of the lesson read last."""
    wanted = {(path.stretch.criterion_code, leg.level) for path in paths for leg in path.legs}
    things = []
    for position, (offer, lesson, task) in enumerate(list_to_try(offers)):
        serving = sorted(task.aims & wanted, key=lambda aim: (aim[1], aim[0]))
        code, level = serving[0] if serving else (None, NO_LEVEL)
        things.append((level, -position, WeekThing(offer, WeekReason.TRY, lesson, task, code)))
    yield from (thing for _level, _position, thing in sorted(things, key=lambda one: one[:2]))


def _begun(offers: Sequence[Offer]) -> Iterator[WeekThing]:
    begun = [
        (one.progress.enrolled_at, one.slug, one)
        for one in offers
        if one.progress.state is CourseState.UNDER_WAY and one.progress.enrolled_at is not None
    ]
    for _at, _slug, offer in sorted(begun, key=lambda one: one[:2], reverse=True):
        yield WeekThing(offer, WeekReason.BEGUN, offer.next_lesson)


def _on_paths(paths: Sequence[Path]) -> Iterator[WeekThing]:
    """Yield the next thing of each path, the surest and longest way first."""
    for path in sorted(paths, key=lambda path: (-path.stretch.certainty_ratio, -len(path.legs))):
        stage = path.next_stage
        if stage is not None:
            lesson = next((one for one in stage.lessons if not one.is_read), stage.offer.next_lesson)
            code = path.stretch.criterion_code
            yield WeekThing(stage.offer, WeekReason.PATH, lesson, criterion_code=code)


def _to_start(offers: Sequence[Offer]) -> Iterator[WeekThing]:
    """Yield the courses not begun that wait for no other, the lowest levels first."""
    finished = {offer.slug for offer in offers if offer.is_finished}
    known = {offer.slug for offer in offers}
    ready = [
        offer
        for offer in offers
        if offer.is_open
        and offer.progress.state is CourseState.NOT_STARTED
        and finished.issuperset(known.intersection(offer.requires))
    ]
    for offer in sorted(
        ready, key=lambda one: (min((level for _, level in one.aims), default=NO_LEVEL), one.slug)
    ):
        yield WeekThing(offer, WeekReason.START, offer.next_lesson)
