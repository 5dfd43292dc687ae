"""Lists as files: the same rows as CSV and as XLSX, days as days, and no text that becomes a formula."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from lms.web.tables import FORMULA_STARTS, Table, TableFormat, as_csv, as_xlsx, table_response
from tests.factories.workbooks import read_workbook

MADE_AT = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)


@pytest.fixture
def make():
    def make_table(*rows, heading=("氏名", "期限"), name="受講状況", facts=()):
        return Table(
            stem="learners", name=name, heading=heading, rows=list(rows), made_at=MADE_AT, facts=facts
        )

    return make_table


@pytest.fixture
def read_csv():
    def read(content):
        assert content.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))

    return read


def test_a_csv_opens_in_excel(make, read_csv, speaking):
    with speaking("ja"):
        table = make(["青井 葵", date(2026, 11, 30)], ["森, 真理", MADE_AT], ["", None], ["3", 3])
        content = as_csv(table)
    assert read_csv(content) == [
        ["氏名", "期限"],
        ["青井 葵", "2026-11-30"],
        ["森, 真理", "2026-11-21 01:00"],
        ["", ""],
        ["3", "3"],
    ]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_text_becomes_a_formula(make, read_csv, speaking, start):
    with speaking("ja"):
        table = make([f"{start}1+1", -1])
        in_csv, in_xlsx = read_csv(as_csv(table)), read_workbook(as_xlsx(table))
    assert in_csv[1][0].startswith("'")
    assert in_csv[1][1] == "-1"
    assert in_xlsx[1][1] == -1
    assert "1+1" in in_xlsx[1][0]


def test_a_workbook_has_days_and_numbers(make, speaking):
    with speaking("ja"):
        content = as_xlsx(make(["青井 葵", date(2026, 11, 30)], ["森 真理", 2], [None, MADE_AT]))
    heading, first, second, third = read_workbook(content)
    assert heading == ["氏名", "期限"]
    assert first == ["青井 葵", 46356.0]
    assert second == ["森 真理", 2.0]
    assert third == [pytest.approx(46347 + 1 / 24)]


def test_a_workbook_says_what_it_was_narrowed_to(make, speaking):
    with speaking("ja"):
        content = as_xlsx(make(["青井 葵", None], facts=[("状態", "期限切れ"), ("人数", 1)]))
    assert read_workbook(content, sheet=2) == [["状態", "期限切れ"], ["人数", 1.0]]


@pytest.mark.parametrize("name", ["受講状況", "研修 [1/2]: 基本*?", "'", "長" * 40, ""])
def test_any_name_makes_a_workbook(make, speaking, name):
    with speaking("ja"):
        assert read_workbook(as_xlsx(make(["青井 葵", None], name=name)))[1] == ["青井 葵"]


def test_a_text_longer_than_a_cell_is_cut(make, speaking):
    with speaking("ja"):
        assert read_workbook(as_xlsx(make(["長" * 40_000, None])))[1] == ["長" * 32_767]


def test_no_rows_make_a_file_with_its_heading(make, read_csv, speaking):
    with speaking("ja"):
        assert read_csv(as_csv(make())) == [["氏名", "期限"]]
        assert read_workbook(as_xlsx(make())) == [["氏名", "期限"]]


@pytest.mark.parametrize(
    ("file_format", "media_type"),
    [
        (TableFormat.CSV, "text/csv"),
        (TableFormat.XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_the_file_is_named_after_what_it_holds_and_its_day(make, speaking, file_format, media_type):
    with speaking("ja"):
        response = table_response(make(name='受講"状況\r\n'), file_format)
        plain = table_response(make(name="learners"), file_format)
    assert response.mimetype == media_type
    assert response.headers["Content-Disposition"] == (
        f"attachment; filename=learners-2026-11-21.{file_format}; "
        f"filename*=UTF-8''%E5%8F%97%E8%AC%9B%20%E7%8A%B6%E6%B3%81%20%20-2026-11-21.{file_format}"
    )
    assert "filename*" not in plain.headers["Content-Disposition"]
