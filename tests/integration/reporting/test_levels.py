"""The map of people and abilities: whom it shows to whom, how it is narrowed, what it leads to."""

import csv
import io
import re
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, update

from lms.evidence.models import LevelEstimateRow, ObservationRow
from lms.people.models import Employment, Person
from tests.cast import TODAY
from tests.conftest import NOW
from tests.factories.rubric import banso_text, load


@pytest.fixture
def names():
    """The people on a map, in its order."""
    return lambda page: re.findall(r'<th scope="row"><a href="/people/[^"]+">([^<]+)</a>', page)


@pytest.fixture
def seen(office):
    """Aoi, whose B1 three signed visits by two supervisors tell."""
    cast = office.cast
    for supervisor in (cast.mori, cast.sato, cast.mori):
        office.sign(office.record(by=supervisor), by=supervisor)
    return cast.aoi


def test_a_cell_tells_level_certainty_count_and_age_and_leads_to_the_reasons(office, seen, client_as):
    page = client_as(office.cast.mori).get("/reports/levels?lang=en").text
    cell = re.search(rf'<td[^>]*><a href="/people/{seen.id}/criteria/B1">(.*?)</a></td>', page)[1]
    assert re.search(r'<use href="#mark-(established|provisional)-2"/>', cell)
    words = re.sub("<[^>]+>", "", cell)
    assert re.match(r"Master.* \d\d% 3 obs this week", words), words
    assert page.count('<symbol id="mark-') == 9
    empty = re.search(rf'<a href="/people/{seen.id}/criteria/A2">(.*?)</a>', page)[1]
    assert 'href="#mark-insufficient-0"' in empty
    assert "not enough evidence" in empty


def test_a_map_has_a_row_a_person_and_a_column_an_ability(office, seen, client_as, names):
    page = client_as(office.cast.hara).get("/reports/levels").text
    assert names(page) == [office.cast.aoi.name, office.cast.kaoru.name]
    assert page.count('<span class="heat__code">') == 11
    assert page.count("/criteria/") == 22
    assert page.count(f'href="/people/{seen.id}"') == 1
    assert page.count(f'href="/people/{seen.id}/overall"') == 1


@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        ("mori", {"青井 葵", "森 真理", "佐藤 聡"}),
        ("hara", {"青井 葵", "森 真理", "佐藤 聡", "香川 薫", "北条 司", "原 はるか"}),
    ],
)
def test_one_sees_whose_levels_one_may_read(reader, expected, office, client_as, names):
    browser = client_as(getattr(office.cast, reader))
    assert set(names(browser.get("/reports/levels?role=all").text)) == expected


def test_the_outsider_reads_nothing_of_anybody_inside(office, seen, client_as, names):
    their_own = replace(banso_text(), code="their-own")
    load(office.session, publisher_id=office.cast.outside.id, clock=office.clock, text=their_own)
    browser = client_as(office.cast.chie)
    assert names(browser.get("/reports/levels").text) == ["千恵 無縁"]
    for address in ("/reports/levels", "/reports/levels.csv", "/reports/distribution", "/reports"):
        answer = browser.get(address)
        assert answer.status_code == 200
        for secret in ("青井 葵", "広島商工会議所", str(seen.id)):
            assert secret not in answer.text, address


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("level=2", ["青井 葵"]),
        ("level=4", []),
        ("level=unknown", ["香川 薫"]),
        ("seen=fresh", ["青井 葵"]),
        ("seen=stale", []),
        ("seen=never", ["香川 薫"]),
        ("q=カガワ", ["香川 薫"]),
        ("q=nobody", []),
        ("role=supervisor", ["佐藤 聡", "森 真理"]),
        ("sort=least_known", ["香川 薫", "青井 葵"]),
        ("level=x&seen=y&sort=z&role=w&org=v&page=u", ["青井 葵", "香川 薫"]),
        ("page=2", []),
    ],
)
def test_what_stands_in_the_address_narrows_the_map(query, expected, office, seen, client_as, names):
    del seen
    assert names(client_as(office.cast.hara).get(f"/reports/levels?{query}").text) == expected


@pytest.mark.parametrize(
    ("address", "pressed", "stands_open"),
    [
        ("/reports/levels", "", False),
        ("/reports/levels?q=カガワ", "q", False),
        ("/reports/levels?seen=fresh", "", True),
        ("/reports/levels", "seen-1", True),
        ("/reports/distribution", "", False),
        ("/reports/distribution", "org-1", False),
        ("/reports/distribution?of=B1", "", True),
        ("/reports/distribution", "of-1", True),
    ],
)
def test_filters_stay_open_while_one_is_chosen_or_has_the_focus(
    address, pressed, stands_open, office, seen, client_as
):
    del seen
    page = client_as(office.cast.hara).get(address, headers={"HX-Trigger": pressed}).text
    assert ('<details class="more-filters" open>' in page) is stands_open


def test_an_organisation_brings_everybody_below_it(office, client_as, names):
    cast, browser = office.cast, client_as(office.cast.hara)

    def shown(organisation):
        return names(browser.get(f"/reports/levels?org={organisation.id}").text)

    assert shown(cast.chamber) == ["青井 葵"]
    assert shown(cast.neighbour) == ["香川 薫"]
    assert shown(cast.council) == ["青井 葵", "香川 薫"]
    assert shown(cast.yorozu) == []
    assert shown(cast.outside) == ["青井 葵", "香川 薫"], "out of reach counts as not asked"


