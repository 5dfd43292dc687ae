"""Home: one answer to "what now?" for each role, and nothing of other organisations."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from lms.people import commands as people
from lms.people.domain import RoleCode
from lms.people.models import Employment
from lms.reporting.home import NO_GATE, get_hr_home
from tests.cast import JOINED, TODAY
from tests.factories.rubric import banso_text, load
from tests.integration.reporting.conftest import SECRET


@pytest.fixture
def tabs():
    """Return the words of a home's tabs with their addresses, the shown one first."""

    def of(page: str) -> list[tuple[str, bool]]:
        found = re.findall(r'href="/\?view=(\w+)"( aria-current="page")?', page)
        return [(view, bool(current)) for view, current in found]

    return of


def test_an_advisor_is_told_what_waits_what_is_next_and_what_was_last(office, client_as):
    waiting, signed = office.record(), office.sign(office.record())

    page = client_as(office.cast.aoi).get("/").text

    assert f'href="/ojt/{waiting}' in page
    assert f'href="/ojt/{signed}' in page
    assert "/courses/small/first" in page
    assert office.case.title["ja"] in page
    assert 'href="/me/criteria/' in page  # the ability to ask an observation of


def test_an_advisor_who_began_a_course_is_led_to_its_next_lesson(office, client_as):
    office.begin_course(office.cast.aoi)
    assert "/courses/small/second" in client_as(office.cast.aoi).get("/").text


def test_a_supervisor_sees_their_trainees_longest_unseen_first_and_a_way_to_record(office, client_as):
    new = office.hire("shinjin", "新人 一郎", office.cast.chamber)
    office.record()

    page = client_as(office.cast.mori).get("/").text

    assert 'href="/ojt/new"' in page
    assert 0 < page.index(f"/people/{new.id}") < page.index(f"/people/{office.cast.aoi.id}")
    assert str(office.cast.kaoru.id) not in page


def test_a_supervisor_without_trainees_is_told_who_will_appear(client_as, cast):
    page = client_as(cast.chie).get("/?view=supervisor&lang=en").text
    assert "Nobody is assigned to you yet" in page
    assert client_as(cast.mori).get("/?lang=en").text.count("Nobody is assigned to you yet") == 0


def test_a_planner_counts_the_advisors_of_every_region_once(office, session, cast):
    office.sign(office.record())
    home = get_hr_home(session, cast.actor(cast.hara), on=TODAY)
    (region,) = home.regions
    assert (region.region, region.total) == ("中国", 2)
    assert region.counts == {NO_GATE: 2}


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(TODAY + timedelta(days=1), None), (TODAY - timedelta(days=90), TODAY)],
    ids=["a move that is still to come", "a secondment that is over"],
)
def test_the_planner_counts_an_advisor_where_they_work_today(starts_on, ends_on, office, session, cast):
    cast.yorozu.region = "東北"
    session.add(
        Employment(
            person_id=cast.aoi.id, organisation_id=cast.yorozu.id, starts_on=starts_on, ends_on=ends_on
        )
    )
    session.flush()
    regions = get_hr_home(session, cast.actor(cast.hara), on=TODAY).regions
    assert [(region.region, region.total) for region in regions] == [("中国", 2)]


def test_an_advisor_whom_nobody_employs_is_counted_elsewhere(office, session, cast, client_as):
    session.execute(update(Employment).where(Employment.person_id == cast.kaoru.id).values(ends_on=TODAY))
    session.flush()
    page = client_as(cast.hara).get("/?lang=en").text
    assert re.findall(r'<th scope="row">(\w+)</th>', page) == ["Chugoku", "Elsewhere"]


def test_the_planners_page_shows_the_count(office, client_as):
    page = client_as(office.cast.hara).get("/?lang=en").text
    table = page[page.rindex("<table") : page.rindex("</table>")]
    row = next(row for row in table.split("<tr") if "Chugoku" in row)
    cells = [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
    assert cells == ["Chugoku", "–", "–", "–", "–", "2", "2"]


@pytest.mark.parametrize("view", ["hr", "supervisor", "advisor", "other", "no-such-view"])
def test_a_view_of_a_role_one_does_not_hold_is_not_shown(view, office, client_as):
    browser = client_as(office.cast.aoi)
    assert browser.get(f"/?view={view}&lang=ja").text.count("<h2") == browser.get("/").text.count("<h2")
    assert 'href="/ojt/new"' not in browser.get(f"/?view={view}").text


def test_who_holds_several_roles_switches_between_their_homes(office, session, client_as, tabs):
    mori = office.cast.mori
    people.grant_role(
        session,
        person=mori,
        organisation=office.cast.chamber,
        role_code=RoleCode.ADVISOR,
        starts_on=JOINED,
    )
    session.flush()
    browser = client_as(mori)

    first, second = browser.get("/").text, browser.get("/?view=advisor").text

    assert tabs(first) == [("supervisor", True), ("advisor", False)]
    assert tabs(second) == [("supervisor", False), ("advisor", True)]
    assert 'href="/ojt/new"' in first
    assert "/courses/small/first" in second


def test_who_holds_one_role_has_no_tabs(client_as, cast, tabs):
    assert tabs(client_as(cast.aoi).get("/").text) == []


def test_other_roles_find_their_pages_on_home(client_as, cast):
    page = client_as(cast.hojo).get("/").text
    main = page[page.index("<main") : page.index("</main>")]
    assert all(f'href="{path}"' in main for path in ("/people", "/courses", "/rubric"))


def test_the_outsider_sees_empty_homes(office, client_as):
    office.sign(office.record())
    browser = client_as(office.cast.chie)
    for view in ("hr", "supervisor", "advisor"):
        answer = browser.get(f"/?view={view}")
        assert answer.status_code == 200
        for secret in ("青井 葵", office.case.title["ja"], "広島商工会議所", "/courses/small"):
            assert secret not in answer.text, view


def test_nobody_inside_sees_what_is_the_outsiders(office, client_as):
    their_own = replace(banso_text(), code="their-own")
    load(office.session, publisher_id=office.cast.outside.id, clock=office.clock, text=their_own)
    rin = office.hire("rin", "凛 無縁", office.cast.outside)
    visit = office.record(rin, by=office.cast.chie, case_id=office.secret_case.id)
    office.acknowledge(visit, rin)
    assert SECRET in client_as(office.cast.chie).get("/?view=supervisor").text
    for person in (office.cast.aoi, office.cast.mori, office.cast.hara, office.cast.hojo):
        page = client_as(person).get("/").text
        assert SECRET not in page
        assert "凛 無縁" not in page


def test_home_takes_the_same_number_of_statements_however_much_there_is(office, client_as, count_statements):
    office.sign(office.record())
    office.record()
    browsers = [client_as(person) for person in (office.cast.aoi, office.cast.mori, office.cast.hara)]
    one = [count_statements(lambda b=browser: b.get("/")) for browser in browsers]
    for name in ("jiro", "saburo"):
        trainee = office.hire(name, name, office.cast.chamber)
        office.record()
        office.sign(office.record(trainee), advisor=trainee)
    three = [count_statements(lambda b=browser: b.get("/")) for browser in browsers]
    assert one == three
    assert max(three) <= 15
