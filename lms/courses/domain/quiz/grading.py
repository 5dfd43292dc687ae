"""How an attempt is judged, and what a learner is told about it.

A quiz is *passed* when at least ``pass_mark`` answers are right. Whatever would give the answer of the next
attempt away is told of a question answered rightly, and of all questions once the quiz is passed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.courses.domain.quiz.draws import AskedQuestion, ask_again
from lms.courses.domain.quiz.questions import Question, Quiz
from lms.courses.domain.quiz.terms import Answers, Given, Line, Verdict, Words
from lms.kernel.errors import RuleViolation


@dataclass(frozen=True)
class QuestionResult:
    """One question with the answer it was given. ``shows_all`` lets everything about it be read."""

    asked: AskedQuestion
    given: Given
    verdict: Verdict
    shows_all: bool

    @property
    def question(self) -> Question:
        """The question."""
        return self.asked.question

    @property
    def lines(self) -> tuple[Line, ...]:
        """The answer, line by line, with what may be told about it."""
        return self.question.lines(self.given, shows_all=self.shows_all)

    @property
    def remark(self) -> Words | None:
        """What is said about the answer as a whole."""
        return self.question.remark(self.given, shows_all=self.shows_all)


@dataclass(frozen=True)
class QuizResult:
    """A graded attempt."""

    results: tuple[QuestionResult, ...]
    pass_mark: int

    @property
    def n_questions(self) -> int:
        """How many questions were asked."""
        return len(self.results)

    @property
    def n_right(self) -> int:
        """How many answers were right."""
        return sum(result.verdict is Verdict.RIGHT for result in self.results)

    @property
    def is_passed(self) -> bool:
        """Whether the pass mark was reached."""
        return self.n_right >= self.pass_mark


def grade(quiz: Quiz, answers: Answers, *, asked: Sequence[AskedQuestion] | None = None) -> QuizResult:
    """Judge an attempt at the questions ``asked``, else at all; questions may be left unanswered.

    Raises RuleViolation("courses.answer_unknown") for answers that the questions cannot take, and with a
    code of its own and the question as ``field`` for what a person can put right: more than may be chosen
    ("courses.answer_too_many"), a text that is no number ("courses.answer_not_a_number") or too long
    ("courses.answer_long"), a case not followed to its end ("courses.answer_unfinished").
    """
    if asked is None:
        asked = ask_again(quiz, [question.code for question in quiz.questions], "")
    if not {one.question.code for one in asked}.issuperset(answers):
        raise RuleViolation("courses.answer_unknown")
    judged = [(one, answers.get(one.question.code, ())) for one in asked]
    for one, given in judged:
        if given:
            one.question.require_answerable(given)
    verdicts = [one.question.verdict(given) if given else Verdict.UNANSWERED for one, given in judged]
    is_passed = verdicts.count(Verdict.RIGHT) >= quiz.pass_mark
    results = (
        QuestionResult(one, given, verdict, shows_all=is_passed or verdict is Verdict.RIGHT)
        for (one, given), verdict in zip(judged, verdicts, strict=True)
    )
    return QuizResult(tuple(results), quiz.pass_mark)
