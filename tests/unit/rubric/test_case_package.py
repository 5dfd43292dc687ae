"""Rubrics as CASE 1.1 packages: what the standard wants is there, and nothing it does not know."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from lms.rubric.domain import Change, CrosswalkKind, CrosswalkLine, Succession
from lms.rubric.loader import AdoptionStatus, Edition, Format
from lms.rubric.loader.case import case_package
from tests.factories.rubric import (
    CriterionTextFactory,
    DescriptorFactory,
    DomainTextFactory,
    RubricTextFactory,
    banso_text,
)

EDITION = Edition("https://banso.example.jp", "協議会", datetime(2026, 11, 20, 3, tzinfo=UTC))
ROOT = "https://banso.example.jp/ims/case/v1p1"
LINK = {"title", "identifier", "uri"}
NAMED = {"identifier", "uri", "lastChangeDateTime"}
# The members CASE 1.1 requires, and those it allows beside them, as far as any of them is written here.
REQUIRED = {
    "CFDocument": NAMED | {"creator", "title"},
    "CFItem": NAMED | {"fullStatement"},
    "CFAssociation": NAMED | {"associationType", "originNodeURI", "destinationNodeURI"},
    "CFItemType": NAMED | {"title", "description", "hierarchyCode"},
    "CFRubric": NAMED,
    "CFRubricCriterion": NAMED,
    "CFRubricCriterionLevel": NAMED,
}
ALLOWED = {
    "CFDocument": {"frameworkType", "caseVersion", "officialSourceURL", "publisher", "description", "subject"}
    | {"subjectURI", "language", "version", "adoptionStatus", "statusStartDate", "statusEndDate"}
    | {"licenseURI", "notes", "extensions"},
    "CFItem": {"alternativeLabel", "CFItemType", "humanCodingScheme", "listEnumeration", "extensions"}
    | {"abbreviatedStatement", "conceptKeywords", "conceptKeywordsURI", "notes", "subject", "subjectURI"}
    | {"language", "educationLevel", "CFItemTypeURI", "licenseURI", "statusStartDate", "statusEndDate"},
    "CFAssociation": {"sequenceNumber", "CFAssociationGroupingURI", "notes", "extensions"},
    "CFItemType": {"typeCode", "extensions"},
    "CFRubric": {"title", "description", "CFRubricCriteria", "extensions"},
    "CFRubricCriterion": {"category", "description", "CFItemURI", "weight", "position", "rubricId"}
    | {"CFRubricCriterionLevels", "extensions"},
    "CFRubricCriterionLevel": {"description", "quality", "score", "feedback", "position"}
    | {"rubricCriterionId", "extensions"},
}
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


@pytest.fixture
def package():
    return case_package(banso_text(), EDITION)


@pytest.fixture
def second():
    """A second version: A1 split in two, A2 retired, with identifiers that came from elsewhere."""
    criteria = tuple(CriterionTextFactory(code=code) for code in ("A11", "A12"))
    lines = (
        CrosswalkLine("A1", CrosswalkKind.SPLIT, ("A11", "A12")),
        CrosswalkLine("A2", CrosswalkKind.RETIRED),
    )
    return RubricTextFactory(
        version="2",
        domains=(DomainTextFactory(criteria=criteria),),
        succession=Succession("1", Change.MEANING, lines, {"ja": "分けた", "en": "Split"}),
        identifiers={"criteria/A11": "0c9d5a4e-3f50-4a7b-9d4f-6a0f2a1b7c11"},
    )


def test_every_object_has_what_the_standard_requires_and_nothing_it_does_not_know(package):
    (rubric,) = package["CFRubrics"]
    objects = [("CFDocument", package["CFDocument"]), ("CFRubric", rubric)]
    objects += [("CFItem", one) for one in package["CFItems"]]
    objects += [("CFAssociation", one) for one in package["CFAssociations"]]
    objects += [("CFItemType", one) for one in package["CFDefinitions"]["CFItemTypes"]]
    objects += [("CFRubricCriterion", one) for one in rubric["CFRubricCriteria"]]
    for criterion in rubric["CFRubricCriteria"]:
        objects += [("CFRubricCriterionLevel", one) for one in criterion["CFRubricCriterionLevels"]]
    assert package.keys() == {"CFDocument", "CFItems", "CFAssociations", "CFDefinitions", "CFRubrics"}
    for kind, one in objects:
        assert REQUIRED[kind] <= one.keys() <= REQUIRED[kind] | ALLOWED[kind], kind
        assert re.fullmatch(UUID, one["identifier"])
        assert one["uri"].startswith(ROOT)
        assert one["lastChangeDateTime"] == "2026-11-20T03:00:00Z"
        assert None not in one.values()


def test_links_have_a_title_an_identifier_and_an_address(package):
    for association in package["CFAssociations"]:
        for end in ("originNodeURI", "destinationNodeURI"):
            assert association[end].keys() == LINK | {"targetType"}
    for item in package["CFItems"]:
        assert item["CFItemTypeURI"].keys() == LINK


def test_the_document_says_what_the_version_is(package):
    document = package["CFDocument"]
    text = banso_text()
    assert document["title"] == text.title["ja"]
    assert document["language"] == "ja"
    assert document["extensions"]["banso"]["en"]["title"] == text.title["en"]
    assert (document["creator"], document["version"]) == ("協議会", "1")
    assert (document["caseVersion"], document["adoptionStatus"]) == ("1.1", "Adopted")


def test_an_outdated_version_is_deprecated_since_a_day():
    days = {"since": date(2025, 4, 1), "until": date(2026, 4, 1)}
    edition = replace(EDITION, status=AdoptionStatus.DEPRECATED, **days)
    document = case_package(banso_text(), edition)["CFDocument"]
    assert document["adoptionStatus"] == "Deprecated"
    assert (document["statusStartDate"], document["statusEndDate"]) == ("2025-04-01", "2026-04-01")


def test_criteria_hang_below_domains_below_the_document(package):
    codes = {item["identifier"]: item["humanCodingScheme"] for item in package["CFItems"]}
    codes[package["CFDocument"]["identifier"]] = ""
    tree = [
        (codes[one["originNodeURI"]["identifier"]], codes[one["destinationNodeURI"]["identifier"]])
        for one in package["CFAssociations"]
    ]
    assert tree[:5] == [("A", ""), ("A1", "A"), ("A2", "A"), ("A3", "A"), ("A4", "A")]
    assert len(tree) == 3 + 11


def test_each_criterion_of_the_rubric_leads_to_its_item_and_has_its_levels(package):
    items = {item["identifier"]: item["humanCodingScheme"] for item in package["CFItems"]}
    (rubric,) = package["CFRubrics"]
    first = rubric["CFRubricCriteria"][0]
    levels = [(one["position"], one["quality"], one["score"]) for one in first["CFRubricCriterionLevels"]]
    assert items[first["CFItemURI"]["identifier"]] == "A1"
    assert levels == [
        (1, "スターター", 1),
        (2, "マスター", 2),
        (3, "チャレンジャー", 3),
        (4, "チェンジ・メイカー", 4),
    ]
    descriptor = banso_text().criteria[0].descriptors[0]
    assert first["CFRubricCriterionLevels"][0]["description"] == descriptor.text["ja"]


def test_the_same_rubric_has_the_same_identifiers_everywhere(package):
    elsewhere = replace(EDITION, base_url="https://other.example.jp", creator="別の組織")
    other = case_package(banso_text(), elsewhere)
    assert [one["identifier"] for one in other["CFItems"]] == [
        one["identifier"] for one in package["CFItems"]
    ]
    assert package["CFDocument"]["identifier"] == "90599f2f-bf73-5685-bb16-a37fb8a1cd79"


def test_what_was_split_is_replaced_by_both_parts_and_what_is_retired_by_nothing(second):
    first = case_package(RubricTextFactory(), EDITION)
    items = {item["identifier"]: item["humanCodingScheme"] for item in first["CFItems"]}
    written = case_package(second, EDITION)
    now = {item["identifier"]: item["humanCodingScheme"] for item in written["CFItems"]}
    replaced = [one for one in written["CFAssociations"] if one["associationType"] == "replacedBy"]
    document, *criteria = [
        (one["originNodeURI"]["identifier"], one["destinationNodeURI"]["identifier"]) for one in replaced
    ]
    assert document == (first["CFDocument"]["identifier"], written["CFDocument"]["identifier"])
    assert [(items[old], now[new]) for old, new in criteria] == [("A1", "A11"), ("A1", "A12")]
    assert [one["extensions"]["banso"]["kind"] for one in replaced[1:]] == ["split", "split"]


def test_identifiers_that_came_along_are_used_and_those_before_them_too(second):
    before = {"criteria/A1": "7b0e1c52-9c1a-4d55-8f6b-3a41f0a4a001"}
    written = case_package(second, replace(EDITION, predecessor=before))
    replaced = [one for one in written["CFAssociations"] if one["associationType"] == "replacedBy"][1]
    assert replaced["originNodeURI"]["identifier"] == before["criteria/A1"]
    assert replaced["destinationNodeURI"]["identifier"] == second.identifiers["criteria/A11"]


def test_a_level_that_the_scale_does_not_know_is_called_by_its_number():
    criterion = CriterionTextFactory(descriptors=(DescriptorFactory(level_number=3),))
    text = RubricTextFactory(levels=(), domains=(DomainTextFactory(criteria=(criterion,)),), extends="small")
    (rubric,) = case_package(text, EDITION)["CFRubrics"]
    assert rubric["CFRubricCriteria"][0]["CFRubricCriterionLevels"][0]["quality"] == "3"


def test_a_package_of_ours_that_lacks_a_translation_is_told_where(package, refused):
    del package["CFItems"][3]["extensions"]["banso"]["en"]["fullStatement"]
    assert refused(package, Format.CASE) == [
        (0, "CFItems[3].extensions.banso.en.fullStatement: is empty; a text is expected.")
    ]


def test_what_was_written_is_read_as_json_whatever_its_layout(package, read):
    assert read(json.dumps(package, indent=None), Format.CASE).rubric == banso_text()
    assert read("\ufeff" + json.dumps(package), Format.CASE).rubric == banso_text()
