"""What any file must be before it is looked at: small enough, text, and text that every database keeps."""

import codecs
import re

from lms.rubric.loader.problem import Problem

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters, and halves of characters such as JSON and YAML can write."""


class UnreadableError(Exception):
    """The bytes are not a file of their format; ``problems`` say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems


def require_text(content: bytes, limit: int) -> None:
    """Refuse what is too large, or in UTF-16, before anything else is tried. Raises UnreadableError."""
    if len(content) > limit:
        raise UnreadableError(Problem(1, "rubric.file_too_large", {"limit": limit // 1000}))
    if content.startswith(_UTF16):
        raise UnreadableError(Problem(1, "rubric.file_utf16"))


def decode_utf8(content: bytes) -> str:
    """Decode UTF-8 with or without a byte order mark. Raises UnreadableError."""
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableError(Problem(line, "rubric.file_not_utf8")) from error


def find_control_character(text: str) -> int | None:
    """Return where the first character stands that no rubric can hold."""
    found = _CONTROL.search(text)
    return None if found is None else found.start()
