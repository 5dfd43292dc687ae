"""Questions answered by arranging: putting items in order, or putting together what belongs together.

Codes of items and of right sides say nothing about the answer; the right order and the right pairs are held
by the question. Given: for an ordering the codes of all items, first to last; for a matching ``left=right``.
"""

from dataclasses import dataclass, field
from itertools import combinations
from typing import Self

from lms.courses.domain.quiz.terms import (
    Choosable,
    Given,
    Line,
    QuestionBase,
    QuestionKind,
    Stored,
    Verdict,
    Words,
    given_only,
    stored_words,
)
from lms.kernel.errors import RuleViolation

PARTLY_IN_ORDER = 2 / 3
"""An order is partly right when this share of all pairs of items stands the right way round."""


@dataclass(frozen=True)
class Item:
    """One thing to be put in its place."""

    code: str
    text: Words
    feedback: Words | None = None


@dataclass(frozen=True)
class Ordering(QuestionBase):
    """All ``items``, which stand here in the right order, must be given in that order."""

    kind = QuestionKind.ORDERING

    items: tuple[Item, ...]
    feedback: Words | None = field(default=None, kw_only=True)

    @property
    def movable(self) -> tuple[str, ...]:
        """The items."""
        return tuple(item.code for item in self.items)

    @property
    def is_order_telling(self) -> bool:
        """Always: the order is the answer."""
        return True

    @property
    def right_answer(self) -> Given:
        """The items as they stand here."""
        return self.movable

    def require_answerable(self, given: Given) -> None:
        """Refuse anything but all items, each once."""
        if sorted(given) != sorted(self.movable):
            raise RuleViolation("courses.answer_unknown")

    def verdict(self, given: Given) -> Verdict:
        """Judge an order; one in which most pairs stand the right way round is partly right."""
        if given == self.movable:
            return Verdict.RIGHT
        place = {code: number for number, code in enumerate(given)}
        pairs = list(combinations(self.movable, 2))
        in_order = sum(place[first] < place[second] for first, second in pairs)
        return Verdict.PARTLY if in_order >= PARTLY_IN_ORDER * len(pairs) else Verdict.WRONG

    def lines(self, given: Given, *, shows_all: bool) -> tuple[Line, ...]:
        """Return the items as they were given, or in the right order once it may be told."""
        place = {code: number for number, code in enumerate(given, start=1)}
        if not shows_all:
            texts = {item.code: item.text for item in self.items}
            return tuple(Line(texts[code], is_taken=True, place=number) for code, number in place.items())
        return tuple(
            Line(
                item.text,
                is_taken=item.code in place,
                is_right=place[item.code] == number if item.code in place else None,
                feedback=item.feedback,
                place=number,
            )
            for number, item in enumerate(self.items, start=1)
        )

    def remark(self, given: Given, *, shows_all: bool) -> Words | None:  # noqa: ARG002 (the same for any answer)
        """Return why this is the order, once it may be told."""
        return self.feedback if shows_all else None

    def stored(self) -> dict[str, object]:
        """Return what only this kind holds, as JSON values."""
        items = [
            given_only({"code": item.code, "text": dict(item.text), "feedback": stored_words(item.feedback)})
            for item in self.items
        ]
        return given_only({"items": items, "feedback": stored_words(self.feedback)})

    @classmethod
    def restored(cls, stored: Stored, **common: object) -> Self:
        """Return the question that ``stored`` holds."""
        items = tuple(Item(**item) for item in stored["items"])
        return cls(items=items, feedback=stored.get("feedback"), **common)  # type: ignore[arg-type]  # what every question has


@dataclass(frozen=True)
class Side:
    """One thing on the right of a matching."""

    code: str
    text: Words


@dataclass(frozen=True)
class Pair:
    """A left side, the code of the right side that belongs to it, and why it does."""

    code: str
    left: Words
    right_code: str
    feedback: Words | None = None


