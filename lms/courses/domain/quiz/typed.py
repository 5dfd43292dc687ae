"""Questions answered by typing: a number with a tolerance, or a word in its accepted forms. Given: the text.

Typed text is compared after NFKC normalisation, so that full-width signs and half-width kana count as what
they are.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Self, TypeAlias

from lms.courses.domain.quiz.terms import (
    MAX_TYPED,
    Given,
    Line,
    QuestionBase,
    QuestionKind,
    Stored,
    Verdict,
    Words,
    given_only,
    stored_words,
    typed,
)
from lms.kernel.errors import RuleViolation

Forms: TypeAlias = Mapping[str, tuple[str, ...]]
"""Accepted forms by language; those of any language count."""

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?|[+-]?\.\d+")
_MINUS = str.maketrans({"−": "-", "‐": "-", "–": "-", "ー": "-", "、": ",", "。": "."})


def folded(text: str) -> str:
    """Return a text without what does not matter: width, case, spaces, punctuation."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] not in "PZC")


def read_number(text: str, units: tuple[str, ...] = ()) -> Decimal | None:
    """Return the number somebody typed, or None. Commas may part thousands; a unit may follow."""
    plain = "".join(unicodedata.normalize("NFKC", text).translate(_MINUS).split())
    for unit in units:
        plain = plain.removesuffix("".join(unicodedata.normalize("NFKC", unit).split()))
    return Decimal(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None


def _require_short(question: QuestionBase, given: Given) -> None:
    if len(given) > 1:
        raise RuleViolation("courses.answer_too_many", field=question.code)
    if any(len(text) > MAX_TYPED for text in given):
        raise RuleViolation("courses.answer_long", field=question.code, limit=MAX_TYPED)


@dataclass(frozen=True)
class NearNumber:
    """A usual mistake, and what to say about it."""

    answer: Decimal
    tolerance: Decimal
    feedback: Words

    def meets(self, number: Decimal) -> bool:
        """Say whether a number is this one."""
        return abs(number - self.answer) <= self.tolerance


@dataclass(frozen=True)
class Numeric(QuestionBase):
    """A number that differs from ``answer`` by at most ``tolerance``."""

    kind = QuestionKind.NUMERIC

    answer: Decimal
    tolerance: Decimal
    unit: Words | None = None
    near: tuple[NearNumber, ...] = ()
    feedback: Words | None = field(default=None, kw_only=True)

    @property
    def right_answer(self) -> Given:
        """The number itself."""
        return (f"{self.answer:f}",)

    def number(self, text: str) -> Decimal | None:
        """Return the number typed, or None."""
        return read_number(text, tuple((self.unit or {}).values()))

    def require_answerable(self, given: Given) -> None:
        """Refuse what is not one number."""
        _require_short(self, given)
        if any(self.number(text) is None for text in given):
            raise RuleViolation("courses.answer_not_a_number", field=self.code)

    def verdict(self, given: Given) -> Verdict:
        """Judge a number."""
        number = self.number(given[0])
        is_right = number is not None and abs(number - self.answer) <= self.tolerance
        return Verdict.RIGHT if is_right else Verdict.WRONG

    def lines(self, given: Given, *, shows_all: bool) -> tuple[Line, ...]:
        """Return what was typed, and the right number once it may be told."""
        lines = [
            Line(typed(text), is_taken=True, is_right=self.verdict(given) is Verdict.RIGHT) for text in given
        ]
        if shows_all and not any(line.is_right for line in lines):
            lines.append(Line(self.shown_answer, is_taken=False, is_right=True))
        return tuple(lines)

    @property
    def shown_answer(self) -> Words:
        """The right number with its unit, and how far one may be away."""
        number = f"{self.answer:,f}" + (f" ± {self.tolerance:,f}" if self.tolerance else "")
        return {
            language: f"{number} {(self.unit or {}).get(language, '')}".strip() for language in self.prompt
        }

    def remark(self, given: Given, *, shows_all: bool) -> Words | None:
        """Return what is said about the mistake made, or about the answer once it may be told."""
        if shows_all and self.feedback:
            return self.feedback
        numbers = [number for text in given if (number := self.number(text)) is not None]
        if not numbers or self.verdict(given) is Verdict.RIGHT:
            return None
        return next((near.feedback for near in self.near if near.meets(numbers[0])), None)

    def stored(self) -> dict[str, object]:
        """Return what only this kind holds, as JSON values."""
        near = [
            {"answer": str(one.answer), "tolerance": str(one.tolerance), "feedback": dict(one.feedback)}
            for one in self.near
        ]
        return given_only(
            {
                "answer": str(self.answer),
                "tolerance": str(self.tolerance),
                "unit": stored_words(self.unit),
                "near": near,
                "feedback": stored_words(self.feedback),
            }
        )

    @classmethod
    def restored(cls, stored: Stored, **common: object) -> Self:
        """Return the question that ``stored`` holds."""
        near = tuple(
            NearNumber(Decimal(one["answer"]), Decimal(one["tolerance"]), one["feedback"])
            for one in stored["near"]
        )
        return cls(
            answer=Decimal(stored["answer"]),
            tolerance=Decimal(stored["tolerance"]),
            unit=stored.get("unit"),
            near=near,
            feedback=stored.get("feedback"),
            **common,  # type: ignore[arg-type]  # what every question has
        )


@dataclass(frozen=True)
class NearText:
    """Forms of a usual mistake, and what to say about it."""

    accepted: Forms
    feedback: Words


@dataclass(frozen=True)
class ShortAnswer(QuestionBase):
    """A word or a few, in one of the accepted forms."""

    kind = QuestionKind.SHORT

    accepted: Forms
    near: tuple[NearText, ...] = ()
    feedback: Words | None = field(default=None, kw_only=True)

    @property
    def right_answer(self) -> Given:
        """One of the accepted forms."""
        return next(forms[:1] for forms in self.accepted.values())

    def require_answerable(self, given: Given) -> None:
        """Refuse more than one text, and a long one."""
        _require_short(self, given)

    def verdict(self, given: Given) -> Verdict:
        """Judge a text."""
        return Verdict.RIGHT if meets(self.accepted, given[0]) else Verdict.WRONG

    def lines(self, given: Given, *, shows_all: bool) -> tuple[Line, ...]:
        """Return what was typed, and the first accepted form once it may be told."""
        lines = [
            Line(typed(text), is_taken=True, is_right=self.verdict(given) is Verdict.RIGHT) for text in given
        ]
        if shows_all and not any(line.is_right for line in lines):
            right = {language: forms[0] for language, forms in self.accepted.items()}
            lines.append(Line(right, is_taken=False, is_right=True))
        return tuple(lines)

    def remark(self, given: Given, *, shows_all: bool) -> Words | None:
        """Return what is said about the mistake made, or about the answer once it may be told."""
        if shows_all and self.feedback:
            return self.feedback
        if not given or self.verdict(given) is Verdict.RIGHT:
            return None
        return next((near.feedback for near in self.near if meets(near.accepted, given[0])), None)

    def stored(self) -> dict[str, object]:
        """Return what only this kind holds, as JSON values."""
        near = [
            {"accepted": _stored_forms(one.accepted), "feedback": dict(one.feedback)} for one in self.near
        ]
        accepted = _stored_forms(self.accepted)
        return given_only({"accepted": accepted, "near": near, "feedback": stored_words(self.feedback)})

    @classmethod
    def restored(cls, stored: Stored, **common: object) -> Self:
        """Return the question that ``stored`` holds."""
        near = tuple(NearText(_forms(one["accepted"]), one["feedback"]) for one in stored["near"])
        accepted = _forms(stored["accepted"])
        return cls(accepted=accepted, near=near, feedback=stored.get("feedback"), **common)  # type: ignore[arg-type]  # what every question has


def meets(forms: Forms, text: str) -> bool:
    """Say whether a text is one of the forms, in any language."""
    return folded(text) in {folded(form) for some in forms.values() for form in some}


def _stored_forms(forms: Forms) -> dict[str, list[str]]:
    return {language: list(some) for language, some in forms.items()}


def _forms(stored: Stored) -> dict[str, tuple[str, ...]]:
    return {language: tuple(some) for language, some in stored.items()}
