"""CASE packages that others have written: read sensibly, or refused with the place."""

import json

import pytest

from lms.rubric.loader import Format

DOCUMENT = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def foreign():
    """A package in English: one strand with two standards, and a rubric for one of them."""
    statements = {"S": "Advising", "S.1": "Listens first.", "S.2": "Asks open questions."}
    items = [
        {
            "identifier": f"22222222-2222-4222-8222-22222222222{n}",
            "uri": f"https://case.example/CFItems/{n}",
            "humanCodingScheme": code,
            "fullStatement": statement,
            "CFItemType": "Strand" if code == "S" else "Standard",
            "lastChangeDateTime": "2025-01-01T00:00:00Z",
        }
        for n, (code, statement) in enumerate(statements.items())
    ]
    ends = [(0, DOCUMENT, 1), (1, items[0]["identifier"], 2), (2, items[0]["identifier"], 1)]
    levels = [("Proficient", 2.0, "Listens well."), ("Beginning", 1.0, "Interrupts.")]
    return {
        "CFDocument": {
            "identifier": DOCUMENT,
            "uri": f"https://case.example/CFDocuments/{DOCUMENT}",
            "creator": "A council",
            "title": "Advising small businesses",
            "version": "Edition 2.1",
            "language": "en-US",
            "lastChangeDateTime": "2025-01-01T00:00:00Z",
            "CFPackageURI": {"title": "x", "identifier": DOCUMENT, "uri": "x"},
            "notes": None,
        },
        "CFItems": items,
        "CFAssociations": [
            {
                "identifier": f"33333333-3333-4333-8333-33333333333{n}",
                "associationType": "isChildOf",
                "sequenceNumber": sequence,
                "originNodeURI": {"title": "", "identifier": items[n]["identifier"], "uri": ""},
                "destinationNodeURI": {"title": "", "identifier": parent, "uri": ""},
            }
            for n, parent, sequence in ends
        ],
        "CFRubrics": [
            {
                "identifier": "44444444-4444-4444-8444-444444444444",
                "CFRubricCriteria": [
                    {
                        "CFItemURI": {"identifier": items[n]["identifier"]},
                        "CFRubricCriterionLevels": [
                            {"quality": quality, "score": score, "description": f"{words} ({n})"}
                            for quality, score, words in levels
                        ],
                    }
                    for n in (1, 2)
                ],
            }
        ],
    }


def test_it_becomes_a_draft_that_lacks_the_other_language(foreign, read):
    reading = read(foreign, Format.CASE)
    draft = reading.draft
    assert reading.rubric is None
    assert (draft.code, draft.version) == ("advising-small-businesses", "2.1")
    assert draft.title == {"ja": "", "en": "Advising small businesses"}
    assert [(domain.code, domain.name["en"]) for domain in draft.domains] == [("S", "Advising")]
    assert [(one.code, one.definition["en"]) for one in draft.criteria] == [
        ("S-2", "Asks open questions."),
        ("S-1", "Listens first."),
    ]
    assert [(level.number, level.code, level.name["en"]) for level in draft.levels] == [
        (1, "beginning", "Beginning"),
        (2, "proficient", "Proficient"),
    ]
    assert {one.level_number: one.text["en"] for one in draft.criteria[1].descriptors} == {
        2: "Listens well. (1)",
        1: "Interrupts. (1)",
    }
    assert draft.identifiers[""] == DOCUMENT
    assert draft.identifiers["criteria/S-1"] == "22222222-2222-4222-8222-222222222221"


def test_the_missing_language_is_told_in_one_line(foreign, refused):
    ((line, sentence),) = refused(foreign, Format.CASE)
    told = "CFDocument.title: the language “ja” is missing, here and in 14 texts in all; let the other"
    assert line == 0
    assert sentence.startswith(told)


def test_the_other_language_may_stand_in_for_it(foreign, read):
    reading = read(foreign, Format.CASE, fall_back=True)
    assert reading.problems == ()
    assert reading.rubric.title == dict.fromkeys(("ja", "en"), "Advising small businesses")
    assert all(descriptor.is_draft for descriptor in reading.rubric.descriptors)


def test_what_has_no_place_in_a_rubric_is_named(foreign, read):
    foreign["CFItems"][1] |= {"educationLevel": ["12"], "conceptKeywords": ["talk"]}
    foreign["CFAssociations"][0]["associationType"] = "precedes"
    foreign["CFRubrics"][0]["CFRubricCriteria"][0]["weight"] = 2
    (note,) = read(foreign, Format.CASE).notes
    assert note.sentence() == (
        "Not taken over, as a rubric has no place for it: conceptKeywords, educationLevel, precedes, weight."
    )


def test_japanese_is_told_by_its_letters_where_no_language_is_said(foreign, read):
    del foreign["CFDocument"]["language"]
    foreign["CFDocument"]["title"] = "伴走支援の基準"
    draft = read(foreign, Format.CASE).draft
    assert draft.title == {"ja": "伴走支援の基準", "en": ""}
    assert draft.code == "case-11111111"


