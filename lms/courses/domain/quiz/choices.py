"""Questions answered by choosing: one of several options, or all that apply. Given: the codes chosen."""

from dataclasses import asdict, dataclass, field
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
)
from lms.kernel.errors import RuleViolation


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen. ``feedback`` says why it is right, or why it tempts and yet is not."""

    code: str
    text: Words
    feedback: Words
    is_right: bool


@dataclass(frozen=True)
class _Choice(QuestionBase):
    options: tuple[Option, ...]
    keeps_order: bool = field(default=False, kw_only=True)

    @property
    def right_codes(self) -> frozenset[str]:
        """The codes of the right options."""
        return frozenset(option.code for option in self.options if option.is_right)

    @property
    def option_codes(self) -> frozenset[str]:
        """The codes of all options."""
        return frozenset(option.code for option in self.options)

    @property
    def movable(self) -> tuple[str, ...]:
        """The options, unless their order means something."""
        return () if self.keeps_order else tuple(option.code for option in self.options)

    @property
    def most_chosen(self) -> int:
        """How many options may be chosen."""
        return len(self.options)

    @property
    def choosable(self) -> tuple[Choosable, ...]:
        """The options."""
        return tuple(Choosable(option.code, option.text, option.is_right) for option in self.options)

    @property
    def right_answer(self) -> Given:
        """The right options."""
        return tuple(sorted(self.right_codes))

    def require_answerable(self, given: Given) -> None:
        """Refuse options that do not exist and more of them than may be chosen."""
        if not self.option_codes.issuperset(given):
            raise RuleViolation("courses.answer_unknown")
        if len(given) > self.most_chosen:
            raise RuleViolation("courses.answer_too_many", field=self.code)

    def lines(self, given: Given, *, shows_all: bool) -> tuple[Line, ...]:
        """Return the options; those that were not chosen keep their secret unless ``shows_all``."""
        return tuple(
            Line(
                option.text,
                is_taken=option.code in given,
                is_right=option.is_right if shows_all or option.code in given else None,
                feedback=option.feedback if shows_all or option.code in given else None,
            )
            for option in self.options
        )

    def stored(self) -> dict[str, object]:
        """Return what only this kind holds, as JSON values."""
        options = [asdict(option) for option in self.options]
        return {"options": options, **({"keeps_order": True} if self.keeps_order else {})}

    @classmethod
    def restored(cls, stored: Stored, **common: object) -> Self:
        """Return the question that ``stored`` holds."""
        options = tuple(Option(**option) for option in stored["options"])
        return cls(options=options, keeps_order=stored.get("keeps_order", False), **common)  # type: ignore[arg-type]  # what every question has


@dataclass(frozen=True)
class SingleChoice(_Choice):
    """Exactly one option is right, and one may be chosen."""

    kind = QuestionKind.SINGLE

    @property
    def most_chosen(self) -> int:
        """One."""
        return 1

    def verdict(self, given: Given) -> Verdict:
        """Judge a non-empty answer."""
        return Verdict.RIGHT if self.right_codes.issuperset(given) else Verdict.WRONG


@dataclass(frozen=True)
class MultipleChoice(_Choice):
    """All right options must be chosen, and no other."""

    kind = QuestionKind.MULTIPLE

    def verdict(self, given: Given) -> Verdict:
        """Judge a non-empty answer; some, but not exactly, the right options are partly right."""
        chosen = frozenset(given)
        if chosen == self.right_codes:
            return Verdict.RIGHT
        return Verdict.PARTLY if chosen & self.right_codes else Verdict.WRONG
