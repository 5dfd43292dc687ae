"""Courses assigned to people: some finished in time, some under way, a few late or stuck."""

import random
from collections.abc import Sequence
from datetime import date, time
from functools import partial

from lms.courses.commands import assign_courses, send_due_reminders
from lms.courses.domain import CourseText
from lms.courses.domain.standing import AssignmentDraft
from lms.demo.drawing import Member
from lms.demo.learning import (
    FIRST_COURSE,
    NEWCOMER,
    NOT_LEARNING,
    plan_failures,
    plan_lessons,
    plan_whole_course,
)
from lms.demo.world import World
from lms.kernel.clock import FrozenClock
from lms.people.domain import OrganisationKind

SUPERVISOR, PLANNER = "okada", "matsumoto"
BUSY = NOT_LEARNING[1]
MORNING, NOON = time(8, 50), time(7, 40)
GIVEN_DAYS, DUE_IN_DAYS = 66, 3
"""When the newest colleague was asked, and in how many days she is to have finished."""
LATE_GIVEN_DAYS, LATE_DAYS = 45, 6
ROUND_GIVEN_DAYS, ROUND_DUE_IN_DAYS = 38, 18
ROUND = 14
"""How many of the others HR asked in one go."""
NOTE = "来月からの巡回の前に、ひととおり読んでおいてください。"
ROUND_NOTE = "今年度の基礎研修です。"


def plan_assignments(
    world: World, members: Sequence[Member], courses: Sequence[CourseText], idle: Sequence[str]
) -> None:
    """Let the supervisor ask two of his people, and HR a round of advisors who have done nothing yet."""
    course = next(course for course in courses if course.slug == FIRST_COURSE)
    timeline = world.timeline
    given, due_on = timeline.day(GIVEN_DAYS), timeline.ahead(DUE_IN_DAYS)
    _ask(world, SUPERVISOR, [NEWCOMER], day=given, due_on=due_on, note=NOTE)
    given, due_on = timeline.day(LATE_GIVEN_DAYS), timeline.day(LATE_DAYS)
    _ask(world, SUPERVISOR, [BUSY], day=given, due_on=due_on, note=NOTE)
    draw = random.Random(FIRST_COURSE)  # noqa: S311 (invented people, not secrets)
    chambers = {code for code, place in world.organisations.items() if place.kind is OrganisationKind.CHAMBER}
    asked = [
        member.key
        for member in members
        if member.key in idle and member.key not in NOT_LEARNING and member.organisation in chambers
    ]
    chosen = sorted(draw.sample(asked, min(ROUND, len(asked))))
    given, due_on = timeline.day(ROUND_GIVEN_DAYS), timeline.ahead(ROUND_DUE_IN_DAYS)
    _ask(world, PLANNER, chosen, day=given, due_on=due_on, note=ROUND_NOTE)
    _learn(world, course, chosen, draw)
    timeline.add(timeline.today, NOON, partial(_remind, world))


def _learn(world: World, course: CourseText, chosen: Sequence[str], draw: random.Random) -> None:
    """Let a third finish, a third be under way; one fails again and again, one has stopped; the rest wait."""
    for place, key in enumerate(chosen):
        if place % 3 == 0:
            plan_whole_course(world, key, course, draw.randint(20, 30), draw=draw)
        elif place % 3 == 1:
            days = [draw.randint(8, 11) - day for day in range(3)]
            plan_lessons(world, key, course, days)
            if place == 1:
                plan_failures(world, key, course, (5, 4, 2))
        elif place == 2:  # noqa: PLR2004 (the third of them)
            plan_lessons(world, key, course, (30, 29))


def _ask(world: World, giver: str, keys: Sequence[str], *, day: date, due_on: date, note: str) -> None:
    world.timeline.add(day, MORNING, partial(_assign, world, giver, keys, due_on=due_on, note=note))


def _assign(
    world: World, giver: str, keys: Sequence[str], clock: FrozenClock, *, due_on: date, note: str
) -> None:
    people = [world.people[key] for key in keys]
    draft = AssignmentDraft(people, (FIRST_COURSE,), due_on, note)
    assign_courses(world.session, actor=world.actor(giver), draft=draft, clock=clock)


def _remind(world: World, clock: FrozenClock) -> None:
    send_due_reminders(world.session, clock=clock)
