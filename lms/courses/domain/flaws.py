"""What can be wrong with a course whose files have the right shape."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from lms.courses.domain.course import RESERVED_COURSE_SLUGS, RESERVED_SLUGS, CourseText
from lms.courses.domain.quiz import list_quiz_flaws

Path: TypeAlias = tuple[str | int, ...]


class CourseFile(StrEnum):
    """The files of a course in which a flaw can lie."""

    COURSE = "course.yaml"
    QUIZ = "quiz.yaml"


@dataclass(frozen=True)
class Flaw:
    """A broken rule: the file and the place in it, a code, and the facts its sentence needs."""

    file: CourseFile
    path: Path
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


def list_flaws(course: CourseText, *, levels: Mapping[str, int]) -> tuple[Flaw, ...]:
    """Return every broken rule. ``levels`` maps each criterion's code in the rubric to its highest level."""
    return (
        *_serves_flaws(course, levels),
        *_attached_flaws(course, levels),
        *_lesson_flaws(course),
        *_source_flaws(course),
        *_question_flaws(course),
    )


def _repeated(values: Iterable[str]) -> Iterator[tuple[int, str]]:
    seen: Counter[str] = Counter()
    for position, value in enumerate(values):
        if seen[value]:
            yield position, value
        seen[value] += 1


def _serves_flaws(course: CourseText, levels: Mapping[str, int]) -> Iterator[Flaw]:
    for position, code in _repeated(aim.criterion_code for aim in course.serves):
        yield _in_course("courses.criterion_twice", "serves", position, "criterion", criterion=code)
    for position, aim in enumerate(course.serves):
        yield from _aim_flaws(("serves", position), aim.criterion_code, aim.levels, levels)
    if course.slug in course.prerequisites:
        position = course.prerequisites.index(course.slug)
        yield _in_course("courses.prerequisite_itself", "prerequisites", position, slug=course.slug)


def _aim_flaws(path: Path, code: str, aimed: tuple[int, ...], levels: Mapping[str, int]) -> Iterator[Flaw]:
    """Find what the rubric does not know of a criterion and the levels named with it."""
    highest = levels.get(code)
    if highest is None:
        known = ", ".join(sorted(levels))
        yield _in_course("courses.criterion_unknown", *path, "criterion", criterion=code, expected=known)
    elif max(aimed) > highest:
        facts = {"criterion": code, "level": max(aimed), "expected": highest}
        yield _in_course("courses.level_unknown", *path, "levels", **facts)


def _attached_flaws(course: CourseText, levels: Mapping[str, int]) -> Iterator[Flaw]:
    """Find what lessons and their practice tasks are attached to in vain."""
    served = {(aim.criterion_code, level) for aim in course.serves for level in aim.levels}
    for position, lesson in enumerate(course.lessons):
        path: Path = ("lessons", position)
        for place, code in _repeated(aim.criterion_code for aim in lesson.serves):
            yield _in_course("courses.criterion_twice", *path, "serves", place, "criterion", criterion=code)
        for place, aim in enumerate(lesson.serves):
            unknown = list(_aim_flaws((*path, "serves", place), aim.criterion_code, aim.levels, levels))
            yield from unknown
            beyond = [level for level in aim.levels if (aim.criterion_code, level) not in served]
            if beyond and not unknown:
                facts = {"criterion": aim.criterion_code, "level": beyond[0]}
                yield _in_course("courses.aim_not_served", *path, "serves", place, "levels", **facts)
        for place, task in enumerate(lesson.practices):
            yield from _aim_flaws((*path, "practices", place), task.criterion_code, task.levels, levels)


def _lesson_flaws(course: CourseText) -> Iterator[Flaw]:
    if course.slug in RESERVED_COURSE_SLUGS:
        yield _in_course("courses.course_reserved", "slug", slug=course.slug)
    for position, slug in _repeated(lesson.slug for lesson in course.lessons):
        yield _in_course("courses.lesson_twice", "lessons", position, "slug", slug=slug)
    for position, lesson in enumerate(course.lessons):
        if lesson.slug in RESERVED_SLUGS:
            yield _in_course("courses.lesson_reserved", "lessons", position, "slug", slug=lesson.slug)
    yield from _beside_lesson_flaws(course)
    total = sum(lesson.minutes for lesson in course.lessons)
    if total > course.minutes:
        yield _in_course("courses.minutes_short", "minutes", minutes=course.minutes, lessons=total)


def _beside_lesson_flaws(course: CourseText) -> Iterator[Flaw]:
    """Find codes given twice: those of practice tasks and of prompts are their own in the whole course."""
    lessons = list(enumerate(course.lessons))
    tasks = [
        (at, "practices", place, task.code) for at, one in lessons for place, task in enumerate(one.practices)
    ]
    prompts = [
        (at, "reflections", place, prompt.code)
        for at, one in lessons
        for place, prompt in enumerate(one.reflections)
    ]
    for places, flaw in ((tasks, "courses.practice_twice"), (prompts, "courses.prompt_twice")):
        for index, given in _repeated(code for *_place, code in places):
            position, name, place, _code = places[index]
            yield _in_course(flaw, "lessons", position, name, place, "code", given=given)


def _source_flaws(course: CourseText) -> Iterator[Flaw]:
    for position, key in _repeated(source.key for source in course.sources):
        yield _in_course("courses.source_twice", "sources", position, "key", key=key)


def _question_flaws(course: CourseText) -> Iterator[Flaw]:
    slugs = {lesson.slug for lesson in course.lessons}
    for flaw in list_quiz_flaws(course.quiz, lesson_slugs=slugs):
        yield Flaw(CourseFile.QUIZ, flaw.path, flaw.code, flaw.facts)


def _in_course(code: str, *path: str | int, **facts: object) -> Flaw:
    return Flaw(CourseFile.COURSE, path, code, facts)
