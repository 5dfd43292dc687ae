"""A person's profile and way over time, how many people stand where: pictures and the tables behind them."""

import re
from datetime import date, timedelta

import pytest

from lms.evidence.commands.own_view import save_own_view, submit_own_view
from lms.evidence.domain import OwnAnswer, OwnView
from lms.rubric.queries import get_current_rubric
from tests.cast import TODAY
from tests.factories.evidence import ObservationRowFactory


@pytest.fixture
def observe(office, session):
    """Put past observations of B1 into the database: pairs of day and level, by Mori and Sato in turn."""
    rubric = get_current_rubric(session, office.cast.actor(office.cast.mori))

    def made(person, *pairs, employer=None):
        raters = (office.cast.mori, office.cast.sato)
        session.add_all(
            ObservationRowFactory(
                organisation_id=(employer or office.cast.chamber).id,
                trainee_id=person.id,
                rater_id=raters[number % 2].id,
                rubric_version_id=rubric.id,
                criterion_id=rubric.criterion("B1").id,
                observed_on=day,
                level=level,
            )
            for number, (day, level) in enumerate(pairs)
        )
        session.flush()

    return made


@pytest.fixture
def table_of():
    """The rows of a page's last table as lists of words."""

    def read(page: str) -> list[list[str]]:
        table = page[page.rindex("<table") : page.rindex("</table>")]
        rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
        cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
        return [[" ".join(re.sub("<[^>]+>", "", cell).split()) for cell in row] for row in cells]

    return read


@pytest.fixture
def team(office, observe):
    """Five advisors at the chamber besides Aoi, all but one of them seen at level 2 of B1."""
    people = [office.hire(f"t{number}", f"隊員{number}", office.cast.chamber) for number in range(5)]
    for person in people[:4]:
        observe(person, *((TODAY - timedelta(days=day), 2) for day in (10, 20, 30, 40)))
    return people


def test_a_profile_has_a_radar_and_the_table_it_is_drawn_from(office, observe, client_as, table_of):
    observe(office.cast.aoi, *((TODAY - timedelta(days=day), 3) for day in (10, 20, 30, 40)))
    page = client_as(office.cast.aoi).get("/me?lang=en").text
    assert '<svg class="radar"' in page
    assert 'role="img" aria-label="Radar of all abilities' in page
    assert page.count('<circle class="dot') >= 3, "B1 on the radar and in the table, its domain, overall"
    rows = {row[0]: row for row in table_of(page)}
    name = next(row for row in rows if row.startswith("B1 "))
    assert re.fullmatch(r"\d\.\d \(\d\.\d–\d\.\d\)", rows[name][2])
    assert rows[next(row for row in rows if row.startswith("A1 "))][2] == "not enough evidence"
    assert len(rows) == 1 + 1 + 3 + 11
    assert 'href="/me/overall"' in page
    assert "own-view-mark" not in page


def test_own_views_are_open_triangles_in_the_profile_only_once_submitted(
    office, session, observe, client_as, clock
):
    aoi, actor = office.cast.aoi, office.cast.actor(office.cast.aoi)
    rubric = get_current_rubric(session, actor)
    draft = OwnView(rubric.id, (OwnAnswer("A1", 2),))
    save_own_view(session, actor=actor, view=draft, version=0, clock=clock)
    observe(aoi, (date(2026, 10, 1), 3))
    assert "own-view-mark" not in client_as(aoi).get("/me").text

    whole = OwnView(rubric.id, tuple(OwnAnswer(criterion.code, 3) for criterion in rubric.criteria))
    submit_own_view(session, actor=actor, view=whole, version=1, clock=clock)
    session.flush()

    page = client_as(aoi).get("/me").text
    assert page.count('class="own-view-mark"') == 11 + 11 + 1, "radar, table, key"
    read_by_supervisor = client_as(office.cast.mori).get(f"/people/{aoi.id}").text
    assert f'href="/people/{aoi.id}/self-assessment"' in read_by_supervisor
    assert read_by_supervisor.count('class="own-view-mark"') == 23


def test_the_way_of_a_person_is_told_by_quarters_and_in_words(office, observe, client_as, table_of):
    early = [(date(2025, 6, day), 1) for day in range(1, 9)]
    late = [(date(2026, 10, day), 4) for day in range(1, 13)]
    observe(office.cast.aoi, *early, *late)
    page = client_as(office.cast.aoi).get("/me/history?lang=en").text
    assert page.count('<svg class="timeline"') >= 2
    assert re.search(r"Overall rose by \d\.\d within a year \(likely between \d\.\d and \d\.\d\)", page)
    rows = table_of(page)
    assert [row[0] for row in rows[1:]] == [
        "20 Nov 2026",
        "30 Sep 2026",
        "30 Jun 2026",
        "31 Mar 2026",
        "31 Dec 2025",
        "30 Sep 2025",
        "30 Jun 2025",
    ]
    assert float(rows[1][1].split()[0]) > float(rows[2][1].split()[0])
    assert page.count('class="timeline__seen"') == 2 * 20, "overall and domain B"


def test_a_change_within_its_uncertainty_is_not_called_one(office, observe, client_as):
    observe(office.cast.aoi, (date(2025, 6, 1), 2), (date(2026, 10, 1), 3))
    page = client_as(office.cast.aoi).get("/me/history?lang=en").text
    assert "rose by" not in page
    assert "nothing changed by more than what is uncertain" in page


