"""Vignette files: read whole, or told with lines what is wrong."""

import pytest
import yaml

from lms.moderation.loader import FLAWS, PROBLEMS, read_vignette
from lms.rubric.loader.schema import KEYWORDS
from tests.factories.moderation import SHIPPED, shipped_file, vignette_schema
from tests.factories.rubric import banso_text

RUBRICS = {"banso": {criterion.code: 4 for criterion in banso_text().criteria}}
SAMPLE = shipped_file("kimono-sharing")


@pytest.fixture
def read():
    def reading(data: bytes, name: str = "kimono-sharing"):
        return read_vignette(data, name=name, schema=vignette_schema(), rubrics=RUBRICS)

    return reading


@pytest.fixture
def told(read):
    """Return (line, code) of the problems of a file with one thing replaced."""

    def problems(old: str, new: str, **facts):
        text = SAMPLE.read_text(encoding="utf-8")
        assert old in text
        reading = read(text.replace(old, new, 1).encode(), **facts)
        assert reading.vignette is None
        return [(problem.line, problem.code) for problem in reading.problems]

    return problems


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_vignette_is_sound_and_can_be_judged_throughout(file, read):
    vignette = read(file.read_bytes(), name=file.stem).vignette
    assert vignette is not None
    assert vignette.criteria == tuple(RUBRICS["banso"])
    assert {level.criterion for level in vignette.reference} == set(vignette.criteria)
    assert 3 <= len(vignette.questions) <= 4
    assert vignette.is_draft


def test_eight_are_shipped_in_both_languages():
    assert len(SHIPPED) == 8


def test_panels_find_every_level_somewhere(read):
    means = [
        level.mean for file in SHIPPED for level in read(file.read_bytes(), name=file.stem).vignette.reference
    ]
    assert {round(mean) for mean in means} == {1, 2, 3, 4}


def test_texts_come_trimmed(read):
    vignette = read(SAMPLE.read_bytes()).vignette
    assert vignette.scene["ja"] == vignette.scene["ja"].strip()
    assert "\n\n" in vignette.scene["ja"]


def test_a_vignette_without_reference_is_refused(read):
    content = yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))
    del content["reference"]
    (problem,) = read(yaml.safe_dump(content, allow_unicode=True).encode()).problems
    assert (problem.code, problem.facts["name"]) == ("rubric.shape_missing", "reference")


def test_a_level_less_is_told_where_the_levels_are(told):
    text = SAMPLE.read_text(encoding="utf-8")
    levels = text.index("\n  levels:\n")
    first, second = (text.index("    - criterion:", levels), 0)
    second = text.index("    - criterion:", first + 1)
    line = text[:levels].count("\n") + 2
    assert told(text[first:second], "") == [(line, "moderation.reference_missing")]


def test_an_unknown_criterion_is_told_with_its_line(told):
    found = told("criteria: [A1,", "criteria: [Z9,")
    codes = [code for _line, code in found]
    assert codes[0] == "moderation.unknown_criterion"
    assert {"moderation.reference_missing", "moderation.reference_of_nothing"} <= set(codes)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("rubric: banso", "rubric: other", "moderation.unknown_rubric"),
        ("minutes: 6", "minutes: soon", "rubric.shape_kind"),
        ("minutes: 6", "minutes: 0", "rubric.shape_low"),
        ("minutes: 6", "minutes: 6\nsurprise: 1", "rubric.shape_unknown"),
        ('version: "1"', "version: 1", "rubric.shape_not_text"),
        ('version: "1"', 'version: "eins"', "rubric.shape_pattern"),
    ],
)
def test_what_does_not_fit_is_told(told, old, new, code):
    assert code in [found for _line, found in told(old, new)]


def test_a_file_is_named_after_its_slug(told):
    assert told("minutes: 6", "minutes: 7", name="other") == [(2, "moderation.slug_file")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a: \xe3\x28", "rubric.file_not_utf8"),
        (b"a: [", "rubric.file_not_yaml"),
        (b"a: 1\n---\nb: 2", "rubric.file_many_documents"),
        (b"", "rubric.shape_kind"),
        (b"- just\n- a list", "rubric.shape_kind"),
        (b"a: 1\na: 2", "rubric.file_duplicate_key"),
        ("事例".encode("cp932"), "rubric.file_not_utf8"),
    ],
)
def test_what_is_no_vignette_is_told(read, data, code):
    assert code in [problem.code for problem in read(data).problems]


def test_every_keyword_of_the_schema_has_its_words():
    def keywords(part):
        if isinstance(part, dict):
            yield from part
            for value in part.values():
                yield from keywords(value)
        elif isinstance(part, list):
            for value in part:
                yield from keywords(value)

    refusing = {"additionalProperties", "maxItems", "maximum", "minItems", "minimum", "pattern", "required"}
    used = set(keywords(vignette_schema())) & (refusing | {"enum", "format", "uniqueItems", "const"})
    assert used <= set(KEYWORDS)
    assert used >= refusing


@pytest.mark.parametrize("code", sorted(FLAWS))
def test_flaws_are_among_what_can_be_said_of_a_file(code):
    assert code in PROBLEMS
