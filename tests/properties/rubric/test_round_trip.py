"""Whatever a rubric says: written as YAML, CSV or CASE and read again, it is the same."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.rubric.domain import (
    Change,
    CriterionText,
    CrosswalkKind,
    CrosswalkLine,
    LocalExample,
    RubricText,
    Succession,
    list_flaws,
)
from lms.rubric.loader import WRITTEN, Edition, Format, read_file, write_rubric
from lms.rubric.loader.places import places_with_rows
from tests.factories.rubric import shipped_schema
from tests.properties.rubric.strategies import LETTERS, codes, rubrics

SCHEMA = shipped_schema()
EDITION = Edition("https://banso.example.jp", "協議会", datetime(2026, 11, 20, 3, tzinfo=UTC))

unhurried = settings(deadline=None, max_examples=25)  # a file takes 5 to 50 ms, on a busy machine far more

# Letters of any kind, and what the formats themselves are made of.
odd = st.text(
    LETTERS | st.sampled_from("\n\n\t\"'=+-@＝＋－＠,;:#|>%&*!?{}[]\\~`</\u2028\x85"), min_size=1, max_size=30
)
sentences = odd.map(str.strip).filter(bool)
words = st.fixed_dictionaries({"ja": sentences, "en": sentences})


@st.composite
def reworded(draw: st.DrawFn) -> RubricText:
    """A whole rubric whose texts are as odd as texts may be."""
    text = draw(rubrics())
    domains = tuple(
        replace(domain, name=draw(words), criteria=tuple(draw(odd_criteria(c)) for c in domain.criteria))
        for domain in text.domains
    )
    return replace(text, title=draw(words), source=draw(words), drafting=draw(words), domains=domains)


@st.composite
def odd_criteria(draw: st.DrawFn, criterion: CriterionText) -> CriterionText:
    """The same criterion in odd words; its descriptors stay different."""
    descriptors = tuple(
        replace(
            descriptor,
            text={language: f"{said} {draw(odd)}".strip() for language, said in descriptor.text.items()},
            sign=draw(st.none() | words),
        )
        for descriptor in criterion.descriptors
    )
    marked = tuple(
        replace(one, text={language: f"{said}{one.level_number}" for language, said in one.text.items()})
        for one in descriptors
    )
    return replace(criterion, name=draw(words), definition=draw(words), descriptors=marked)


@st.composite
def successions(draw: st.DrawFn, text: RubricText) -> Succession:
    """Any crosswalk that can be written down, whether or not it fits the version before."""
    here = st.sampled_from([criterion.code for criterion in text.criteria])
    targets = st.lists(here, max_size=3, unique=True).map(tuple)
    levels = st.none() | st.dictionaries(st.integers(1, 9), st.integers(1, 9), min_size=1, max_size=4)
    lines = st.builds(CrosswalkLine, codes, st.sampled_from(CrosswalkKind), targets, levels)
    change = draw(st.sampled_from([Change.EDITORIAL, Change.MEANING]))
    version = draw(st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3})?", fullmatch=True))
    crosswalk = draw(st.lists(lines, max_size=4, unique_by=lambda line: line.source))
    return Succession(version, change, tuple(crosswalk), draw(st.none() | words))


@st.composite
def whole_texts(draw: st.DrawFn) -> RubricText:
    """Everything a version may hold: how it follows, what is locked and public, identifiers of elsewhere."""
    text = draw(reworded())
    places = sorted({*places_with_rows(text), *(f"levels/{level.number}" for level in text.levels)})
    identifiers = st.dictionaries(st.sampled_from(places), st.uuids(version=4).map(str), max_size=5)
    return replace(
        text,
        succession=draw(st.none() | successions(text)),
        is_locked=draw(st.booleans()),
        is_public=draw(st.booleans()),
        identifiers=draw(identifiers),
    )


@st.composite
def additions(draw: st.DrawFn) -> RubricText:
    """What a member adds: examples, and perhaps domains of its own."""
    text = draw(reworded())
    level = st.integers(1, 4)
    examples = draw(st.lists(st.builds(LocalExample, codes, level, words), min_size=1, max_size=3))
    domains = text.domains if draw(st.booleans()) else ()
    return replace(text, levels=(), domains=domains, extends="banso", examples=tuple(examples))


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


@unhurried
@given(text=reworded())
def test_no_cell_of_a_table_begins_like_a_formula(text):
    written = write_rubric(text, Format.CSV, EDITION).decode("utf-8-sig")

    for row in csv.reader(io.StringIO(written, newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) for cell in row)
