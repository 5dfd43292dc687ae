"""Writes a rubric as a table that a spreadsheet opens as it is: in marked UTF-8, no text a formula."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from lms.rubric.domain import LANGUAGES, RubricText, document_of
from lms.rubric.loader.places import places_with_rows
from lms.rubric.loader.table.columns import ARROW, COLUMNS, KINDS, SWITCHES, YES, Row, harmless

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"

Cells = dict[str, str]


def write_table(text: RubricText) -> bytes:
    """Write a whole version. Reading it gives the same text again."""
    stream = io.StringIO()
    stream.write(BYTE_ORDER_MARK)
    table = csv.DictWriter(stream, COLUMNS, restval="")
    table.writeheader()
    for cells in _rows(text):
        table.writerow({column: harmless(cell) for column, cell in cells.items()})
    return stream.getvalue().encode()


def _rows(text: RubricText) -> Iterator[Cells]:
    document = document_of(text)
    identifiers = text.identifiers
    yield _row(
        Row.RUBRIC,
        document,
        code=text.code,
        value=_version(text.version),
        identifier=identifiers.get("", ""),
    )
    yield _row(Row.SOURCE, document)
    yield _row(Row.DRAFTING, document)
    for name in SWITCHES:
        if name in document:
            yield _row(Row.OPTION, {}, code=name, value=YES)
    if text.extends is not None:
        yield _row(Row.OPTION, {}, code="extends", value=text.extends)
    if "follows" in document:
        yield from _succession(document["follows"])
    for level in document.get("levels", ()):
        number = str(level["number"])
        identifier = identifiers.get(f"levels/{number}", "")
        yield _row(Row.LEVEL, level, level=number, code=level["code"], identifier=identifier)
    for domain in document.get("domains", ()):
        yield from _domain(domain, identifiers)
    for example in document.get("examples", ()):
        level = str(example["level"])
        yield _row(Row.EXAMPLE, example, criterion=example["criterion"], level=level)
    written = {*places_with_rows(text), *(f"levels/{level.number}" for level in text.levels)}
    for place, identifier in identifiers.items():
        if place not in written:
            yield _row(Row.IDENTIFIER, {}, value=place, identifier=identifier)


def _succession(follows: Mapping[str, Any]) -> Iterator[Cells]:
    yield _row(Row.FOLLOWS, follows, code=follows["change"], value=_version(follows["version"]))
    for line in follows.get("crosswalk", ()):
        levels = " ".join(f"{given}{ARROW}{level}" for given, level in line.get("levels", {}).items())
        targets = " ".join(line.get("to", ()))
        yield _row(
            Row.CROSSWALK, {}, criterion=line["from"], code=line["becomes"], value=targets, level=levels
        )


def _domain(domain: Mapping[str, Any], identifiers: Mapping[str, str]) -> Iterator[Cells]:
    code = domain["code"]
    yield _row(Row.DOMAIN, domain, domain=code, identifier=identifiers.get(f"domains/{code}", ""))
    for criterion in domain["criteria"]:
        of = {"domain": code, "criterion": criterion["code"]}
        place = f"criteria/{criterion['code']}"
        yield _row(Row.CRITERION, criterion, **of, identifier=identifiers.get(place, ""))
        for descriptor in criterion["descriptors"]:
            level = str(descriptor["level"])
            yield _row(
                Row.DESCRIPTOR,
                descriptor,
                **of,
                level=level,
                draft=YES if descriptor.get("draft") else "",
                identifier=identifiers.get(f"{place}/{level}", ""),
            )


def _row(kind: Row, said: Mapping[str, Any], **cells: str) -> Cells:
    """Fill a row's plain columns, and the bilingual ones of its kind from what a part of the file says."""
    words = {
        f"{column}_{language}": str(said.get(name, {}).get(language, ""))
        for column, name in KINDS[kind].words.items()
        for language in LANGUAGES
    }
    return {"row": kind.value, **cells, **words}


def _version(version: str) -> str:
    """Write a version so that no spreadsheet takes it for a number: 1.10 is not 1.1."""
    return f"v{version}"
