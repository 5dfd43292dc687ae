"""Lets the on-the-job entries of the tables be written, answered and signed, each step in its time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from functools import partial
from typing import Any
from uuid import UUID

from lms.demo.world import World
from lms.evidence.domain import Rating
from lms.kernel.clock import FrozenClock
from lms.ojt.commands import acknowledge_entry, dispute_entry, record_entry, sign_entry, void_entry
from lms.ojt.domain import Activity, EntryDraft
from lms.ojt.queries import get_entry

NOON, EVENING = time(12, 20), time(17, 10)


@dataclass
class Entry:
    """An entry of the tables, and its id once it is written."""

    row: Mapping[str, Any]
    ids: list[UUID] = field(default_factory=list)

    @property
    def until(self) -> str:
        """How far the entry has come."""
        return str(self.row["until"])


def plan_entries(world: World, rows: Iterable[Mapping[str, Any]]) -> None:
    """Let every entry come as far as its row says."""
    for row in rows:
        _plan(world, Entry(row))


def _plan(world: World, entry: Entry) -> None:
    timeline, days = world.timeline, int(entry.row["days"])
    timeline.add(timeline.day(days), EVENING, partial(_record, world, entry))
    if entry.until in {"acknowledged", "signed"}:
        timeline.add(timeline.after(days, 1), NOON, partial(_acknowledge, world, entry))
    if entry.until == "signed":
        timeline.add(timeline.after(days, 4), EVENING, partial(_sign, world, entry))
    if entry.until == "disputed":
        timeline.add(timeline.after(days, 2), NOON, partial(_dispute, world, entry))
    if entry.until == "voided":
        timeline.add(timeline.after(days, 2), EVENING, partial(_void, world, entry))


def _record(world: World, entry: Entry, clock: FrozenClock) -> None:
    row = entry.row
    draft = EntryDraft(
        advisor_id=world.people[row["about"]],
        case_id=world.cases[row["case"]] if "case" in row else None,
        activity=Activity(row["activity"]),
        visited_on=clock.today(),
        minutes=row["minutes"],
        comment=row["comment"],
        ratings=tuple(Rating(code, level) for code, level in row["ratings"].items()),
    )
    entry.ids.append(
        record_entry(
            world.session,
            actor=world.actor(row["by"]),
            draft=draft,
            and_submit=entry.until != "draft",
            clock=clock,
        )
    )


def _acknowledge(world: World, entry: Entry, clock: FrozenClock) -> None:
    actor, entry_id = world.actor(entry.row["about"]), entry.ids[0]
    acknowledge_entry(
        world.session,
        actor=actor,
        entry_id=entry_id,
        version=get_entry(world.session, actor, entry_id).version,
        text=entry.row["reply"],
        clock=clock,
    )


def _dispute(world: World, entry: Entry, clock: FrozenClock) -> None:
    actor, entry_id = world.actor(entry.row["about"]), entry.ids[0]
    dispute_entry(
        world.session,
        actor=actor,
        entry_id=entry_id,
        version=get_entry(world.session, actor, entry_id).version,
        text=entry.row["reply"],
        clock=clock,
    )


def _sign(world: World, entry: Entry, clock: FrozenClock) -> None:
    actor, entry_id = world.actor(entry.row["by"]), entry.ids[0]
    version = get_entry(world.session, actor, entry_id).version
    sign_entry(world.session, actor=actor, entry_id=entry_id, version=version, clock=clock)


def _void(world: World, entry: Entry, clock: FrozenClock) -> None:
    actor, entry_id = world.actor(entry.row["by"]), entry.ids[0]
    void_entry(
        world.session,
        actor=actor,
        entry_id=entry_id,
        version=get_entry(world.session, actor, entry_id).version,
        reason=entry.row["reason"],
        clock=clock,
    )
