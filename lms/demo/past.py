"""Draws what was observed of people before and during the invented year, and brings it in."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import partial

from lms.demo.drawing import CHANGE_MAKER, Member, Pattern
from lms.demo.seeing import YEAR, Nature, level_seen, nature_of, own_level, severity_of
from lms.demo.tables import Place, read_remarks, read_yaml
from lms.demo.timeline import Timeline
from lms.demo.world import World
from lms.evidence.commands import import_observations, record_own_view
from lms.evidence.domain import PastObservation, RaterRole
from lms.kernel.clock import FrozenClock
from lms.people.domain import OrganisationKind

JOINED_BEFORE = 75
"""Everybody joined at least this many days, and whole years besides, before today."""
LONG_YEARS = 10
REMARK_SHARE = 0.45
OWN_VIEW_SHARE, UNSURE_SHARE = 0.35, 0.05
TRAINER = "onishi"
WITHOUT_TRAINER = frozenset({"北海道", "四国"})
"""Regions she has not come to yet: their levels cannot be compared with those of others."""
LOADED_DAYS, LOADED_AT = (40, 1), time(8)
"""The past was brought in twice: before the pairing of a month ago, and yesterday morning."""


@dataclass(frozen=True)
class Seen:
    """A criterion one of somebody's raters saw, so many days ago; ``turn``: 0 = whoever is there most."""

    criterion: str
    days: int
    turn: int = 0


Drawing = Callable[[Member, Sequence[str], random.Random], Iterator[Seen]]
Raters = Sequence[tuple[str, int]]
"""Keys of raters with their weights, whoever is there most in front."""


def plan_past(
    world: World, members: Sequence[Member], places: Sequence[Place], *, draw: random.Random
) -> int:
    """Draw the observations of all members, let them be brought in, and return how many there are."""
    raters, visits = _raters(members, places), _visits(world.timeline)
    remarks = read_remarks()
    codes = sorted({criterion for criterion, _level in remarks})
    rows: list[PastObservation] = []
    for member in members:
        if member.level is not None:
            nature = nature_of(member, codes, draw)
            theirs = raters[member.organisation]
            rows += _rows(world, member, nature, theirs, remarks, visits[member.key], draw)
            _plan_own_view(world, member, nature, draw)
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


def _raters(members: Sequence[Member], places: Sequence[Place]) -> Mapping[str, Raters]:
    """Say who judges people at each place.

    Mostly its own supervisor; besides, the chief coordinator of the region, the supervisor of a neighbouring
    place, and, where she has been already, the council's trainer of raters: the link between regions.
    """
    keys = {member.key for member in members}
    chiefs = {
        place.region: f"coordinator-{place.code.removeprefix('yorozu-')}-1"
        for place in places
        if place.kind is OrganisationKind.YOROZU
    }
    own = {place.code: f"supervisor-{place.code}" for place in places if f"supervisor-{place.code}" in keys}
    own["hiroshima"] = "okada"
    raters: dict[str, Raters] = {}
    for place in places:
        around = [own[one.code] for one in places if one.region == place.region and one.code in own]
        trainer = [] if place.region in WITHOUT_TRAINER else [(TRAINER, 2)]
        if place.kind is OrganisationKind.YOROZU:
            raters[place.code] = [(around[0], 3), (TRAINER, 3), *[(one, 1) for one in around[1:2]]]
        elif place.code in own:
            first = own[place.code]
            next_door = around[(around.index(first) + 1) % len(around)]
            second = [("nishikawa", 4)] if place.code == "hiroshima" else []
            raters[place.code] = [
                (first, 6),
                *second,
                (chiefs[place.region], 2),
                *([(next_door, 2)] if next_door != first else []),
                *trainer,
            ]
    return raters


def _visits(timeline: Timeline) -> defaultdict[str, set[tuple[str, str, date]]]:
    """Say by person which criteria are rated by whom on which day in the on-the-job entries."""
    visits: defaultdict[str, set[tuple[str, str, date]]] = defaultdict(set)
    for entry in read_yaml("journal.yaml"):
        day = timeline.day(entry["days"])
        visits[entry["about"]] |= {(criterion, entry["by"], day) for criterion in entry["ratings"]}
    return visits