def test_a_fall_is_told_as_plainly(office, observe, client_as):
    early = [(date(2025, 6, day), 4) for day in range(1, 13)]
    observe(office.cast.aoi, *early, *[(date(2026, 10, day), 1) for day in range(1, 13)])
    page = client_as(office.cast.aoi).get("/me/history?lang=en").text
    assert re.search(r"Overall fell by \d\.\d within a year", page)


def test_what_was_never_observed_has_no_way(office, observe, client_as):
    assert "Nothing has been observed yet" in client_as(office.cast.aoi).get("/me/history?lang=en").text
    observe(office.cast.aoi, (date(2026, 10, 1), 3))
    page = client_as(office.cast.aoi).get("/me/history?lang=en").text
    assert page.count("A year ago nothing was known of it yet.") >= 1


def test_without_a_rubric_there_is_no_way_and_no_map(client_as, cast):
    assert "your federation has published" in client_as(cast.aoi).get("/me/history?lang=en").text
    assert "your federation has published" in client_as(cast.hara).get("/reports/distribution?lang=en").text


def test_others_ways_are_read_by_who_may_read_their_levels(office, observe, client_as):
    aoi = office.cast.aoi
    observe(aoi, (date(2026, 10, 1), 3))
    page = client_as(office.cast.mori).get(f"/people/{aoi.id}/history").text
    assert aoi.name in page
    assert '<svg class="timeline"' in page
    assert f'href="/people/{aoi.id}/history"' in client_as(office.cast.mori).get(f"/people/{aoi.id}").text
    for reader, status in (("kaoru", 403), ("hojo", 403), ("chie", 404)):
        assert client_as(getattr(office.cast, reader)).get(f"/people/{aoi.id}/history").status_code == status
    own = client_as(office.cast.mori).get(f"/people/{office.cast.mori.id}/history")
    assert (own.status_code, own.location) == (302, "/me/history")


def test_a_way_takes_the_same_number_of_statements_however_long(office, observe, client_as, count_statements):
    observe(office.cast.aoi, (date(2026, 10, 1), 3))
    browser = client_as(office.cast.aoi)
    one = count_statements(lambda: browser.get("/me/history"))
    observe(office.cast.aoi, (date(2026, 10, 2), 3), (date(2025, 10, 2), 2))
    assert count_statements(lambda: browser.get("/me/history")) == one <= 15


def test_people_are_counted_by_level_where_they_are_enough(office, team, client_as, table_of):
    page = client_as(office.cast.mori).get("/reports/distribution?of=B1&lang=en").text
    rows = table_of(page)
    assert rows[0][2:] == [
        "Starter",
        "Master",
        "Challenger",
        "Change-Maker",
        "Not known yet",
        "All",
        "Established",
    ]
    assert rows[1][0] == "All organisations"
    assert rows[1][2:8] == ["–", "4", "–", "–", "2", str(len(team) + 1)]
    assert '<rect class="share-bar__part share-bar__part--2" x="0.0" y="0" width="66.67"' in page


def test_fewer_than_five_are_never_told_apart(office, team, client_as, table_of):
    del team
    rows = table_of(client_as(office.cast.hara).get("/reports/distribution?lang=en").text)
    by_name = {row[0]: row[1:] for row in rows[1:]}
    assert "Not shown" in by_name["All organisations"][0], "all less the chamber would tell about Kaoru alone"
    assert by_name["Hiroshima"][-2] == "6"
    assert by_name["Fewer than 5 people"] == ["Fuchu"]
    assert "Kaoru" not in str(rows)


def test_one_goes_down_the_tree_of_organisations(office, team, client_as, table_of):
    del team
    browser = client_as(office.cast.hara)
    neighbour = browser.get(f"/reports/distribution?org={office.cast.neighbour.id}&lang=en").text
    assert table_of(neighbour)[1:] == [["Fuchu", "Fewer than 5 people"]]
    chamber = table_of(browser.get(f"/reports/distribution?org={office.cast.chamber.id}&lang=en").text)
    assert chamber[1][0] == "Hiroshima"
    assert chamber[1][-2] == "6"


def test_an_ability_there_is_not_counts_as_overall(office, team, client_as):
    del team
    browser = client_as(office.cast.mori)
    for asked, heading in (("x", "Overall"), ("B", "B Thinking"), ("B1", "B1 Issue discovery")):
        page = browser.get(f"/reports/distribution?of={asked}&lang=en").text
        assert f'<h2 class="section__title">{heading}' in page


def test_the_reports_lead_to_each_picture(office, client_as):
    page = client_as(office.cast.mori).get("/reports").text
    for path in ("levels", "distribution", "agreement"):
        assert f'href="/reports/{path}"' in page


def test_home_shows_the_map_in_small_to_planners(office, team, client_as):
    del team
    page = client_as(office.cast.hara).get("/?lang=en").text
    small = page[page.index("small-map") :]
    row = next(row for row in small.split("<tr") if "/reports/distribution?of=B1" in row)
    cells = [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
    assert cells == ["Issue discovery", "–", "4", "–", "–", "3"]
    assert "small-map" not in client_as(office.cast.mori).get("/").text


def test_homes_lead_to_looking_at_oneself(office, client_as):
    assert 'href="/me/self-assessment"' in client_as(office.cast.aoi).get("/").text
    assert 'href="/me/self-assessment"' in client_as(office.cast.aoi).get("/me").text
    assert 'href="/me/rating"' in client_as(office.cast.mori).get("/").text
