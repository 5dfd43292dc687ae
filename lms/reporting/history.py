"""How a person's levels moved: what could be said at the end of each quarter of two years, and today."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import hypot
from uuid import UUID

from sqlalchemy.orm import Session

from lms.evidence.domain.facets import TrendPoint
from lms.evidence.queries import list_observations, outline_of
from lms.evidence.queries.fits import current_policy
from lms.kernel.actor import Actor
from lms.kernel.calendar import months_before
from lms.reporting.distribution import OVERALL
from lms.reporting.drawing import Measured, Timeline, draw_timeline
from lms.rubric.domain import Rubric
from lms.rubric.queries import find_current_rubric

QUARTERS = 8
A_YEAR_MONTHS = 12
QUARTER_MONTHS = (1, 4, 7, 10)
SHOWN = 0.05
"""Less is written as 0.0."""

"""The place of all criteria together among the domains' codes."""


@dataclass(frozen=True)
class Change:
    """What moved within a year, on the scale 1–K, with its 90 % interval."""

    points: float
    lower: float
    upper: float

    @property
    def is_clear(self) -> bool:
        """Say whether the change is larger than what is not known about it, as one decimal shows both."""
        return self.lower >= SHOWN or self.upper <= -SHOWN


@dataclass(frozen=True)
class Line:
    """One domain over time, or all together (``code`` "", ``name`` None); ``change`` over the last year."""

    code: str
    name: Mapping[str, str] | None
    points: Sequence[Measured]
    change: Change | None
    timeline: Timeline

    @property
    def is_known(self) -> bool:
        """Say whether anything was seen of it at all."""
        return self.points[-1].estimate is not None


@dataclass(frozen=True)
class History:
    """A person's levels over time; ``n_observations`` counts what they rest on."""

    rubric: Rubric
    days: Sequence[date]
    year_ago: date
    lines: Sequence[Line]
    n_observations: int

    @property
    def known_from(self) -> date:
        """The first of the days on which anything was known."""
        whole = self.lines[0].points
        return next((point.on for point in whole if point.estimate is not None), self.days[-1])


def quarter_ends(today: date, count: int = QUARTERS) -> list[date]:
    """Return the last days of the ``count`` quarters that are over, oldest first."""
    start = date(today.year, QUARTER_MONTHS[(today.month - 1) // 3], 1)
    ends = []
    for _quarter in range(count):
        end = start - timedelta(days=1)
        ends.append(end)
        start = date(end.year, end.month - 2, 1)
    return ends[::-1]


def find_history(session: Session, actor: Actor, person_id: UUID, *, on: date) -> History | None:
    """Put a person's way together from what the actor may read; None where no rubric is published."""
    rubric = find_current_rubric(session, actor)
    if rubric is None:
        return None
    codes = [criterion.code for criterion in rubric.criteria]
    listed = list_observations(session, actor, person_id=person_id, rubric=rubric)
    policy, outline, days = current_policy(session, rubric), outline_of(rubric), [*quarter_ends(on), on]
    counted = policy.counted(person_id, (item.observation for item in listed), outline=outline, as_of=on)
    year_ago = months_before(on, A_YEAR_MONTHS)
    trend = policy.trend(person_id, counted, outline=outline, days=sorted({*days, year_ago}))

    def line(code: str, name: Mapping[str, str] | None, codes: Collection[str]) -> Line:
        measured = {point.on: _measured(point, code) for point in trend}
        points = [measured[day] for day in days]
        seen_on = [one.observed_on for one in counted if one.criterion_code in codes]
        return Line(
            code=code,
            name=name,
            points=points,
            change=change_between(measured[year_ago], measured[on]),
            timeline=draw_timeline(points, highest=len(rubric.levels), seen_on=seen_on),
        )

    domains = [
        line(domain.code, domain.name, outline.domains[domain.code])
        for domain in rubric.domains
        if not domain.is_local
    ]
    return History(rubric, days, year_ago, [line(OVERALL, None, codes), *domains], len(counted))


def change_between(then: Measured, now: Measured) -> Change | None:
    """Compare two days; None where nothing was known on either.

    The two are taken as independent. They share observations, so that what is clear by this is clear.
    """
    if then.estimate is None or now.estimate is None:
        return None
    points_moved = now.estimate - then.estimate
    spread = hypot(_half(then), _half(now))
    return Change(points_moved, points_moved - spread, points_moved + spread)


def _half(point: Measured) -> float:
    return ((point.upper or 0.0) - (point.lower or 0.0)) / 2


def _measured(point: TrendPoint, code: str) -> Measured:
    estimate = point.domains[code] if code else point.overall
    if not estimate.n_observations:
        return Measured(point.on)
    return Measured(point.on, estimate.score, estimate.lower90, estimate.upper90)
