"""Files of profiles: the shipped ones are sound, and whatever is wrong is told with its line."""

import re
from collections.abc import Mapping

import pytest

from lms.targets.domain import Audience
from lms.targets.loader import PROBLEMS, SCHEMA_FILE, Reading, read_profiles, read_schema
from lms.targets.loader.shape import KEYWORDS
from tests.factories.rubric import banso_text
from tests.factories.targets import TARGETS

SCHEMA = read_schema(TARGETS / SCHEMA_FILE)
SHIPPED = (TARGETS / "banso-v1.yaml").read_bytes()
SOUND = """
rubric: {code: small, version: "1"}
source: {ja: 出典, en: Source}
drafting: {ja: 草案, en: Draft}
profiles:
  - code: year-1
    name: {ja: 一年目, en: First year}
    description: {ja: 説明, en: What it is}
    audience: {role: advisor, years_to: 1}
    starts_on: "2026-04-01"
    levels: {A1: 1, B1: 2}
"""
SECOND = """
  - code: year-1
    name: {ja: 次, en: Next}
    description: {ja: 説明, en: What it is}
    starts_on: "2027-04-01"
    levels: {A1: 2}
"""


@pytest.fixture
def read():
    def of(text: str | bytes) -> Reading:
        scales: Mapping = {("small", "1"): {"A1": 2, "B1": 2}}
        return read_profiles(text if isinstance(text, bytes) else text.encode(), schema=SCHEMA, scales=scales)

    return of


@pytest.fixture
def problems(read):
    """Return the line and code of everything wrong with a text."""
    return lambda text: [(problem.line, problem.code) for problem in read(text).problems]


def test_the_shipped_profiles_are_sound_and_drafts_with_their_sources():
    rubric = banso_text()
    scale = {criterion.code: len(rubric.levels) for criterion in rubric.criteria}
    reading = read_profiles(SHIPPED, schema=SCHEMA, scales={(rubric.code, rubric.version): scale})
    assert reading.problems == ()
    assert [text.code for text in reading.file.profiles] == [
        "year-1",
        "year-3",
        "supervisor",
        "yorozu-coordinator",
    ]
    assert all(text.is_draft for text in reading.file.profiles)
    assert "草案" in reading.file.draft_of(reading.file.profiles[0], None).basis["ja"]


def test_a_sound_file_says_what_it_says(read):
    (text,) = read(SOUND).file.profiles
    assert text.audience == Audience("advisor", None, 1)
    assert (dict(text.levels), text.is_draft, text.ends_on) == ({"A1": 1, "B1": 2}, False, None)


def test_one_code_may_follow_itself(read):
    first = SOUND.replace("    levels:", '    ends_on: "2027-04-01"\n    levels:')
    assert len(read(first + SECOND).file.profiles) == 2


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("A1: 1", "A1: 3", [(11, "targets.level_out_of_range")]),
        ("A1: 1", "Z9: 1", [(11, "targets.unknown_criterion")]),
        ("levels: {A1: 1, B1: 2}", "levels: {}", [(11, "targets.shape_few")]),
        ("levels: {A1: 1, B1: 2}", "levels: 2", [(11, "targets.shape_kind")]),
        ("A1: 1", "A1: 0", [(11, "targets.shape_low")]),
        ("A1: 1", "A1: 10", [(11, "targets.shape_high")]),
        ("years_to: 1", "years_from: 3, years_to: 1", [(9, "targets.years_reversed")]),
        ("years_to: 1", "kind: shop", [(9, "targets.shape_choice")]),
        ("years_to: 1", "year: 1", [(9, "targets.shape_unknown")]),
        ('"2026-04-01"', '"2026-02-30"', [(10, "targets.shape_date")]),
        ('"2026-04-01"', '"2026-04-01"\n    ends_on: "2026-04-01"', [(11, "targets.ends_before_start")]),
        ("code: year-1", "code: Year 1", [(6, "targets.shape_pattern")]),
        ("一年目", '" "', [(7, "targets.shape_empty")]),
        ("一年目", "あ" * 101, [(7, "targets.shape_long")]),
        ('version: "1"', 'version: "9"', [(2, "targets.rubric_not_here")]),
        ("source: {ja: 出典, en: Source}\n", "", [(2, "targets.shape_missing")]),
        ("drafting:", "profiles: []\nproduct:", [(6, "targets.file_duplicate_key")]),
        ("草案", "&a 草案", [(4, "targets.file_anchor")]),
        ("profiles:", "profiles: [", [(6, "targets.file_not_yaml")]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old, new, expected, problems):
    assert problems(SOUND.replace(old, new, 1)) == expected


def test_overlapping_periods_of_one_code_are_refused(problems):
    assert problems(SOUND + SECOND) == [(13, "targets.overlaps")]


def test_the_same_people_spoken_to_twice_are_refused(problems):
    second = SECOND.replace("code: year-1", "code: other").replace(
        "    starts_on", "    audience: {role: advisor, years_to: 1}\n    starts_on"
    )
    assert problems(SOUND + second) == [(16, "targets.same_audience")]


def test_bytes_that_are_no_text_are_refused(problems):
    assert problems(b"\xff") == [(1, "targets.file_not_utf8")]


def test_every_keyword_of_the_schema_has_a_sentence():
    found = set(re.findall(r'"(\w+)":', (TARGETS / SCHEMA_FILE).read_text()))
    known = {"additionalProperties", "enum", "format", "required", "type"} | {
        name for name in found if name.startswith(("min", "max"))
    }
    assert known | {"pattern"} == set(KEYWORDS)
    assert set(KEYWORDS.values()) <= set(PROBLEMS)


def test_sentences_name_the_place_and_what_is_expected(read):
    (problem,) = read(SOUND.replace("A1: 1", "A1: 3")).problems
    assert problem.sentence() == "profiles › year-1 › levels › A1: Levels go from 1 to 2."
    (missing,) = read(SOUND.replace("source: {ja: 出典, en: Source}\n", "")).problems
    assert missing.sentence() == "the file: “source” is missing."
    (unknown,) = read(SOUND.replace('version: "1"', 'version: "9"')).problems
    assert "“small”" in unknown.sentence()
