"""What is rated: criteria in domains, on levels 1–K."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lms.evidence.domain.finding import RubricOutline

FEWEST_IN_DOMAIN = 2


@dataclass(frozen=True)
class Scale:
    """The criteria of a rubric, their domains and the number of levels (K ≥ 2)."""

    criteria: tuple[str, ...]
    domains: tuple[tuple[str, tuple[str, ...]], ...]
    levels: int

    @classmethod
    def of_outline(cls, outline: RubricOutline) -> "Scale":
        """Take the criteria, domains and levels of one rubric version."""
        return cls(outline.criteria, tuple(outline.domains.items()), outline.highest_level)

    @classmethod
    def of_codes(cls, codes: Iterable[str], levels: int) -> "Scale":
        """Group criteria by the letters their codes start with, as rubrics name them ("A1" is of domain "A").

        Where that does not give at least two domains of at least two criteria each, all are of one domain.
        """
        criteria = tuple(sorted(set(codes), key=naturally))
        by_letters: dict[str, list[str]] = {}
        for code in criteria:
            letters = re.match(r"[^\W\d_]*", code)
            by_letters.setdefault(letters.group() if letters else "", []).append(code)
        is_sound = len(by_letters) > 1 and all(len(own) >= FEWEST_IN_DOMAIN for own in by_letters.values())
        domains = by_letters if is_sound else {"": criteria}
        return cls(criteria, tuple((name, tuple(own)) for name, own in domains.items()), max(levels, 2))

    @property
    def steps(self) -> int:
        """Count the steps between neighbouring levels."""
        return self.levels - 1

    @cached_property
    def domain_of(self) -> NDArray[np.intp]:
        """Give each criterion's domain by position; shape (criteria,)."""
        place = {code: number for number, (_name, own) in enumerate(self.domains) for code in own}
        return np.array([place[code] for code in self.criteria], dtype=np.intp)

    @cached_property
    def pools(self) -> NDArray[np.float64]:
        """Weights that average criteria: one row per domain, then one for all; each row sums to 1."""
        rows = [self.domain_of == number for number in range(len(self.domains))]
        members = np.array([*rows, np.ones(len(self.criteria), dtype=bool)], dtype=np.float64)
        return np.asarray(members / members.sum(axis=1, keepdims=True), dtype=np.float64)


def naturally(code: str) -> tuple[tuple[int, int, str], ...]:
    """Make the key that puts "A2" before "A10"."""
    parts = re.findall(r"[0-9]+|[^0-9]+", code)
    return tuple((0, int(part), "") if part[0] in "0123456789" else (1, 0, part) for part in parts)
