"""One thing wrong with a file: the line, a code, and the facts its sentence needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lms.rubric.loader.wording import PROBLEMS

Path = Sequence[str | int]

SHOWN = 60
"""How many characters of what stands in a file a sentence repeats."""


@dataclass(frozen=True)
class Problem:
    """A problem at a line (from 1) of a file."""

    line: int
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def sentence(self) -> str:
        """Say what is wrong and what is expected, in the language of the moment."""
        return str(PROBLEMS[self.code]) % self.facts


def place(value: Any, path: Path) -> str:  # noqa: ANN401 (whatever the file holds)
    """Name a place for a reader, items of lists by code or level: ``domains › A › criteria › A2``."""
    words: list[str] = []
    for step in path:
        value = value[step]
        words.append(_item_name(value, step) if isinstance(step, int) else step)
    return " › ".join(words)


def _item_name(item: object, position: int) -> str:
    names = (item.get(key) for key in ("code", "level", "number")) if isinstance(item, dict) else ()
    return next((str(name)[:SHOWN] for name in names if isinstance(name, str | int)), str(position + 1))
