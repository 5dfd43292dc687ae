"""A person's page and one's own: levels, courses, visits; closed to whom they do not concern."""

import pytest

from lms.people.commands import grant_role
from lms.people.domain import RoleCode
from lms.people.models import Employment, Membership
from tests.cast import JOINED, TODAY

SPOKEN = "在庫の動きに気づいた"


@pytest.fixture
def three_visits(office):
    """Three signed visits of level 2 in B1, by two supervisors: a level that is sure."""
    cast = office.cast
    for supervisor in (cast.mori, cast.sato, cast.mori):
        office.sign(office.record(by=supervisor), by=supervisor)


@pytest.mark.usefixtures("three_visits")
def test_ones_own_page_tells_level_next_step_courses_and_visits(office, client_as):
    office.begin_course(office.cast.aoi)
    page = client_as(office.cast.aoi).get("/me").text
    for part in ("/me/criteria/B1", "/courses/small", "森 真理", "佐藤 聡", office.case.title["ja"]):
        assert part in page, part
    assert page.count('class="level-line"') == 11
    assert "90分" in page


def test_ones_own_page_is_complete_before_anything_was_observed(office, client_as):
    page = client_as(office.cast.aoi).get("/me?lang=en").text
    assert page.count('class="level-line"') == 11
    assert "First level: " in page
    assert "Next: " not in page
    assert "No course has been begun yet." in page
    assert "There is no record yet." in page


def test_without_a_rubric_one_is_told_who_publishes_it(client_as, cast):
    answer = client_as(cast.aoi).get("/me?lang=en")
    assert answer.status_code == 200
    assert "Levels appear here once your federation has published a rubric." in answer.text


@pytest.mark.usefixtures("three_visits")
def test_a_supervisor_reads_the_levels_visits_and_courses_of_a_trainee(office, client_as):
    office.begin_course(office.cast.aoi)
    aoi = office.cast.aoi.id
    page = client_as(office.cast.mori).get(f"/people/{aoi}?lang=en").text
    assert f"/people/{aoi}/criteria/B1" in page
    assert f'href="/ojt/new?advisor={aoi}"' in page
    assert "/courses/small" in page
    assert page.count("90 minutes") == 3
    assert "Hiroshima" in page


@pytest.mark.usefixtures("three_visits")
def test_a_planner_reads_but_is_not_offered_to_record(office, client_as):
    aoi = office.cast.aoi.id
    page = client_as(office.cast.hara).get(f"/people/{aoi}").text
    assert f"/people/{aoi}/criteria/B1" in page
    assert "/ojt/new" not in page


@pytest.mark.usefixtures("three_visits")
def test_who_may_see_a_person_but_not_their_levels_sees_only_where_they_work(office, session, client_as):
    hojo, chamber = office.cast.hojo, office.cast.chamber
    here = Membership(
        person_id=hojo.id, organisation_id=chamber.id, role_id=office.role("host"), starts_on=JOINED
    )
    session.add(here)
    session.flush()
    office.begin_course(office.cast.aoi)

    page = client_as(hojo).get(f"/people/{office.cast.aoi.id}")

    assert page.status_code == 200
    assert chamber.name["ja"] in page.text
    for closed in ("/criteria/", office.case.title["ja"], "/ojt/", "/courses/small", "level-line", SPOKEN):
        assert closed not in page.text[page.text.index("<main") :], closed


@pytest.mark.usefixtures("three_visits")
@pytest.mark.parametrize("reader", ["chie", "kaoru", "hojo"])
def test_a_person_out_of_reach_is_not_found(reader, office, client_as):
    answer = client_as(getattr(office.cast, reader)).get(f"/people/{office.cast.aoi.id}")
    assert answer.status_code == 404
    assert "青井" not in answer.text


def test_nobody_at_an_unknown_address(office, client_as):
    assert client_as(office.cast.hara).get(f"/people/{office.case.id}").status_code == 404


def test_ones_own_address_leads_to_ones_own_page(office, client_as):
    answer = client_as(office.cast.aoi).get(f"/people/{office.cast.aoi.id}")
    assert (answer.status_code, answer.location) == (302, "/me")


def test_recording_is_not_offered_with_who_advises_nobody_or_works_elsewhere(office, session, client_as):
    sato, kaoru = office.cast.sato, office.cast.kaoru
    session.add(
        Membership(
            person_id=kaoru.id,
            organisation_id=office.cast.chamber.id,
            role_id=office.role("advisor"),
            starts_on=JOINED,
        )
    )
    session.flush()
    browser = client_as(office.cast.mori)
    for person in (sato, kaoru):
        page = browser.get(f"/people/{person.id}")
        assert page.status_code == 200
        assert "/ojt/new?" not in page.text


def test_recording_is_not_offered_with_who_is_an_advisor_no_more(office, session, client_as):
    sato = office.cast.sato
    session.add(
        Membership(
            person_id=sato.id,
            organisation_id=office.cast.chamber.id,
            role_id=office.role("advisor"),
            starts_on=JOINED,
            ends_on=TODAY,
        )
    )
    session.flush()
    page = client_as(office.cast.mori).get(f"/people/{sato.id}")
    assert page.status_code == 200
    assert "/ojt/new?" not in page.text


def test_employment_tells_the_past_and_roles_tell_today(office, session, client_as):
    aoi, neighbour = office.cast.aoi, office.cast.neighbour
    session.add(
        Employment(
            person_id=aoi.id,
            organisation_id=neighbour.id,
            starts_on=JOINED.replace(year=2020),
            ends_on=JOINED,
            title="経営指導員補",
        )
    )
    session.flush()
    page = client_as(office.cast.mori).get(f"/people/{aoi.id}?lang=en").text
    assert "経営指導員補" in page
    assert "from 1 Apr 2020 to 1 Apr 2024" in page
    assert "from 1 Apr 2024 to the present" in page


@pytest.mark.parametrize("path", ["/me", "/people/{aoi}"])
def test_pages_take_the_same_number_of_statements_however_long(path, office, client_as, count_statements):
    reader = office.cast.aoi if path == "/me" else office.cast.mori
    address = path.format(aoi=office.cast.aoi.id)
    browser = client_as(reader)
    office.begin_course(office.cast.aoi)
    office.sign(office.record())
    one = count_statements(lambda: browser.get(address))
    for _visit in range(2):
        office.sign(office.record())
    three = count_statements(lambda: browser.get(address))
    assert one == three
    assert three <= 15


def test_a_supervisor_assigns_and_plans_from_the_page_about_somebody(office, client_as):
    page = client_as(office.cast.mori).get(f"/people/{office.cast.aoi.id}").text

    assert f"/courses/people/assign?person={office.cast.aoi.id}" in page
    assert 'href="/plans?q=' in page


def test_who_may_not_assign_is_not_offered_it(office, client_as):
    cast = office.cast
    grant_role(
        office.session,
        person=cast.hojo,
        organisation=cast.chamber,
        role_code=RoleCode.ADMIN,
        starts_on=JOINED,
    )
    office.session.flush()

    answer = client_as(cast.hojo).get(f"/people/{cast.aoi.id}")

    assert answer.status_code == 200
    assert "/courses/people/assign" not in answer.text
    assert 'href="/plans' not in answer.text