def test_without_a_rubric_there_are_no_levels_and_that_is_told(foreign, read, refused):
    del foreign["CFRubrics"]
    assert read(foreign, Format.CASE).draft.levels == ()
    told = [(0, "the file: there are 0 levels; 2 to 9 are expected.")]
    assert refused(foreign, Format.CASE, fall_back=True) == told


def test_criteria_of_a_rubric_without_items_stand_for_themselves(foreign, read):
    foreign |= {"CFItems": [], "CFAssociations": []}
    for n, criterion in enumerate(foreign["CFRubrics"][0]["CFRubricCriteria"]):
        del criterion["CFItemURI"]
        criterion["description"] = f"Criterion {n}"
    draft = read(foreign, Format.CASE).draft
    assert [(one.code, one.name["en"]) for one in draft.criteria] == [
        ("C1", "Criterion 0"),
        ("C2", "Criterion 1"),
    ]
    assert [(domain.code, domain.name["en"]) for domain in draft.domains] == [
        ("D1", "Advising small businesses")
    ]


def test_levels_without_scores_go_by_their_position(foreign, read):
    for criterion in foreign["CFRubrics"][0]["CFRubricCriteria"]:
        for position, level in enumerate(criterion["CFRubricCriterionLevels"], start=1):
            del level["score"]
            level |= {"position": position, "quality": f"{criterion['CFItemURI']['identifier']}-{position}"}
    draft = read(foreign, Format.CASE).draft
    assert [(level.number, level.name) for level in draft.levels] == [
        (1, {"ja": "段階1", "en": "Level 1"}),
        (2, {"ja": "段階2", "en": "Level 2"}),
    ]


def test_two_levels_of_one_name_have_codes_of_their_own(foreign, read):
    for criterion in foreign["CFRubrics"][0]["CFRubricCriteria"]:
        for level in criterion["CFRubricCriterionLevels"]:
            level["quality"] = "Same"
    assert [level.code for level in read(foreign, Format.CASE).draft.levels] == ["same", "same_2"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda p: p["CFItems"][1].update(colour="red"),
            "CFItems[1]: “colour” is not known here; expected are ",
        ),
        (lambda p: p["CFItems"][1].pop("fullStatement"), "CFItems[1]: “fullStatement” is missing."),
        (lambda p: p.pop("CFDocument"), "the file: “CFDocument” is missing."),
        (
            lambda p: p["CFItems"][2].update(identifier="22222222-2222-4222-8222-222222222221"),
            "CFItems[2].identifier: the identifier 22222222-2222-4222-8222-222222222221 is used twice.",
        ),
        (
            lambda p: p["CFItems"][2].update(identifier="2"),
            "CFItems[2].identifier: “2” does not fit; expected is a UUID.",
        ),
        (
            lambda p: p["CFAssociations"][0]["destinationNodeURI"].update(
                identifier="22222222-2222-4222-8222-222222222221"
            ),
            "is, by way of others, below itself.",
        ),
        (
            lambda p: p["CFAssociations"].append(
                {**p["CFAssociations"][1], "destinationNodeURI": {"identifier": DOCUMENT}}
            ),
            "CFAssociations[3].destinationNodeURI: “S.1” has a second parent; one is expected.",
        ),
        (
            lambda p: p["CFRubrics"][0]["CFRubricCriteria"][0]["CFItemURI"].update(identifier="x"),
            "CFRubrics[0].CFRubricCriteria[0].CFItemURI: the package has no item for this criterion.",
        ),
        (
            lambda p: p["CFRubrics"].append(p["CFRubrics"][0]),
            "CFRubrics[1].CFRubricCriteria[0]: S-1 has levels in another rubric already.",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_json_path(foreign, refused, change, sentence):
    change(foreign)
    found = refused(foreign, Format.CASE)
    assert len(found) == 1
    assert sentence in found[0][1]


@pytest.mark.parametrize(
    ("score", "sentence"),
    [
        ("1e999", "this is no number that levels can be put in order by."),
        ("NaN", "This cannot be read as JSON: NaN."),
        ("9" * 5000, "This cannot be read as JSON: "),
    ],
)
def test_a_score_that_is_no_score_is_told(foreign, refused, score, sentence):
    foreign["CFRubrics"][0]["CFRubricCriteria"][0]["CFRubricCriterionLevels"][0]["score"] = 77.5
    ((_, told),) = refused(json.dumps(foreign).replace("77.5", score), Format.CASE)
    assert sentence in told


def test_a_tree_of_three_storeys_keeps_the_names_in_between(foreign, read):
    foreign["CFAssociations"][2]["destinationNodeURI"]["identifier"] = foreign["CFItems"][1]["identifier"]
    del foreign["CFRubrics"]
    (criterion,) = read(foreign, Format.CASE).draft.criteria
    assert criterion.name["en"] == "Listens first. › Asks open questions."


def test_items_that_hang_nowhere_get_a_domain_with_the_title(foreign, read):
    foreign |= {"CFAssociations": [], "CFRubrics": []}
    draft = read(foreign, Format.CASE).draft
    assert [(domain.code, domain.name["en"]) for domain in draft.domains] == [
        ("D1", "Advising small businesses")
    ]
    assert [one.code for one in draft.criteria] == ["S", "S-1", "S-2"]
