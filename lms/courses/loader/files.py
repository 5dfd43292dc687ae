"""Reading the files of a course: within its folder, not too large, in UTF-8; YAML with its lines."""

from pathlib import Path

from lms.courses.loader.problem import Problem
from lms.rubric.loader.document import Document, UnreadableError, read_document

MAX_BYTES = 1_000_000

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_YAML_CODES_OF_RUBRICS = "rubric."
_YAML_CODES = "courses."


class RefusedError(Exception):
    """A file that cannot be used; ``problems`` say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems


def read_bytes(folder: Path, name: str) -> bytes:
    """Return a file's bytes. Raises RefusedError."""
    file = folder / name
    if not file.resolve().is_relative_to(folder.resolve()):
        raise RefusedError(Problem(name, 1, "courses.file_outside"))
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise RefusedError(Problem(name, 1, "courses.file_missing")) from None
    except OSError as error:
        raise RefusedError(Problem(name, 1, "courses.file_unread", {"reason": error.strerror})) from error
    if len(content) > MAX_BYTES:
        raise RefusedError(Problem(name, 1, "courses.file_too_large", {"limit": MAX_BYTES // 1000}))
    return content


def read_text(folder: Path, name: str) -> str:
    """Return a file's text. Raises RefusedError."""
    content = read_bytes(folder, name)
    try:
        text = content.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RefusedError(Problem(name, line, "courses.file_not_utf8")) from error
    return text.replace("\r\n", "\n")


def read_yaml(folder: Path, name: str) -> Document:
    """Return a YAML file's values with their lines. Raises RefusedError."""
    try:
        return read_document(read_bytes(folder, name))
    except UnreadableError as error:
        problems = (
            Problem(
                name, found.line, _YAML_CODES + found.code.removeprefix(_YAML_CODES_OF_RUBRICS), found.facts
            )
            for found in error.problems
        )
        raise RefusedError(*problems) from error