def _rows(  # noqa: PLR0917 (all of them are what a row is made from)
    world: World,
    member: Member,
    nature: Nature,
    raters: Raters,
    remarks: Mapping[tuple[str, int], str],
    taken: set[tuple[str, str, date]],
    draw: random.Random,
) -> Iterator[PastObservation]:
    limit = member.years * YEAR + JOINED_BEFORE
    codes = sorted(nature.standings)
    for seen in _DRAWINGS[member.pattern](member, codes, draw):
        rater = _rater(raters, seen.turn, draw)
        day = _free_day(world.timeline, (seen.criterion, rater), min(seen.days, limit), taken)
        level = level_seen(nature.standing(seen.criterion, seen.days), severity_of(rater), draw)
        remark = remarks[seen.criterion, level] if draw.random() < REMARK_SHARE else ""
        yield PastObservation(
            trainee_id=world.people[member.key],
            rater_id=world.people[rater],
            rater_role=RaterRole.SUPERVISOR,
            observed_on=day,
            criterion_code=seen.criterion,
            level=level,
            comment=remark,
        )


def _plan_own_view(world: World, member: Member, nature: Nature, draw: random.Random) -> None:
    """Let some people look at themselves once in the last half year."""
    if member.years == 0 or draw.random() > OWN_VIEW_SHARE:
        return
    levels = {
        code: own_level(standing, member.key, draw)
        for code, standing in nature.standings.items()
        if draw.random() > UNSURE_SHARE
    }

    def happening(clock: FrozenClock) -> None:
        record_own_view(world.session, actor=world.actor(member.key), levels=levels, clock=clock)

    world.timeline.add(world.timeline.day(draw.randint(40, 150)), time(17), happening)


def _rater(raters: Raters, turn: int, draw: random.Random) -> str:
    """Draw who it was: the one who is there most, or else anybody but them."""
    if turn == 0:
        return raters[0][0]
    others = raters[1:]
    return draw.choices([key for key, _weight in others], [weight for _key, weight in others])[0]


def _free_day(
    timeline: Timeline, seen: tuple[str, str], days: int, taken: set[tuple[str, str, date]]
) -> date:
    """Return the day ``days`` ago, or the next later one that is free for that criterion and rater."""
    while (*seen, timeline.day(days)) in taken:
        days -= 1
    taken.add((*seen, timeline.day(days)))
    return timeline.day(days)


def _firm(member: Member, codes: Sequence[str], draw: random.Random) -> Iterator[Seen]:
    more = ((1, 0, 1),) if member.level == CHANGE_MAKER else ((), (1,), (1, 0))
    for code in codes:
        for turn in (0, 1, 0, *draw.choice(more)):
            yield Seen(code, draw.randint(40, 360), turn)


def _growing(_member: Member, codes: Sequence[str], draw: random.Random) -> Iterator[Seen]:
    for code in codes:
        yield Seen(code, draw.randint(380, 700))
        for turn in range(draw.choice((0, 1, 2, 3))):
            yield Seen(code, draw.randint(15, 370), turn)


def _earlier(member: Member, codes: Sequence[str], draw: random.Random) -> Iterator[Seen]:
    for position, code in enumerate(codes):
        for turn in range(2 if member.years > LONG_YEARS else 1):
            yield Seen(code, draw.randint(380, 690), (position + turn) % 2)


def _thin(_member: Member, codes: Sequence[str], draw: random.Random) -> Iterator[Seen]:
    for code in draw.sample(codes, draw.randint(2, 4)):
        yield Seen(code, draw.randint(12, 200))


def _stale(_member: Member, codes: Sequence[str], draw: random.Random) -> Iterator[Seen]:
    for code in codes:
        for turn in (0, 1, 1):
            yield Seen(code, draw.randint(390, 690), turn)


def _nothing(_member: Member, _codes: Sequence[str], _draw: random.Random) -> Iterator[Seen]:
    yield from ()


_DRAWINGS: Mapping[Pattern, Drawing] = {
    Pattern.FIRM: _firm,
    Pattern.GROWING: _growing,
    Pattern.EARLIER: _earlier,
    Pattern.THIN: _thin,
    Pattern.STALE: _stale,
    Pattern.NONE: _nothing,
}
