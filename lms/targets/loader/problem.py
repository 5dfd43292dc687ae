"""One thing wrong with a file of profiles: the line, a code, and the facts its sentence needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lms.targets.loader.wording import PROBLEMS, REFUSALS, RULES


@dataclass(frozen=True)
class Problem:
    """A problem at a line (from 1); ``place`` names where, for sentences that are said at fields of forms."""

    line: int
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    place: str = ""

    def sentence(self) -> str:
        """Say what is wrong and what is expected, in the language of the moment."""
        words = str({**PROBLEMS, **REFUSALS}[self.code]) % self.facts
        return f"{self.place}: {words}" if self.code in RULES and self.place else words
