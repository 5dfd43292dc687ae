"""What can be wrong with a quiz whose file has the right shape."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lms.courses.domain.quiz.arrangements import Matching, Ordering
from lms.courses.domain.quiz.choices import MultipleChoice, SingleChoice
from lms.courses.domain.quiz.questions import Quiz
from lms.courses.domain.quiz.scenario import Scenario
from lms.courses.domain.quiz.terms import QuestionKind, Words
from lms.courses.domain.quiz.typed import Forms, Numeric, ShortAnswer, folded, meets

MAX_WAYS = 40
"""How many ways through a branching case there may be."""


@dataclass(frozen=True)
class QuizFlaw:
    """A broken rule: the place in the quiz, a code, and the facts its sentence needs."""

    path: tuple[str | int, ...]
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


def list_quiz_flaws(quiz: Quiz, *, lesson_slugs: Collection[str]) -> tuple[QuizFlaw, ...]:
    """Return every broken rule of a quiz that belongs to these lessons."""
    return (*_quiz_flaws(quiz), *_pool_flaws(quiz), *_questions_flaws(quiz, lesson_slugs))


def _repeated(values: Iterable[str]) -> Iterator[tuple[int, str]]:
    seen: Counter[str] = Counter()
    for position, value in enumerate(values):
        if seen[value]:
            yield position, value
        seen[value] += 1


def _flaw(code: str, *path: str | int, **facts: object) -> QuizFlaw:
    return QuizFlaw(path, code, facts)


def _quiz_flaws(quiz: Quiz) -> Iterator[QuizFlaw]:
    if quiz.pass_mark > quiz.n_asked:
        facts = {"pass_mark": quiz.pass_mark, "questions": quiz.n_asked}
        yield _flaw("courses.pass_mark_high", "pass_mark", **facts)


def _pool_flaws(quiz: Quiz) -> Iterator[QuizFlaw]:
    for position, code in _repeated(pool.code for pool in quiz.pools):
        yield _flaw("courses.pool_twice", "pools", position, "code", pool=code)
    for position, pool in enumerate(quiz.pools):
        size = quiz.pool_size(pool.code)
        if pool.draw > size:
            facts = {"pool": pool.code, "draw": pool.draw, "questions": size}
            yield _flaw("courses.pool_small", "pools", position, "draw", **facts)
    known = {pool.code for pool in quiz.pools}
    for position, question in enumerate(quiz.questions):
        if question.pool is not None and question.pool not in known:
            yield _flaw("courses.pool_unknown", "questions", position, "pool", pool=question.pool)


def _questions_flaws(quiz: Quiz, lesson_slugs: Collection[str]) -> Iterator[QuizFlaw]:
    for position, code in _repeated(question.code for question in quiz.questions):
        yield _flaw("courses.question_twice", "questions", position, "code", question=code)
    for position, question in enumerate(quiz.questions):
        if question.lesson_slug not in lesson_slugs:
            slug = question.lesson_slug
            yield _flaw("courses.question_lesson", "questions", position, "lesson", slug=slug)
        for found in _RULES[question.kind](question):
            yield QuizFlaw(
                ("questions", position, *found.path), found.code, {"question": question.code, **found.facts}
            )


def _texts_twice(texts: Iterable[Words], name: str, *, key: str | None = None) -> Iterator[QuizFlaw]:
    some = list(texts)
    for language in some[0] if some else ():
        for place, text in _repeated(words[language].strip() for words in some):
            path = (name, place) if key is None else (name, place, key)
            yield _flaw("courses.option_twice", *path, text=text)


def _choice_flaws(question: SingleChoice | MultipleChoice) -> Iterator[QuizFlaw]:
    n_right = len(question.right_codes)
    if n_right == 0:
        yield _flaw("courses.no_right_option", "options")
    elif question.kind is QuestionKind.SINGLE and n_right > 1:
        yield _flaw("courses.many_right_options", "options", right=n_right)
    if n_right == len(question.options):
        yield _flaw("courses.no_wrong_option", "options")
    yield from _texts_twice((option.text for option in question.options), "options")


def _ordering_flaws(question: Ordering) -> Iterator[QuizFlaw]:
    yield from _texts_twice((item.text for item in question.items), "items")


def _matching_flaws(question: Matching) -> Iterator[QuizFlaw]:
    texts = {side.code: side.text for side in question.sides}
    used = [pair.right_code for pair in question.pairs]
    yield from _texts_twice((pair.left for pair in question.pairs), "pairs", key="left")
    yield from _texts_twice((texts[code] for code in used), "pairs", key="right")
    rights = [texts[code] for code in used]
    for place, distractor in enumerate(side.text for side in question.sides if side.code not in used):
        for found in _texts_twice((*rights, distractor), "distractors"):
            if found.path[1] == len(rights):
                yield _flaw(found.code, "distractors", place, **found.facts)
        rights.append(distractor)


def _numeric_flaws(question: Numeric) -> Iterator[QuizFlaw]:
    for place, near in enumerate(question.near):
        if abs(near.answer - question.answer) + near.tolerance <= question.tolerance:
            yield _flaw("courses.near_right", "near", place, "answer", text=str(near.answer))


def _short_flaws(question: ShortAnswer) -> Iterator[QuizFlaw]:
    forms: list[tuple[tuple[str | int, ...], Forms]] = [(("accepted",), question.accepted)]
    forms += [(("near", place, "accepted"), near.accepted) for place, near in enumerate(question.near)]
    for path, some in forms:
        for language, texts in some.items():
            for place, text in enumerate(texts):
                if not folded(text):
                    yield _flaw("courses.accepted_empty", *path, language, place, text=text)
                elif path[0] == "near" and meets(question.accepted, text):
                    yield _flaw("courses.near_right", *path, language, place, text=text)


def _scenario_flaws(question: Scenario) -> Iterator[QuizFlaw]:
    yield from _step_flaws(question)
    for position, step in enumerate(question.steps):
        for found in _texts_twice((choice.text for choice in step.choices), "choices"):
            yield _flaw(found.code, "steps", position, *found.path, **found.facts)
    if not any(_step_flaws(question)):
        yield from _way_flaws(question)


def _step_flaws(question: Scenario) -> Iterator[QuizFlaw]:
    known = {step.code for step in question.steps}
    for position, code in _repeated(step.code for step in question.steps):
        yield _flaw("courses.step_twice", "steps", position, "code", step=code)
    if question.start not in known:
        yield _flaw("courses.step_unknown", "start", step=question.start)
    for position, step in enumerate(question.steps):
        for place, choice in enumerate(step.choices):
            if choice.to is not None and choice.to not in known:
                yield _flaw("courses.step_unknown", "steps", position, "choices", place, "to", step=choice.to)


def _way_flaws(question: Scenario) -> Iterator[QuizFlaw]:
    ways, good, reached = _ways(question)
    if ways is None:
        yield _flaw("courses.step_cycle", "steps")
        return
    for position, step in enumerate(question.steps):
        if step.code not in reached:
            yield _flaw("courses.step_unreachable", "steps", position, step=step.code)
    if ways > MAX_WAYS:
        yield _flaw("courses.ways_many", "steps", ways=ways, limit=MAX_WAYS)
    if good == 0:
        yield _flaw("courses.no_good_way", "steps")


def _ways(question: Scenario) -> tuple[int | None, int, frozenset[str]]:
    """Count the ways through and the good ones among them; None when going on leads back."""
    steps, done = question.steps_by_code, dict[str, tuple[int, int]]()
    stack, open_steps = [question.start], set[str]()
    while stack:
        code = stack[-1]
        open_steps.add(code)
        following = {choice.to for choice in steps[code].choices if choice.to is not None}
        if following & open_steps:
            return None, 0, frozenset()
        waiting = sorted(following - done.keys())
        if waiting:
            stack.append(waiting[0])
            continue
        ends = [(done[choice.to] if choice.to else (1, 1), choice) for choice in steps[code].choices]
        good = sum(counts[1] for counts, choice in ends if choice.is_good)
        done[code] = (sum(counts[0] for counts, _choice in ends), good)
        open_steps.discard(stack.pop())
    return *done[question.start], frozenset(done)


_RULES: Mapping[QuestionKind, Callable[[Any], Iterator[QuizFlaw]]] = {
    QuestionKind.SINGLE: _choice_flaws,
    QuestionKind.MULTIPLE: _choice_flaws,
    QuestionKind.ORDERING: _ordering_flaws,
    QuestionKind.MATCHING: _matching_flaws,
    QuestionKind.NUMERIC: _numeric_flaws,
    QuestionKind.SHORT: _short_flaws,
    QuestionKind.SCENARIO: _scenario_flaws,
}
