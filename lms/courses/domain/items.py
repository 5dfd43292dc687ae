"""Item analysis: how the questions of a quiz work, from the first attempt of each person.

- *asked*: to how many people the question was put.
- *difficulty*: the share of them who answered it rightly, 0 to 1; an open answer is not right.
- *discrimination*: the corrected item–rest correlation, −1 to 1: between being right here and the share of
  right answers in the rest of the attempt. Not told below ``FEWEST_FOR_CORRELATION`` people, nor where all
  are alike.

Nothing is told of groups below ``FEWEST``: a figure must not lead back to a person.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from lms.courses.domain.quiz import Choosable, Given, Question, QuizResult, Verdict

FEWEST = 5
FEWEST_FOR_CORRELATION = 20
WEAK = 0.1
"""Below this discrimination a question hardly tells those who know from those who do not."""
EASY, HARD = 0.95, 0.2


@dataclass(frozen=True)
class ChoiceCount:
    """How many people chose one of the options."""

    choosable: Choosable
    count: int


@dataclass(frozen=True)
class ItemFigures:
    """How one question works. All but ``question`` and ``n_asked`` is empty when too few were asked."""

    question: Question
    n_asked: int
    difficulty: float | None = None
    partly_ratio: float | None = None
    open_ratio: float | None = None
    discrimination: float | None = None
    choices: tuple[ChoiceCount, ...] = ()

    @property
    def is_told(self) -> bool:
        """Whether enough people were asked."""
        return self.difficulty is not None

    @property
    def has_few(self) -> bool:
        """Whether too few people were asked for a correlation."""
        return self.n_asked < FEWEST_FOR_CORRELATION

    @property
    def never_chosen(self) -> tuple[Choosable, ...]:
        """The options nobody chose."""
        return tuple(one.choosable for one in self.choices if one.count == 0)

    @property
    def is_worth_a_look(self) -> bool:
        """Whether an author should read the question again."""
        if self.difficulty is None:
            return False
        is_weak = self.discrimination is not None and self.discrimination < WEAK
        return is_weak or not HARD <= self.difficulty <= EASY


def analyse_items(questions: Sequence[Question], results: Iterable[QuizResult]) -> tuple[ItemFigures, ...]:
    """Return how each question works. ``results``: the first attempt of each person."""
    attempts = [{one.question.code: (one.verdict, one.given) for one in result.results} for result in results]
    return tuple(_figures(question, attempts) for question in questions)


def _figures(question: Question, attempts: Sequence[Mapping[str, tuple[Verdict, Given]]]) -> ItemFigures:
    asked = [attempt for attempt in attempts if question.code in attempt]
    if len(asked) < FEWEST:
        return ItemFigures(question, len(asked))
    verdicts = [attempt[question.code][0] for attempt in asked]
    return ItemFigures(
        question,
        len(asked),
        difficulty=verdicts.count(Verdict.RIGHT) / len(asked),
        partly_ratio=verdicts.count(Verdict.PARTLY) / len(asked),
        open_ratio=verdicts.count(Verdict.UNANSWERED) / len(asked),
        discrimination=_discrimination(question.code, asked),
        choices=_choices(question, [attempt[question.code][1] for attempt in asked]),
    )


def _discrimination(code: str, asked: Sequence[Mapping[str, tuple[Verdict, Given]]]) -> float | None:
    """Correlate an item with the rest of the attempt. Attempts with no other question say nothing."""
    pairs: list[tuple[float, float]] = []
    for attempt in asked:
        rest = [verdict is Verdict.RIGHT for other, (verdict, _given) in attempt.items() if other != code]
        if rest:
            pairs.append((float(attempt[code][0] is Verdict.RIGHT), sum(rest) / len(rest)))
    return correlation(pairs) if len(pairs) >= FEWEST_FOR_CORRELATION else None


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return Pearson's correlation, or None where one of the two does not vary."""
    n = len(pairs)
    mean_x, mean_y = (sum(values) / n for values in zip(*pairs, strict=True))
    spread_x = sum((x - mean_x) ** 2 for x, _y in pairs)
    spread_y = sum((y - mean_y) ** 2 for _x, y in pairs)
    if spread_x <= 0 or spread_y <= 0:
        return None
    together = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    return float(together / sqrt(spread_x * spread_y))


def _choices(question: Question, answers: Sequence[Given]) -> tuple[ChoiceCount, ...]:
    counted = Counter(code for given in answers for code in set(given))
    return tuple(ChoiceCount(one, counted[one.code]) for one in question.choosable)