@dataclass(frozen=True)
class Matching(QuestionBase):
    """Each left side gets one right side; ``sides`` holds all of them, also those that fit nothing."""

    kind = QuestionKind.MATCHING

    pairs: tuple[Pair, ...]
    sides: tuple[Side, ...]
    feedback: Words | None = field(default=None, kw_only=True)

    @property
    def movable(self) -> tuple[str, ...]:
        """The right sides."""
        return tuple(side.code for side in self.sides)

    @property
    def is_order_telling(self) -> bool:
        """Always: the right sides of the file stand in the order of the left."""
        return True

    @property
    def choosable(self) -> tuple[Choosable, ...]:
        """The right pairs."""
        texts = {side.code: side.text for side in self.sides}
        return tuple(
            Choosable(
                f"{pair.code}={pair.right_code}",
                {
                    language: f"{left} → {texts[pair.right_code][language]}"
                    for language, left in pair.left.items()
                },
                is_right=True,
            )
            for pair in self.pairs
        )

    @property
    def right_answer(self) -> Given:
        """The pairs as they belong together."""
        return tuple(f"{pair.code}={pair.right_code}" for pair in self.pairs)

    def require_answerable(self, given: Given) -> None:
        """Refuse sides that do not exist, and a left side given twice. Left sides may stay open."""
        lefts, rights = {pair.code for pair in self.pairs}, set(self.movable)
        chosen = [tuple(one.split("=")) for one in given]
        known = {(left, right) for left in lefts for right in rights}
        if not known.issuperset(chosen) or len({one[0] for one in chosen}) < len(chosen):
            raise RuleViolation("courses.answer_unknown")

    def verdict(self, given: Given) -> Verdict:
        """Judge a non-empty answer; some right pairs are partly right."""
        right = set(self.right_answer)
        if set(given) == right:
            return Verdict.RIGHT
        return Verdict.PARTLY if right.intersection(given) else Verdict.WRONG

    def lines(self, given: Given, *, shows_all: bool) -> tuple[Line, ...]:
        """Return the pairs that were made, and the right ones beside wrong ones once it may be told."""
        texts = {side.code: side.text for side in self.sides}
        chosen = dict(one.split("=") for one in given)
        lines: list[Line] = []
        for pair in self.pairs:
            taken = chosen.get(pair.code)
            is_right = taken == pair.right_code
            if taken is not None:
                feedback = pair.feedback if is_right else None
                lines.append(
                    Line(texts[taken], is_taken=True, is_right=is_right, feedback=feedback, lead=pair.left)
                )
            if shows_all and not is_right:
                lines.append(
                    Line(
                        texts[pair.right_code],
                        is_taken=False,
                        is_right=True,
                        feedback=pair.feedback,
                        lead=pair.left,
                    )
                )
        return tuple(lines)

    def remark(self, given: Given, *, shows_all: bool) -> Words | None:  # noqa: ARG002 (the same for any answer)
        """Return why the pairs belong together, once it may be told."""
        return self.feedback if shows_all else None

    def stored(self) -> dict[str, object]:
        """Return what only this kind holds, as JSON values."""
        pairs = [
            given_only(
                {
                    "code": pair.code,
                    "left": dict(pair.left),
                    "right_code": pair.right_code,
                    "feedback": stored_words(pair.feedback),
                }
            )
            for pair in self.pairs
        ]
        sides = [{"code": side.code, "text": dict(side.text)} for side in self.sides]
        return given_only({"pairs": pairs, "sides": sides, "feedback": stored_words(self.feedback)})

    @classmethod
    def restored(cls, stored: Stored, **common: object) -> Self:
        """Return the question that ``stored`` holds."""
        pairs = tuple(Pair(**pair) for pair in stored["pairs"])
        sides = tuple(Side(**side) for side in stored["sides"])
        return cls(pairs=pairs, sides=sides, feedback=stored.get("feedback"), **common)  # type: ignore[arg-type]  # what every question has
