"""One thing wrong with a file: the line, a code, and the facts its sentence needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lms.rubric.domain import SHOWN
from lms.rubric.domain import place_name as place
from lms.rubric.loader.wording import PROBLEMS

__all__ = ["SHOWN", "Path", "Problem", "place"]

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
