"""Rubrics as tables for spreadsheets: what Excel and people do to them is read, or told with its line."""

import csv
import io
from datetime import UTC, datetime

import pytest

from lms.rubric.loader import Edition, Format, write_rubric
from lms.rubric.loader.table.cells import MAX_BYTES, MAX_ROWS
from lms.rubric.loader.table.columns import COLUMNS, KINDS, Row, as_written, harmless
from tests.factories.rubric import (
    CriterionTextFactory,
    DescriptorFactory,
    DomainTextFactory,
    RubricTextFactory,
    banso_text,
)

EDITION = Edition("https://banso.example.jp", "協議会", datetime(2026, 11, 20, 3, tzinfo=UTC))


@pytest.fixture
def written() -> str:
    return write_rubric(RubricTextFactory(), Format.CSV, EDITION).decode("utf-8-sig")


@pytest.fixture
def edited(written):
    """Replace one piece of the table, as an editor would."""

    def edit(old: str, new: str) -> str:
        assert written.count(old) >= 1
        return written.replace(old, new, 1)

    return edit


def test_excel_opens_it_and_finds_one_row_per_criterion_and_level():
    content = write_rubric(banso_text(), Format.CSV, EDITION)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert content.startswith("\ufeff".encode())
    assert tuple(rows[0]) == COLUMNS
    descriptors = [row for row in rows if row["row"] == "descriptor"]
    assert len(descriptors) == 44
    assert [(row["domain"], row["criterion"], row["level"]) for row in descriptors[:2]] == [
        ("A", "A1", "1"),
        ("A", "A1", "2"),
    ]
    assert descriptors[0]["text_ja"] == banso_text().criteria[0].descriptors[0].text["ja"]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("'tis", "'tis"),
        ("1-1", "1-1"),
        ("", ""),
    ],
)
def test_what_looks_like_a_formula_is_made_harmless_and_back(text, cell):
    assert harmless(text) == cell
    assert as_written(cell) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_it_is_read_in_the_encodings_that_spreadsheets_write(read, written, encoding):
    assert read(written.encode(encoding), Format.CSV).rubric == RubricTextFactory()


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_other_delimiters_and_line_ends_are_read(read, written, delimiter, line_end):
    other = io.StringIO()
    csv.writer(other, delimiter=delimiter, lineterminator=line_end).writerows(
        csv.reader(io.StringIO(written, newline=""))
    )
    assert read(other.getvalue(), Format.CSV).rubric == RubricTextFactory()


def test_rows_in_another_order_and_columns_in_another_order_say_the_same(read, written):
    rows = list(csv.DictReader(io.StringIO(written, newline="")))
    other = io.StringIO()
    table = csv.DictWriter(other, sorted(COLUMNS))
    table.writeheader()
    table.writerows([*rows[5:], *rows[:5]])
    assert read(other.getvalue() + ",,,\n,,\n", Format.CSV).rubric == RubricTextFactory()


def test_empty_columns_at_the_end_are_no_columns(read, written):
    lines = [f"{line},," if line else line for line in written.split("\r\n")]
    assert read("\r\n".join(lines), Format.CSV).rubric == RubricTextFactory()


def test_an_identifier_of_a_place_without_a_row_has_a_row_of_its_own(read):
    identifiers = {"domains/Z": "0c9d5a4e-3f50-4a7b-9d4f-6a0f2a1b7c11"}
    text = RubricTextFactory(identifiers=identifiers)
    assert read(write_rubric(text, Format.CSV, EDITION), Format.CSV).draft == text
    assert read(write_rubric(text, Format.CASE, EDITION), Format.CASE).draft == text


def test_what_a_spreadsheet_makes_of_numbers_and_yes_is_read(read, edited):
    text = edited("level,,,2,", "level,,,2.0,").replace(
        "行動1,Behaviour 1,,,,,,", "行動1,Behaviour 1,,,,,TRUE,"
    )
    rubric = read(text, Format.CSV).rubric
    assert [level.number for level in rubric.levels] == [1, 2]
    assert [one.is_draft for one in rubric.descriptors] == [True, False, True, False]


