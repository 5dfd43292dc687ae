"""Makes the unrelated association with people, clients, rubric, course and records of its own."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from functools import partial
from pathlib import Path
from typing import Any

from lms.clients.commands import assign_case, close_case, open_case, register_client
from lms.clients.domain import (
    AdvisorRole,
    CaseDraft,
    ClientDraft,
    ClientType,
    Industry,
    SupportMode,
    TeamMember,
    Topic,
)
from lms.courses.domain import CourseText, Serves
from lms.demo.accounts import OUTSIDER
from lms.demo.drawing import Member
from lms.demo.journal import plan_entries
from lms.demo.learning import Shelf, plan_lessons, publish, read_rubric_file
from lms.demo.past import bring_in
from lms.demo.staff import add_members
from lms.demo.tables import SEED_TABLES, read_yaml
from lms.demo.world import World
from lms.evidence.domain import PastObservation, RaterRole
from lms.kernel.clock import FrozenClock
from lms.people.domain import RoleCode

OUTSIDE = "hatoba"
OWNER = OUTSIDER
SECOND = "hatoba-supervisor"
CANARIES = ("波止場", "Hatoba", "波多野")
"""One of these is in every text of the association, and in no other."""

MORNING, LATER = time(10), time(15)
LOADED_DAYS = 2


def outside_members() -> list[Member]:
    """Read who works there besides the demo account."""
    return [
        Member(
            key=row["key"],
            name=row["name"],
            kana=row["kana"],
            email=row["email"],
            organisation=OUTSIDE,
            roles=tuple(RoleCode(role) for role in row["roles"].split("|")),
            title=row["title"],
            years=row["years"],
        )
        for row in _table()["staff"]
    ]


def plan_outside(world: World, courses: tuple[CourseText, ...], *, schemas: Path) -> None:
    """Make the association's people and publications, and let its year happen."""
    table = _table()
    add_members(world, outside_members())
    rubric = read_rubric_file(SEED_TABLES / "outside-rubric.yaml", schemas=schemas)
    course = _own_course(courses[0], table["course"], criterion=rubric.criteria[0].code)
    publish(world, Shelf(schemas, rubric, (course,)), publisher=OUTSIDE)
    clients = {row["code"]: row for row in table["clients"]}
    for row in table["cases"]:
        opened = world.timeline.day(row["days"])
        world.timeline.add(opened, MORNING, partial(_open, world, clients[row["client"]], row))
        if "closed_days" in row:
            closed = world.timeline.day(row["closed_days"])
            world.timeline.add(closed, LATER, partial(_close, world, row["code"]))
    team = table["team"]
    world.timeline.add(world.timeline.day(team["days"]), LATER, partial(_assign, world, team))
    plan_entries(world, table["entries"])
    plan_lessons(world, "hatoba-2", course, [70])
    world.timeline.add(world.timeline.day(LOADED_DAYS), MORNING, partial(_import, world, table["past"]))


def _table() -> Any:  # noqa: ANN401 (whatever the file says)
    return read_yaml("outside.yaml")


def _own_course(course: CourseText, words: Mapping[str, Any], *, criterion: str) -> CourseText:
    """Make a short course of the association's own from the first lesson of another."""
    said = {"title": words["lesson"], "objective": words["objective"]}
    lesson = replace(course.lessons[0], **said, serves=(), practices=())
    questions = tuple(q for q in course.quiz.questions if q.lesson_slug == lesson.slug)
    return replace(
        course,
        slug=words["slug"],
        title=words["title"],
        summary=words["summary"],
        audience=words["audience"],
        minutes=lesson.minutes,
        serves=(Serves(criterion, (1,), words["objective"]),),
        lessons=(lesson,),
        figures=(),
        quiz=replace(course.quiz, questions=questions, pass_mark=len(questions)),
    )


def _open(world: World, client: Mapping[str, Any], row: Mapping[str, Any], clock: FrozenClock) -> None:
    owner, key = world.actor(OWNER), f"client:{client['code']}"
    if key not in world.cases:
        registered = register_client(
            world.session,
            actor=owner,
            organisation_id=world.organisations[OUTSIDE].id,
            draft=ClientDraft(
                code=client["code"],
                business=client["business"],
                industry=Industry(client["industry"]),
                prefecture=client["prefecture"],
                founded_year=client["founded_year"],
                client_type=ClientType(client["client_type"]),
                client_type_reason=client["client_type_reason"],
            ),
            clock=clock,
        )
        world.cases[key] = registered.id
    draft = CaseDraft(
        code=row["code"],
        title=row["title"],
        support_mode=SupportMode(row["support_mode"]),
        topics=[Topic(topic) for topic in row["topics"]],
        opened_on=clock.today(),
    )
    opened = open_case(world.session, actor=owner, client_id=world.cases[key], draft=draft, clock=clock)
    world.cases[row["code"]] = opened.id


def _close(world: World, code: str, clock: FrozenClock) -> None:
    close_case(world.session, actor=world.actor(OWNER), case_id=world.cases[code], clock=clock)


def _assign(world: World, team: Mapping[str, Any], clock: FrozenClock) -> None:
    assign_case(
        world.session,
        actor=world.actor(OWNER),
        case_id=world.cases[team["case"]],
        members=[TeamMember(world.people[team["lead"]], AdvisorRole.LEAD)],
        reason=team["reason"],
        clock=clock,
    )


def _import(world: World, rows: list[Mapping[str, Any]], clock: FrozenClock) -> None:
    """Bring in the association's earlier judgements; those of the owner are brought in by somebody else."""
    for key in (OWNER, SECOND):
        past = [
            PastObservation(
                trainee_id=world.people[row["about"]],
                rater_id=world.people[row["by"]],
                rater_role=RaterRole.SUPERVISOR,
                observed_on=world.timeline.day(row["days"]),
                criterion_code=row["criterion"],
                level=row["level"],
                comment=row["comment"],
            )
            for row in rows
            if (row["about"] == OWNER) is (key == SECOND)
        ]
        bring_in(world, key, past, clock)
