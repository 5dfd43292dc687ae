"""Reads a rubric from a table. Rows may stand in any order; those of one kind keep theirs."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lms.rubric.domain import LANGUAGES
from lms.rubric.loader.plain import UnreadableError
from lms.rubric.loader.problem import SHOWN, Problem
from lms.rubric.loader.sketch import Sketch, Steps
from lms.rubric.loader.source import Source
from lms.rubric.loader.table.cells import Table, read_cells, repeated
from lms.rubric.loader.table.columns import ARROW, COLUMNS, KINDS, SWITCHES, YES, Row, as_written

Cells = Mapping[str, str]

_TRUE = frozenset({YES, "true", "1", "y", "はい", "○"})
_FALSE = frozenset({"", "no", "false", "0", "n", "いいえ", "×"})
_ONCE = frozenset({Row.RUBRIC, Row.SOURCE, Row.DRAFTING, Row.FOLLOWS})
_NUMBER = re.compile(r"([0-9]{1,4})(\.0*)?")


def read_table(content: bytes) -> Source:
    """Read a table's bytes. Raises UnreadableError."""
    table = read_cells(content)
    reader = _Reader()
    reader.problems += _heading_problems(table)
    if not reader.problems:
        reader.read(table)
    if reader.problems:
        raise UnreadableError(*sorted(reader.problems, key=lambda problem: problem.line))
    return Source(reader.sketch.in_lines())


def _heading_problems(table: Table) -> Iterator[Problem]:
    if "row" not in table.heading:
        yield Problem(1, "rubric.table_no_heading", {"expected": ",".join(COLUMNS)})
        return
    for name in table.heading:
        if name not in COLUMNS:
            facts = {"column": name[:SHOWN], "expected": ", ".join(COLUMNS)}
            yield Problem(1, "rubric.table_unknown_column", facts)
    for name in repeated(table.heading):
        yield Problem(1, "rubric.table_repeated_column", {"column": name[:SHOWN]})


