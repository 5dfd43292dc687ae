"""The path to the targets: one's own page, the supervisor's view of it, and what home makes of it."""

import re

import pytest

from lms.courses.commands import complete_lesson
from lms.courses.domain import LessonAim, Serves
from lms.courses.queries import list_chosen
from lms.evidence.models import ObservationRow
from lms.reporting.levels import find_level_sheet
from lms.reporting.path import StepKind, choose_things, find_path_sheet
from lms.rubric.queries import get_current_rubric
from tests.cast import TODAY
from tests.factories.courses import CourseTextFactory, LessonTextFactory, publish
from tests.factories.evidence import ObservationRowFactory
from tests.factories.practices import practised_text
from tests.factories.targets import publish_profile


@pytest.fixture
def aimed(office):
    """Aoi is to reach level 2 in A1 and A2; in A1 she was seen at 1."""
    cast = office.cast
    publish_profile(
        office.session,
        actor=cast.actor(cast.hara),
        organisation_id=cast.council.id,
        clock=office.clock,
        levels={"A1": 2, "A2": 2},
    )
    rubric = get_current_rubric(office.session, cast.actor(cast.hara))
    rows: list[ObservationRow] = [
        ObservationRowFactory(
            organisation_id=cast.chamber.id,
            trainee_id=cast.aoi.id,
            rater_id=(cast.mori, cast.sato)[number % 2].id,
            rubric_version_id=rubric.id,
            criterion_id=rubric.criterion("A1").id,
            level=1,
        )
        for number in range(8)
    ]
    office.session.add_all(rows)
    office.session.flush()
    return office


@pytest.fixture
def path(aimed):
    """Lay somebody's path as somebody sees it."""

    def of(person, by=None):
        actor = aimed.cast.actor(by or person)
        chosen = list_chosen(aimed.session, actor, person_id=person.id)
        sheet = find_level_sheet(aimed.session, actor, person.id, on=TODAY, courses=chosen)
        return find_path_sheet(aimed.session, sheet, chosen, on=TODAY)

    return of


@pytest.fixture
def read(office):
    def lesson(person, slug, lesson_slug):
        actor = office.cast.actor(person)
        complete_lesson(office.session, actor=actor, slug=slug, lesson_slug=lesson_slug, clock=office.clock)
        office.session.flush()

    return lesson


def test_each_open_target_has_its_path_the_surest_need_first(aimed, path):
    found = path(aimed.cast.aoi)

    assert [(one.gap.criterion_code, [leg.level for leg in one.path.legs]) for one in found.to_go] == [
        ("A1", [2]),
        ("A2", [1, 2]),
    ]
    (leg,) = found.to_go[0].path.legs
    assert [stage.offer.slug for stage in leg.stages] == ["small"]
    assert found.reached == ()


def test_a_course_one_publishes_elsewhere_is_on_nobodys_path_here(aimed, path):
    secret = CourseTextFactory(slug="secret")
    publish(aimed.session, publisher_id=aimed.cast.outside.id, clock=aimed.clock, text=secret)

    slugs = {
        stage.offer.slug
        for one in path(aimed.cast.aoi).to_go
        for leg in one.path.legs
        for stage in leg.stages
    }

    assert slugs == {"small"}


def test_the_supervisor_sees_the_same_path_and_what_is_read(aimed, path, read):
    read(aimed.cast.aoi, "small", "first")

    (own, _other), (seen, _more) = path(aimed.cast.aoi).to_go, path(aimed.cast.aoi, by=aimed.cast.mori).to_go

    assert own.path == seen.path
    assert [lesson.is_read for lesson in seen.path.legs[0].stages[0].offer.lessons] == [True, False]
    assert seen.n_left == 1


def test_a_task_of_a_lesson_stands_on_the_path_and_waits_until_it_is_tried(aimed, path, read):
    publish(aimed.session, publisher_id=aimed.cast.council.id, clock=aimed.clock, text=practised_text())
    read(aimed.cast.aoi, "practised", "first")

    week = path(aimed.cast.aoi).week

    assert [(thing.offer.slug, thing.task.code if thing.task else None) for thing in week][:2] == [
        ("practised", "ask-once-more"),
        ("practised", None),
    ]


