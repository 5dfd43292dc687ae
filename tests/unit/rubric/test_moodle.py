"""Competency frameworks of Moodle: what they carry is taken over, what they lack is told."""

import pytest

from lms.rubric.loader import Format

HEADING = (
    "Parent ID number,ID number,Short name,Description,Description format,Scale values,Scale configuration,"
    "Rule type (optional),Rule outcome (optional),Rule config (optional),"
    "Cross-referenced competency ID numbers,Exported ID (optional),Is framework,Taxonomy"
)
FRAMEWORK = (
    ',advice-1,Advising,<p>What an <b>advisor</b> does</p>,1,"Not yet,Competent","[{}]",,,,,,1,"domain"'
)
ROWS = """\
,1,Listening,,1,,,,,null,,10,,
1,1.1,Questions,<p>Asks open questions.</p><ul><li>Waits</li></ul>,1,,,,,null,,11,,
1,1.2,Silence,Keeps <silent>,2,,,,,null,,12,,
"""


@pytest.fixture
def framework() -> str:
    return f"{HEADING}\n{FRAMEWORK}\n{ROWS}"


def test_competencies_become_domains_and_criteria_and_the_scale_levels(framework, read):
    draft = read(framework, Format.MOODLE).draft
    assert (draft.code, draft.version, draft.title["en"]) == ("advice-1", "1", "Advising")
    assert draft.source["en"] == "What an advisor does"
    assert [(level.number, level.code, level.name) for level in draft.levels] == [
        (1, "not_yet", {"ja": "", "en": "Not yet"}),
        (2, "competent", {"ja": "", "en": "Competent"}),
    ]
    assert [(domain.code, domain.name["en"]) for domain in draft.domains] == [("D1", "Listening")]
    assert [(one.code, one.name["en"], one.definition["en"]) for one in draft.criteria] == [
        ("C1-1", "Questions", "Asks open questions.\nWaits"),
        ("C1-2", "Silence", "Keeps <silent>"),
    ]


def test_what_it_lacks_is_told_and_nothing_is_made_up(framework, refused, read):
    found = refused(framework, Format.MOODLE)
    missing = "the language “ja” is missing, here and in 11 texts in all;"
    assert (found[0][0], missing in found[0][1]) == (2, True)
    assert [told.split(": ")[1] for _, told in found[1:]] == [
        f"{code} has no descriptor for level {level}; each of 2 levels needs one."
        for code in ("C1-1", "C1-2")
        for level in (1, 2)
    ]
    assert read(framework, Format.MOODLE).draft.descriptors == ()


def test_a_japanese_moodle_is_read_by_the_order_of_its_columns(framework, read):
    heading = ",".join(f"列{n}" for n in range(14))
    japanese = framework.replace(HEADING, heading).replace("Advising", "伴走").replace("Not yet", "これから")
    draft = read(japanese.encode("cp932"), Format.MOODLE).draft
    assert draft.title == {"ja": "伴走", "en": ""}
    assert [level.code for level in draft.levels] == ["level_1", "level_2"]


def test_rules_and_references_are_told_to_be_left_out(framework, read):
    (note,) = read(framework.replace("null,,12", "null,1.1,12"), Format.MOODLE).notes
    assert note.sentence().endswith("no place for it: cross-referenced competency id numbers.")
    (note,) = read(framework.replace("Waits</li></ul>,1,,", 'Waits</li></ul>,1,"a,b",'), Format.MOODLE).notes
    assert note.sentence().endswith("no place for it: scale values.")


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("1,1.2,", "9,1.2,", 5, "The parent “9” is not in the file."),
        ("1,1.2,", "1,1.1,", 5, "The ID number “1.1” stands in line 4 already."),
        ("1,1.2,", "1,,", 5, "The ID number is missing."),
        (",1,Listening", "1.1,1,Listening", 3, "1: “1” is, by way of others, below itself."),
        ('1,"domain"', ",", 1, "The file holds 0 frameworks; one is expected."),
        (",,10,,", ",,10,1,", 3, "The file holds 2 frameworks; one is expected."),
        ("Short name,", "Name,", 1, "The heading of a framework of Moodle lacks short name."),
        ("Is framework,Taxonomy", "Is framework", 2, ""),
    ],
)
def test_what_is_wrong_is_told_with_its_line(framework, refused, old, new, line, sentence):
    assert framework.count(old) == 1
    found = refused(framework.replace(old, new), Format.MOODLE)
    assert found[0][0] == line
    assert sentence in found[0][1]
