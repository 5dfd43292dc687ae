"""Reading a JSON document key by key; problems are collected with path, what is wrong and expected."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeGuard, TypeVar

from lms.kernel.errors import RuleViolation
from lms.pairing.domain.phrase import Phrase, phrase

LONGEST_QUOTE = 40
LARGEST_NUMBER = 1e9
LARGEST_READABLE = 1e15
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class InputProblem:
    """One thing that is wrong with a document; ``path`` is a JSON path such as ``$.advisors[2].capacity``."""

    path: str
    wrong: Phrase
    expected: Phrase


class RefusedDocument(RuleViolation):
    """A document that cannot be used, with every problem found in it in the order of the document."""

    def __init__(self, problems: tuple[InputProblem, ...]) -> None:
        super().__init__("pairing.refused_document", problems=problems)
        self.problems = problems


def read_json(text: str) -> object:
    """Parse ``text``, keeping NaN and Infinity as numbers so that they can be refused where they stand.

    Raises RefusedDocument when the text is not JSON or is nested beyond what can be read.
    """
    try:
        return json.loads(text, parse_constant=float)
    except RecursionError:
        wrong = phrase("too_deep")
    except ValueError as error:
        wrong = phrase("not_json", reason=error)
    raise RefusedDocument((InputProblem("$", wrong, phrase("object")),))


def found(value: object) -> Phrase:
    """Say what stands where something else was expected, shortened."""
    if isinstance(value, (dict, list)):
        return phrase("is_object" if isinstance(value, dict) else "is_list")
    return phrase("is", value=quote(value))


def quote(value: object) -> str:
    """Write a simple JSON value as it stands in the document, shortened."""
    shown = json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= LONGEST_QUOTE else f"{shown[: LONGEST_QUOTE - 1]}…"


def is_number(value: object) -> TypeGuard[float]:
    """Tell whether a JSON value is a finite number small enough to calculate with (not true or false)."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= LARGEST_READABLE


class Reader:
    """Reads the keys of one JSON object; a refused value is replaced by a harmless one and reported once."""

    def __init__(self, value: object, path: str, problems: list[InputProblem]) -> None:
        """Start at ``value``, reporting into ``problems``."""
        self.path = path
        self.problems = problems
        self._readable = isinstance(value, dict)
        self._values: Mapping[str, object] = value if isinstance(value, dict) else {}
        if not self._readable:
            self.report("", found(value), phrase("object"))

    def report(self, key: str, wrong: Phrase, expected: Phrase) -> None:
        """Add a problem found at ``key`` (may be a path below it, or empty for the object itself)."""
        self.problems.append(InputProblem(f"{self.path}.{key}" if key else self.path, wrong, expected))

    def names(self) -> tuple[str, ...]:
        """List the keys of the object in the order of the document."""
        return tuple(self._values)

    def has(self, key: str) -> bool:
        """Tell whether the key is there with something other than null."""
        return self._values.get(key) is not None

    def _find(self, key: str, expected: Phrase, *, required: bool) -> object | None:
        value = self._values.get(key)
        if value is None and required and self._readable:
            self.report(key, phrase("is_missing"), expected)
        return value

    def text(self, key: str) -> str:
        """Read a text that must be there and must not be empty."""
        value = self._find(key, phrase("text"), required=True)
        return self._text_or_report(key, value) or "" if value is not None else ""

    def optional_text(self, key: str) -> str | None:
        """Read a text that may be missing or null."""
        value = self._find(key, phrase("text"), required=False)
        return None if value is None else self._text_or_report(key, value)

    def _text_or_report(self, key: str, value: object) -> str | None:
        if isinstance(value, str) and value.strip():
            return value
        self.report(key, found(value), phrase("text"))
        return None

    def number(
        self, key: str, *, default: float | None = None, low: float = 0.0, high: float = LARGEST_NUMBER
    ) -> float:
        """Read a finite number from ``low`` to ``high``; without a ``default`` it must be there."""
        expected = phrase("number", low=f"{low:,.10g}", high=f"{high:,.10g}")
        fallback = low if default is None else default
        value = self._find(key, expected, required=default is None)
        if value is None:
            return fallback
        if is_number(value) and low <= value <= high:
            return float(value)
        self.report(key, found(value), expected)
        return fallback

    def whole(self, key: str, *, low: int, high: int, default: int | None = None) -> int:
        """Read a whole number from ``low`` to ``high``; without a ``default`` it must be there."""
        expected = phrase("whole", low=low, high=high)
        fallback = low if default is None else default
        value = self._find(key, expected, required=default is None)
        if value is None:
            return fallback
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.report(key, found(value), expected)
        return fallback

    def flag(self, key: str, *, default: bool) -> bool:
        """Read true or false."""
        value = self._values.get(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.report(key, found(value), phrase("flag"))
        return default

    def choice(self, key: str, kind: type[E], default: E | None = None) -> E:
        """Read one of the words of an enumeration; without a ``default`` it must be there."""
        words = [str(member) for member in kind]
        expected = phrase("one_of", words=", ".join(words))
        value = self._find(key, expected, required=default is None)
        if value in words:
            return kind(str(value))
        if value is not None:
            self.report(key, found(value), expected)
        return next(iter(kind)) if default is None else default

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts that may be missing."""
        entries = self._list(key, phrase("list_of_texts"), required=False)
        read = (self._text_or_report(f"{key}[{position}]", entry) for position, entry in enumerate(entries))
        return tuple(entry for entry in read if entry is not None)

    def wholes(self, key: str, *, low: int, high: int) -> tuple[int, ...]:
        """Read a list of whole numbers from ``low`` to ``high`` that may be missing."""
        expected = phrase("whole", low=low, high=high)
        numbers: list[int] = []
        for position, entry in enumerate(self._list(key, phrase("list_of_wholes"), required=False)):
            if isinstance(entry, int) and not isinstance(entry, bool) and low <= entry <= high:
                numbers.append(entry)
            else:
                self.report(f"{key}[{position}]", found(entry), expected)
        return tuple(numbers)

    def numbers(self, key: str, *, low: float, high: float) -> Mapping[str, float]:
        """Read an object of numbers that may be missing."""
        if not self.has(key):
            return {}
        reader = self.child(key)
        return {name: reader.number(name, low=low, high=high) for name in reader.names()}

    def facts(self, key: str) -> Mapping[str, object]:
        """Read an object of anything that may be missing."""
        value = self._values.get(key)
        if value is None or isinstance(value, dict):
            return value or {}
        self.report(key, found(value), phrase("object"))
        return {}

    def child(self, key: str) -> Reader:
        """Read an object that stands at ``key`` (an absent one reads as empty)."""
        return Reader(self._values.get(key, {}), f"{self.path}.{key}", self.problems)

    def children(self, key: str, *, required: bool = True) -> Iterator[Reader]:
        """Read a list of objects."""
        for position, entry in enumerate(self._list(key, phrase("list_of_objects"), required=required)):
            yield Reader(entry, f"{self.path}.{key}[{position}]", self.problems)

    def _list(self, key: str, expected: Phrase, *, required: bool) -> list[object]:
        value = self._find(key, expected, required=required)
        if value is None or isinstance(value, list):
            return value or []
        self.report(key, found(value), expected)
        return []
