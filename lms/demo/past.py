"""Draws what was observed of people before and during the invented year, and brings it in."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import partial

from lms.demo.drawing import Member, Pattern
from lms.demo.tables import Place, read_remarks
from lms.demo.timeline import Timeline
from lms.demo.world import World
from lms.evidence.commands import import_observations
from lms.evidence.domain import PastObservation, RaterRole
from lms.kernel.clock import FrozenClock
from lms.people.domain import OrganisationKind

HIGHEST = 4
YEAR = 365
JOINED_BEFORE = 75
"""Everybody joined at least this many days, and whole years besides, before today."""
LONG_YEARS = 10
REMARK_SHARE = 0.45
LOADED_DAYS, LOADED_AT = (40, 1), time(8)
"""The past was brought in twice: before the pairing of a month ago, and yesterday morning."""


@dataclass(frozen=True)
class Seen:
    """Something one rater saw of one criterion, so many days ago."""

    criterion: str
    rater: int
    days: int
    level: int


Drawing = Callable[[Member, Sequence[str], random.Random], Iterator[Seen]]


def plan_past(
    world: World, members: Sequence[Member], places: Sequence[Place], *, draw: random.Random
) -> int:
    """Draw the observations of all members, let them be brought in, and return how many there are."""
    raters = _raters(members, places)
    remarks = read_remarks()
    codes = sorted({criterion for criterion, _level in remarks})
    rows: list[PastObservation] = []
    for member in members:
        if member.level is not None:
            rows += _rows(world, member, raters[member.organisation], codes, remarks, draw)
    first, last = (world.timeline.day(days) for days in LOADED_DAYS)
    older = [row for row in rows if row.observed_on < first]
    newer = [row for row in rows if row.observed_on >= first]
    for day, batch in ((first, older), (last, newer)):
        world.timeline.add(day, LOADED_AT, partial(bring_in, world, "matsumoto", batch))
    return len(rows)


def bring_in(world: World, key: str, rows: Sequence[PastObservation], clock: FrozenClock) -> None:
    """Bring past observations in as somebody who may. Raises ValueError when a row breaks a rule."""
    report = import_observations(world.session, actor=world.actor(key), rows=rows, dry_run=False, clock=clock)
    if report.refused:
        raise ValueError(f"the invented past breaks a rule: {report.refused[0]}")


def _raters(members: Sequence[Member], places: Sequence[Place]) -> Mapping[str, tuple[str, str]]:
    """Say who two people judge at each place: its supervisor, and somebody from outside it."""
    keys = {member.key for member in members}
    chiefs = {
        place.region: f"coordinator-{place.code.removeprefix('yorozu-')}-1"
        for place in places
        if place.kind is OrganisationKind.YOROZU
    }
    raters: dict[str, tuple[str, str]] = {"hiroshima": ("okada", "nishikawa")}
    supervisors: dict[str | None, str] = {}
    for place in places:
        if f"supervisor-{place.code}" in keys:
            raters[place.code] = (f"supervisor-{place.code}", chiefs[place.region])
            supervisors.setdefault(place.region, f"supervisor-{place.code}")
    for place in places:
        if place.kind is OrganisationKind.YOROZU:
            raters[place.code] = ("onishi", supervisors[place.region])
    return raters


def _rows(  # noqa: PLR0917 (all of them are what a row is made from)
    world: World,
    member: Member,
    raters: tuple[str, str],
    codes: Sequence[str],
    remarks: Mapping[tuple[str, int], str],
    draw: random.Random,
) -> Iterator[PastObservation]:
    taken: set[tuple[str, int, date]] = set()
    limit = member.years * YEAR + JOINED_BEFORE
    for seen in _DRAWINGS[member.pattern](member, codes, draw):
        day = _free_day(world.timeline, seen, min(seen.days, limit), taken)
        remark = remarks[seen.criterion, seen.level] if draw.random() < REMARK_SHARE else ""
        yield PastObservation(
            trainee_id=world.people[member.key],
            rater_id=world.people[raters[seen.rater]],
            rater_role=RaterRole.SUPERVISOR,
            observed_on=day,
            criterion_code=seen.criterion,
            level=seen.level,
            comment=remark,
        )


def _free_day(timeline: Timeline, seen: Seen, days: int, taken: set[tuple[str, int, date]]) -> date:
    """Return the day ``days`` ago, or the next later one that is free for that rater and criterion."""
    while (seen.criterion, seen.rater, timeline.day(days)) in taken:
        days -= 1
    taken.add((seen.criterion, seen.rater, timeline.day(days)))
    return timeline.day(days)


def _firm(member: Member, codes: Sequence[str], draw: random.Random) -> Iterator[Seen]:
    for code in codes:
        for rater in (0, 1, 0):
            yield Seen(code, rater, draw.randint(20, 330), _around(member, draw))


def _growing(member: Member, codes: Sequence[str], draw: random.Random) -> Iterator[Seen]:
    for code in codes:
        yield Seen(code, 0, draw.randint(380, 600), max(1, (member.level or 1) - 1))
        for rater in range(draw.choice((0, 1, 2, 2))):
            yield Seen(code, rater, draw.randint(15, 300), _around(member, draw))


def _earlier(member: Member, codes: Sequence[str], draw: random.Random) -> Iterator[Seen]:
    for position, code in enumerate(codes):
        for turn in range(2 if member.years > LONG_YEARS else 1):
            yield Seen(code, (position + turn) % 2, draw.randint(380, 690), member.level or 1)


def _thin(member: Member, codes: Sequence[str], draw: random.Random) -> Iterator[Seen]:
    for code in draw.sample(codes, draw.randint(2, 4)):
        yield Seen(code, 0, draw.randint(12, 200), _around(member, draw))


def _stale(member: Member, codes: Sequence[str], draw: random.Random) -> Iterator[Seen]:
    for code in codes:
        for rater in (0, 1, 1):
            yield Seen(code, rater, draw.randint(390, 690), _around(member, draw))


def _nothing(_member: Member, _codes: Sequence[str], _draw: random.Random) -> Iterator[Seen]:
    yield from ()


def _around(member: Member, draw: random.Random) -> int:
    """Draw a level as a rater would give it: mostly the true one, now and then its neighbour."""
    level = (member.level or 1) + draw.choices((0, -1, 1), (76, 14, 10))[0]
    return min(max(level, 1), HIGHEST)


_DRAWINGS: Mapping[Pattern, Drawing] = {
    Pattern.FIRM: _firm,
    Pattern.GROWING: _growing,
    Pattern.EARLIER: _earlier,
    Pattern.THIN: _thin,
    Pattern.STALE: _stale,
    Pattern.NONE: _nothing,
}
