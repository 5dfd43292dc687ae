"""SmartEvidence frameworks of Mahara, of both versions of the format."""

import pytest

from lms.rubric.loader import Format


@pytest.fixture
def newer():
    return {
        "framework": {
            "institution": "all",
            "name": "Advising",
            "description": "<p>What an advisor does</p>",
            "selfassess": False,
            "evidencestatuses": [
                {"begun": "Ready"},
                {"incomplete": "Not there"},
                {"partialcomplete": "Partly there"},
                {"completed": "There"},
            ],
            "standards": [
                {"shortname": "L", "name": "Listening", "description": "", "standardid": 1},
                {"shortname": "D", "name": "Deciding", "description": "Last", "standardid": "2"},
            ],
            "standardelements": [
                {
                    "shortname": "L.1",
                    "name": "Questions",
                    "description": "Asks",
                    "standardid": 1,
                    "elementid": "1",
                },
                {
                    "shortname": "L.1.1",
                    "name": "Open ones",
                    "description": "Asks open questions",
                    "standardid": 1,
                    "elementid": "1.1",
                    "parentelementid": "1",
                },
                {"shortname": "L.2", "name": "Silence", "standardid": 1, "elementid": "2"},
            ],
        }
    }


@pytest.fixture
def older():
    return {
        "framework": {
            "name": "実務の基準",
            "standards": [
                {
                    "shortname": "A",
                    "name": "聴く",
                    "priority": 1,
                    "standardelement": [
                        {"shortname": "A1", "name": "問いかけ", "description": "開いた問い", "parent": False},
                        {"shortname": "A11", "name": "待つ", "description": "", "parent": True},
                        {"shortname": "A2", "name": "まとめる", "priority": 2, "parent": False},
                    ],
                }
            ],
        }
    }


def test_standards_become_domains_and_findings_levels(newer, read):
    draft = read(newer, Format.MATRIX).draft
    assert (draft.code, draft.title["en"], draft.source["en"]) == (
        "advising",
        "Advising",
        "What an advisor does",
    )
    assert [level.name["en"] for level in draft.levels] == ["Not there", "Partly there", "There"]
    assert [(domain.code, domain.name["en"]) for domain in draft.domains] == [
        ("L", "Listening"),
        ("D", "Deciding"),
    ]
    assert [(one.code, one.name["en"], one.definition["en"]) for one in draft.criteria] == [
        ("L-1-1", "Questions › Open ones", "Asks open questions"),
        ("L-2", "Silence", "Silence"),
    ]


def test_the_older_version_is_read_by_the_order_of_its_elements(older, read):
    draft = read(older, Format.MATRIX).draft
    assert draft.title == {"ja": "実務の基準", "en": ""}
    assert draft.code == "mahara"
    assert [level.name["en"] for level in draft.levels] == [
        "Does not meet the standard",
        "Partially meets the standard",
        "Meets the standard",
    ]
    assert [(one.code, one.name["ja"]) for one in draft.criteria] == [
        ("A11", "問いかけ › 待つ"),
        ("A2", "まとめる"),
    ]


def test_what_it_lacks_is_told(newer, refused):
    sentences = [told for _, told in refused(newer, Format.MATRIX, fall_back=True)]
    assert (
        sentences[0]
        == "framework.standards[1].name: the domain D has no criterion; give it one, or take it out."
    )
    assert "L-1-1 has no descriptor for level 1; each of 3 levels needs one." in sentences[1]
    assert len(sentences) == 1 + 2 * 3


def test_texts_of_standards_are_told_to_be_left_out(newer, read, older):
    (note,) = read(newer, Format.MATRIX).notes
    assert note.sentence().endswith("standards[].description.")
    assert read(older, Format.MATRIX).notes == ()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda f: f.pop("standards"), "framework: “standards” is missing."),
        (
            lambda f: f.update(colour="red"),
            "framework: “colour” is not known here; expected are institution,",
        ),
        (
            lambda f: f["standards"].append(f["standards"][0]),
            "framework.standards[2].standardid: the identifier 1",
        ),
        (
            lambda f: f["standardelements"].append(f["standardelements"][0]),
            "framework.standardelements[3].elementid: the identifier 1/1 is used twice.",
        ),
        (
            lambda f: f["standardelements"][0].update(standardid=9),
            "framework.standardelements[0].standardid: there is no standard “9”.",
        ),
        (
            lambda f: f["standardelements"][1].update(parentelementid="7"),
            "framework.standardelements[1].parentelementid: there is no element “7” in this standard.",
        ),
        (
            lambda f: f["standardelements"][0].update(parentelementid="1.1"),
            "framework.standardelements[0].name: “1/1” is, by way of others, below itself.",
        ),
        (
            lambda f: f["standards"][0].update(shortname=5),
            "framework.standards[0].shortname: is a whole number;",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_json_path(newer, refused, change, sentence):
    change(newer["framework"])
    ((_, told),) = refused(newer, Format.MATRIX)
    assert told.startswith(sentence)
