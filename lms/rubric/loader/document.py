"""YAML as plain values with the line of every key and item.

Only what a rubric needs: mappings with text keys, lists, text, numbers, true or false, nothing. Anchors and
aliases are refused (they can make a small file enormous), so are tags, duplicate keys and several documents.
Events are folded by hand rather than by recursion, so that depth is bounded here and not by the interpreter.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar, cast

import yaml

from lms.rubric.loader.plain import UnreadableError, decode_utf8, find_control_character, require_text
from lms.rubric.loader.problem import Path, Problem, place

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_ITEMS", "Document", "UnreadableError", "kind_of", "read_document"]

Where = TypeVar("Where", int, str)

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_ITEMS = 20_000

# Plain scalars that are no text. 08, no and 2026-11-20 are text, as their writers mean them.
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]*|\.[0-9]+")
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


_QUICK = getattr(yaml, "CSafeLoader", None)
"""PyYAML's parser in C, where it was built. What it refuses is read again by the other, which says why."""


@dataclass(frozen=True)
class Document:
    """A document's value, and where each part of it stands in the file, by its path.

    ``lines`` has the line of keys and items; what was read from JSON has ``names`` instead, JSON paths.
    """

    value: object
    lines: Mapping[tuple[str | int, ...], int]
    names: Mapping[tuple[str | int, ...], str] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """Return the line (from 1) of the place, or of the nearest place around it."""
        return _nearest(self.lines, path)

    def place(self, path: Path) -> str:
        """Name the place for a reader: by its JSON path, or by the keys and codes that lead to it."""
        return _nearest(self.names, path) if self.names else place(self.value, path)

    def problem(
        self, path: Path, code: str, facts: Mapping[str, object], *, at: Path = (), whole: object = ""
    ) -> Problem:
        """Make a problem of a place; ``at`` leads on to the line that is meant, ``whole`` names the root."""
        name = self.place(path) or whole
        return Problem(self.line((*path, *at)), code, {**facts, "place": name})


def _nearest(known: Mapping[tuple[str | int, ...], Where], path: Path) -> Where:
    steps = tuple(path)
    while steps not in known:
        steps = steps[:-1]
    return known[steps]


def kind_of(value: object) -> str:
    """Name the kind of a document's value as JSON Schema does."""
    kinds: tuple[tuple[type, str], ...] = (
        (bool, "boolean"),  # before the whole numbers: Python takes True for one
        (int, "integer"),
        (float, "number"),
        (str, "string"),
        (list, "array"),
        (dict, "object"),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), "null")


def read_document(data: bytes) -> Document:
    """Parse YAML bytes. Raises UnreadableError."""
    require_text(data, MAX_BYTES)
    text = decode_utf8(data)
    if _QUICK is not None:
        with suppress(UnreadableError, yaml.YAMLError, ValueError, OverflowError):
            return _folded(yaml.parse(text, Loader=_QUICK))
    return _folded(_events(text))


def _folded(events: Iterator[yaml.Event]) -> Document:
    builder = _Builder()
    for event in events:
        builder.take(event)
    if builder.problems:
        raise UnreadableError(*builder.problems)
    return Document(builder.root, builder.lines)


def _events(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = _line(error.problem_mark)
        raise UnreadableError(
            Problem(line, "rubric.file_not_yaml", {"reason": error.problem or error.context})
        ) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise UnreadableError(Problem(line, "rubric.file_control_character")) from error
    except (
        ValueError,
        OverflowError,
    ) as error:  # PyYAML lets escapes and directives with absurd numbers through
        raise UnreadableError(Problem(1, "rubric.file_not_yaml", {"reason": str(error)})) from error


def _line(mark: object) -> int:
    return int(getattr(mark, "line", 0)) + 1  # PyYAML's own marks count from 0; an error may come without one


@dataclass
class _Open:
    """A mapping or list that is not closed yet; ``key`` waits for its value."""

    value: dict[str, object] | list[object]
    path: tuple[str | int, ...]
    key: str | None = None


@dataclass
class _Builder:
    root: object = None
    lines: dict[tuple[str | int, ...], int] = field(default_factory=lambda: {(): 1})
    problems: list[Problem] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _documents: int = 0

    def take(self, event: yaml.Event) -> None:
        """Fold one event in. Raises UnreadableError for what cannot be folded."""
        line = _line(event.start_mark)
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise UnreadableError(Problem(line, "rubric.file_many_documents"))
        elif isinstance(event, yaml.NodeEvent):
            self._take_node(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()

    def _take_node(self, event: yaml.NodeEvent, line: int) -> None:
        if event.anchor is not None:  # an alias names its anchor, too
            raise UnreadableError(Problem(line, "rubric.file_anchor"))
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise UnreadableError(Problem(line, "rubric.file_tag", {"tag": tag}))
        if isinstance(event, yaml.ScalarEvent) and find_control_character(event.value) is not None:
            raise UnreadableError(Problem(line, "rubric.file_control_character"))
        if len(self.lines) > MAX_ITEMS or len(self._open) > MAX_DEPTH:
            raise UnreadableError(
                Problem(line, "rubric.file_too_deep", {"depth": MAX_DEPTH, "items": MAX_ITEMS})
            )
        parent = self._open[-1] if self._open else None
        if parent is not None and isinstance(parent.value, dict) and parent.key is None:
            self._take_key(parent, event, line)
            return
        path = self._place(parent, line)
        value = _value_of(event)
        self._attach(parent, value)
        if isinstance(value, dict | list):
            self._open.append(_Open(value, path))

    def _take_key(self, parent: _Open, event: yaml.NodeEvent, line: int) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            raise UnreadableError(Problem(line, "rubric.file_key"))
        path = (*parent.path, event.value)
        if path in self.lines:
            facts = {"key": event.value, "first": self.lines[path]}
            self.problems.append(Problem(line, "rubric.file_duplicate_key", facts))
        self.lines[path] = line
        parent.key = event.value

    def _place(self, parent: _Open | None, line: int) -> tuple[str | int, ...]:
        if parent is None:
            self.lines[()] = line
            return ()
        if parent.key is not None:
            return (*parent.path, parent.key)
        path = (*parent.path, len(parent.value))
        self.lines[path] = line
        return path

    def _attach(self, parent: _Open | None, value: object) -> None:
        if parent is None:
            self.root = value
        elif isinstance(parent.value, list):
            parent.value.append(value)
        else:
            parent.value[str(parent.key)] = value
            parent.key = None


def _value_of(event: yaml.NodeEvent) -> object:
    if isinstance(event, yaml.MappingStartEvent):
        return {}
    if isinstance(event, yaml.SequenceStartEvent):
        return []
    scalar = cast("yaml.ScalarEvent", event)  # an alias was refused before
    text = scalar.value
    if scalar.style:  # quoted or a block: text as it stands
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
