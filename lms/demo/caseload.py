"""Makes the clients and their cases, and who was put on them over the year."""

import random
from collections.abc import Mapping, Sequence
from datetime import time
from functools import partial

from lms.clients.commands import assign_case, open_case, register_client
from lms.clients.domain import AdvisorRole, CaseDraft, ClientDraft, TeamMember
from lms.demo.tables import CaseRow, TeamRow
from lms.demo.world import World
from lms.kernel.clock import FrozenClock

PLANNER = "matsumoto"
MORNING, LATER = time(9, 30), time(14)
BEFORE_FIRST = 10
"""A case was opened at least so many days before anything happened in it."""


def plan_cases(
    world: World,
    cases: Sequence[CaseRow],
    teams: Sequence[TeamRow],
    first_days: Mapping[str, int],
    *,
    draw: random.Random,
) -> None:
    """Let every case be opened in its time, and its teams be put on it.

    ``first_days`` says how many days ago something first happened in a case.
    """
    for case in cases:
        opened = max(draw.randint(120, 400), first_days.get(case.code, 0) + BEFORE_FIRST)
        world.timeline.add(world.timeline.day(opened), MORNING, partial(_open, world, case))
    for row in teams:
        world.timeline.add(world.timeline.day(row.days), LATER, partial(_assign, world, row))


def first_days_of(teams: Sequence[TeamRow], entries: Sequence[Mapping[str, object]]) -> dict[str, int]:
    """Say for each case how many days ago its first team was formed or its first visit was made."""
    days: dict[str, int] = {}
    for row in teams:
        days[row.case] = max(days.get(row.case, 0), row.days)
    for entry in entries:
        code, back = entry.get("case"), entry["days"]
        if isinstance(code, str) and isinstance(back, int):
            days[code] = max(days.get(code, 0), back)
    return days


def _open(world: World, case: CaseRow, clock: FrozenClock) -> None:
    planner = world.actor(PLANNER)
    client = register_client(
        world.session,
        actor=planner,
        organisation_id=world.organisations[case.organisation].id,
        draft=ClientDraft(
            code=case.code,
            business=case.business,
            industry=case.industry,
            prefecture=case.prefecture,
            founded_year=case.founded_year,
            client_type=case.client_type,
            client_type_reason=case.client_type_reason,
        ),
        clock=clock,
    )
    opened = open_case(
        world.session,
        actor=planner,
        client_id=client.id,
        draft=CaseDraft(
            code=case.code,
            title=case.title,
            support_mode=case.support_mode,
            topics=case.topics,
            opened_on=clock.today(),
            schemes=case.schemes,
            partners=case.partners,
            outcome=case.outcome,
            source=case.source,
        ),
        clock=clock,
    )
    world.cases[case.code] = opened.id


def _assign(world: World, row: TeamRow, clock: FrozenClock) -> None:
    assign_case(
        world.session,
        actor=world.actor(PLANNER),
        case_id=world.cases[row.case],
        members=[TeamMember(world.people[key], AdvisorRole(role)) for key, role in row.team],
        reason=row.reason,
        clock=clock,
    )
