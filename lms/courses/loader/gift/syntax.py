"""From GIFT text to questions as GIFT has them: their texts, and their answers with weights and feedback."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

WHOLE = 100.0
"""The weight of an answer that is right, in per cent."""

_COMMENT = re.compile(r"\s*//")
_CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(.*?)\s*")
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_HELD = re.compile("[\ue000-\ue006]")
_SIGNS = "~=#{}:\\"
_TITLE = re.compile(r"\s*::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_TAG = re.compile(r"<[^>]{1,200}>")
_ANSWER = re.compile(r"([=~])([^=~]*)")
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d+)?)%")
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_BLANK = "＿＿＿＿"


class GiftKind(StrEnum):
    """What GIFT asks for."""

    CHOICE = "choice"
    TRUTH = "truth"
    WORD = "word"
    NUMBER = "number"
    PAIRS = "pairs"


class GiftError(Exception):
    """A question that cannot be taken; ``code`` says why."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


@dataclass(frozen=True)
class GiftAnswer:
    """One answer. ``weight`` is in per cent; ``pair`` is the right side of a pair."""

    text: str
    weight: float
    feedback: str = ""
    pair: str | None = None


@dataclass(frozen=True)
class GiftQuestion:
    """A question at a line; ``feedback`` is what is said whatever was answered."""

    line: int
    title: str
    category: str
    text: str
    kind: GiftKind
    answers: tuple[GiftAnswer, ...]
    feedback: str = ""


def read_questions(text: str) -> Iterator[GiftQuestion | tuple[int, GiftError]]:
    """Read question by question; one that cannot be taken comes as its line and the reason."""
    category = ""
    for line, block in _blocks(text):
        named = _CATEGORY.fullmatch(block)
        if named:
            category = named[1]
            continue
        try:
            yield _question(line, category, block)
        except GiftError as error:
            yield line, error


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Split at empty lines; comments are left out, a category stands alone."""
    lines: list[str] = []
    begun = 0
    for number, line in enumerate((*text.splitlines(), ""), start=1):
        if _COMMENT.match(line):
            continue
        if _CATEGORY.fullmatch(line):
            yield number, line
        elif line.strip():
            begun = begun if lines else number
            lines.append(line)
        elif lines:
            yield begun, "\n".join(lines)
            lines = []


def _question(line: int, category: str, block: str) -> GiftQuestion:
    held = _ESCAPED.sub(lambda match: "\n" if match[1] == "n" else _hold(match[1]), block)
    title = _TITLE.match(held)
    body = held[title.end() :] if title else held
    style = _FORMAT.match(body)
    is_html = style is not None and style[1] == "html"
    body = body[style.end() :] if style else body
    before, opened, rest = body.partition("{")
    inside, closed, after = rest.partition("}")
    if not opened:
        raise GiftError("courses.gift_description")
    if not closed or "{" in after:
        raise GiftError("courses.gift_braces")
    inside, _, general = inside.partition("####")
    kind, answers = _answers(inside.strip(), is_html=is_html)
    text = f"{before.rstrip()} {_BLANK} {after.lstrip()}" if after.strip() else before
    return GiftQuestion(
        line=line,
        title=_plain(title[1], is_html=False) if title else "",
        category=category,
        text=_plain(text, is_html=is_html),
        kind=kind,
        answers=answers,
        feedback=_plain(general, is_html=is_html),
    )


def _hold(sign: str) -> str:
    return chr(0xE000 + _SIGNS.index(sign))


def _plain(text: str, *, is_html: bool) -> str:
    style = _FORMAT.match(text)
    if style:
        text, is_html = text[style.end() :], style[1] == "html"
    if is_html:
        text = html.unescape(_TAG.sub(" ", text))
    return " ".join(_HELD.sub(lambda match: _SIGNS[ord(match[0]) - 0xE000], text).split())


def _answers(inside: str, *, is_html: bool) -> tuple[GiftKind, tuple[GiftAnswer, ...]]:
    if not inside:
        raise GiftError("courses.gift_essay")
    if inside.startswith("#"):
        return GiftKind.NUMBER, _numbers(inside[1:].strip(), is_html=is_html)
    truth, *comments = inside.split("#")
    if truth.strip().upper() in _TRUTH:
        return GiftKind.TRUTH, _truth(_TRUTH[truth.strip().upper()], comments, is_html=is_html)
    found = _ANSWER.findall(inside)
    if not found:
        raise GiftError("courses.gift_answers")
    answers = tuple(_answer(sign, part, is_html=is_html) for sign, part in found)
    if any(answer.pair is not None for answer in answers):
        if any(answer.pair is None for answer in answers):
            raise GiftError("courses.gift_answers")
        return GiftKind.PAIRS, answers
    return (GiftKind.CHOICE if any(sign == "~" for sign, _part in found) else GiftKind.WORD), answers


def _answer(sign: str, part: str, *, is_html: bool) -> GiftAnswer:
    weight, text = WHOLE if sign == "=" else 0.0, part
    weighed = _WEIGHT.match(part)
    if weighed:
        weight, text = float(weighed[1]), part[weighed.end() :]
    text, _, feedback = text.partition("#")
    left, arrow, right = text.partition("->")
    return GiftAnswer(
        _plain(left, is_html=is_html),
        weight,
        _plain(feedback, is_html=is_html),
        _plain(right, is_html=is_html) if arrow else None,
    )


def _truth(is_true: bool, comments: list[str], *, is_html: bool) -> tuple[GiftAnswer, ...]:  # noqa: FBT001 (what the question says)
    wrong, right = (*[_plain(one, is_html=is_html) for one in comments], "", "")[:2]
    return (
        GiftAnswer("T", WHOLE if is_true else 0.0, right if is_true else wrong),
        GiftAnswer("F", 0.0 if is_true else WHOLE, wrong if is_true else right),
    )


def _numbers(inside: str, *, is_html: bool) -> tuple[GiftAnswer, ...]:
    if inside.startswith(("=", "~")):
        return tuple(_answer(sign, part, is_html=is_html) for sign, part in _ANSWER.findall(inside))
    return (_answer("=", inside, is_html=is_html),)