@pytest.mark.parametrize(
    ("content", "line", "sentence"),
    [
        ("題名,本文\n".encode("utf-16"), 1, "The file is in UTF-16; save it in UTF-8."),
        (
            "row,code\nrubric,基準の表\n".encode("euc_jp"),
            2,
            "This is neither UTF-8 nor Shift_JIS (cp932); save",
        ),
        (b"row,code\nrubric,\x81\xff\n", 2, "This is neither UTF-8 nor Shift_JIS (cp932); save"),
        (b"row,code\nrubric,a\0b\n", 2, "There is a control character here; a rubric is plain text."),
        (b"", 1, "The file holds no row."),
        (b"\n , \n", 1, "The file holds no row."),
        (b"a,b\n1,2\n", 1, "The first row is no heading of a rubric; expected are the columns row,domain,"),
        (b"row,colour\n", 1, "The column “colour” is not known here; expected are row, domain,"),
        (b"row,code,code\n", 1, "The column “code” stands twice in the heading."),
        (b'row,code\nrubric,"a"b\n', 2, "This cannot be read as CSV: "),
        (b"row,code\nrubric,a,b\n", 2, "There are more cells here than columns in the heading."),
        (b"row\n" + b"rubric\n" * (MAX_ROWS + 1), MAX_ROWS + 2, "The file has more than 20000 rows;"),
        (b"row\n" + b"x" * MAX_BYTES, 1, "The file is larger than 2000 kB;"),
    ],
)
def test_what_is_no_table_of_a_rubric_is_told(refused, content, line, sentence):
    found = refused(content, Format.CSV)
    assert found[0][0] == line
    assert found[0][1].startswith(sentence)
    assert len(found) == 1


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("domain,A,", "area,A,", 7, "A row “area” is not known here; the first column says one of: rubric,"),
        ("level,,,2,level_2", "level,,,two,level_2", 6, "level: “two” is no whole number."),
        (
            "descriptor,A,A1,1",
            "descriptor,A,A7,1",
            9,
            "criterion: there is no row for “A7”; expected is one of: A1, A2.",
        ),
        ("descriptor,A,A1,1", "descriptor,B,A1,1", 9, "A1 stands in another domain than B."),
        ("criterion,A,A1,", "criterion,A,A1,1", 8, "A row “criterion” has nothing in the column “level”;"),
        ("Behaviour 1,,,,,,", "Behaviour 1,,,,,maybe,", 9, "draft: “maybe” is neither yes nor no."),
        ("source,", "rubric,", 3, "A second row “rubric”; one is expected."),
        (
            "source,,,,,",
            "option,,,,colour,",
            3,
            "The option “colour” is not known here; expected are locked, public,",
        ),
    ],
)
def test_what_an_editor_gets_wrong_is_told_with_its_line(refused, edited, old, new, line, sentence):
    found = refused(edited(old, new), Format.CSV)
    assert any(at == line and told.startswith(sentence) for at, told in found), found


def test_a_missing_translation_is_told_with_its_line_and_place(refused, edited):
    found = refused(edited("行動1,Behaviour 1", "行動1,"), Format.CSV)
    place = "domains › A › criteria › A1 › descriptors › 1 › text"
    assert found == [(9, f"{place}: “en” is missing.")]


def test_a_descriptor_that_was_deleted_is_told_at_its_criterion(refused, written):
    lines = written.split("\r\n")
    found = refused(
        "\r\n".join(line for line in lines if not line.startswith("descriptor,A,A2,2")), Format.CSV
    )
    assert [(line, told.split(": ")[1]) for line, told in found] == [
        (11, "A2 has no descriptor for level 2; each of 2 levels needs one.")
    ]


def test_texts_that_look_like_anything_come_back(read):
    odd = {"ja": "=SUM(A1)\n'二行目', \"引用\"", "en": "-1; @here, 'quoted'"}
    descriptors = tuple(DescriptorFactory(level_number=n, sign=odd) for n in (1, 2))
    criterion = CriterionTextFactory(descriptors=descriptors, basis=odd, definition=odd)
    text = RubricTextFactory(domains=(DomainTextFactory(criteria=(criterion,)),), version="1.10")
    content = write_rubric(text, Format.CSV, EDITION)
    assert read(content, Format.CSV).rubric == text
    assert b"v1.10" in content


def test_each_column_belongs_to_a_kind_of_row():
    assert {column for kind in KINDS.values() for column in kind.columns} == set(COLUMNS)
    assert set(KINDS) == set(Row)
