"""Whatever a rubric says: written as YAML, CSV or CASE and read again, it is the same."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.rubric.domain import list_flaws
from lms.rubric.loader import WRITTEN, Edition, Format, read_file, write_rubric
from tests.factories.rubric import shipped_schema
from tests.properties.rubric.odd_texts import additions, odd, reworded, whole_texts

SCHEMA = shipped_schema()
EDITION = Edition("https://banso.example.jp", "協議会", datetime(2026, 11, 20, 3, tzinfo=UTC))

unhurried = settings(deadline=None, max_examples=25)  # a file takes 5 to 50 ms, on a busy machine far more


@pytest.mark.parametrize("kind", WRITTEN)
@unhurried
@given(text=whole_texts() | additions())
def test_written_and_read_it_is_the_same(kind, text):
    reading = read_file(write_rubric(text, kind, EDITION), schema=SCHEMA, kind=kind)
    expected = text if not list_flaws(text) else None
    assert reading.draft == text
    assert reading.rubric == expected
    assert reading.draft.digest() == text.digest()
    assert dict(reading.draft.identifiers) == dict(text.identifiers)


@unhurried
@given(text=whole_texts())
def test_every_object_of_a_package_has_an_identifier_of_its_own(text):
    package = json.loads(write_rubric(text, Format.CASE, EDITION))
    objects = [package["CFDocument"], *package["CFItems"], *package["CFAssociations"], *package["CFRubrics"]]
    for criterion in package["CFRubrics"][0]["CFRubricCriteria"]:
        objects += [criterion, *criterion["CFRubricCriterionLevels"]]
    identifiers = [one["identifier"] for one in objects]
    assert len(set(identifiers)) == len(identifiers)


@pytest.mark.parametrize("kind", Format)
@unhurried
@given(content=st.binary(max_size=200))
def test_no_bytes_are_an_accident(kind, content):
    reading = read_file(content, schema=SCHEMA, kind=kind)
    assert reading.rubric is None
    assert [problem.sentence() for problem in reading.problems] != []


broken = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@unhurried
@given(data=st.data(), text=whole_texts())
def test_a_package_with_one_part_replaced_is_no_accident(data, text):
    package = json.loads(write_rubric(text, Format.CASE, EDITION))
    parts, waiting = [], [package]
    while waiting:
        part = waiting.pop()
        pairs = list(part.items() if isinstance(part, dict) else enumerate(part))
        parts += [(part, step) for step, _ in pairs]
        waiting += [inner for _, inner in pairs if isinstance(inner, dict | list)]
    part, step = data.draw(st.sampled_from(parts))
    part[step] = data.draw(broken)
    fall_back = data.draw(st.booleans())
    reading = read_file(json.dumps(package).encode(), schema=SCHEMA, kind=Format.CASE, fall_back=fall_back)
    assert (reading.rubric is None) == bool(reading.problems)
    assert all(problem.sentence() for problem in (*reading.problems, *reading.notes))


@unhurried
@given(data=st.data(), text=whole_texts())
def test_a_table_with_one_cell_replaced_is_no_accident(data, text):
    cells = write_rubric(text, Format.CSV, EDITION).decode().split(",")
    place = data.draw(st.integers(0, len(cells) - 1))
    cells[place] = data.draw(odd)
    reading = read_file(",".join(cells).encode(), schema=SCHEMA, kind=Format.CSV)
    assert (reading.rubric is None) == bool(reading.problems)
    assert all(problem.sentence() for problem in reading.problems)


def test_a_table_whose_heading_lacks_the_column_of_its_criteria_is_told_so():
    text = b"row,code,value,domain,name_ja,name_en\ndomain,,,A,a,a\ncriterion,,,A,,\ndescriptor,,,,,\n"
    reading = read_file(text, schema=SCHEMA, kind=Format.CSV)

    assert reading.rubric is None
    assert all(problem.sentence() for problem in reading.problems)


@unhurried
@given(text=reworded())
def test_no_cell_of_a_table_begins_like_a_formula(text):
    written = write_rubric(text, Format.CSV, EDITION).decode("utf-8-sig")

    for row in csv.reader(io.StringIO(written, newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) for cell in row)
