"""Which questions an attempt asks, and in which order everything stands: a pure function of a seed.

Nothing is stored when a quiz is opened: the same person sees the same questions again until they hand in,
and an attempt can be shown for ever as it was asked. The order comes from SHA-256 and not from a generator of
random numbers, whose sequence could change with the language's version.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from lms.courses.domain.quiz.questions import Question, Quiz


@dataclass(frozen=True)
class AskedQuestion:
    """A question as one attempt asks it; ``order`` holds the codes of what it shows, first to last."""

    question: Question
    order: tuple[str, ...]


def draw_seed(person_id: UUID, course_version_id: UUID, draw: int) -> str:
    """Return the seed of somebody's ``draw``-th set of questions of a version, counted from 1."""
    return f"{person_id}:{course_version_id}:{draw}"


def draw_questions(quiz: Quiz, seed: str) -> tuple[AskedQuestion, ...]:
    """Draw the questions of an attempt: those outside pools, and as many of each pool as it says."""
    drawn = {None} | {
        code
        for pool in quiz.pools
        for code in _mixed((one.code for one in quiz.questions if one.pool == pool.code), seed)[: pool.draw]
    }
    codes = [one.code for one in quiz.questions if one.pool is None or one.code in drawn]
    return ask_again(quiz, _mixed(codes, f"{seed}:order") if quiz.shuffle else codes, seed)


def ask_again(quiz: Quiz, codes: Sequence[str], seed: str) -> tuple[AskedQuestion, ...]:
    """Return the questions with these codes as the seed shows them."""
    questions = {question.code: question for question in quiz.questions}
    return tuple(AskedQuestion(questions[code], _order(quiz, questions[code], seed)) for code in codes)


def _order(quiz: Quiz, question: Question, seed: str) -> tuple[str, ...]:
    codes = question.movable
    if not question.is_order_telling and not quiz.shuffle:
        return codes
    mixed = tuple(_mixed(codes, f"{seed}:{question.code}"))
    if question.is_order_telling and mixed == codes:
        return (*mixed[1:], mixed[0])
    return mixed


def _mixed(codes: Iterable[str], seed: str) -> list[str]:
    return sorted(codes, key=lambda code: hashlib.sha256(f"{seed}/{code}".encode()).digest())
