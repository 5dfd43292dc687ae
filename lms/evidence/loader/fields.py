"""What each cell of a ratings file may hold. A value is judged once and looked up from then on."""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import date

from lms.evidence.domain import RaterRole
from lms.evidence.domain.agreement import UNDATED
from lms.evidence.loader.columns import ROLES

COLUMNS = ("subject", "criterion", "level", "rater", "observed_on", "rater_role")
LONGEST_NAME = 200
EARLIEST = date(1900, 1, 1)
LONGEST_SHOWN = 40


@dataclass(frozen=True)
class Problem:
    """What is wrong, at which line (None: with the file as a whole); ``facts`` complete its sentence."""

    line: int | None
    code: str
    facts: dict[str, object] = field(default_factory=dict)


def shown(value: str) -> str:
    """Make a value fit for a terminal: short, and nothing in it that could steer one."""
    short = value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in short)


class Refused(Exception):
    """A value that the column does not take."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Field(dict[str, int], ABC):
    """The values of one column met so far, each with its number; a refused one has a number below 0."""

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column
        self.refusals: list[Refused] = []

    def __missing__(self, raw: str) -> int:
        try:
            number = self.judge(raw.strip())
        except Refused as refused:
            self.refusals.append(refused)
            number = -len(self.refusals)
        self[raw] = number
        return number

    @abstractmethod
    def judge(self, value: str) -> int:
        """Give a value its number from 0. Raises Refused."""

    def problem(self, number: int, line: int) -> Problem:
        """Say what is wrong with a refused value."""
        refused = self.refusals[-number - 1]
        return Problem(line, refused.code, {"column": self.column, **refused.facts})


class NameField(Field):
    """Somebody or something named freely."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.names: dict[str, int] = {}

    def judge(self, value: str) -> int:
        """Give names numbers in the order they are met."""
        if not value:
            raise Refused("empty")
        if len(value) > LONGEST_NAME:
            raise Refused("too_long", value=shown(value), longest=LONGEST_NAME)
        if not value.isprintable():
            raise Refused("unprintable", value=shown(value))
        return self.names.setdefault(value, len(self.names))


class LevelField(Field):
    """A level from 1."""

    def __init__(self, column: str, highest: int) -> None:
        super().__init__(column)
        self.highest = highest

    def judge(self, value: str) -> int:
        """Take whole numbers from 1 to the highest level."""
        if not re.fullmatch(r"[0-9]{1,9}", value) or not 1 <= int(value) <= self.highest:
            raise Refused("level", value=shown(value), highest=self.highest)
        return int(value)


class DateField(Field):
    """A day, or nothing."""

    def __init__(self, column: str, today: date) -> None:
        super().__init__(column)
        self.today = today

    def judge(self, value: str) -> int:
        """Take dates up to today."""
        if not value:
            return UNDATED
        try:
            day = date.fromisoformat(value) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) else None
        except ValueError:
            day = None
        if day is None or day < EARLIEST:
            raise Refused("date", value=shown(value), earliest=EARLIEST)
        if day > self.today:
            raise Refused("future", value=day, today=self.today)
        return day.toordinal()


class RoleField(Field):
    """The rater's role; nothing means supervisor."""

    def judge(self, value: str) -> int:
        """Take the roles' codes."""
        known = {role.value: number for number, role in enumerate(ROLES)}
        if value and value not in known:
            raise Refused("role", value=shown(value), roles=", ".join(known))
        return known[value or RaterRole.SUPERVISOR]
