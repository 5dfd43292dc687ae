"""CASE 1.1 over HTTP: strangers get what is public, others also what they may read."""

from dataclasses import replace

import pytest

from lms.interop.shelf import _PACKAGES
from lms.kernel.clock import FrozenClock
from lms.rubric.domain import Change, CrosswalkKind, CrosswalkLine, Succession
from lms.rubric.loader.case import identifier_of
from tests.conftest import NOW
from tests.factories.rubric import RubricTextFactory, load

ROOT = "/ims/case/v1p1"
SECRET, OPEN = "secret", "small"
NOBODYS = "0c9d5a4e-3f50-4a7b-9d4f-6a0f2a1b7c11"
LAST_SPRING = FrozenClock(NOW.replace(month=4, day=1))


@pytest.fixture
def public(session, cast):
    """A first version for everybody, followed by one in which A2 has become part of A1."""
    first = RubricTextFactory(is_public=True)
    load(session, publisher_id=cast.council.id, clock=LAST_SPRING, text=first)
    return first


@pytest.fixture
def followed(session, cast, clock, public):
    lines = tuple(CrosswalkLine(code, CrosswalkKind.SAME, (code,)) for code in ("A1", "A2"))
    second = replace(public, version="1.1", succession=Succession("1", Change.EDITORIAL, lines))
    load(session, publisher_id=cast.council.id, clock=clock, text=second)
    return second


@pytest.fixture
def hidden(session, cast, clock):
    text = RubricTextFactory(code=SECRET)
    load(session, publisher_id=cast.council.id, clock=clock, text=text)
    return text


@pytest.fixture
def of():
    """Return the identifier of a place of a text."""
    return lambda text, place="": identifier_of(text.code, text.version, place, text.identifiers)


@pytest.fixture
def failure():
    """Return what the standard says of a refusal: major, severity, minor."""

    def read(answer) -> tuple[str, str, str]:
        info = answer.get_json()
        (field,) = info["imsx_codeMinor"]["imsx_codeMinorField"]
        return info["imsx_codeMajor"], info["imsx_severity"], field["imsx_codeMinorFieldValue"]

    return read


def test_a_stranger_sees_public_documents_only(anonymous, public, hidden):
    answer = anonymous.get(f"{ROOT}/CFDocuments")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    (document,) = answer.get_json()["CFDocuments"]
    assert document["title"] == public.title["ja"]
    assert document["uri"] == f"http://127.0.0.1:8000{ROOT}/CFDocuments/{document['identifier']}"
    assert document["CFPackageURI"]["uri"].endswith(f"{ROOT}/CFPackages/{document['identifier']}")
    assert answer.headers["X-Total-Count"] == "1"


def test_who_is_signed_in_also_sees_what_they_may_read(client_as, cast, public, hidden, of):
    codes = {
        document["extensions"]["banso"]["code"]
        for document in client_as(cast.aoi).get(f"{ROOT}/CFDocuments").get_json()["CFDocuments"]
    }
    assert codes == {OPEN, SECRET}
    assert client_as(cast.aoi).get(f"{ROOT}/CFPackages/{of(hidden)}").status_code == 200


def test_an_outsider_sees_what_strangers_see(client_as, anonymous, cast, public, hidden, of):
    for browser in (client_as(cast.chie), anonymous):
        (document,) = browser.get(f"{ROOT}/CFDocuments").get_json()["CFDocuments"]
        assert document["identifier"] == of(public)
        for kind, place in (("CFDocuments", ""), ("CFPackages", ""), ("CFItems", "criteria/A1")):
            assert browser.get(f"{ROOT}/{kind}/{of(hidden, place)}").status_code == 404
        assert browser.get(f"{ROOT}/CFRubrics/{of(hidden, 'rubric')}").status_code == 404


def test_each_object_is_fetched_by_itself_in_the_shape_of_the_standard(anonymous, public, of):
    package = anonymous.get(f"{ROOT}/CFPackages/{of(public)}").get_json()
    assert package["CFDocument"]["identifier"] == of(public)
    document = anonymous.get(f"{ROOT}/CFDocuments/{of(public)}").get_json()
    assert document == {**package["CFDocument"], "CFPackageURI": document["CFPackageURI"]}
    for item in package["CFItems"]:
        fetched = anonymous.get(f"{ROOT}/CFItems/{item['identifier']}").get_json()
        assert fetched == {**item, "CFDocumentURI": fetched["CFDocumentURI"]}
        assert fetched["CFDocumentURI"]["identifier"] == of(public)
    for association in package["CFAssociations"]:
        fetched = anonymous.get(f"{ROOT}/CFAssociations/{association['identifier']}").get_json()
        assert fetched == {**association, "CFDocumentURI": fetched["CFDocumentURI"]}
    (rubric,) = package["CFRubrics"]
    assert anonymous.get(f"{ROOT}/CFRubrics/{rubric['identifier']}").get_json() == rubric
    for kind in package["CFDefinitions"]["CFItemTypes"]:
        assert anonymous.get(f"{ROOT}/CFItemTypes/{kind['identifier']}").get_json() == {"CFItemTypes": [kind]}


def test_addresses_are_answered_whatever_the_case_of_their_letters(anonymous, public, of):
    assert anonymous.get(f"{ROOT}/CFItems/{of(public, 'criteria/A1').upper()}").status_code == 200


