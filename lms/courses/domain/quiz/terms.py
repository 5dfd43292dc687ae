"""The words all kinds of questions share: answers, verdicts, the lines an answer is talked over in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias

Words: TypeAlias = Mapping[str, str]
"""A text by language."""

Stored: TypeAlias = Mapping[str, Any]
"""JSON values as the database keeps them; whoever stored them vouches for their shape."""

Given: TypeAlias = tuple[str, ...]
"""What was answered to one question; empty: nothing. Each kind says what its codes mean."""

Answers: TypeAlias = Mapping[str, Given]
"""Question code → what was given; a question that is missing here was not answered."""

MAX_TYPED = 200
"""The longest answer that can be typed, in characters."""


class QuestionKind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    ORDERING = "ordering"
    MATCHING = "matching"
    NUMERIC = "numeric"
    SHORT = "short"
    SCENARIO = "scenario"


class Verdict(StrEnum):
    """What an answer is worth. Only ``RIGHT`` counts towards the pass mark."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Line:
    """One line of an answer as it is looked back on.

    ``is_right`` is None while telling it would give the next attempt away, or where a line is neither.
    ``lead`` stands before the text: the left side of a pair, the situation of a step. ``place``: from 1.
    """

    text: Words
    is_taken: bool
    is_right: bool | None = None
    feedback: Words | None = None
    lead: Words | None = None
    place: int | None = None


@dataclass(frozen=True)
class Choosable:
    """Something an answer can hold and that can be counted over many answers."""

    code: str
    text: Words
    is_right: bool


@dataclass(frozen=True)
class QuestionBase:
    """What every question has. Of the questions of a ``pool`` only some are asked in an attempt."""

    kind: ClassVar[QuestionKind]

    code: str
    lesson_slug: str
    prompt: Words
    pool: str | None = field(default=None, kw_only=True)

    @property
    def movable(self) -> tuple[str, ...]:
        """The codes that can be shown in any order; none where the order is part of the question."""
        return ()

    @property
    def is_order_telling(self) -> bool:
        """Whether the order of the file would give the answer away, so that it is never shown."""
        return False

    @property
    def choosable(self) -> tuple[Choosable, ...]:
        """What can be counted over many answers; nothing where answers are typed or arranged."""
        return ()

    def remark(self, given: Given, *, shows_all: bool) -> Words | None:  # noqa: ARG002 (kinds that have one use them)
        """Return what is said about the answer as a whole."""
        return None


def typed(text: str) -> Words:
    """Return what somebody typed as words that are the same in every language."""
    return {"ja": text, "en": text}


def stored_words(words: Words | None) -> dict[str, str] | None:
    """Return words as JSON values."""
    return None if words is None else dict(words)


def given_only(stored: Mapping[str, object]) -> dict[str, object]:
    """Leave out what is None: a text that was not written is not stored."""
    return {key: value for key, value in stored.items() if value is not None}
