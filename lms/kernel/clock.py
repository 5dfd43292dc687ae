"""The only place that reads the time. Instants are UTC; calendar days are Japan's."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")


class Clock(Protocol):
    """Tells the time to whoever was handed it."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""

    def today(self) -> date:
        """Return the present calendar day in Japan."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's present instant in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the machine's present day in Japan."""
        return japanese_day(self.now())


@dataclass(frozen=True)
class FrozenClock:
    """A clock that stands still, for tests and for making history in demo data."""

    instant: datetime

    def now(self) -> datetime:
        """Return the instant it was made with."""
        return self.instant

    def today(self) -> date:
        """Return the day in Japan of the instant it was made with."""
        return japanese_day(self.instant)


def japanese_day(instant: datetime) -> date:
    """Return the calendar day in Japan of an aware ``instant``."""
    return instant.astimezone(JAPAN).date()
