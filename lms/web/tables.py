"""Lists as files for a spreadsheet: CSV as Excel opens it, and XLSX. No text becomes a formula in either.

A view makes a ``Table`` and answers with ``table_response``; the same rows go into both formats.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias
from urllib.parse import quote

import xlsxwriter  # type: ignore[import-untyped]  # ships no types
from flask import Response
from werkzeug.http import dump_options_header

from lms.web.i18n import LazyString, current_timezone

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
FORMULA_STARTS = (
    *"=+-@",
    "\N{FULLWIDTH EQUALS SIGN}",
    "\N{FULLWIDTH PLUS SIGN}",
    "\N{FULLWIDTH HYPHEN-MINUS}",
    "\N{FULLWIDTH COMMERCIAL AT}",
    "\t",
    "\r",
    "\n",
)
"""What Excel takes for a formula; Japanese Excel reads the full-width signs as the narrow ones."""

LONGEST_CELL = 32_767
LONGEST_SHEET_NAME = 31
FORBIDDEN_IN_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
NARROWEST, WIDEST = 8, 60

Cell: TypeAlias = str | LazyString | int | float | date | datetime | None


class TableFormat(StrEnum):
    """In which format a list is taken along; the value is the ending of the file's name."""

    CSV = "csv"
    XLSX = "xlsx"


_MEDIA_TYPES = {
    TableFormat.CSV: "text/csv; charset=utf-8",
    TableFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Table:
    """A list with a heading, made at ``made_at``.

    ``name`` is what the reader calls the file, ``stem`` its name for programs that read ASCII only.
    """

    stem: str
    name: str
    heading: Sequence[str | LazyString]
    rows: Iterable[Sequence[Cell]]
    made_at: datetime
    facts: Sequence[tuple[str | LazyString, Cell]] = field(default=())
    """What the rows were narrowed to, as pairs, on a sheet of their own; a CSV has no room for them."""


def table_response(table: Table, file_format: TableFormat) -> Response:
    """Answer with a table as a file to keep, named after what it holds and the day it was made."""
    content = as_csv(table) if file_format is TableFormat.CSV else as_xlsx(table)
    day = table.made_at.astimezone(current_timezone()).date().isoformat()
    response = Response(content, content_type=_MEDIA_TYPES[file_format])
    response.headers["Content-Disposition"] = _attachment(
        f"{table.stem}-{day}.{file_format}", f"{table.name}-{day}.{file_format}"
    )
    return response


def _attachment(plain: str, written: str) -> str:
    """Name the file in ASCII for those that read no more, and as written for the rest (RFC 6266)."""
    header = dump_options_header("attachment", {"filename": plain})
    return header if plain == written else f"{header}; filename*=UTF-8''{quote(_one_line(written), safe='')}"


def _one_line(name: str) -> str:
    return "".join(" " if sign in '/\\:*?"<>|' or not sign.isprintable() else sign for sign in name)


def as_csv(table: Table) -> bytes:
    """Write a table as Excel opens it: marked as UTF-8, days as 2026-11-20."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    for row in (table.heading, *table.rows):
        writer.writerow([_harmless(value) for value in row])
    return text.getvalue().encode()


def _harmless(value: Cell) -> object:
    if isinstance(value, datetime):
        return value.astimezone(current_timezone()).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | LazyString):
        words = str(value)
        return f"'{words}" if words.startswith(FORMULA_STARTS) else words
    return value


def as_xlsx(table: Table) -> bytes:
    """Write a table as a workbook: heading in view, columns as wide as their words, days as days."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        made_at = table.made_at.astimezone(current_timezone()).replace(tzinfo=None)
        workbook.set_properties({"title": table.name, "created": made_at})
        _Sheet(workbook, table.name).write(table.heading, table.rows)
        if table.facts:
            _Sheet(workbook, None).write((), [[str(word), value] for word, value in table.facts])
    return file.getvalue()


class _Sheet:
    """One sheet being written; keeps how wide each column has to be."""

    def __init__(self, workbook: Any, name: str | None) -> None:  # noqa: ANN401 (the library ships no types)
        title = name.translate(FORBIDDEN_IN_SHEET_NAME).strip("' ")[:LONGEST_SHEET_NAME] if name else None
        self.sheet = workbook.add_worksheet(title or None)
        self.bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.day = workbook.add_format({"num_format": "yyyy/mm/dd", "align": "left"})
        self.instant = workbook.add_format({"num_format": "yyyy/mm/dd hh:mm", "align": "left"})
        self.widths: dict[int, int] = {}

    def write(self, heading: Sequence[str | LazyString], rows: Iterable[Sequence[Cell]]) -> None:
        """Write heading and rows, then what needs to know all of them."""
        for column, word in enumerate(heading):
            self.sheet.write_string(0, column, str(word), self.bold)
            self._widen(column, str(word))
        last = 0
        for last, row in enumerate(rows, start=1 if heading else 0):
            for column, value in enumerate(row):
                self._cell(last, column, value)
        for column, width in self.widths.items():
            self.sheet.set_column(column, column, max(NARROWEST, min(width + 2, WIDEST)))
        if heading:
            self.sheet.freeze_panes(1, 0)
            self.sheet.autofilter(0, 0, last, len(heading) - 1)

    def _cell(self, row: int, column: int, value: Cell) -> None:
        if isinstance(value, datetime):
            local = value.astimezone(current_timezone()).replace(tzinfo=None)
            self.sheet.write_datetime(row, column, local, self.instant)
            self._widen(column, "2026/11/20 14:02")
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, self.day)
            self._widen(column, "2026/11/20")
        elif isinstance(value, int | float):
            self.sheet.write_number(row, column, value)
        elif value is not None:
            words = str(value)[:LONGEST_CELL]
            self.sheet.write_string(row, column, words)
            self._widen(column, words)

    def _widen(self, column: int, words: str) -> None:
        longest = max((_width(line) for line in words.splitlines()), default=0)
        self.widths[column] = max(self.widths.get(column, 0), longest)


def _width(line: str) -> int:
    """Return how many narrow letters a line is wide; Japanese ones count twice."""
    return sum(2 if unicodedata.east_asian_width(sign) in "FWA" else 1 for sign in line[: WIDEST + 1])
