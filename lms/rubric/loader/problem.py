"""One thing wrong with a file: the line, a code, and the facts its sentence needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lms.rubric.loader.wording import PROBLEMS

Path = Sequence[str | int]


@dataclass(frozen=True)
class Problem:
    """A problem at a line (from 1) of a file."""

    line: int
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def sentence(self) -> str:
        """Say what is wrong and what is expected, in the language of the moment."""
        return str(PROBLEMS[self.code]) % self.facts


def place(value: object, path: Path) -> str:
    """Name a place for a reader, items of lists by code or level: ``domains › A › criteria › A2``."""
    words: list[str] = []
    for step in path:
        value = value[step] if isinstance(value, dict | list) else None  # type: ignore[index]  # keys fit their container
        words.append(_item_name(value, step) if isinstance(step, int) else step)
    return " › ".join(words)


def _item_name(item: object, position: int) -> str:
    if isinstance(item, dict):
        for key in ("code", "level", "number"):
            if isinstance(item.get(key), str | int):
                return str(item[key])
    return str(position + 1)
