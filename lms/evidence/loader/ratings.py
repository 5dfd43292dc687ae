"""Reads ratings files: all that is wrong is told with its line, and nothing is used until nothing is wrong.

A row of the file is six numbers here, found by looking each cell up: 400,000 rows take about a second.
"""

import codecs
import csv
import io
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from lms.evidence.domain.agreement.units import BoolArray, IntArray
from lms.evidence.loader.columns import Ratings
from lms.evidence.loader.fields import (
    COLUMNS,
    DateField,
    Field,
    LevelField,
    NameField,
    Problem,
    RoleField,
    shown,
)

MAX_BYTES = 128 * 1024 * 1024
"""A national file of 400,000 rows is about 25 MB."""

MOST_LEVELS = 20
MOST_CRITERIA = 100
MOST_RATERS = 5000
"""What the model still fits in memory and minutes; a country has 11 criteria and 1,000 raters."""

MOST_KEPT = 50
MOST_COUNTED = 10_000
"""A file with so many problems is read no further."""


@dataclass(frozen=True)
class Repeat:
    """A row that says again, in all six columns, what an earlier one said."""

    line: int
    first: int


@dataclass(frozen=True)
class RatingsFile:
    """A file's ratings, each counted once, and what was repeated."""

    ratings: Ratings
    repeats: tuple[Repeat, ...]


class RatingsRefused(Exception):
    """A file that cannot be used: the first ``MOST_KEPT`` problems, and how many were counted in all."""

    def __init__(self, problems: tuple[Problem, ...], count: int) -> None:
        super().__init__(problems)
        self.problems = problems
        self.count = count


def read_ratings(file: Path, *, today: date, levels: int | None = None) -> RatingsFile:
    """Read RATINGS.csv; ``levels`` is the highest level, else the highest one in the file (2 at least).

    Raises RatingsRefused.
    """
    reading = _Reading(today=today, highest=levels or MOST_LEVELS)
    reading.read(_rows(_content(file)))
    if reading.count:
        raise RatingsRefused(tuple(reading.problems), reading.count)
    return reading.result(levels)


