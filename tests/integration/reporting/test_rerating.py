"""The queue of levels to be judged anew: who has what, for whom it is to see, until somebody judges again."""

from datetime import date, timedelta

import pytest

from lms.evidence.domain import RaterRole
from lms.kernel.clock import FrozenClock
from lms.people.commands import register_person
from lms.rubric.domain import CrosswalkKind, CrosswalkLine
from lms.rubric.queries import find_current_rubric
from tests.cast import JOINED
from tests.conftest import NOW
from tests.factories.evidence import ObservationRowFactory
from tests.factories.rubric import banso_text, following, load

PAGE = "/reports/re-rating"
SHIFT = {1: 1, 2: 1, 3: 2, 4: 3}


@pytest.fixture
def rubric(session, cast, clock):
    return load(session, publisher_id=cast.council.id, clock=clock)


@pytest.fixture
def observe(session, cast):
    def make(rubric, person, code="B1", **facts):
        office = cast.neighbour if person is cast.kaoru else cast.chamber
        values = {"organisation_id": office.id, "trainee_id": person.id, "rater_id": cast.mori.id}
        values |= {"rater_role": RaterRole.SUPERVISOR, "rubric_version_id": rubric.id}
        session.add(ObservationRowFactory(**values, criterion_id=rubric.criterion(code).id, **facts))
        session.flush()

    return make


@pytest.fixture
def shift(session, cast):
    """Publish version 2, in which B1 is on another scale."""

    def publish():
        text = banso_text()
        lines = [
            CrosswalkLine(c.code, CrosswalkKind.SHIFTED, (c.code,), SHIFT)
            if c.code == "B1"
            else CrosswalkLine(c.code, CrosswalkKind.SAME, (c.code,))
            for c in text.criteria
        ]
        later = FrozenClock(NOW + timedelta(minutes=1))
        load(session, publisher_id=cast.council.id, clock=later, text=following(text, crosswalk=lines))
        return find_current_rubric(session, cast.actor(cast.hara))

    return publish


def test_before_anything_changed_the_page_says_so(rubric, observe, cast, client_as):
    observe(rubric, cast.aoi)
    assert "ルーブリックは変わっていません" in client_as(cast.mori).get(PAGE).text


def test_without_a_rubric_there_is_nothing_to_wait_for(cast, client_as):
    assert "ルーブリック" in client_as(cast.mori).get(PAGE).text


def test_who_was_only_seen_before_waits_until_somebody_judges_in_the_new_words(
    rubric, observe, shift, cast, client_as
):
    observe(rubric, cast.aoi)
    observe(rubric, cast.aoi, "A1")
    observe(rubric, cast.kaoru)
    renewed = shift()
    planner, supervisor = client_as(cast.hara), client_as(cast.mori)
    page = planner.get(PAGE).text
    assert "2件の段階が再評価を待っています。" in page
    assert cast.aoi.name in page
    assert cast.kaoru.name in page
    assert f"/people/{cast.aoi.id}/criteria/B1" in page
    assert f"/people/{cast.aoi.id}/criteria/A1" not in page
    assert "訪問を記録する" not in page, "planners record no visits"
    own = supervisor.get(PAGE).text
    assert cast.kaoru.name not in own, "another chamber's"
    assert f"/ojt/new?advisor={cast.aoi.id}" in own
    observe(renewed, cast.aoi, observed_on=date(2026, 11, 19))
    assert "再評価待ちはありません" in supervisor.get(PAGE).text


def test_an_outsider_sees_nobody(rubric, observe, shift, cast, client_as):
    observe(rubric, cast.aoi)
    shift()
    assert cast.aoi.name not in client_as(cast.chie).get(PAGE).text


def test_many_people_take_pages_and_no_more_statements(
    rubric, observe, shift, session, cast, client_as, count_statements
):
    people = [
        register_person(
            session,
            email=f"p{number}@example.jp",
            name=f"人{number:02}",
            name_kana=f"ヒト{number:02}",
            employer=cast.chamber,
            employed_on=JOINED,
        )
        for number in range(51)
    ]
    session.flush()
    observe(rubric, people[0])
    shift()
    browser = client_as(cast.mori)
    browser.get(PAGE)
    few = count_statements(lambda: browser.get(PAGE))
    for person in people[1:]:
        observe(rubric, person)
    assert count_statements(lambda: browser.get(PAGE)) == few <= 15
    assert "人50" in browser.get(f"{PAGE}?page=2").text
    assert "人00" not in browser.get(f"{PAGE}?page=2").text
