"""Questions of all kinds, and a quiz made of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lms.courses.domain.quiz.arrangements import Matching, Ordering
from lms.courses.domain.quiz.choices import MultipleChoice, SingleChoice
from lms.courses.domain.quiz.scenario import Scenario
from lms.courses.domain.quiz.terms import Answers, QuestionKind, Stored
from lms.courses.domain.quiz.typed import Numeric, ShortAnswer

Question: TypeAlias = SingleChoice | MultipleChoice | Ordering | Matching | Numeric | ShortAnswer | Scenario

KINDS: Mapping[QuestionKind, type[Question]] = {
    QuestionKind.SINGLE: SingleChoice,
    QuestionKind.MULTIPLE: MultipleChoice,
    QuestionKind.ORDERING: Ordering,
    QuestionKind.MATCHING: Matching,
    QuestionKind.NUMERIC: Numeric,
    QuestionKind.SHORT: ShortAnswer,
    QuestionKind.SCENARIO: Scenario,
}


@dataclass(frozen=True)
class Pool:
    """Questions of which each attempt asks ``draw``."""

    code: str
    draw: int


@dataclass(frozen=True)
class Quiz:
    """The confirmation test of a course. ``shuffle`` mixes questions and options anew for each attempt."""

    pass_mark: int
    questions: tuple[Question, ...]
    shuffle: bool = False
    pools: tuple[Pool, ...] = ()

    @property
    def n_asked(self) -> int:
        """How many questions an attempt asks."""
        always = sum(question.pool is None for question in self.questions)
        return always + sum(min(pool.draw, self.pool_size(pool.code)) for pool in self.pools)

    def pool_size(self, code: str) -> int:
        """Return how many questions a pool has."""
        return sum(question.pool == code for question in self.questions)

    def find(self, code: str) -> Question | None:
        """Return the question with a code."""
        return next((question for question in self.questions if question.code == code), None)


def stored_question(question: Question) -> dict[str, object]:
    """Return what is stored of a question beside its code, kind and lesson, as JSON values."""
    pool = {} if question.pool is None else {"pool": question.pool}
    return {"prompt": dict(question.prompt), **question.stored(), **pool}


def question_from(kind: QuestionKind, *, code: str, lesson_slug: str, stored: Stored) -> Question:
    """Return the question that ``stored_question`` stored."""
    return KINDS[kind].restored(
        stored, code=code, lesson_slug=lesson_slug, prompt=stored["prompt"], pool=stored.get("pool")
    )


def stored_rules(quiz: Quiz) -> dict[str, object]:
    """Return how a quiz draws its questions, as JSON values; empty when all are asked as they stand."""
    pools = [{"code": pool.code, "draw": pool.draw} for pool in quiz.pools]
    return {**({"shuffle": True} if quiz.shuffle else {}), **({"pools": pools} if pools else {})}


def quiz_from(pass_mark: int, questions: Iterable[Question], rules: Stored) -> Quiz:
    """Return a quiz whose rules ``stored_rules`` stored."""
    pools = tuple(Pool(pool["code"], pool["draw"]) for pool in rules.get("pools", ()))
    return Quiz(pass_mark, tuple(questions), rules.get("shuffle", False), pools)


def quiz_content(quiz: Quiz) -> dict[str, object]:
    """Return all an author wrote of a quiz as JSON values; what a digest of a course is made from."""
    return {
        "pass_mark": quiz.pass_mark,
        "questions": [
            [question.code, question.kind, question.lesson_slug, stored_question(question)]
            for question in quiz.questions
        ],
        **stored_rules(quiz),
    }


def stored_answers(answers: Answers) -> dict[str, list[str]]:
    """Return answers as JSON values, unanswered questions left out."""
    return {code: list(given) for code, given in sorted(answers.items()) if given}


def answers_from(stored: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return the answers that ``stored_answers`` stored."""
    return {code: tuple(given) for code, given in stored.items()}
