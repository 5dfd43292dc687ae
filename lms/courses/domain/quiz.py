"""Quizzes: questions of a closed set of kinds, how an answer is judged, and what a learner is told about it.

Terms: an *option* is right or not; an *answer* is the set of options chosen for one question (empty =
unanswered); a *verdict* judges one answer; a quiz is *passed* when at least ``pass_mark`` answers are right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from lms.kernel.errors import RuleViolation

Words: TypeAlias = Mapping[str, str]
Answers: TypeAlias = Mapping[str, frozenset[str]]
"""Question code → codes of the options chosen; a question that is missing here was not answered."""


class QuestionKind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"


class Verdict(StrEnum):
    """What an answer is worth. Only ``RIGHT`` counts towards the pass mark."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen. ``feedback`` says why it is right, or why it tempts and yet is not."""

    code: str
    text: Words
    feedback: Words
    is_right: bool


@dataclass(frozen=True)
class _Choice:
    code: str
    lesson_slug: str
    prompt: Words
    options: tuple[Option, ...]

    @property
    def right_codes(self) -> frozenset[str]:
        """The codes of the right options."""
        return frozenset(option.code for option in self.options if option.is_right)

    @property
    def option_codes(self) -> frozenset[str]:
        """The codes of all options."""
        return frozenset(option.code for option in self.options)


@dataclass(frozen=True)
class SingleChoice(_Choice):
    """Exactly one option is right, and one may be chosen."""

    kind = QuestionKind.SINGLE
    most_chosen = 1

    def verdict(self, chosen: frozenset[str]) -> Verdict:
        """Judge a non-empty answer."""
        return Verdict.RIGHT if chosen == self.right_codes else Verdict.WRONG


@dataclass(frozen=True)
class MultipleChoice(_Choice):
    """All right options must be chosen, and no other."""

    kind = QuestionKind.MULTIPLE

    @property
    def most_chosen(self) -> int:
        """How many options may be chosen."""
        return len(self.options)

    def verdict(self, chosen: frozenset[str]) -> Verdict:
        """Judge a non-empty answer; some, but not exactly, the right options are partly right."""
        if chosen == self.right_codes:
            return Verdict.RIGHT
        return Verdict.PARTLY if chosen & self.right_codes else Verdict.WRONG


Question: TypeAlias = SingleChoice | MultipleChoice

KINDS: Mapping[QuestionKind, type[Question]] = {
    QuestionKind.SINGLE: SingleChoice,
    QuestionKind.MULTIPLE: MultipleChoice,
}


@dataclass(frozen=True)
class Quiz:
    """The confirmation test of a course."""

    pass_mark: int
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class QuestionResult:
    """One question with the answer it was given. ``shows_all`` lets the feedback of every option be read."""

    question: Question
    chosen: frozenset[str]
    verdict: Verdict
    shows_all: bool

    @property
    def shown_options(self) -> tuple[Option, ...]:
        """The options whose feedback may be read: the chosen ones, or all once nothing is given away."""
        options = self.question.options
        return tuple(option for option in options if self.shows_all or option.code in self.chosen)


@dataclass(frozen=True)
class QuizResult:
    """A graded attempt."""

    results: tuple[QuestionResult, ...]
    pass_mark: int

    @property
    def n_questions(self) -> int:
        """How many questions there were."""
        return len(self.results)

    @property
    def n_right(self) -> int:
        """How many answers were right."""
        return sum(result.verdict is Verdict.RIGHT for result in self.results)

    @property
    def is_passed(self) -> bool:
        """Whether the pass mark was reached."""
        return self.n_right >= self.pass_mark


def grade(quiz: Quiz, answers: Answers) -> QuizResult:
    """Judge an attempt; questions may be left unanswered.

    The feedback of options that were not chosen is shown for a question answered rightly, and for all
    questions once the quiz is passed: before that it would give the answer of the next attempt away.

    Raises RuleViolation("courses.answer_unknown") for a question or option the quiz does not have, and
    RuleViolation("courses.answer_too_many") for more options than the question allows.
    """
    _require_answerable(quiz, answers)
    judged = [(question, answers.get(question.code, frozenset())) for question in quiz.questions]
    verdicts = [question.verdict(chosen) if chosen else Verdict.UNANSWERED for question, chosen in judged]
    is_passed = verdicts.count(Verdict.RIGHT) >= quiz.pass_mark
    results = (
        QuestionResult(question, chosen, verdict, shows_all=is_passed or verdict is Verdict.RIGHT)
        for (question, chosen), verdict in zip(judged, verdicts, strict=True)
    )
    return QuizResult(tuple(results), quiz.pass_mark)


def _require_answerable(quiz: Quiz, answers: Answers) -> None:
    questions = {question.code: question for question in quiz.questions}
    for code, chosen in answers.items():
        question = questions.get(code)
        if question is None or not chosen <= question.option_codes:
            raise RuleViolation("courses.answer_unknown")
        if len(chosen) > question.most_chosen:
            raise RuleViolation("courses.answer_too_many", field=code)


def stored_question(question: Question) -> dict[str, object]:
    """Return what is stored of a question beside its code, kind and lesson, as JSON values."""
    return {
        "prompt": dict(question.prompt),
        "options": [
            {
                "code": option.code,
                "text": dict(option.text),
                "feedback": dict(option.feedback),
                "is_right": option.is_right,
            }
            for option in question.options
        ],
    }


def question_from(kind: QuestionKind, *, code: str, lesson_slug: str, stored: Mapping[str, Any]) -> Question:
    """Return the question that ``stored_question`` stored."""
    return KINDS[kind](
        code=code,
        lesson_slug=lesson_slug,
        prompt=stored["prompt"],
        options=tuple(Option(**option) for option in stored["options"]),
    )


def stored_answers(answers: Answers) -> dict[str, list[str]]:
    """Return answers as JSON values, unanswered questions left out."""
    return {code: sorted(chosen) for code, chosen in sorted(answers.items()) if chosen}


def answers_from(stored: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """Return the answers that ``stored_answers`` stored."""
    return {code: frozenset(chosen) for code, chosen in stored.items()}
