"""Lets levels be decided: by a committee, by a supervisor alone, and one be taken back."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from lms.decisions.commands import (
    cast_vote,
    close_proposal,
    decide_level,
    propose_level,
    reverse_decision,
    set_up_committee,
)
from lms.decisions.domain import (
    Choice,
    CommitteeDraft,
    LevelDraft,
    Majority,
    MemberDraft,
    Scope,
    ScopeKind,
    words_of,
)
from lms.decisions.queries import CitedObservation, list_citable
from lms.demo.past import LOADED_DAYS
from lms.demo.tables import read_yaml
from lms.demo.world import World
from lms.kernel.clock import FrozenClock
from lms.rubric.queries import get_current_rubric

CITED_OF_EACH = 3
"""How many of each rater's observations are cited, the newest."""
MORNING, NOON, AFTERNOON = time(9, 50), time(12, 30), time(16, 10)


@dataclass
class Matter:
    """A row of the table, and its id once it is made."""

    row: Mapping[str, Any]
    ids: list[UUID] = field(default_factory=list)


def plan_decisions(world: World) -> None:
    """Let the committee be set up and decide, and a supervisor decide alone."""
    table, timeline = read_yaml("level-decisions.yaml"), world.timeline
    committee = Matter(table["committee"])
    timeline.add(timeline.day(committee.row["days"]), MORNING, partial(_set_up, world, committee))
    for row in table["proposals"]:
        _plan_proposal(world, committee, Matter(row))
    alone = Matter(table["alone"])
    timeline.add(_day(world, alone.row), MORNING, partial(_decide, world, alone))
    timeline.add(_day(world, alone.row["reversed"]), AFTERNOON, partial(_reverse, world, alone))


def _plan_proposal(world: World, committee: Matter, matter: Matter) -> None:
    row, timeline = matter.row, world.timeline
    timeline.add(_day(world, row), MORNING, partial(_propose, world, committee, matter))
    for vote in row["votes"]:
        timeline.add(_day(world, vote | _since(row)), NOON, partial(_vote, world, matter, vote))
    if "closed" in row:
        timeline.add(_day(world, row["closed"]), AFTERNOON, partial(_close, world, matter))


def _since(row: Mapping[str, Any]) -> Mapping[str, int]:
    """Let votes on a proposal be counted from the day it was made, where it names one."""
    return {"days": row["days"]} if "days" in row else {}


def _day(world: World, row: Mapping[str, Any]) -> date:
    """Count from the day the past was brought in: before, there was nothing to cite."""
    return world.timeline.after(row.get("days", LOADED_DAYS[0]), row.get("after", 0))


def _set_up(world: World, committee: Matter, clock: FrozenClock) -> None:
    row, today = committee.row, clock.today()
    members = [
        MemberDraft(world.people[key], today, None, is_chair=key == row["chair"], row=number)
        for number, key in enumerate(row["members"])
    ]
    draft = CommitteeDraft(row["name"], row["quorum"], Majority(row["majority"]), tuple(members))
    committee.ids.append(
        set_up_committee(
            world.session,
            actor=world.actor(row["by"]),
            organisation_id=world.organisations[row["organisation"]].id,
            draft=draft,
            clock=clock,
        )
    )


def _propose(world: World, committee: Matter, matter: Matter, clock: FrozenClock) -> None:
    row = matter.row
    matter.ids.append(
        propose_level(
            world.session,
            actor=world.actor(row["by"]),
            draft=_draft(world, row, clock),
            committee_id=committee.ids[0],
            vote_by=clock.today() + timedelta(days=row["vote_days"]),
            clock=clock,
        )
    )


def _vote(world: World, matter: Matter, vote: Mapping[str, str], clock: FrozenClock) -> None:
    cast_vote(
        world.session,
        actor=world.actor(vote["by"]),
        proposal_id=matter.ids[0],
        choice=Choice(vote["choice"]),
        reason=vote["reason"],
        clock=clock,
    )


def _close(world: World, matter: Matter, clock: FrozenClock) -> None:
    closed = matter.row["closed"]
    close_proposal(
        world.session,
        actor=world.actor(closed["by"]),
        proposal_id=matter.ids[0],
        reason=closed["reason"],
        n_said=len(matter.row["votes"]),
        clock=clock,
    )


def _decide(world: World, matter: Matter, clock: FrozenClock) -> None:
    actor, draft = world.actor(matter.row["by"]), _draft(world, matter.row, clock)
    matter.ids.append(decide_level(world.session, actor=actor, draft=draft, clock=clock))


def _reverse(world: World, matter: Matter, clock: FrozenClock) -> None:
    told = matter.row["reversed"]
    reverse_decision(
        world.session,
        actor=world.actor(told["by"]),
        decision_id=matter.ids[0],
        reason=told["reason"],
        clock=clock,
    )


def _draft(world: World, row: Mapping[str, Any], clock: FrozenClock) -> LevelDraft:
    scope = Scope(ScopeKind.DOMAIN, row["domain"]) if "domain" in row else Scope()
    days = row.get("expires_days")
    return LevelDraft(
        person_id=world.people[row["about"]],
        scope=scope,
        level=row["level"],
        reason=row["reason"],
        citations=_citations(world, row, scope),
        expires_on=clock.today() + timedelta(days=days) if days else None,
    )


def _citations(world: World, row: Mapping[str, Any], scope: Scope) -> frozenset[UUID]:
    """Choose the newest observations of each rater, by what they say: ids differ from build to build."""
    session, actor = world.session, world.actor(row["by"])
    words = words_of(get_current_rubric(session, actor), scope)
    found = list_citable(
        session, actor, person_id=world.people[row["about"]], criterion_ids=words.citable_ids
    )
    by_rater: dict[UUID, list[CitedObservation]] = defaultdict(list)
    for one in sorted(found, key=lambda one: (one.observed_on, one.criterion_name["ja"]), reverse=True):
        by_rater[one.rater_id].append(one)
    return frozenset(one.id for theirs in by_rater.values() for one in theirs[:CITED_OF_EACH])
