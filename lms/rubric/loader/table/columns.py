"""The columns of a rubric as a table, and which of them each kind of row fills.

One row per criterion and level, and above them one for everything else a rubric says: a planner reads and
edits it in a spreadsheet, and nothing is lost. What each row is stands in its first column.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lms.rubric.domain import LANGUAGES


class Row(StrEnum):
    """What a row says."""

    RUBRIC = "rubric"
    SOURCE = "source"
    DRAFTING = "drafting"
    OPTION = "option"
    FOLLOWS = "follows"
    CROSSWALK = "crosswalk"
    LEVEL = "level"
    DOMAIN = "domain"
    CRITERION = "criterion"
    DESCRIPTOR = "descriptor"
    EXAMPLE = "example"
    IDENTIFIER = "identifier"


def _worded(*parts: str) -> tuple[str, ...]:
    return tuple(f"{part}_{language}" for part in parts for language in LANGUAGES)


COLUMNS = (
    "row",
    "domain",
    "criterion",
    "level",
    "code",
    "value",
    *_worded("name", "text", "sign", "basis"),
    "draft",
    "identifier",
)


@dataclass(frozen=True)
class Kind:
    """What a kind of row holds: its columns, and for bilingual ones the name of the text in the file.

    ``optional``: texts that need not be there at all.
    """

    plain: tuple[str, ...]
    words: Mapping[str, str]
    optional: frozenset[str] = frozenset()

    @property
    def columns(self) -> frozenset[str]:
        """The columns that may be filled."""
        return frozenset(("row", *self.plain, *_worded(*self.words)))


KINDS: Mapping[Row, Kind] = {
    Row.RUBRIC: Kind(("code", "value", "identifier"), {"name": "title"}),
    Row.SOURCE: Kind((), {"text": "source"}),
    Row.DRAFTING: Kind((), {"text": "drafting"}),
    Row.OPTION: Kind(("code", "value"), {}),
    Row.FOLLOWS: Kind(("code", "value"), {"text": "note"}, frozenset({"text"})),
    Row.CROSSWALK: Kind(("criterion", "code", "value", "level"), {}),
    Row.LEVEL: Kind(("level", "code", "identifier"), {"name": "name", "text": "summary"}),
    Row.DOMAIN: Kind(("domain", "identifier"), {"name": "name"}),
    Row.CRITERION: Kind(
        ("domain", "criterion", "identifier"),
        {"name": "name", "text": "definition", "basis": "basis"},
        frozenset({"basis"}),
    ),
    Row.DESCRIPTOR: Kind(
        ("domain", "criterion", "level", "draft", "identifier"),
        {"text": "text", "sign": "sign"},
        frozenset({"sign"}),
    ),
    Row.EXAMPLE: Kind(("criterion", "level"), {"text": "text"}),
    Row.IDENTIFIER: Kind(("value", "identifier"), {}),
}

YES, ARROW = "yes", ">"
SWITCHES = ("locked", "public")

_FORMULA = re.compile("'*[=+\\-@＝＋－＠\t\r\n]")
"""What a spreadsheet takes for a formula, and what already looks like such a text made harmless."""


def harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula. ``as_written`` undoes it."""
    return f"'{text}" if _FORMULA.match(text) else text


def as_written(cell: str) -> str:
    """Return the text that ``harmless`` made a cell of."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
