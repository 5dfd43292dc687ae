"""JSON as plain values, bounded in size and depth. Places are named by their JSON paths.

A member that is null is taken for one that is not there, as most writers mean it.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from lms.rubric.loader.document import MAX_DEPTH, Document
from lms.rubric.loader.plain import UnreadableError, decode_utf8, find_control_character, require_text
from lms.rubric.loader.problem import SHOWN, Path, Problem

MAX_BYTES = 4_000_000
MAX_ITEMS = 200_000
"""A CASE package says much of what it says three times; what fills a YAML file is so large in it."""

_MARKS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[][{},]', re.DOTALL)
"""Texts as a whole, so that brackets in them do not count, and what gives JSON its structure."""


def read_json(content: bytes) -> Document:
    """Parse JSON bytes. Raises UnreadableError."""
    require_text(content, MAX_BYTES)
    text = decode_utf8(content)
    _require_shallow(text)
    try:
        value = json.loads(text, object_pairs_hook=_members, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise _unreadable(error.lineno, error.msg) from error
    except ValueError as error:  # numbers of thousands of digits
        raise _unreadable(1, str(error)) from error
    names = {path: json_path(path) for path, _ in _walk(value)}
    return Document(value, {(): 0}, {**names, (): ""})


def json_path(path: Path) -> str:
    """Write a path as JSON has it: ``CFItems[3].fullStatement``."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def _unreadable(line: int, reason: str) -> UnreadableError:
    return UnreadableError(Problem(line, "rubric.file_not_json", {"reason": reason[:SHOWN]}))


def _refuse_constant(name: str) -> NoReturn:
    raise _unreadable(1, name)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise UnreadableError(Problem(0, "rubric.file_repeated_name", {"name": name[:SHOWN]}))
        members[name] = value
    return {name: value for name, value in members.items() if value is not None}


def _require_shallow(text: str) -> None:
    """Bound depth and number of entries before anything recurses."""
    depth = items = 0
    for found in _MARKS.finditer(text):
        mark = found[0]
        if mark in "[{":
            depth, items = depth + 1, items + 1
        elif mark in "]}":
            depth -= 1
        elif mark == ",":
            items += 1
        if depth > MAX_DEPTH or items > MAX_ITEMS:
            facts = {"depth": MAX_DEPTH, "items": MAX_ITEMS}
            raise UnreadableError(Problem(1, "rubric.file_too_deep", facts))


def _walk(value: Any) -> Iterator[tuple[tuple[str | int, ...], object]]:  # noqa: ANN401 (whatever the file holds)
    """Yield each place with what stands there; every text on the way must be plain."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), value)]
    while waiting:
        path, found = waiting.pop()
        yield path, found
        for text in (*path[-1:], found):
            if isinstance(text, str) and find_control_character(text) is not None:
                raise UnreadableError(Problem(0, "rubric.value_control_character", {"place": _shown(path)}))
        if isinstance(found, dict):
            waiting += [((*path, name), inner) for name, inner in found.items()]
        elif isinstance(found, list):
            waiting += [((*path, position), inner) for position, inner in enumerate(found)]


def _shown(path: Path) -> str:
    """Write a path that itself may hold what cannot be printed."""
    return json_path(path).encode("ascii", "backslashreplace").decode()
