"""Who sees whom: the directory ends where one's organisations end."""

import pytest

from lms.kernel.errors import NotFound
from lms.people import queries
from tests.cast import TODAY


@pytest.fixture
def names(session, cast):
    return lambda person: {found.name for found in queries.list_people(session, cast.actor(person), on=TODAY)}


def test_an_advisor_finds_nobody_but_themselves(names, cast):
    assert names(cast.aoi) == {cast.aoi.name}


def test_a_supervisor_finds_the_people_of_the_chamber(names, cast):
    assert names(cast.mori) == {cast.aoi.name, cast.mori.name, cast.sato.name}


def test_a_planner_finds_everybody_below_the_council_and_nobody_outside(names, cast):
    assert names(cast.hara) == {
        person.name for person in (cast.aoi, cast.kaoru, cast.mori, cast.sato, cast.hara, cast.hojo)
    }


def test_the_outsider_finds_only_their_own(names, cast):
    assert names(cast.chie) == {cast.chie.name}


@pytest.mark.parametrize("path", ["/people", "/organisations"])
def test_lists_take_the_same_number_of_statements_however_long(path, client_as, cast, count_statements):
    few, many = client_as(cast.mori), client_as(cast.hara)
    assert count_statements(lambda: few.get(path)) == count_statements(lambda: many.get(path)) <= 15


def test_a_person_of_another_organisation_is_not_found(session, cast):
    for reader, person in ((cast.chie, cast.aoi), (cast.mori, cast.kaoru), (cast.aoi, cast.mori)):
        with pytest.raises(NotFound):
            queries.get_person(session, cast.actor(reader), person.id, on=TODAY)


def test_an_organisation_outside_reach_is_not_found(client_as, cast):
    assert client_as(cast.mori).get(f"/organisations/{cast.chamber.id}").status_code == 200
    assert client_as(cast.mori).get(f"/organisations/{cast.outside.id}").status_code == 404
    assert client_as(cast.chie).get(f"/organisations/{cast.chamber.id}").status_code == 404


def test_search_finds_by_name_and_by_kana_and_says_when_nobody_is_found(client_as, cast):
    browser = client_as(cast.hara)
    assert cast.aoi.name in browser.get("/people?q=青井").text
    assert cast.aoi.name in browser.get("/people?q=アオイ").text
    page = browser.get("/people?q=100%25")
    assert page.status_code == 200
    assert cast.aoi.name not in page.text


def test_role_chips_narrow_the_list(client_as, cast):
    page = client_as(cast.hara).get("/people?role=supervisor").text
    assert cast.mori.name in page
    assert cast.aoi.name not in page
