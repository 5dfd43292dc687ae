"""Home leads by targets: to an observation where it is open, to a course where it is short."""

import re

import pytest

from lms.courses.domain import Serves
from lms.evidence.models import ObservationRow
from lms.reporting.levels import find_level_sheet
from lms.rubric.queries import get_current_rubric
from tests.cast import TODAY
from tests.factories.courses import CourseTextFactory, publish
from tests.factories.evidence import ObservationRowFactory
from tests.factories.targets import publish_profile

ELSEWHERE = (Serves("A2", (1, 2), {"ja": "できること", "en": "What one can do"}),)


@pytest.fixture
def aim(office):
    """Publish a profile for everybody."""

    def at(**levels: int) -> None:
        actor, council = office.cast.actor(office.cast.hara), office.cast.council.id
        publish_profile(
            office.session, actor=actor, organisation_id=council, clock=office.clock, levels=levels
        )

    return at


@pytest.fixture
def seen(office):
    """Let Mori and Sato, in turns, have observed Aoi at these levels."""

    def at(code: str, *levels: int) -> None:
        cast = office.cast
        rubric = get_current_rubric(office.session, cast.actor(cast.hara))
        rows: list[ObservationRow] = [
            ObservationRowFactory(
                organisation_id=cast.chamber.id,
                trainee_id=cast.aoi.id,
                rater_id=(cast.mori, cast.sato)[number % 2].id,
                rubric_version_id=rubric.id,
                criterion_id=rubric.criterion(code).id,
                level=level,
            )
            for number, level in enumerate(levels)
        ]
        office.session.add_all(rows)
        office.session.flush()

    return at


@pytest.fixture
def sheet(office):
    def now():
        actor = office.cast.actor(office.cast.aoi)
        return find_level_sheet(office.session, actor, actor.person_id, on=TODAY)

    return now


@pytest.fixture
def steps(office, client_as):
    """Return where home's next steps lead, in their order."""

    def now() -> list[str]:
        page = client_as(office.cast.aoi).get("/?lang=en").text
        return re.findall(r'class="next-step__link" href="([^"]+)"', page)

    return now


def test_a_target_that_is_short_leads_to_the_course_of_the_next_level(office, aim, seen, sheet, steps):
    other = CourseTextFactory(slug="aaa", serves=ELSEWHERE)
    publish(office.session, publisher_id=office.cast.council.id, clock=office.clock, text=other)
    assert steps()[0].startswith("/courses/aaa/")
    aim(A1=3)
    seen("A1", 1, 1, 1, 1)
    (line,) = [line for line in sheet().lines if line.path]
    assert [(level, [course.slug for course in courses]) for level, courses in line.path] == [
        (2, ["small"]),
        (3, []),
    ]
    assert sheet().to_learn.next_course.slug == "small"
    assert steps()[0] == "/courses/small/first"


def test_a_course_under_way_is_finished_first(office, aim, seen, steps):
    other = CourseTextFactory(slug="aaa", serves=ELSEWHERE)
    publish(office.session, publisher_id=office.cast.council.id, clock=office.clock, text=other)
    office.begin_course(office.cast.aoi)
    aim(A2=2)
    seen("A2", 1, 1, 1, 1)
    assert steps()[0].startswith("/courses/small/")


def test_an_open_target_leads_to_an_observation_and_not_to_a_course(aim, seen, sheet, steps):
    aim(A1=2, B1=2)
    seen("A1", 2, 2, 3, 2)
    seen("B1", 2, 2)
    assert sheet().to_learn is None
    assert sheet().to_observe.criterion.code == "B1"
    assert "/me/criteria/B1" in steps()


def test_where_every_target_is_reached_nothing_is_to_be_observed(aim, seen, sheet, steps):
    aim(A1=2)
    seen("A1", 2, 2, 3, 2)
    assert (sheet().to_observe, sheet().to_learn) == (None, None)
    assert not any(step.startswith("/me/criteria/") for step in steps())


def test_without_targets_the_least_missing_observation_is_asked_for(seen, sheet):
    seen("B1", 2, 2)
    assert sheet().targets is None
    assert sheet().to_observe.criterion.code == sheet().most_wanted.criterion.code
