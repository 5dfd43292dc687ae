"""One thing wrong with a course: file, line and place, a code, and the facts its sentence needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lms.courses.loader.wording import PROBLEMS


@dataclass(frozen=True)
class Problem:
    """A problem in ``file`` (a path within the course's folder) at ``line`` (from 1).

    ``path`` leads to the place in what the file holds: keys and positions of a YAML file, else nothing.
    """

    file: str
    line: int
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    path: tuple[str | int, ...] = ()

    def sentence(self) -> str:
        """Say what is wrong and what is expected, in the language of the moment."""
        return str(PROBLEMS[self.code]) % self.facts
