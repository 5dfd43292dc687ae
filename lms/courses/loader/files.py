"""The files of a course, from a folder or from memory: not too large, in UTF-8; YAML with its lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from lms.courses.loader.problem import Problem
from lms.rubric.loader.document import Document, UnreadableError, read_document
from lms.rubric.loader.plain import find_control_character

MAX_BYTES = 1_000_000
"""The most a YAML file or a drawing may hold."""

Files: TypeAlias = Mapping[str, bytes]
"""Files by their path within the course's folder."""

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_YAML_CODES_OF_RUBRICS = "rubric."
_YAML_CODES = "courses."


class RefusedError(Exception):
    """Something that cannot be used; ``problems`` say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems


class CourseFiles(Protocol):
    """Where the files of a course are read from."""

    def read(self, name: str, limit: int) -> bytes:
        """Return a file's bytes, at most one more than the limit. Raises RefusedError."""

    def has(self, name: str) -> bool:
        """Say whether there is such a file."""

    def list_names(self, folder: str, suffix: str) -> list[str]:
        """List the files directly in a folder that end so."""


@dataclass(frozen=True)
class FolderFiles:
    """The files of a folder on disk; none may lead out of it."""

    folder: Path

    def read(self, name: str, limit: int) -> bytes:
        """Return a file's bytes, at most one more than the limit. Raises RefusedError."""
        file = self.folder / name
        if not file.resolve().is_relative_to(self.folder.resolve()):
            raise RefusedError(Problem(name, 1, "courses.file_outside"))
        try:
            with file.open("rb") as stream:
                return stream.read(limit + 1)
        except FileNotFoundError:
            raise RefusedError(Problem(name, 1, "courses.file_missing")) from None
        except OSError as error:
            raise RefusedError(Problem(name, 1, "courses.file_unread", {"reason": error.strerror})) from error

    def has(self, name: str) -> bool:
        """Say whether there is such a file."""
        return (self.folder / name).is_file()

    def list_names(self, folder: str, suffix: str) -> list[str]:
        """List the files directly in a folder that end so."""
        return sorted(f"{folder}/{file.name}" for file in (self.folder / folder).glob(f"*{suffix}"))


@dataclass(frozen=True)
class GivenFiles:
    """Files at hand."""

    files: Files

    def read(self, name: str, limit: int) -> bytes:
        """Return a file's bytes, at most one more than the limit. Raises RefusedError."""
        if name not in self.files:
            raise RefusedError(Problem(name, 1, "courses.file_missing"))
        return self.files[name][: limit + 1]

    def has(self, name: str) -> bool:
        """Say whether there is such a file."""
        return name in self.files

    def list_names(self, folder: str, suffix: str) -> list[str]:
        """List the files directly in a folder that end so."""
        start = f"{folder}/"
        names = (name for name in self.files if name.startswith(start) and name.endswith(suffix))
        return sorted(name for name in names if "/" not in name.removeprefix(start))


def read_bytes(files: CourseFiles, name: str, limit: int = MAX_BYTES) -> bytes:
    """Return a file's bytes. Raises RefusedError."""
    content = files.read(name, limit)
    if len(content) > limit:
        raise RefusedError(Problem(name, 1, "courses.file_too_large", {"limit": limit // 1000}))
    return content


def read_text(files: CourseFiles, name: str, limit: int = MAX_BYTES) -> str:
    """Return a file's text. Raises RefusedError."""
    return text_of(name, read_bytes(files, name, limit))


def text_of(name: str, content: bytes) -> str:
    """Return the text of a file, each line ended alike. Raises RefusedError."""
    try:
        text = content.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RefusedError(Problem(name, line, "courses.file_not_utf8")) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    position = find_control_character(text)
    if position is not None:
        line = text.count("\n", 0, position) + 1
        raise RefusedError(Problem(name, line, "courses.file_control_character"))
    return text


def read_yaml(files: CourseFiles, name: str) -> Document:
    """Return a YAML file's values with their lines. Raises RefusedError."""
    try:
        return read_document(read_bytes(files, name))
    except UnreadableError as error:
        problems = (
            Problem(
                name, found.line, _YAML_CODES + found.code.removeprefix(_YAML_CODES_OF_RUBRICS), found.facts
            )
            for found in error.problems
        )
        raise RefusedError(*problems) from error
