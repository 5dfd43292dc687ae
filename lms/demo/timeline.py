"""The invented year: days counted back from today, and what happened on them, played in order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from lms.kernel.calendar import FISCAL_YEAR_FIRST_MONTH
from lms.kernel.clock import JAPAN, FrozenClock

Happening = Callable[[FrozenClock], None]

SATURDAY = 5
WEEK = 7
WEEKEND_MOVES = {SATURDAY: 2, SATURDAY + 1: 5}
SETTLED_DAYS = 100
"""How long a fiscal year has to have run before somebody can have joined "this April"."""


@dataclass
class Timeline:
    """Collects happenings at their instants; ``play`` lets them happen, earliest first."""

    today: date
    _happenings: list[tuple[datetime, int, Happening]] = field(default_factory=list)

    def clock(self, day: date, at: time) -> FrozenClock:
        """Return a clock that stands at a time of day in Japan."""
        return FrozenClock(datetime.combine(day, at, tzinfo=JAPAN))

    def day(self, days: int) -> date:
        """Return the working day ``days`` ago, the Thursday or Tuesday before where that is a weekend."""
        day = self.today - timedelta(days=days)
        return day - timedelta(days=WEEKEND_MOVES.get(day.weekday(), 0))

    def after(self, days: int, later: int) -> date:
        """Return the working day ``later`` days after that, the Monday after where that is a weekend."""
        return min(_working_day(self.day(days) + timedelta(days=later)), self.today)

    def ahead(self, days: int) -> date:
        """Return the working day ``days`` from today, the Monday after where that is a weekend."""
        return _working_day(self.today + timedelta(days=days))

    def april(self, years: int = 0) -> date:
        """Return the 1 April on which somebody joined ``years`` years ago; 0 = the newest colleagues."""
        settled = self.today - timedelta(days=SETTLED_DAYS)
        year = settled.year if settled.month >= FISCAL_YEAR_FIRST_MONTH else settled.year - 1
        return date(year - years, FISCAL_YEAR_FIRST_MONTH, 1)

    def add(self, day: date, at: time, happening: Happening) -> None:
        """Let something happen on a day at a time of day in Japan."""
        instant = datetime.combine(day, at, tzinfo=JAPAN)
        self._happenings.append((instant, len(self._happenings), happening))

    def play(self) -> None:
        """Let everything happen once, earliest first; what was added first goes first at one instant."""
        happenings = sorted(self._happenings, key=lambda item: item[:2])
        self._happenings.clear()
        for instant, _order, happening in happenings:
            happening(FrozenClock(instant))


def _working_day(day: date) -> date:
    """Return a day, or the Monday after where it lies on a weekend."""
    return day + timedelta(days=WEEK - day.weekday() if day.weekday() >= SATURDAY else 0)
