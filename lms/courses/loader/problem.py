"""One thing wrong with a course's files: which file, which line, a code, and the facts its sentence needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lms.courses.loader.wording import PROBLEMS


@dataclass(frozen=True)
class Problem:
    """A problem in ``file`` (a path within the course's folder) at ``line`` (from 1)."""

    file: str
    line: int
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def sentence(self) -> str:
        """Say what is wrong and what is expected, in the language of the moment."""
        return str(PROBLEMS[self.code]) % self.facts
