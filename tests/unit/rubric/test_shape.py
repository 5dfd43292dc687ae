"""What the schema refuses is told with the line, the place and what is expected."""

import pytest

from lms.rubric.loader import PROBLEMS, read_rubric
from lms.rubric.loader.case.schema import PACKAGE
from lms.rubric.loader.mahara import MATRIX
from lms.rubric.loader.schema import KEYWORDS
from lms.rubric.loader.wording import KINDS, PATTERNS
from lms.rubric.loader.wording_of_formats import FORMATS
from tests.factories.rubric import shipped_schema

DESCRIPTORS = "domains › A › criteria › A1 › descriptors"
IN_QUOTES = "in quotes if it looks like a number."
SMALL = """\
code: small
version: "1"
title: {ja: 題, en: Title}
source: {ja: 出典, en: Source}
drafting: {ja: 起草, en: Drafting}
levels:
  - {number: 1, code: one, name: {ja: 一, en: One}, summary: {ja: 初, en: First}}
  - {number: 2, code: two, name: {ja: 二, en: Two}, summary: {ja: 次, en: Next}}
domains:
  - code: A
    name: {ja: 領域, en: Domain}
    criteria:
      - code: A1
        name: {ja: 能力, en: Criterion}
        definition: {ja: 定義, en: Definition}
        descriptors:
          - level: 1
            text: {ja: 行動一, en: Behaviour one}
          - level: 2
            text: {ja: 行動二, en: Behaviour two}
            draft: true
"""


@pytest.fixture
def problems():
    """Replace a piece of the small file and return every problem as line and sentence."""

    def change(old: str, new: str) -> list[tuple[int, str]]:
        assert SMALL.count(old) == 1
        reading = read_rubric(SMALL.replace(old, new).encode(), schema=shipped_schema())
        assert reading.rubric is None
        return [(problem.line, problem.sentence()) for problem in reading.problems]

    return change


def test_the_small_file_is_whole():
    reading = read_rubric(SMALL.encode(), schema=shipped_schema())
    assert reading.problems == ()
    assert [descriptor.is_draft for descriptor in reading.rubric.descriptors] == [False, True]


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("code: small\n", "", 1, "the file: “code” is missing."),
        (
            "{ja: 行動二, en: Behaviour two}",
            "{ja: 行動二}",
            20,
            f"{DESCRIPTORS} › 2 › text: “en” is missing.",
        ),
        (
            "en: Behaviour two}",
            "en: ''}",
            20,
            f"{DESCRIPTORS} › 2 › text › en: is empty; a text is expected.",
        ),
        (
            "en: Behaviour two}",
            "en: }",
            20,
            f"{DESCRIPTORS} › 2 › text › en: is nothing; a text is expected, {IN_QUOTES}",
        ),
        (
            'version: "1"',
            "version: 1",
            2,
            f"version: is a whole number; a text is expected, {IN_QUOTES}",
        ),
        (
            'version: "1"',
            "version: eins",
            2,
            "version: “eins” does not fit; expected is a number such as 1 or 1.2, in quotes.",
        ),
        (
            "draft: true",
            "draft: yes",
            21,
            f"{DESCRIPTORS} › 2 › draft: is a text; expected is true or false.",
        ),
        (
            "draft: true",
            "drafts: true",
            21,
            f"{DESCRIPTORS} › 2: “drafts” is not known here; expected are level, text, sign, draft.",
        ),
        ("level: 2\n            text", "text", 19, f"{DESCRIPTORS} › 2: “level” is missing."),
        ("code: one, ", "", 7, "levels › 1: “code” is missing."),
        ("number: 1,", "number: 0,", 7, "levels › one › number: is too low; at least 1 expected."),
        ("number: 1,", "number: 10,", 7, "levels › one › number: is too high; at most 9 expected."),
        (
            "number: 1,",
            "number: 1.5,",
            7,
            "levels › one › number: is a decimal number; expected is a whole number.",
        ),
        (
            "en: Domain}",
            f"en: {'x' * 1001}}}",
            11,
            "domains › A › name › en: is too long; at most 1000 characters expected.",
        ),
        (
            "{ja: 領域, en: Domain}",
            "[x]",
            11,
            "domains › A › name: is a list; expected is names with values.",
        ),
    ],
)
def test_sentences(problems, old, new, line, sentence):
    assert problems(old, new) == [(line, sentence)]


def test_too_many_and_too_few(problems):
    assert problems(SMALL[SMALL.index("domains:") :], "domains: []\n") == [
        (9, "domains: has too few entries; at least 1 expected.")
    ]
    level = "  - {number: 2, code: two, name: {ja: 二, en: Two}, summary: {ja: 次, en: Next}}\n"
    assert problems(level, level * 9) == [(6, "levels: has too many entries; at most 9 expected.")]


def test_a_level_written_with_a_point_is_a_whole_number():
    reading = read_rubric(SMALL.replace("level: 1\n", "level: 1.0\n").encode(), schema=shipped_schema())
    number = reading.rubric.descriptors[0].level_number
    assert (number, type(number)) == (1, int)


def test_space_around_words_does_not_count():
    spaced = SMALL.replace("en: Title}", "en: '  Title '}")
    readings = [read_rubric(text.encode(), schema=shipped_schema()) for text in (SMALL, spaced)]
    assert readings[0].rubric.digest() == readings[1].rubric.digest()


def test_several_problems_come_in_the_order_of_the_lines(problems):
    tail = SMALL[SMALL.index("domains:") :]
    found = problems(tail, tail.replace("code: A\n", "code: 1\n").replace("level: 2", "level: 0"))
    assert [line for line, _ in found] == [10, 19]


def test_every_keyword_and_pattern_of_the_schema_has_its_words():
    describing = {"$schema", "$ref", "$defs", "title", "description", "default", "properties", "items"}
    todo, keywords, patterns, kinds = [shipped_schema(), PACKAGE, MATRIX], set(), set(), set()
    while todo:
        schema = todo.pop()
        keywords |= schema.keys()
        patterns |= {schema["pattern"]} if "pattern" in schema else set()
        kinds |= {schema["type"]} if "type" in schema else set()
        todo += [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()]
        todo += [schema["items"]] if "items" in schema else []
        others = schema.get("additionalProperties", False)
        todo += [others] if isinstance(others, dict) else []
    assert keywords - describing == KEYWORDS.keys()
    assert patterns - {"\\S"} == PATTERNS.keys()
    assert kinds <= KINDS.keys()


def test_a_rule_of_the_domain_is_told_with_its_line(problems):
    assert problems("level: 2\n", "level: 1\n") == [
        (
            16,
            f"{DESCRIPTORS}: A1 has no descriptor for level 2; each of 2 levels needs one.",
        ),
        (
            19,
            f"{DESCRIPTORS} › 1 › level: A1 has a second descriptor for level 1; one is expected.",
        ),
    ]


def test_no_sentence_needs_a_fact_it_is_not_given():
    facts = dict.fromkeys(
        (
            "place",
            "reason",
            "key",
            "first",
            "tag",
            "depth",
            "items",
            "limit",
            "expected",
            "found",
            "name",
            "code",
            "criterion",
            "level",
            "levels",
            "number",
            "language",
            "other",
            "before",
            "now",
            "domain",
            "fewest",
            "most",
            "rubric_code",
            "target",
            "version",
            "rubric_version",
            "by",
            "on",
        ),
        "x",
    )
    for code in PROBLEMS.keys() - FORMATS.keys():
        assert "%(" not in str(PROBLEMS[code]) % facts
