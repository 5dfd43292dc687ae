"""Japanese fiscal years and eras, and half-open periods of days."""

from dataclasses import dataclass
from datetime import date, timedelta

FISCAL_YEAR_FIRST_MONTH = 4

_ERAS = (
    # First day of each era since the Gregorian calendar: 元号法 (1979) and the orders that named the eras.
    (date(2019, 5, 1), "reiwa"),
    (date(1989, 1, 8), "heisei"),
    (date(1926, 12, 25), "showa"),
    (date(1912, 7, 30), "taisho"),
    (date(1873, 1, 1), "meiji"),
)
_MEIJI_OFFSET = 1868


def fiscal_year(day: date) -> int:
    """Return the fiscal year a day belongs to: it starts on 1 April and carries that year's number."""
    return day.year if day.month >= FISCAL_YEAR_FIRST_MONTH else day.year - 1


def japanese_era(day: date) -> tuple[str, int]:
    """Return (era code, year in the era) of a day from 1873 on; the era's first year is 1.

    Raises ValueError for earlier days, when Japan kept another calendar.
    """
    for first_day, code in _ERAS:
        if day >= first_day:
            first_year = _MEIJI_OFFSET if code == "meiji" else first_day.year
            return code, day.year - first_year + 1
    message = f"no era for {day}: before 1873 Japan kept another calendar"
    raise ValueError(message)


def months_before(day: date, months: int) -> date:
    """Return the same day ``months`` earlier, or that month's last day where there is no such day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    last_day = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last_day))


@dataclass(frozen=True)
class Period:
    """Days from ``starts_on`` up to, but not including, ``ends_on`` (None = open)."""

    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on <= self.starts_on:
            message = f"a period must end after it starts: {self.starts_on} to {self.ends_on}"
            raise ValueError(message)

    def contains(self, day: date) -> bool:
        """Say whether a day lies inside."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    def overlaps(self, other: "Period") -> bool:
        """Say whether the two share a day."""
        starts_before_other_ends = other.ends_on is None or self.starts_on < other.ends_on
        ends_after_other_starts = self.ends_on is None or other.starts_on < self.ends_on
        return starts_before_other_ends and ends_after_other_starts
