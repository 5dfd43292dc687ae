"""Lets a pairing be made about a month ago, and some of what it proposed be decided."""

import csv
from dataclasses import dataclass, field
from datetime import time
from functools import partial
from uuid import UUID

from lms.demo.tables import SEED_TABLES
from lms.demo.world import World
from lms.kernel.clock import FrozenClock
from lms.pairing.commands import change_pairing, confirm_pairing, leave_open, run_pairing
from lms.pairing.domain.decisions import DecisionKind, Seated
from lms.pairing.domain.problem import Role
from lms.pairing.domain.situation import RunChoices

PLANNER = "matsumoto"
RUN_DAYS = 32
MORNING, AFTERNOON = time(10), time(14, 30)
NOTE = "担当割当の提案を確認して決定。"


@dataclass(frozen=True)
class Decision:
    """What was decided about one case, how many days ago; ``lead`` is set where somebody else was chosen."""

    case: str
    days: int
    kind: DecisionKind
    lead: str
    reason: str


@dataclass
class Round:
    """The pairing, once it is made."""

    ids: list[UUID] = field(default_factory=list)


def read_decisions() -> list[Decision]:
    """Read what was decided."""
    with (SEED_TABLES / "decisions.csv").open(encoding="utf-8", newline="") as file:
        return [
            Decision(row["case"], int(row["days"]), DecisionKind(row["kind"]), row["lead"], row["reason"])
            for row in csv.DictReader(file)
        ]


def plan_round(world: World, *, organisation: str) -> None:
    """Let the planner make a pairing for an organisation and all below it, and decide in the days after."""
    made = Round()
    world.timeline.add(world.timeline.day(RUN_DAYS), MORNING, partial(_run, world, made, organisation))
    for decision in read_decisions():
        day = world.timeline.after(RUN_DAYS, RUN_DAYS - decision.days)
        world.timeline.add(day, AFTERNOON, partial(_decide, world, made, decision))


def _run(world: World, made: Round, organisation: str, clock: FrozenClock) -> None:
    choices = RunChoices(organisation_id=world.organisations[organisation].id)
    run = run_pairing(world.session, actor=world.actor(PLANNER), choices=choices, clock=clock)
    made.ids.append(run.id)


def _decide(world: World, made: Round, decision: Decision, clock: FrozenClock) -> None:
    session, actor = world.session, world.actor(PLANNER)
    run_id, case_id = made.ids[0], world.cases[decision.case]
    if decision.kind is DecisionKind.CONFIRMED:
        confirm_pairing(
            session, actor=actor, run_id=run_id, case_id=case_id, mark=None, note=NOTE, clock=clock
        )
    elif decision.kind is DecisionKind.CHANGED:
        change_pairing(
            session,
            actor=actor,
            run_id=run_id,
            case_id=case_id,
            team=[Seated(world.people[decision.lead], Role.LEAD)],
            reason=decision.reason,
            mark=None,
            clock=clock,
        )
    else:
        leave_open(
            session,
            actor=actor,
            run_id=run_id,
            case_id=case_id,
            reason=decision.reason,
            mark=None,
            clock=clock,
        )
