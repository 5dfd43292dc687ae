"""Reads a competency framework as Moodle exports it (``tool_lpimportcsv``, Moodle 3.1 and later).

Moodle's scale becomes the levels, the competencies at the top the domains, those below them the criteria.
Descriptors of levels and a second language Moodle has not; they stay to be written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lms.rubric.domain import LANGUAGES
from lms.rubric.loader.foreign import (
    Entry,
    in_one,
    language_of,
    plain_text,
    put_scale,
    put_tree,
    require_tree,
    slug,
)
from lms.rubric.loader.plain import UnreadableError
from lms.rubric.loader.problem import SHOWN, Problem
from lms.rubric.loader.sketch import Sketch
from lms.rubric.loader.source import Source
from lms.rubric.loader.table.cells import Table, read_cells

COLUMNS = (
    "parent id number",
    "id number",
    "short name",
    "description",
    "description format",
    "scale values",
    "scale configuration",
    "rule type (optional)",
    "rule outcome (optional)",
    "rule config (optional)",
    "cross-referenced competency id numbers",
    "exported id (optional)",
    "is framework",
    "taxonomy",
)
"""As an English Moodle writes them; in other languages Moodle itself goes by their order."""

PARENT, IDENTIFIER, NAME, DESCRIPTION, FORMAT, SCALE = COLUMNS[:6]
IS_FRAMEWORK = "is framework"
HTML = "1"
_NEEDED = (PARENT, IDENTIFIER, NAME, IS_FRAMEWORK)
_NOT_TAKEN = ("rule type (optional)", "cross-referenced competency id numbers")
_FALSE = frozenset({"", "0", "false"})


@dataclass(frozen=True)
class _Row:
    """A row of the file: the framework itself, or one competency."""

    line: int
    cells: Mapping[str, str]

    @property
    def is_framework(self) -> bool:
        return self.cells.get(IS_FRAMEWORK, "").lower() not in _FALSE

    @property
    def text(self) -> str:
        """The description without its markup."""
        text = self.cells.get(DESCRIPTION, "")
        return plain_text(text) if self.cells.get(FORMAT, HTML) == HTML else text


def read_moodle(content: bytes) -> Source:
    """Read a framework's bytes. Raises UnreadableError."""
    table = _with_known_heading(read_cells(content))
    rows = [_Row(line, cells) for line, cells in table.named()]
    frameworks = [row for row in rows if row.is_framework]
    if len(frameworks) != 1:
        line = frameworks[1].line if frameworks else 1
        raise UnreadableError(Problem(line, "rubric.moodle_frameworks", {"found": len(frameworks)}))
    competencies = [row for row in rows if not row.is_framework]
    return Source(_sketch(frameworks[0], competencies).in_lines(), tuple(_left_out(rows)), is_foreign=True)


def _with_known_heading(table: Table) -> Table:
    missing = [column for column in _NEEDED if column not in table.heading]
    if not missing:
        return table
    if len(missing) == len(_NEEDED) and len(table.heading) == len(COLUMNS):
        return Table(COLUMNS, table.rows)
    facts = {"columns": ", ".join(missing)}
    raise UnreadableError(Problem(1, "rubric.moodle_heading", facts))


def _sketch(framework: _Row, competencies: list[_Row]) -> Sketch:
    sketch, line = Sketch(), framework.line
    named = framework.cells.get(NAME, "")
    main = language_of([named, *(row.cells.get(NAME, "") for row in competencies)])
    code = slug(framework.cells.get(IDENTIFIER, ""), longest=40, otherwise="moodle")
    sketch.put(("code",), code, line)
    sketch.put(("version",), "1", line)
    about = {"title": named, "source": framework.text or named}
    for name, text in about.items():
        sketch.put_words((name,), in_one(main, text), dict.fromkeys(LANGUAGES, line))
    sketch.put_words(("drafting",), _BROUGHT_IN, dict.fromkeys(LANGUAGES, line))
    scale = filter(None, (name.strip() for name in framework.cells.get(SCALE, "").split(",")))
    put_scale(sketch, ((line, in_one(main, name)) for name in scale))
    put_tree(sketch, _roots(competencies, main), title=in_one(main, named), spot=line)
    return sketch


_BROUGHT_IN = {
    "ja": "Moodleのコンピテンシーフレームワークから取り込んだもの。",
    "en": "Brought in from a competency framework of Moodle.",
}


def _roots(competencies: list[_Row], main: str) -> list[Entry]:
    entries = dict(_entries(competencies, main))
    parents: dict[str, str | None] = {}
    for row in competencies:
        parent = row.cells.get(PARENT, "")
        if parent and parent not in entries:
            raise UnreadableError(Problem(row.line, "rubric.moodle_parent", {"parent": parent[:SHOWN]}))
        parents[row.cells.get(IDENTIFIER, "")] = parent or None
    require_tree(parents, {key: entry.spot for key, entry in entries.items()})
    roots: list[Entry] = []
    for key, entry in entries.items():
        above = parents[key]
        (roots if above is None else entries[above].children).append(entry)
    return roots


def _entries(competencies: list[_Row], main: str) -> Iterator[tuple[str, Entry]]:
    known: dict[str, int] = {}
    for row in competencies:
        key = row.cells.get(IDENTIFIER, "")
        if not key:
            raise UnreadableError(Problem(row.line, "rubric.moodle_no_number"))
        if key in known:
            facts = {"number": key[:SHOWN], "first": known[key]}
            raise UnreadableError(Problem(row.line, "rubric.moodle_repeated", facts))
        known[key] = row.line
        name = row.cells.get(NAME, "")
        spots = dict.fromkeys(("name", "definition"), dict.fromkeys(LANGUAGES, row.line))
        yield key, Entry(key, key, in_one(main, name), in_one(main, row.text or name), spots)


def _left_out(rows: list[_Row]) -> Iterator[Problem]:
    found = [name for name in _NOT_TAKEN if any(row.cells.get(name) for row in rows)]
    scales = {row.cells.get(SCALE, "") for row in rows} - {""}
    if len(scales) > 1:
        found.append(SCALE)
    if found:
        yield Problem(0, "rubric.left_out", {"names": ", ".join(found)})
