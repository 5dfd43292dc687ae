"""Where the lines of a picture run: numbers in, paths out. Templates put words and classes to them.

Coordinates count from the top left, in the picture's own units; a level of 1–K lies on a straight scale.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import cos, pi, sin

Point = tuple[float, float]


@dataclass(frozen=True)
class Reading:
    """What a picture shows of one finding: its place on the scale 1–K, how sure, own view and target."""

    label: str
    estimate: float | None = None
    lower: float | None = None
    upper: float | None = None
    is_sure: bool = False
    own: int | None = None
    target: int | None = None


@dataclass(frozen=True)
class Spoke:
    """One direction of a radar. ``range_path`` is empty where nothing is known."""

    label: str
    end: Point
    label_at: Point
    anchor: str
    dot: Point | None
    is_sure: bool
    range_path: str
    own_path: str


@dataclass(frozen=True)
class Radar:
    """A radar: rings by level, spokes by criterion, and the lines between neighbours that are both known.

    ``targets`` joins the targets of neighbours, ``target_dots`` are the targets themselves.
    """

    size: float
    centre: Point
    rings: tuple[str, ...]
    spokes: tuple[Spoke, ...]
    outline: str
    is_closed: bool
    targets: str
    target_dots: tuple[Point, ...]


@dataclass(frozen=True)
class Bar:
    """One finding on a level scale lying down. Empty paths and None where nothing is known."""

    width: float
    height: float
    ticks: tuple[float, ...]
    range_from: float
    range_width: float
    dot: float | None
    is_sure: bool
    own_path: str
    target_path: str


@dataclass(frozen=True)
class Measured:
    """What could be said on one day; ``estimate`` is None on days before anything was seen."""

    on: date
    estimate: float | None = None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Timeline:
    """An estimate over time with its band; ``days``, ``seen``: where measured days and observations lie."""

    width: float
    height: float
    floor: float
    left: float
    right: float
    levels: tuple[float, ...]
    days: tuple[float, ...]
    band: str
    line: str
    dots: tuple[Point, ...]
    seen: tuple[float, ...]


RADAR_SIZE, RADAR_RADIUS, LABEL_GAP = 320.0, 122.0, 16.0
BAR_WIDTH, BAR_HEIGHT, BAR_EDGE = 160.0, 20.0, 8.0
TIMELINE_WIDTH, TIMELINE_HEIGHT = 360.0, 190.0
TIMELINE_LEFT, TIMELINE_RIGHT, TIMELINE_TOP, TIMELINE_FLOOR = 10.0, 346.0, 16.0, 150.0
TRIANGLE = 5.5
FLAG_TOP = 0.5
MIDDLE = 0.35
"""A spoke this near the vertical (cosine) carries its label in the middle."""


def draw_radar(readings: Sequence[Reading], *, highest: int) -> Radar:
    """Draw one spoke a reading, the first straight up, clockwise; the centre stands for no level at all."""
    middle = (RADAR_SIZE / 2, RADAR_SIZE / 2)
    count = len(readings)

    def place(number: int, radius: float) -> Point:
        angle = 2 * pi * number / count - pi / 2
        return _round((middle[0] + radius * cos(angle), middle[1] + radius * sin(angle)))

    def at(number: int, level: float) -> Point:
        return place(number, RADAR_RADIUS * level / highest)

    dots = [None if r.estimate is None else at(n, r.estimate) for n, r in enumerate(readings)]
    wanted = [None if r.target is None else at(n, r.target) for n, r in enumerate(readings)]
    return Radar(
        size=RADAR_SIZE,
        centre=middle,
        rings=tuple(
            _polygon(at(number, level) for number in range(count)) for level in range(1, highest + 1)
        ),
        spokes=tuple(
            Spoke(
                label=reading.label,
                end=at(number, highest),
                label_at=place(number, RADAR_RADIUS + LABEL_GAP),
                anchor=_anchor(place(number, 1)[0] - middle[0]),
                dot=dots[number],
                is_sure=reading.is_sure,
                range_path=_path((at(number, level) for level in _range(reading)), closed=False),
                own_path=_triangle(at(number, reading.own)) if reading.own else "",
            )
            for number, reading in enumerate(readings)
        ),
        outline=_ring(dots),
        is_closed=None not in dots,
        targets=_ring(wanted),
        target_dots=tuple(dot for dot in wanted if dot is not None),
    )


def draw_bar(reading: Reading, *, highest: int) -> Bar:
    """Draw one finding on the scale from 1 to ``highest``."""
    step = (BAR_WIDTH - 2 * BAR_EDGE) / (highest - 1)

    def at(level: float) -> float:
        return round(BAR_EDGE + (level - 1) * step, 1)

    ends = [at(level) for level in _range(reading)] or [0.0, 0.0]
    return Bar(
        width=BAR_WIDTH,
        height=BAR_HEIGHT,
        ticks=tuple(at(level) for level in range(1, highest + 1)),
        range_from=ends[0],
        range_width=round(ends[1] - ends[0], 1),
        dot=None if reading.estimate is None else at(reading.estimate),
        is_sure=reading.is_sure,
        own_path=_triangle((at(reading.own), BAR_HEIGHT / 2)) if reading.own else "",
        target_path=_flag(at(reading.target)) if reading.target else "",
    )


def draw_timeline(measured: Sequence[Measured], *, highest: int, seen_on: Iterable[date]) -> Timeline:
    """Draw at least two measured days, oldest first; observations made before the first day are left out."""
    first, last = measured[0].on, measured[-1].on
    a_day = (TIMELINE_RIGHT - TIMELINE_LEFT) / (last - first).days
    a_level = (TIMELINE_FLOOR - TIMELINE_TOP) / (highest - 1)

    def across(day: date) -> float:
        return round(TIMELINE_LEFT + (day - first).days * a_day, 1)

    def up(level: float) -> float:
        return round(TIMELINE_FLOOR - (level - 1) * a_level, 1)

    known = [
        (across(one.on), up(one.estimate), up(one.lower), up(one.upper))
        for one in measured
        if one.estimate is not None and one.lower is not None and one.upper is not None
    ]
    over, under = [(x, top) for x, _, _, top in known], [(x, low) for x, _, low, _ in known]
    return Timeline(
        width=TIMELINE_WIDTH,
        height=TIMELINE_HEIGHT,
        floor=TIMELINE_FLOOR,
        left=TIMELINE_LEFT,
        right=TIMELINE_RIGHT,
        levels=tuple(up(level) for level in range(1, highest + 1)),
        days=tuple(across(one.on) for one in measured),
        band=_path([*over, *reversed(under)], closed=True),
        line=_path(((x, y) for x, y, _, _ in known), closed=False),
        dots=tuple((x, y) for x, y, _, _ in known),
        seen=tuple(sorted({across(day) for day in seen_on if first <= day <= last})),
    )


def _range(reading: Reading) -> tuple[float, ...]:
    return () if reading.lower is None or reading.upper is None else (reading.lower, reading.upper)


def _ring(dots: Sequence[Point | None]) -> str:
    """Join neighbouring dots all the way round; where one is missing, the line is broken."""
    known = [dot for dot in dots if dot is not None]
    if len(known) == len(dots):
        return _path(known, closed=True)
    start = next(number for number, dot in enumerate(dots) if dot is None)
    turned = [*dots[start:], *dots[:start]]
    runs = [list(run) for is_known, run in groupby(turned, key=lambda dot: dot is not None) if is_known]
    return "".join(_path((dot for dot in run if dot is not None), closed=False) for run in runs)


def _anchor(sideways: float) -> str:
    if abs(sideways) < MIDDLE:
        return "middle"
    return "start" if sideways > 0 else "end"


def _triangle(centre: Point) -> str:
    x, y = centre
    corners = [(x, y - TRIANGLE), (x + TRIANGLE, y + TRIANGLE * 0.8), (x - TRIANGLE, y + TRIANGLE * 0.8)]
    return _path(corners, closed=True)


def _flag(x: float) -> str:
    """Draw a flag whose pole stands at ``x`` over the whole height of a bar."""
    return f"M{x:g} {BAR_HEIGHT - 3:g}V{FLAG_TOP:g}l7 3-7 3"


def _polygon(points: Iterable[Point]) -> str:
    return _path(points, closed=True)


def _path(points: Iterable[Point], *, closed: bool) -> str:
    """Write the path through ``points``; nothing for fewer than two."""
    given = [_round(point) for point in points]
    if len(given) < 2:  # noqa: PLR2004 (one point is no line)
        return ""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in given) + ("Z" if closed else "")


def _round(point: Point) -> Point:
    return round(point[0], 1), round(point[1], 1)