def test_the_own_page_shows_levels_courses_and_reasons(aimed, client_as):
    page = client_as(aimed.cast.aoi).get("/me/path?lang=en").text

    assert "This week" in page
    assert 'href="/courses/small"' in page
    assert "All that is left for this level" in page


def test_what_is_finished_is_folded_away(aimed, path, client_as, read):
    lessons = (
        LessonTextFactory(slug="first", serves=(LessonAim("A1", (2,)),)),
        LessonTextFactory(slug="second"),
    )
    text = CourseTextFactory(slug="named", lessons=lessons)
    publish(aimed.session, publisher_id=aimed.cast.council.id, clock=aimed.clock, text=text)
    read(aimed.cast.aoi, "named", "first")

    (leg,) = path(aimed.cast.aoi).to_go[0].path.legs
    page = client_as(aimed.cast.aoi).get("/me/path?lang=en").text

    assert [stage.offer.slug for stage in leg.open] == ["small"]
    assert [stage.offer.slug for stage in leg.done] == ["named"]
    assert "1 finished" in page


def test_the_page_about_somebody_is_for_those_who_may_read_their_levels(aimed, client_as):
    url = f"/people/{aimed.cast.aoi.id}/path"

    page = client_as(aimed.cast.mori).get(f"{url}?lang=en").text
    assert aimed.cast.aoi.name in page
    assert "This week" not in page  # these are for Aoi to choose
    assert client_as(aimed.cast.mori).get(f"/people/{aimed.cast.mori.id}/path").location == "/me/path"
    for stranger, status in ((aimed.cast.aoi, 403), (aimed.cast.kaoru, 403), (aimed.cast.chie, 404)):
        assert client_as(stranger).get(url).status_code == status


def test_without_a_rubric_or_a_profile_the_page_says_so(office, client_as):
    assert "No target profile fits" in client_as(office.cast.aoi).get("/me/path?lang=en").text
    assert "There is no rubric" in client_as(office.cast.chie).get("/me/path?lang=en").text


def test_who_reached_every_target_is_told(office, client_as):
    cast = office.cast
    publish_profile(
        office.session,
        actor=cast.actor(cast.hara),
        organisation_id=cast.council.id,
        clock=office.clock,
        levels={"A1": 1},
    )
    rubric = get_current_rubric(office.session, cast.actor(cast.hara))
    office.session.add_all(
        ObservationRowFactory(
            organisation_id=cast.chamber.id,
            trainee_id=cast.aoi.id,
            rater_id=(cast.mori, cast.sato)[number % 2].id,
            rubric_version_id=rubric.id,
            criterion_id=rubric.criterion("A1").id,
            level=3,
        )
        for number in range(8)
    )
    office.session.flush()

    page = client_as(cast.aoi).get("/me/path?lang=en").text

    assert "All targets are reached" in page
    assert "1 target is reached" in page


@pytest.mark.parametrize("url", ["/me/path", "/people/{}/path"])
def test_the_page_takes_the_same_number_of_statements_however_much_there_is(
    url, aimed, client_as, count_statements
):
    viewer = aimed.cast.aoi if url.startswith("/me") else aimed.cast.mori
    browser, address = client_as(viewer), url.format(aimed.cast.aoi.id)
    few = count_statements(lambda: browser.get(address))
    for slug in ("more", "most"):
        serves = (Serves("A2", (1, 2), {"ja": "できること", "en": "What one can do"}),)
        text = CourseTextFactory(slug=slug, serves=serves)
        publish(aimed.session, publisher_id=aimed.cast.council.id, clock=aimed.clock, text=text)

    assert count_statements(lambda: browser.get(address)) == few <= 15


def test_home_shows_three_things_due_first(aimed, path):
    cast = aimed.cast
    own_view = type("View", (), {"standing": "none"})()
    found = path(cast.aoi)

    things = choose_things(found.week, None, own_view, found.sheet)

    assert len(things) == 3
    assert things[0].offer.slug == "small"
    assert things[1:] == [StepKind.OBSERVE, StepKind.OWN_VIEW]
    assert choose_things((), None, own_view, None) == []


def test_home_links_to_the_path(aimed, client_as):
    page = client_as(aimed.cast.aoi).get("/?lang=en").text

    assert re.search(r'href="/me/path"', page)
    assert "Three things this week" in page