def _refuse(code: str, line: int | None = None, **facts: object) -> RatingsRefused:
    return RatingsRefused((Problem(line, code, facts),), 1)


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)  # a device has no end
    except OSError as error:
        raise _refuse("unreadable", reason=error.strerror) from error
    if len(content) > MAX_BYTES:
        raise _refuse("too_large", limit=MAX_BYTES // 1024 // 1024)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _refuse("utf16")
    if b"\0" in content:
        raise _refuse("not_text", line=content.count(b"\n", 0, content.index(b"\0")) + 1)
    if not content.strip():
        raise _refuse("nothing", header=",".join(COLUMNS))
    return content


def _encoding(content: bytes) -> str:
    """Tell UTF-8 from the Japanese Windows encoding."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        try:
            content.decode("cp932")
        except UnicodeDecodeError:
            raise _refuse("encoding", line=content.count(b"\n", 0, error.start) + 1) from error
        return "cp932"
    return "utf-8-sig"


def _rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold anything, each with the line it begins on."""
    text = io.TextIOWrapper(io.BytesIO(content), encoding=_encoding(content), newline="")
    reader, line = csv.reader(text), 1
    try:
        for row in reader:
            if any(row) and (len(row) > 1 or row[0].strip()):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise _refuse("not_csv", line=line, reason=error) from error


@dataclass
class _Reading:
    """A file being read. ``cells``: six numbers a row, flat; ``lines``: the line of each row."""

    today: date
    highest: int
    problems: list[Problem] = field(default_factory=list)
    count: int = 0
    cells: "array[int]" = field(default_factory=lambda: array("q"))
    lines: "array[int]" = field(default_factory=lambda: array("q"))
    fields: tuple[Field, ...] = ()

    def read(self, rows: Iterator[tuple[int, list[str]]]) -> None:
        line, header = next(rows, (1, [""]))
        places = self._places(line, [name.strip() for name in header])
        if places is None:
            return
        self.fields = tuple(self._field(column) for column in COLUMNS)
        for line, row in rows:
            self._take(line, row, places)
            if self.count >= MOST_COUNTED:
                break
        if not self.count:
            self._check_size()

    def _check_size(self) -> None:
        """Refuse what nobody can have meant to rate."""
        if not self.lines:
            self._wrong(Problem(None, "no_rows"))
        _subjects, criteria, raters = self._names()
        for names, code, most in ((criteria, "criteria", MOST_CRITERIA), (raters, "raters", MOST_RATERS)):
            if len(names) > most:
                self._wrong(Problem(None, f"many_{code}", {"found": len(names), "most": most}))

    def _names(self) -> list[tuple[str, ...]]:
        """List the subjects, the criteria and the raters."""
        return [tuple(known.names) for known in self.fields if isinstance(known, NameField)]

    def _places(self, line: int, header: list[str]) -> list[int] | None:
        """Find each column in the header."""
        expected = ",".join(COLUMNS)
        missing = [column for column in COLUMNS if column not in header]
        extra = [name for place, name in enumerate(header) if name not in COLUMNS or name in header[:place]]
        if len(missing) == len(COLUMNS):
            self._wrong(Problem(line, "no_header", {"value": shown(",".join(header)), "expected": expected}))
            return None
        for column in missing:
            self._wrong(Problem(line, "missing_column", {"column": column, "expected": expected}))
        for name in extra:
            self._wrong(Problem(line, "extra_column", {"column": shown(name), "expected": expected}))
        return None if self.count else [header.index(column) for column in COLUMNS]

    def _field(self, column: str) -> Field:
        match column:
            case "level":
                return LevelField(column, self.highest)
            case "observed_on":
                return DateField(column, self.today)
            case "rater_role":
                return RoleField(column)
        return NameField(column)

    def _take(self, line: int, row: list[str], places: list[int]) -> None:
        if len(row) != len(COLUMNS):
            self._wrong(Problem(line, "cells", {"found": len(row), "expected": len(COLUMNS)}))
            return
        numbers = [known[row[place]] for known, place in zip(self.fields, places, strict=True)]
        if min(numbers) < 0:
            for known, number in zip(self.fields, numbers, strict=True):
                if number < 0:
                    self._wrong(known.problem(number, line))
            return
        self.cells.extend(numbers)
        self.lines.append(line)

    def _wrong(self, problem: Problem) -> None:
        self.count += 1
        if len(self.problems) < MOST_KEPT:
            self.problems.append(problem)

    def result(self, levels: int | None) -> RatingsFile:
        rows = np.frombuffer(self.cells, dtype=np.int64).reshape(-1, len(COLUMNS))
        is_again, first = _repeated(rows)
        lines = np.frombuffer(self.lines, dtype=np.int64)
        repeats = zip(lines[is_again].tolist(), lines[first[is_again]].tolist(), strict=True)
        subject, criterion, level, rater, day, role = rows[~is_again].T.copy()
        subjects, criteria, raters = self._names()
        return RatingsFile(
            Ratings(
                subjects=subjects,
                criteria=criteria,
                raters=raters,
                subject=subject,
                criterion=criterion,
                level=level,
                rater=rater,
                day=day,
                role=role,
                n_levels=levels or max(2, int(level.max())),
            ),
            tuple(Repeat(line, first_line) for line, first_line in repeats),
        )


def _repeated(rows: IntArray) -> tuple[BoolArray, IntArray]:
    """Find the rows that equal an earlier one, and the first row each equals: both (n,)."""
    order = np.lexsort(rows.T)
    is_new = np.ones(len(order), dtype=np.bool_)
    is_new[1:] = (rows[order[1:]] != rows[order[:-1]]).any(axis=1)
    first = np.zeros(len(order), dtype=np.int64)
    first[order] = order[np.maximum.accumulate(np.where(is_new, np.arange(len(order)), 0))]
    is_again = np.zeros(len(order), dtype=np.bool_)
    is_again[order] = ~is_new
    return is_again, first
