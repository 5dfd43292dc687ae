"""A case that branches: a situation, what one would do, what comes of it, until the case ends.

Given: the choices in the order they were taken, each as ``step.choice``, from the first step to an end.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
)
from lms.kernel.errors import RuleViolation


@dataclass(frozen=True)
class Decision:
    """One way to go on; it leads to the step ``to``, or to the end."""

    code: str
    text: Words
    feedback: Words
    is_good: bool
    to: str | None = None


@dataclass(frozen=True)
class Step:
    """A situation in which one must decide."""

    code: str
    situation: Words
    choices: tuple[Decision, ...]

    def find(self, code: str) -> Decision | None:
        """Return one of the choices."""
        return next((choice for choice in self.choices if choice.code == code), None)


Taken = tuple[Step, Decision]


@dataclass(frozen=True)
class Scenario(QuestionBase):
    """Right when every choice on the way is good; there is no cycle, so every way ends."""

    kind = QuestionKind.SCENARIO

    start: str
    steps: tuple[Step, ...]

    @property
    def steps_by_code(self) -> Mapping[str, Step]:
        """The steps by code."""
        return {step.code: step for step in self.steps}

    @property
    def choosable(self) -> tuple[Choosable, ...]:
        """Every choice of every step."""
        return tuple(
            Choosable(f"{step.code}.{choice.code}", choice.text, choice.is_good)
            for step in self.steps
            for choice in step.choices
        )

    @property
    def right_answer(self) -> Given:
        """The first way through on which every choice is good."""
        steps = self.steps_by_code
        ways: list[tuple[str | None, Given]] = [(self.start, ())]
        while ways[0][0] is not None:
            code, taken = ways.pop(0)
            step = steps[code or ""]
            good = (choice for choice in step.choices if choice.is_good)
            ways[:0] = [(choice.to, (*taken, f"{step.code}.{choice.code}")) for choice in good]
        return ways[0][1]

    def require_answerable(self, given: Given) -> None:
        """Refuse what is not a way through from the first step to an end."""
        taken = list(self.walk(given))
        if len(taken) < len(given):
            raise RuleViolation("courses.answer_unknown")
        if taken[-1][1].to is not None:
            raise RuleViolation("courses.answer_unfinished", field=self.code)

    def walk(self, given: Given) -> Iterator[Taken]:
        """Walk along the choices as far as they lead."""
        steps = self.steps_by_code
        here: str | None = self.start
        for one in given:
            step = steps.get(here or "")
            code, _, choice_code = one.partition(".")
            choice = step.find(choice_code) if step and step.code == code else None
            if step is None or choice is None:
                return
            yield step, choice
            here = choice.to

    def verdict(self, given: Given) -> Verdict:
        """Judge a way through; one on which some choices are good is partly right."""
        good = [choice.is_good for _step, choice in self.walk(given)]
        if all(good):
            return Verdict.RIGHT
        return Verdict.PARTLY if any(good) else Verdict.WRONG

    def lines(self, given: Given, *, shows_all: bool) -> tuple[Line, ...]:
        """Return the choices taken, each with its situation, and those beside them once they may be told."""
        return tuple(
            Line(choice.text, choice is taken, choice.is_good, feedback=choice.feedback, lead=step.situation)
            for step, taken in self.walk(given)
            for choice in step.choices
            if shows_all or choice is taken
        )

    def stored(self) -> dict[str, object]:
        """Return what only this kind holds, as JSON values."""
        return {
            "start": self.start,
            "steps": [
                {
                    "code": step.code,
                    "situation": dict(step.situation),
                    "choices": [_stored_choice(choice) for choice in step.choices],
                }
                for step in self.steps
            ],
        }

    @classmethod
    def restored(cls, stored: Stored, **common: object) -> Self:
        """Return the question that ``stored`` holds."""
        steps = tuple(
            Step(step["code"], step["situation"], tuple(Decision(**choice) for choice in step["choices"]))
            for step in stored["steps"]
        )
        return cls(start=stored["start"], steps=steps, **common)  # type: ignore[arg-type]  # what every question has


def _stored_choice(choice: Decision) -> dict[str, object]:
    return given_only(
        {
            "code": choice.code,
            "text": dict(choice.text),
            "feedback": dict(choice.feedback),
            "is_good": choice.is_good,
            "to": choice.to,
        }
    )
