"""What is to be said, as a code with facts: the edge says it in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence or a part of one; ``facts`` fill its gaps."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


def phrase(code: str, **facts: object) -> Phrase:
    """Make a phrase."""
    return Phrase(code, facts)
