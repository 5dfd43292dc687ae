"""A quiz between its document (what quiz.yaml holds) and its value. The document's shape is accepted already.

Codes that the document does not write are given here: options and choices are lettered as they stand, items
of an ordering and right sides of a matching by a digest of their words, so that a code tells nothing about
the answer. Writing a quiz out and reading it again gives the same quiz.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from string import ascii_lowercase
from typing import Any, TypeAlias

from lms.courses.domain import QuestionKind, Quiz, Words
from lms.courses.domain.quiz import (
    Decision,
    Item,
    Matching,
    MultipleChoice,
    NearNumber,
    NearText,
    Numeric,
    Option,
    Ordering,
    Pair,
    Pool,
    Question,
    Scenario,
    ShortAnswer,
    Side,
    SingleChoice,
    Step,
)

Part: TypeAlias = Mapping[str, Any]
"""A mapping of a document."""


def quiz_from_document(document: Any) -> Quiz:  # noqa: ANN401 (the schema, not the type system, vouches for its shape)
    """Return the quiz of an accepted quiz.yaml."""
    return Quiz(
        pass_mark=document["pass_mark"],
        questions=tuple(_READERS[QuestionKind(one["kind"])](one) for one in document["questions"]),
        shuffle=document.get("shuffle", False),
        pools=tuple(Pool(pool["code"], pool["draw"]) for pool in document.get("pools", ())),
    )


def quiz_document(quiz: Quiz) -> dict[str, object]:
    """Return a quiz as plain values that ``quiz_from_document`` reads."""
    document: dict[str, object] = {"pass_mark": quiz.pass_mark}
    if quiz.shuffle:
        document["shuffle"] = True
    if quiz.pools:
        document["pools"] = [{"code": pool.code, "draw": pool.draw} for pool in quiz.pools]
    return {**document, "questions": [_question_document(question) for question in quiz.questions]}


def _question_document(question: Question) -> dict[str, object]:
    head: dict[str, object] = {
        "code": question.code,
        "kind": question.kind.value,
        "lesson": question.lesson_slug,
        "pool": question.pool,
        "prompt": dict(question.prompt),
    }
    return _written({**head, **_WRITERS[question.kind](question)})


def _common(part: Part) -> dict[str, Any]:
    return {
        "code": part["code"],
        "lesson_slug": part["lesson"],
        "prompt": words(part["prompt"]),
        "pool": part.get("pool"),
    }


# ---- one of several, or all that apply


def _choice(kind: type[SingleChoice] | type[MultipleChoice]) -> Callable[[Part], Question]:
    def read(part: Part) -> Question:
        options = tuple(
            Option(letter, words(one["text"]), words(one["feedback"]), one.get("correct", False))
            for letter, one in zip(ascii_lowercase, part["options"], strict=False)
        )
        return kind(options=options, keeps_order=part.get("keep_order", False), **_common(part))

    return read


def _choice_document(question: SingleChoice | MultipleChoice) -> dict[str, object]:
    options = [
        _written(
            {
                "text": dict(option.text),
                "correct": option.is_right or None,
                "feedback": dict(option.feedback),
            }
        )
        for option in question.options
    ]
    return {"keep_order": question.keeps_order or None, "options": options}


# ---- ordering and matching


def _ordering(part: Part) -> Ordering:
    texts = [words(one["text"]) for one in part["items"]]
    items = tuple(
        Item(code, text, _optional(one.get("feedback")))
        for code, text, one in zip(_codes(part["code"], texts), texts, part["items"], strict=True)
    )
    return Ordering(items=items, feedback=_optional(part.get("feedback")), **_common(part))


def _ordering_document(question: Ordering) -> dict[str, object]:
    items = [
        _written({"text": dict(item.text), "feedback": _plain(item.feedback)}) for item in question.items
    ]
    return {"items": items, "feedback": _plain(question.feedback)}


def _matching(part: Part) -> Matching:
    rights = [words(one["right"]) for one in part["pairs"]]
    texts = [*rights, *(words(text) for text in part.get("distractors", ()))]
    codes = _codes(part["code"], texts)
    pairs = tuple(
        Pair(letter, words(one["left"]), code, _optional(one.get("feedback")))
        for letter, code, one in zip(ascii_lowercase, codes, part["pairs"], strict=False)
    )
    sides = tuple(Side(code, text) for code, text in zip(codes, texts, strict=True))
    return Matching(pairs=pairs, sides=sides, feedback=_optional(part.get("feedback")), **_common(part))


def _matching_document(question: Matching) -> dict[str, object]:
    texts = {side.code: side.text for side in question.sides}
    pairs = [
        _written(
            {
                "left": dict(pair.left),
                "right": dict(texts.pop(pair.right_code)),
                "feedback": _plain(pair.feedback),
            }
        )
        for pair in question.pairs
    ]
    distractors = [dict(text) for text in texts.values()] or None
    return {"pairs": pairs, "distractors": distractors, "feedback": _plain(question.feedback)}


def _codes(question_code: str, texts: Sequence[Words]) -> tuple[str, ...]:
    """Letter texts in the order of a digest of their words: stable, and silent about their order here."""
    digests = [
        hashlib.sha256("\n".join((question_code, *(text[key] for key in sorted(text)))).encode()).digest()
        for text in texts
    ]
    by_digest = sorted(range(len(texts)), key=lambda place: (digests[place], place))
    letters = dict(zip(by_digest, ascii_lowercase, strict=False))
    return tuple(letters[place] for place in range(len(texts)))


# ---- numbers and words


def _numeric(part: Part) -> Numeric:
    return Numeric(
        answer=_decimal(part["answer"]),
        tolerance=_decimal(part["tolerance"]),
        unit=_optional(part.get("unit")),
        near=tuple(
            NearNumber(_decimal(one["answer"]), _decimal(one["tolerance"]), words(one["feedback"]))
            for one in part.get("near", ())
        ),
        feedback=_optional(part.get("feedback")),
        **_common(part),
    )


def _numeric_document(question: Numeric) -> dict[str, object]:
    near = [
        {
            "answer": _number(one.answer),
            "tolerance": _number(one.tolerance),
            "feedback": dict(one.feedback),
        }
        for one in question.near
    ]
    return {
        "answer": _number(question.answer),
        "tolerance": _number(question.tolerance),
        "unit": _plain(question.unit),
        "near": near or None,
        "feedback": _plain(question.feedback),
    }


def _short(part: Part) -> ShortAnswer:
    near = (NearText(_forms(one["accepted"]), words(one["feedback"])) for one in part.get("near", ()))
    return ShortAnswer(
        accepted=_forms(part["accepted"]),
        near=tuple(near),
        feedback=_optional(part.get("feedback")),
        **_common(part),
    )


def _short_document(question: ShortAnswer) -> dict[str, object]:
    near = [{"accepted": _plain_forms(one.accepted), "feedback": dict(one.feedback)} for one in question.near]
    return {
        "accepted": _plain_forms(question.accepted),
        "near": near or None,
        "feedback": _plain(question.feedback),
    }


def _forms(forms: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(text.strip() for text in some) for language, some in forms.items()}


def _plain_forms(forms: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    return {language: list(some) for language, some in forms.items()}


def _decimal(number: float) -> Decimal:
    return Decimal(str(number)).normalize()


def _number(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


# ---- branching cases


def _scenario(part: Part) -> Scenario:
    steps = tuple(
        Step(
            step["code"],
            words(step["situation"]),
            tuple(
                Decision(letter, words(one["text"]), words(one["feedback"]), one["good"], one.get("to"))
                for letter, one in zip(ascii_lowercase, step["choices"], strict=False)
            ),
        )
        for step in part["steps"]
    )
    return Scenario(start=part["start"], steps=steps, **_common(part))


def _scenario_document(question: Scenario) -> dict[str, object]:
    steps = [
        {
            "code": step.code,
            "situation": dict(step.situation),
            "choices": [
                _written(
                    {
                        "text": dict(choice.text),
                        "feedback": dict(choice.feedback),
                        "good": choice.is_good,
                        "to": choice.to,
                    }
                )
                for choice in step.choices
            ],
        }
        for step in question.steps
    ]
    return {"start": question.start, "steps": steps}


# ---- texts


def words(part: Mapping[str, str]) -> Words:
    """Return a bilingual text without the space around it."""
    return {language: text.strip() for language, text in part.items()}


def _optional(part: Mapping[str, str] | None) -> Words | None:
    return None if part is None else words(part)


def _plain(text: Words | None) -> dict[str, str] | None:
    return None if text is None else dict(text)


def _written(part: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in part.items() if value is not None}


_READERS: Mapping[QuestionKind, Callable[[Part], Question]] = {
    QuestionKind.SINGLE: _choice(SingleChoice),
    QuestionKind.MULTIPLE: _choice(MultipleChoice),
    QuestionKind.ORDERING: _ordering,
    QuestionKind.MATCHING: _matching,
    QuestionKind.NUMERIC: _numeric,
    QuestionKind.SHORT: _short,
    QuestionKind.SCENARIO: _scenario,
}
_WRITERS: Mapping[QuestionKind, Callable[[Any], dict[str, object]]] = {
    QuestionKind.SINGLE: _choice_document,
    QuestionKind.MULTIPLE: _choice_document,
    QuestionKind.ORDERING: _ordering_document,
    QuestionKind.MATCHING: _matching_document,
    QuestionKind.NUMERIC: _numeric_document,
    QuestionKind.SHORT: _short_document,
    QuestionKind.SCENARIO: _scenario_document,
}