def test_an_item_is_fetched_with_all_it_is_joined_to_also_in_later_versions(anonymous, public, followed, of):
    answer = anonymous.get(f"{ROOT}/CFItemAssociations/{of(public, 'criteria/A1')}").get_json()
    assert answer["CFItem"]["humanCodingScheme"] == "A1"
    ends = [
        (one["associationType"], one["destinationNodeURI"]["identifier"]) for one in answer["CFAssociations"]
    ]
    assert ends == [
        ("isChildOf", of(public, "domains/A")),
        ("replacedBy", of(followed, "criteria/A1")),
    ]


def test_an_outdated_version_is_told_to_be_deprecated(anonymous, public, followed, of):
    before = anonymous.get(f"{ROOT}/CFDocuments/{of(public)}").get_json()
    now = anonymous.get(f"{ROOT}/CFDocuments/{of(followed)}").get_json()
    assert (before["adoptionStatus"], before["statusEndDate"]) == ("Deprecated", "2026-11-20")
    assert (now["adoptionStatus"], now["statusStartDate"]) == ("Adopted", "2026-11-20")
    assert before["creator"] == "伴走支援協議会"
    assert (before["lastChangeDateTime"], now["lastChangeDateTime"]) == ("2026-11-20T03:00:00Z",) * 2


def test_identifiers_that_came_with_a_file_are_served(session, cast, clock, anonymous, of):
    text = RubricTextFactory(is_public=True, identifiers={"": NOBODYS, "criteria/A1": NOBODYS[:-1] + "2"})
    load(session, publisher_id=cast.council.id, clock=clock, text=text)
    package = anonymous.get(f"{ROOT}/CFPackages/{NOBODYS}").get_json()
    assert [item["identifier"] for item in package["CFItems"]] == [
        of(text, "domains/A"),
        NOBODYS[:-1] + "2",
        of(text, "criteria/A2"),
    ]


@pytest.mark.parametrize(
    "kind",
    [
        "CFDocuments",
        "CFPackages",
        "CFItems",
        "CFItemAssociations",
        "CFAssociations",
        "CFItemTypes",
        "CFRubrics",
        "CFAssociationGroupings",
        "CFConcepts",
        "CFLicenses",
        "CFSubjects",
    ],
)
def test_what_is_not_there_is_told_in_the_words_of_the_standard(anonymous, public, failure, kind):
    for identifier, minor in ((NOBODYS, "unknownobject"), ("x", "invalid_uuid")):
        answer = anonymous.get(f"{ROOT}/{kind}/{identifier}")
        assert (answer.status_code, answer.mimetype) == (404, "application/json")
        assert failure(answer) == ("failure", "error", minor)


@pytest.mark.parametrize(
    ("query", "minor"),
    [("limit=0", "invalid_selection_field"), ("orderBy=up&sort=title", "invalid_sort_field")],
)
def test_parameters_that_cannot_be_used_are_told(anonymous, public, failure, query, minor):
    answer = anonymous.get(f"{ROOT}/CFDocuments?{query}")
    assert answer.status_code == 400
    assert failure(answer) == ("failure", "error", minor)


def test_a_list_leads_to_its_other_pages(anonymous, public, followed):
    answer = anonymous.get(f"{ROOT}/CFDocuments?limit=1&filter=language='ja'")
    assert answer.headers["X-Total-Count"] == "2"
    links = dict(reversed(link.split("; rel=")) for link in answer.headers["Link"].split(", "))
    assert links.keys() == {'"first"', '"last"', '"next"'}
    address = links['"next"'].strip("<>").removeprefix("http://127.0.0.1:8000")
    (document,) = anonymous.get(address).get_json()["CFDocuments"]
    assert document["version"] == "1.1"


def test_what_has_not_changed_is_not_sent_again(anonymous, public, of):
    address = f"{ROOT}/CFPackages/{of(public)}"
    first = anonymous.get(address)
    assert first.headers["Last-Modified"] == "Wed, 01 Apr 2026 03:00:00 GMT"
    again = anonymous.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert anonymous.get(address, headers=since).status_code == 304
    assert anonymous.head(address).status_code == 200


def test_no_more_packages_are_kept_than_agreed(anonymous, public, hidden, followed, of, monkeypatch):
    monkeypatch.setattr("lms.interop.shelf.KEPT", 1)
    for _ in range(2):
        for text in (public, followed):
            assert anonymous.get(f"{ROOT}/CFPackages/{of(text)}").status_code == 200
    assert len(_PACKAGES._packages) == 1


def test_an_empty_installation_has_an_empty_list(anonymous, session):
    answer = anonymous.get(f"{ROOT}/CFDocuments")
    assert answer.get_json() == {"CFDocuments": []}
    assert "Last-Modified" not in answer.headers


def test_nothing_can_be_written(anonymous):
    assert anonymous.post(f"{ROOT}/CFDocuments").status_code in {400, 405}


def test_a_package_takes_as_many_statements_for_three_versions_as_for_one(
    anonymous, session, cast, clock, public, of, count_statements
):
    address = f"{ROOT}/CFItems/{of(public, 'criteria/A1')}"
    anonymous.get(address)
    one = count_statements(lambda: anonymous.get(address))
    for number in (1, 2):
        text = RubricTextFactory(code=f"other-{number}", is_public=True)
        load(session, publisher_id=cast.council.id, clock=clock, text=text)
    anonymous.get(f"{ROOT}/CFDocuments")
    assert count_statements(lambda: anonymous.get(address)) == one <= 3
