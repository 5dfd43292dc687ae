"""From GIFT questions to the document of a quiz."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import TypeAlias

from lms.courses.domain import Words
from lms.courses.loader.gift.syntax import (
    WHOLE,
    GiftAnswer,
    GiftError,
    GiftKind,
    GiftQuestion,
    read_questions,
)
from lms.courses.loader.problem import Problem

PASS_SHARE = 0.7
"""GIFT has no pass mark: this share of the questions, rounded up."""

RIGHT_WORDS: Words = {"ja": "正解です。", "en": "This is right."}
WRONG_WORDS: Words = {
    "ja": "正解ではありません。レッスンを読み直して、もう一度考えてみてください。",
    "en": "This is not right. Read the lesson again and think once more.",
}
_TRUE: Words = {"ja": "正しい", "en": "True"}
_FALSE: Words = {"ja": "誤り", "en": "False"}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_UNFIT = re.compile(r"[^a-z0-9]+")
_LONGEST = 60
_MOST_DIGITS = 15
"""1e999999999 is a short text and a number of a billion digits."""
_MOST_QUESTIONS = 200
_MOST = {GiftKind.CHOICE: 10, GiftKind.PAIRS: 8, GiftKind.WORD: 20}

Both: TypeAlias = tuple[GiftQuestion, GiftQuestion]
"""A question in Japanese and in English."""
Answers: TypeAlias = Sequence[tuple[GiftAnswer, GiftAnswer]]


@dataclass(frozen=True)
class GiftReading:
    """A quiz as a document, or else every problem found.

    ``n_filled`` counts answers without feedback, for which a general sentence stands now.
    """

    document: Mapping[str, object] | None
    problems: tuple[Problem, ...]
    n_filled: int = 0


def read_gift(
    text: str,
    *,
    english: str | None = None,
    lesson: str = "lesson",
    names: tuple[str, str] = ("gift", "english"),
) -> GiftReading:
    """Read GIFT text; without ``english`` its words stand for both languages.

    A question belongs to the lesson that its category ends with, if that is a slug, else to ``lesson``.
    ``names`` are those of the two texts in problems.
    """
    questions, problems = _read(text, names[0])
    others, more = (questions, []) if english is None else _read(english, names[1])
    problems = [*problems, *more]
    if not problems and len(questions) != len(others):
        facts = {"questions": len(questions), "found": len(others)}
        problems.append(Problem(names[1], 1, "courses.gift_other_number", facts))
    if len(questions) > _MOST_QUESTIONS:
        line = questions[_MOST_QUESTIONS].line
        problems.append(Problem(names[0], line, "courses.gift_many_questions", {"limit": _MOST_QUESTIONS}))
    if problems:
        return GiftReading(None, tuple(problems))
    if not questions:
        return GiftReading(None, (Problem(names[0], 1, "courses.gift_nothing"),))
    return _document(list(zip(questions, others, strict=True)), lesson, names)


def _read(text: str, name: str) -> tuple[list[GiftQuestion], list[Problem]]:
    questions: list[GiftQuestion] = []
    problems: list[Problem] = []
    for found in read_questions(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")):
        if isinstance(found, GiftQuestion):
            questions.append(found)
        else:
            problems.append(Problem(name, found[0], found[1].code, found[1].facts))
    return questions, problems


def _document(both: Sequence[Both], lesson: str, names: tuple[str, str]) -> GiftReading:
    codes: list[str] = []
    documents: list[Mapping[str, object]] = []
    problems: list[Problem] = []
    for number, (one, other) in enumerate(both, start=1):
        try:
            if (one.kind, len(one.answers)) != (other.kind, len(other.answers)):
                problems.append(Problem(names[1], other.line, "courses.gift_other_kind"))
                continue
            codes.append(_code(other.title or one.title, number, codes))
            head = {"code": codes[-1], **_READERS[one.kind]((one, other))}
            documents.append(_in_order(head, _lesson(one.category, lesson), _words(one.text, other.text)))
        except GiftError as error:
            problems.append(Problem(names[0], one.line, error.code, error.facts))
    if problems:
        return GiftReading(None, tuple(problems))
    pass_mark = ceil(PASS_SHARE * len(documents))
    document = {"pass_mark": pass_mark, "questions": documents}
    return GiftReading(document, (), sum(map(_count_filled, both)))


def _in_order(head: Mapping[str, object], lesson: str, prompt: Words) -> dict[str, object]:
    first = {"code": head["code"], "kind": head["kind"], "lesson": lesson, "prompt": prompt}
    return first | {key: value for key, value in head.items() if key not in first}


def _lesson(category: str, default: str) -> str:
    last = category.rsplit("/", 1)[-1].strip().lower()
    return last if _SLUG.fullmatch(last) and len(last) <= _LONGEST else default


def _code(title: str, number: int, taken: Sequence[str]) -> str:
    plain = unicodedata.normalize("NFKC", title).lower()
    code = _UNFIT.sub("-", plain).strip("-")[:_LONGEST].strip("-") or f"question-{number}"
    return code if code not in taken else f"{code[: _LONGEST - 5]}-{number}"


def _words(japanese: str, english: str) -> Words:
    return {"ja": japanese, "en": english}


def _pairs(both: Both) -> Answers:
    answers = list(zip(both[0].answers, both[1].answers, strict=True))
    most = _MOST.get(both[0].kind)
    if most is not None and len(answers) > most:
        raise GiftError("courses.gift_many", limit=most)
    return answers


def _feedback(one: GiftAnswer, other: GiftAnswer, general: Both) -> Words:
    filled = RIGHT_WORDS if one.weight > 0 else WRONG_WORDS
    return _words(
        one.feedback or general[0].feedback or filled["ja"],
        other.feedback or general[1].feedback or filled["en"],
    )


def _count_filled(both: Both) -> int:
    if both[0].kind is GiftKind.PAIRS or both[0].feedback:
        return 0
    needs = both[0].answers if both[0].kind in {GiftKind.CHOICE, GiftKind.TRUTH} else _usual_mistakes(both[0])
    return sum(not answer.feedback for answer in needs)


def _usual_mistakes(question: GiftQuestion) -> list[GiftAnswer]:
    return [answer for answer in question.answers if answer.weight < WHOLE]


def _about_all(both: Both) -> dict[str, object]:
    """Return the feedback on the answer as a whole: the general one, else that of the right answer."""
    one, other = (
        question.feedback
        or next((answer.feedback for answer in question.answers if answer.weight == WHOLE), "")
        for question in both
    )
    return {"feedback": _words(one, other or one)} if one else {}


def _choice(both: Both) -> dict[str, object]:
    answers = _pairs(both)
    weights = [one.weight for one, _other in answers]
    is_weighed = WHOLE not in weights
    rights = [weight > 0 if is_weighed else weight == WHOLE for weight in weights]
    if not any(rights):
        raise GiftError("courses.gift_no_right")
    if not is_weighed and sum(rights) > 1:
        raise GiftError("courses.gift_many_right")
    if len(answers) == 1:
        raise GiftError("courses.gift_answers")
    options = [
        {
            "text": _words(one.text, other.text),
            **({"correct": True} if is_right else {}),
            "feedback": _feedback(one, other, both),
        }
        for (one, other), is_right in zip(answers, rights, strict=True)
    ]
    return {"kind": "multiple" if is_weighed else "single", "options": options}


def _truth(both: Both) -> dict[str, object]:
    options = [
        {
            "text": words,
            **({"correct": True} if one.weight else {}),
            "feedback": _feedback(one, other, both),
        }
        for (one, other), words in zip(_pairs(both), (_TRUE, _FALSE), strict=True)
    ]
    return {"kind": "single", "options": options, "keep_order": True}


def _word(both: Both) -> dict[str, object]:
    answers = _pairs(both)
    right = [(one, other) for one, other in answers if one.weight == WHOLE]
    if not right:
        raise GiftError("courses.gift_no_right")
    near = [
        {
            "accepted": {"ja": [one.text], "en": [other.text]},
            "feedback": _feedback(GiftAnswer("", 0, one.feedback), GiftAnswer("", 0, other.feedback), both),
        }
        for one, other in answers
        if one.weight < WHOLE
    ]
    return {
        "kind": "short",
        "accepted": {
            "ja": list(dict.fromkeys(one.text for one, _other in right)),
            "en": list(dict.fromkeys(other.text for _one, other in right)),
        },
        **({"near": near} if near else {}),
        **_about_all(both),
    }


def _number(both: Both) -> dict[str, object]:
    answers = _pairs(both)
    right = [one for one, _other in answers if one.weight == WHOLE]
    if len(right) != 1:
        raise GiftError("courses.gift_many_right" if right else "courses.gift_no_right")
    near = [
        {
            **_span(one.text),
            "feedback": _feedback(GiftAnswer("", 0, one.feedback), GiftAnswer("", 0, other.feedback), both),
        }
        for one, other in answers
        if one.weight < WHOLE
    ]
    return {
        "kind": "numeric",
        **_span(right[0].text),
        **({"near": near} if near else {}),
        **_about_all(both),
    }


def _span(text: str) -> dict[str, int | float]:
    """Return answer and tolerance of ``12.5:0.5`` or ``12..13``."""
    lowest, dots, highest = text.partition("..")
    try:
        if dots:
            low, high = Decimal(lowest.strip()), Decimal(highest.strip())
            answer, tolerance = (low + high) / 2, abs(high - low) / 2
        else:
            number, _, around = text.partition(":")
            answer, tolerance = Decimal(number.strip()), abs(Decimal(around.strip() or "0"))
        return {"answer": _plain_number(answer), "tolerance": _plain_number(tolerance)}
    except (ArithmeticError, ValueError):
        raise GiftError("courses.gift_number", text=text) from None


def _plain_number(number: Decimal) -> int | float:
    if not number.is_finite() or number.adjusted() > _MOST_DIGITS:
        raise ValueError(number)
    return int(number) if number == number.to_integral_value() else float(number)


def _matching(both: Both) -> dict[str, object]:
    answers = _pairs(both)
    pairs = [
        {"left": _words(one.text, other.text), "right": _words(one.pair or "", other.pair or "")}
        for one, other in answers
        if one.text
    ]
    distractors = [_words(one.pair or "", other.pair or "") for one, other in answers if not one.text]
    if len(pairs) < 2:  # noqa: PLR2004 (one pair is no choice)
        raise GiftError("courses.gift_answers")
    return {
        "kind": "matching",
        "pairs": pairs,
        **({"distractors": distractors} if distractors else {}),
        **({"feedback": _words(both[0].feedback, both[1].feedback)} if both[0].feedback else {}),
    }


_READERS: Mapping[GiftKind, Callable[[Both], dict[str, object]]] = {
    GiftKind.CHOICE: _choice,
    GiftKind.TRUTH: _truth,
    GiftKind.WORD: _word,
    GiftKind.NUMBER: _number,
    GiftKind.PAIRS: _matching,
}
