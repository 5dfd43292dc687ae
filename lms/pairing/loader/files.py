"""Reads pairing files from disk; what cannot be read is refused with a phrase, never a traceback."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from lms.pairing.domain.parsing import parse_problem
from lms.pairing.domain.phrase import Phrase, phrase
from lms.pairing.domain.problem import Problem
from lms.pairing.domain.reading import InputProblem, RefusedDocument
from lms.pairing.domain.result import Result
from lms.pairing.domain.result_file import parse_result

T = TypeVar("T")

MAX_BYTES = 512 * 1024 * 1024
"""A national instance is about 40 MB."""


class FileRefused(Exception):
    """A file that cannot be used: ``reason`` says why it cannot be read, else ``problems`` what is wrong."""

    def __init__(self, *, reason: Phrase | None = None, problems: tuple[InputProblem, ...] = ()) -> None:
        super().__init__(reason or problems)
        self.reason = reason
        self.problems = problems


def read_instance(file: Path) -> Problem:
    """Read INSTANCE.json. Raises FileRefused."""
    return _read(file, parse_problem)


def read_result(file: Path) -> Result:
    """Read RESULT.json. Raises FileRefused."""
    return _read(file, parse_result)


def _read(file: Path, parse: Callable[[str], T]) -> T:
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)  # a device has no end
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise FileRefused(reason=phrase("unreadable", reason=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise FileRefused(reason=phrase("not_utf8")) from error
    if len(content) > MAX_BYTES:
        raise FileRefused(reason=phrase("too_large", limit=MAX_BYTES // 1024 // 1024))
    try:
        return parse(text)
    except RefusedDocument as refused:
        raise FileRefused(problems=refused.problems) from refused