@dataclass
class _Reader:
    sketch: Sketch = field(default_factory=Sketch)
    problems: list[Problem] = field(default_factory=list)
    domains: dict[str, Steps] = field(default_factory=dict)
    criteria: dict[str, Steps] = field(default_factory=dict)

    def read(self, table: Table) -> None:
        found: dict[Row, list[tuple[int, Cells]]] = {kind: [] for kind in Row}
        for line, cells in table.named():
            kind = self._kind(line, cells)
            if kind is not None:
                found[kind].append((line, {name: as_written(cell) for name, cell in cells.items()}))
        for kind, take in self._takers().items():
            for line, cells in found[kind]:
                take(line, cells)
            if kind in _ONCE:
                for line, _ in found[kind][1:]:
                    self._wrong(line, "rubric.table_repeated_row", row=kind.value)

    def _takers(self) -> Mapping[Row, Callable[[int, Cells], None]]:
        """Return what takes each kind of row, in the order they are taken: parents first."""
        return {
            Row.RUBRIC: self._take_rubric,
            Row.SOURCE: lambda line, cells: self._put_words((), Row.SOURCE, line, cells),
            Row.DRAFTING: lambda line, cells: self._put_words((), Row.DRAFTING, line, cells),
            Row.OPTION: self._take_option,
            Row.FOLLOWS: self._take_follows,
            Row.CROSSWALK: self._take_line,
            Row.LEVEL: self._take_level,
            Row.DOMAIN: self._take_domain,
            Row.CRITERION: self._take_criterion,
            Row.DESCRIPTOR: self._take_descriptor,
            Row.EXAMPLE: self._take_example,
            Row.IDENTIFIER: lambda line, cells: self._name(cells.get("value", ""), line, cells),
        }

    def _kind(self, line: int, cells: Cells) -> Row | None:
        said = cells.get("row", "").lower()
        if said not in tuple(Row):
            self._wrong(line, "rubric.table_unknown_row", row=said[:SHOWN], expected=", ".join(tuple(Row)))
            return None
        kind = Row(said)
        for column in cells:
            if cells[column] and column not in KINDS[kind].columns:
                expected = ", ".join(name for name in COLUMNS if name in KINDS[kind].columns)
                facts = {"row": said, "column": column, "expected": expected}
                self._wrong(line, "rubric.table_unused_cell" if column else "rubric.table_wide", **facts)
        return kind

    def _wrong(self, line: int, code: str, **facts: object) -> None:
        self.problems.append(Problem(line, code, facts))

    # ---- rows ----

    def _take_rubric(self, line: int, cells: Cells) -> None:
        self._put((), line, code=cells.get("code", ""), version=_version(cells))
        self._put_words((), Row.RUBRIC, line, cells)
        self._name("", line, cells)

    def _take_option(self, line: int, cells: Cells) -> None:
        name = cells.get("code", "")
        if name == "extends":
            self._put((), line, extends=cells.get("value", ""))
        elif name in SWITCHES:
            if self._yes(line, "value", cells):
                self._put((), line, **{name: True})
        else:
            expected = ", ".join((*SWITCHES, "extends"))
            self._wrong(line, "rubric.table_unknown_option", option=name[:SHOWN], expected=expected)

    def _take_follows(self, line: int, cells: Cells) -> None:
        self._put(("follows",), line, version=_version(cells), change=cells.get("code", ""))
        self._put_words(("follows",), Row.FOLLOWS, line, cells)

    def _take_line(self, line: int, cells: Cells) -> None:
        path = self.sketch.next_in(("follows", "crosswalk"))
        self._put(path, line, **{"from": cells.get("criterion", ""), "becomes": cells.get("code", "")})
        if cells.get("value"):
            self._put(path, line, to=cells["value"].replace(",", " ").split())
        if cells.get("level"):
            pairs = (pair.partition(ARROW) for pair in cells["level"].split())
            levels = {given: self._number(line, "level", level) for given, _, level in pairs}
            self._put(path, line, levels=levels)

    def _take_level(self, line: int, cells: Cells) -> None:
        path = self.sketch.next_in(("levels",))
        number = self._number(line, "level", cells.get("level", ""))
        self._put(path, line, number=number, code=cells.get("code", ""))
        self._put_words(path, Row.LEVEL, line, cells)
        self._name(f"levels/{number}", line, cells)

    def _take_domain(self, line: int, cells: Cells) -> None:
        code = cells.get("domain", "")
        path = self.sketch.next_in(("domains",))
        self.domains.setdefault(code, path)
        self._put(path, line, code=code)
        self._put_words(path, Row.DOMAIN, line, cells)
        self._put(path, line, criteria=[])
        self._name(f"domains/{code}", line, cells)

    def _take_criterion(self, line: int, cells: Cells) -> None:
        code = cells.get("criterion", "")
        parent = self._parent(line, "domain", cells, self.domains)
        if parent is None:
            return
        path = self.sketch.next_in((*parent, "criteria"))
        self.criteria.setdefault(code, path)
        self._put(path, line, code=code)
        self._put_words(path, Row.CRITERION, line, cells)
        self._put(path, line, descriptors=[])
        self._name(f"criteria/{code}", line, cells)

    def _take_descriptor(self, line: int, cells: Cells) -> None:
        parent = self._parent(line, "criterion", cells, self.criteria)
        if parent is None:
            return
        code, domain = cells.get("criterion", ""), cells.get("domain", "")
        if domain and self.domains.get(domain) != parent[:2]:
            self._wrong(line, "rubric.table_other_domain", criterion=code, domain=domain[:SHOWN])
        path = self.sketch.next_in((*parent, "descriptors"))
        number = self._number(line, "level", cells.get("level", ""))
        self._put(path, line, level=number)
        self._put_words(path, Row.DESCRIPTOR, line, cells)
        if self._yes(line, "draft", cells):
            self._put(path, line, draft=True)
        self._name(f"criteria/{code}/{number}", line, cells)

    def _take_example(self, line: int, cells: Cells) -> None:
        path = self.sketch.next_in(("examples",))
        number = self._number(line, "level", cells.get("level", ""))
        self._put(path, line, criterion=cells.get("criterion", ""), level=number)
        self._put_words(path, Row.EXAMPLE, line, cells)

    # ---- cells ----

    def _put(self, path: Steps, line: int, **values: Any) -> None:  # noqa: ANN401 (of any kind a file holds)
        for name, value in values.items():
            self.sketch.put((*path, name), value, line)

    def _put_words(self, path: Steps, kind: Row, line: int, cells: Cells) -> None:
        """Put the texts of a row in; an empty cell is a language that is missing."""
        for column, name in KINDS[kind].words.items():
            said = {language: cells.get(f"{column}_{language}", "") for language in LANGUAGES}
            words = {language: text for language, text in said.items() if text}
            if words or column not in KINDS[kind].optional:
                self.sketch.put_words((*path, name), words, dict.fromkeys(LANGUAGES, line))

    def _name(self, place: str, line: int, cells: Cells) -> None:
        if cells.get("identifier"):
            self.sketch.put(("identifiers", place), cells["identifier"].lower(), line)

    def _parent(self, line: int, column: str, cells: Cells, known: Mapping[str, Steps]) -> Steps | None:
        code = cells.get(column, "")
        if code not in known:
            expected = ", ".join(known)[:SHOWN]
            facts = {"column": column, "said": code[:SHOWN], "expected": expected}
            self._wrong(line, "rubric.table_unknown_parent", **facts)
        return known.get(code)

    def _number(self, line: int, column: str, cell: str) -> int:
        """Read a whole number as a spreadsheet may write it: 1 or 1.0."""
        found = _NUMBER.fullmatch(cell)
        if found is None:
            self._wrong(line, "rubric.table_not_number", column=column, value=cell[:SHOWN])
            return 0
        return int(found[1])

    def _yes(self, line: int, column: str, cells: Cells) -> bool:
        said = cells.get(column, "").lower()
        if said not in _TRUE | _FALSE:
            self._wrong(line, "rubric.table_not_yes", column=column, value=said[:SHOWN])
        return said in _TRUE


def _version(cells: Cells) -> str:
    """Read a version as it is written: with a v, lest it be taken for a number."""
    return re.sub(r"^[vV](?=[0-9])", "", cells.get("value", ""))
