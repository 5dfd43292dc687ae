"""Who sees whom: the directory ends where one's organisations end."""

import pytest
from sqlalchemy import select

from lms.kernel.errors import NotFound
from lms.people import queries
from lms.people.commands import grant_role
from lms.people.domain import RoleCode
from lms.people.models import Role
from tests.cast import JOINED, TODAY


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


def test_a_role_held_out_of_reach_is_not_told(client_as, cast, session):
    grant_role(
        session, person=cast.aoi, organisation=cast.outside, role_code=RoleCode.AUTHOR, starts_on=JOINED
    )
    session.flush()
    outside, author = cast.outside.name["ja"], "教材担当"

    reader = client_as(cast.mori)
    assert cast.aoi.name in reader.get("/people").text
    assert cast.aoi.name not in reader.get("/people?role=author").text
    assert author not in reader.get("/organisations/" + str(cast.chamber.id)).text
    page = reader.get(f"/people/{cast.aoi.id}").text
    assert outside not in page
    assert author not in page
    assert outside in client_as(cast.aoi).get("/account").text


def test_a_permission_of_a_newer_release_gives_nothing_and_breaks_nothing(client_as, cast, session):
    role = session.scalars(select(Role).where(Role.code == RoleCode.ADVISOR)).one()
    role.permissions = [*role.permissions, "rockets:launch"]
    session.flush()
    assert client_as(cast.aoi).get("/courses").status_code == 200


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


def test_an_organisation_shows_what_belongs_to_it_and_links_upwards_only_within_reach(client_as, cast):
    council = client_as(cast.hara).get(f"/organisations/{cast.council.id}").text
    assert f"/organisations/{cast.chamber.id}" in council
    seen_from_above = client_as(cast.hara).get(f"/organisations/{cast.chamber.id}").text
    assert f'/organisations/{cast.chamber.parent_id}"' in seen_from_above
    seen_from_inside = client_as(cast.mori).get(f"/organisations/{cast.chamber.id}").text
    assert "広島県連合会" in seen_from_inside
    assert f'/organisations/{cast.chamber.parent_id}"' not in seen_from_inside