def test_organisations_are_offered_from_where_there_is_a_choice(office, client_as):
    page = client_as(office.cast.hara).get("/reports/levels").text
    chips = re.findall(r'id="org-\d+"[^>]*>.*?chip__face">(?:<svg.*?</svg>)?([^<]+)', page)
    assert chips == ["すべての組織", "広島商工会議所", "府中商工会議所"]


def test_ordering_by_organisation_keeps_its_people_together(office, client_as, names):
    office.hire("zen", "全 善", office.cast.chamber)
    listed = names(client_as(office.cast.hara).get("/reports/levels?sort=organisation").text)
    assert sorted(listed.index(name) for name in ("青井 葵", "全 善")) in ([0, 1], [1, 2])


def test_an_empty_map_says_why(office, client_as):
    browser = client_as(office.cast.hara)
    assert "Nobody has all of what you chose" in browser.get("/reports/levels?level=4&lang=en").text
    alone = client_as(office.cast.chie).get("/reports/levels?lang=en").text
    assert "your federation has published a rubric" in alone


def test_names_are_written_as_text(office, client_as):
    office.hire("script", "<script>alert(1)</script>", office.cast.chamber)
    page = client_as(office.cast.mori).get("/reports/levels").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_who_has_left_is_not_listed(office, session, client_as, names):
    session.execute(
        update(Employment).where(Employment.person_id == office.cast.aoi.id).values(ends_on=TODAY)
    )
    assert names(client_as(office.cast.hara).get("/reports/levels").text) == [office.cast.kaoru.name]


def test_who_may_not_sign_in_any_more_is_not_listed(office, session, client_as, names):
    session.execute(update(Person).where(Person.id == office.cast.aoi.id).values(disabled_at=NOW))
    assert names(client_as(office.cast.hara).get("/reports/levels").text) == [office.cast.kaoru.name]


def test_before_the_first_fit_levels_of_organisations_are_kept_apart(office, client_as):
    sentence = "compare levels within one organisation only"
    assert sentence in client_as(office.cast.hara).get("/reports/levels?lang=en").text
    assert sentence not in client_as(office.cast.mori).get("/reports/levels?lang=en").text


def test_the_file_has_the_same_people_in_the_same_order(office, seen, client_as):
    del seen
    answer = client_as(office.cast.hara).get("/reports/levels.csv?sort=least_known&lang=en")
    assert answer.mimetype == "text/csv"
    assert "levels.csv" in answer.headers["Content-Disposition"]
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["Name"] for row in rows] == [office.cast.kaoru.name, office.cast.aoi.name]
    aoi = rows[1]
    b1 = {key.split(": ")[1]: value for key, value in aoi.items() if key.startswith("B1 ")}
    assert (b1["level"], b1["observations"], b1["latest on"]) == ("2", "3", "2026-11-18")
    assert len(aoi) == 3 + 12 * 5


def test_the_file_keeps_the_filter_and_runs_no_formula(office, client_as):
    office.hire("formula", "=1+1", office.cast.chamber)
    browser = client_as(office.cast.hara)
    assert "'=1+1" in browser.get("/reports/levels.csv?q=formula").text
    assert "青井" not in browser.get("/reports/levels.csv?q=formula").text
    assert 'href="/reports/levels.csv?q=formula"' in browser.get("/reports/levels?q=formula").text


def test_a_map_takes_the_same_number_of_statements_however_many_people(
    office, seen, client_as, count_statements
):
    del seen
    browser = client_as(office.cast.hara)
    addresses = ("/reports/levels", "/reports/levels?seen=fresh", "/reports/distribution", "/")
    one = [count_statements(lambda a=address: browser.get(a)) for address in addresses]
    for name in ("jiro", "saburo"):
        trainee = office.hire(name, name, office.cast.chamber)
        office.sign(office.record(trainee), advisor=trainee)
    three = [count_statements(lambda a=address: browser.get(a)) for address in addresses]
    assert one == three
    assert max(three) <= 15


@pytest.mark.parametrize("reader", ["aoi", "hojo"])
def test_who_reads_nobodys_levels_is_refused(reader, office, client_as):
    browser = client_as(getattr(office.cast, reader))
    for address in ("/reports", "/reports/levels", "/reports/levels.csv", "/reports/distribution"):
        assert browser.get(address).status_code == 403


def test_what_is_out_of_date_says_so_in_words(office, seen, session, client_as):
    session.execute(
        update(ObservationRow)
        .where(ObservationRow.trainee_id == seen.id)
        .values(observed_on=date(2025, 10, 1))
        .execution_options(synchronize_session=False)
    )
    session.execute(delete(LevelEstimateRow))
    page = client_as(office.cast.mori).get("/reports/levels?lang=en").text
    cell = re.search(rf'<a href="/people/{seen.id}/criteria/B1">(.*?)</a></td>', page)[1]
    assert "13 mo" in cell
    assert "out of date" in cell
