"""CSV as rows of cells with their lines, in whichever encoding a spreadsheet has written it."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lms.rubric.loader.plain import UnreadableError, find_control_character, require_text
from lms.rubric.loader.problem import Problem

MAX_BYTES = 2_000_000
MAX_ROWS = 20_000
_DELIMITERS = ",;\t"
_HALF_WIDTH = range(0xFF61, 0xFFA0)
"""Half-width katakana: what Japanese in EUC looks like when it is read as the encoding of Windows."""


@dataclass(frozen=True)
class Table:
    """The heading, and the rows that hold anything, each with the line it begins on."""

    heading: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def named(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Yield the rows by column, spaces around cells removed; a cell without a column is under ""."""
        for line, cells in self.rows:
            named = {name: cell.strip() for name, cell in zip(self.heading, cells, strict=False)}
            beyond = "".join(cells[len(self.heading) :]).strip()
            yield line, {**named, **({"": beyond} if beyond else {})}


def read_cells(content: bytes) -> Table:
    """Read CSV with commas, semicolons or tabs. Raises UnreadableError."""
    require_text(content, MAX_BYTES)
    text = _decode(content).replace("\r\n", "\n").replace("\r", "\n")
    at = find_control_character(text)
    if at is not None:
        raise UnreadableError(Problem(text.count("\n", 0, at) + 1, "rubric.file_control_character"))
    rows = list(_rows(text))
    if not rows:
        raise UnreadableError(Problem(1, "rubric.table_empty"))
    heading = [cell.strip().lower() for cell in rows[0][1]]
    while heading and not heading[-1]:
        heading.pop()
    return Table(tuple(heading), tuple(rows[1:]))


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    try:
        text = content.decode("cp932")
    except UnicodeDecodeError as error:
        raise UnreadableError(Problem(line, "rubric.file_encoding")) from error
    if any(ord(character) in _HALF_WIDTH for character in text) and _is_euc(content):
        raise UnreadableError(Problem(line, "rubric.file_encoding"))
    return text


def _is_euc(content: bytes) -> bool:
    try:
        content.decode("euc_jp")
    except UnicodeDecodeError:
        return False
    return True


def _rows(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader, line = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
    try:
        for count, row in enumerate(reader):
            if count > MAX_ROWS:
                raise UnreadableError(Problem(line, "rubric.table_long", {"rows": MAX_ROWS}))
            if any(cell.strip() for cell in row):
                yield line, tuple(row)
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableError(Problem(line, "rubric.file_not_csv", {"reason": error})) from error


def repeated(names: Sequence[str]) -> list[str]:
    """Return the names that stand more than once."""
    return sorted({name for position, name in enumerate(names) if name in names[:position]})
