"""Loads the rubric and the courses, and lets people learn from them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import partial
from pathlib import Path

from lms.courses.commands import complete_lesson, enrol, load_course, submit_attempt
from lms.courses.domain import Answers, CourseText, Given, Question, QuestionKind
from lms.courses.loader import list_course_folders, read_course, read_schemas
from lms.demo.accounts import OUTSIDER
from lms.demo.drawing import Member
from lms.demo.world import World
from lms.kernel.clock import FrozenClock
from lms.people.domain import RoleCode
from lms.rubric.commands import load_rubric
from lms.rubric.domain import RubricText
from lms.rubric.loader import SCHEMA_FILE, read_rubric, read_schema

FIRST_COURSE = "bansou-shien-kihon"
PUBLISHED_DAYS = 430
MORNING, LUNCH, EVENING = time(9), time(12, 40), time(17, 40)
NEWCOMER = "fujii"
NEWCOMER_DAYS = (58, 51, 37, 15)
"""When the newest colleague read her lessons so far; the rest waits for her."""
FINISHED = ("ishihara", "murakami", "hirata")
NOT_LEARNING = (OUTSIDER, "taniguchi")
"""The course is not for the association; and somebody has had no time for it yet."""
LEARNER_SHARE = 0.3


class UnusableFileError(Exception):
    """A rubric or course file that the demo is made from cannot be read; the message says which."""


@dataclass(frozen=True)
class Shelf:
    """The files that are loaded: one rubric from the folder ``rubrics``, and courses that serve it."""

    rubrics: Path
    rubric: RubricText
    courses: tuple[CourseText, ...]

    @property
    def levels(self) -> Mapping[str, int]:
        """Each criterion's code with its highest level."""
        return {criterion.code: len(self.rubric.levels) for criterion in self.rubric.criteria}


def read_shelf(rubrics: Path, content: Path) -> Shelf:
    """Read what is to be loaded; the rubric is for all to read, and for members to add to only.

    Raises UnusableFileError naming a file that is not sound.
    """
    rubric = read_rubric_file(rubrics / "banso-v1.yaml", schemas=rubrics)
    shelf = Shelf(rubrics, replace(rubric, is_locked=True, is_public=True), ())
    schemas, courses = read_schemas(content), []
    for folder in list_course_folders(content):
        reading = read_course(folder, schemas=schemas, levels=shelf.levels)
        if reading.course is None:
            raise UnusableFileError(f"{folder}: this course is not sound: run `lms content check`")
        courses.append(reading.course)
    return replace(shelf, courses=tuple(courses))


def read_rubric_file(file: Path, *, schemas: Path) -> RubricText:
    """Read one rubric. Raises UnusableFileError when it is not sound."""
    reading = read_rubric(file.read_bytes(), schema=read_schema(schemas / SCHEMA_FILE))
    if reading.rubric is None:
        raise UnusableFileError(f"{file}: this rubric is not sound: run `lms rubric check`")
    return reading.rubric


def publish(world: World, shelf: Shelf, *, publisher: str) -> None:
    """Load the rubric and the courses as an organisation's publications."""
    publisher_id = world.organisations[publisher].id
    clock = world.timeline.clock(world.timeline.day(PUBLISHED_DAYS), MORNING)
    load_rubric(world.session, actor_id=None, rubric=shelf.rubric, publisher_id=publisher_id, clock=clock)
    for course in shelf.courses:
        load_course(
            world.session,
            actor_id=None,
            course=course,
            levels=shelf.levels,
            publisher_id=publisher_id,
            clock=clock,
        )
    world.session.flush()  # whoever learns or judges next looks it up


def plan_learning(
    world: World, members: Sequence[Member], courses: Sequence[CourseText], *, draw: random.Random
) -> list[str]:
    """Let the newcomer begin the first course, her colleagues finish it, and some others learn in between.

    Returns the keys of the advisors who have done nothing in it.
    """
    course = next(course for course in courses if course.slug == FIRST_COURSE)
    plan_lessons(world, NEWCOMER, course, NEWCOMER_DAYS)
    for key in FINISHED:
        plan_whole_course(world, key, course, draw.randint(60, 300), draw=draw)
    others = [
        member.key
        for member in members
        if RoleCode.ADVISOR in member.roles and member.key not in {NEWCOMER, *FINISHED}
    ]
    idle: list[str] = []
    for key in others:
        if draw.random() >= LEARNER_SHARE or key in NOT_LEARNING:
            idle.append(key)
            continue
        begun = draw.randint(30, 250)
        if draw.random() < LEARNER_SHARE:
            plan_lessons(
                world, key, course, [begun - day for day in range(draw.randint(1, len(course.lessons) - 1))]
            )
        else:
            plan_whole_course(world, key, course, begun, draw=draw)
    return idle


def plan_lessons(world: World, key: str, course: CourseText, days: Sequence[int]) -> date:
    """Let somebody enrol and read the first lessons, one on each of the days given (days ago).

    Returns the last of these days. Weekends move; the order of the lessons stays.
    """
    timeline = world.timeline
    moved = sorted(timeline.day(one) for one in days)
    timeline.add(moved[0], LUNCH, partial(_enrol, world, key, course.slug))
    for lesson, day in zip(course.lessons, moved, strict=False):
        timeline.add(day, LUNCH, partial(_read, world, key, course.slug, lesson.slug))
    return moved[-1]


def plan_whole_course(world: World, key: str, course: CourseText, begun: int, *, draw: random.Random) -> None:
    """Let somebody read everything and pass the quiz, at the first or the second attempt."""
    last = plan_lessons(world, key, course, [begun - day for day in range(len(course.lessons))])
    done = max(world.timeline.after(begun - len(course.lessons), 1), last + timedelta(days=1))
    if draw.random() < LEARNER_SHARE:
        missed = draw.sample(range(len(course.quiz.questions)), len(course.quiz.questions) // 2)
        wrong = _answers(course, missed)
        world.timeline.add(done, LUNCH, partial(_answer, world, key, course.slug, wrong))
    right = _answers(course, draw.sample(range(len(course.quiz.questions)), 1))
    world.timeline.add(done + timedelta(days=1), EVENING, partial(_answer, world, key, course.slug, right))


def plan_failures(world: World, key: str, course: CourseText, days: Sequence[int]) -> None:
    """Let somebody fail the quiz on each of the days given (days ago)."""
    for day in days:
        missed = range(0, len(course.quiz.questions), 2)
        wrong = _answers(course, missed)
        world.timeline.add(world.timeline.day(day), EVENING, partial(_answer, world, key, course.slug, wrong))


def _answers(course: CourseText, missed: Sequence[int]) -> Answers:
    """Answer every question, those in ``missed`` with one wrong option, or not where there are no options."""
    return {
        question.code: _wrong(question) if position in missed else question.right_answer
        for position, question in enumerate(course.quiz.questions)
    }


def _wrong(question: Question) -> Given:
    if question.kind not in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        return ()
    return next((option.code,) for option in question.choosable if not option.is_right)


def _enrol(world: World, key: str, slug: str, clock: FrozenClock) -> None:
    enrol(world.session, actor=world.actor(key), slug=slug, clock=clock)


def _read(world: World, key: str, slug: str, lesson: str, clock: FrozenClock) -> None:
    complete_lesson(world.session, actor=world.actor(key), slug=slug, lesson_slug=lesson, clock=clock)


def _answer(world: World, key: str, slug: str, answers: Answers, clock: FrozenClock) -> None:
    submit_attempt(world.session, actor=world.actor(key), slug=slug, answers=answers, clock=clock)
