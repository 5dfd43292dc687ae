"""A text as plain values and back: nothing is lost, and what is not used is not written."""

from dataclasses import replace

import pytest

from lms.rubric.domain import (
    Change,
    CrosswalkKind,
    CrosswalkLine,
    LocalExample,
    Succession,
    document_of,
    place_name,
    text_of,
)
from lms.rubric.domain.starting import empty_rubric
from tests.factories.rubric import DescriptorFactory, RubricTextFactory, banso_text

WORDS = {"ja": "例", "en": "Example"}
CROSSWALK = (
    CrosswalkLine("A1", CrosswalkKind.SHIFTED, ("A1",), {1: 1, 2: 1}),
    CrosswalkLine("A2", CrosswalkKind.RETIRED),
)
FOLLOWING = RubricTextFactory(
    version="2",
    succession=Succession("1", Change.MEANING, CROSSWALK, WORDS),
    is_locked=True,
    is_public=True,
    identifiers={"": "0" * 36},
)
ADDING = RubricTextFactory(extends="banso", levels=(), domains=(), examples=(LocalExample("A1", 2, WORDS),))


@pytest.mark.parametrize(
    "text",
    [
        RubricTextFactory(),
        banso_text(),
        FOLLOWING,
        ADDING,
        replace(ADDING, domains=RubricTextFactory().domains),
        empty_rubric(),
        replace(FOLLOWING, succession=Succession("1", Change.EDITORIAL)),
    ],
)
def test_there_and_back(text):
    assert text_of(document_of(text)) == text


def test_what_is_not_used_is_not_written():
    assert list(document_of(RubricTextFactory())) == [
        "code",
        "version",
        "title",
        "source",
        "drafting",
        "levels",
        "domains",
    ]
    assert list(document_of(ADDING)) == [
        "code",
        "version",
        "title",
        "source",
        "drafting",
        "extends",
        "examples",
    ]


def test_how_a_version_follows_is_written_as_in_a_file():
    assert document_of(FOLLOWING)["follows"] == {
        "version": "1",
        "change": "meaning",
        "note": WORDS,
        "crosswalk": [
            {"from": "A1", "becomes": "shifted", "to": ["A1"], "levels": {"1": 1, "2": 1}},
            {"from": "A2", "becomes": "retired"},
        ],
    }


def test_a_draft_says_so():
    written = document_of(RubricTextFactory())["domains"][0]["criteria"][0]["descriptors"][0]
    assert "draft" not in written
    (first, _) = RubricTextFactory().criteria
    drafted = replace(first, descriptors=(DescriptorFactory(is_draft=True),))
    domain = replace(RubricTextFactory().domains[0], criteria=(drafted,))
    document = document_of(RubricTextFactory(domains=(domain,)))
    assert document["domains"][0]["criteria"][0]["descriptors"][0]["draft"] is True


def test_space_around_words_does_not_count():
    spaced = RubricTextFactory(title={"ja": " 題 ", "en": "Title\n"})
    assert text_of(document_of(spaced)).title == {"ja": "題", "en": "Title"}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ((), ""),
        (("domains", 0, "criteria", 1, "name"), "domains › A › criteria › A2 › name"),
        (("domains", 0, "criteria", 1, "descriptors", 0), "domains › A › criteria › A2 › descriptors › 1"),
        (("follows", "crosswalk", 1, "to"), "follows › crosswalk › A2 › to"),
        (("follows", "crosswalk", 9), "follows › crosswalk › 10"),
        (("examples", 0, "text"), "examples › 1 › text"),
    ],
)
def test_places_are_named_by_codes_even_those_that_are_not_there(path, name):
    assert place_name(document_of(FOLLOWING), path) == name


def test_an_example_is_named_by_its_level():
    assert place_name(document_of(ADDING), ("examples", 0)) == "examples › 2"
