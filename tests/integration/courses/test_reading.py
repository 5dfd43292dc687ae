"""Who finds which courses and whose progress, and in how many statements."""

import itertools

import pytest

from lms.courses import queries
from lms.courses.access import can_read_course, can_read_progress
from lms.courses.domain import CourseState, Serves
from lms.courses.models import Course, Enrolment
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.kernel.ids import new_id
from lms.people.queries import employer_of
from tests.cast import TODAY
from tests.factories.courses import CourseTextFactory, publish
from tests.integration.courses.conftest import RIGHT, WRONG

AIM = {"ja": "ねらい", "en": "Aim"}


@pytest.fixture
def people(cast):
    return (cast.aoi, cast.kaoru, cast.mori, cast.sato, cast.hara, cast.hojo, cast.chie)


@pytest.fixture
def higher(session, cast, clock):
    """Publish a course for level 2 of A2."""
    text = CourseTextFactory(slug="a-higher", serves=(Serves("A2", (2,), AIM),))
    return publish(session, publisher_id=cast.council.id, clock=clock, text=text)


def test_can_read_course_agrees_with_the_query_for_everybody(
    session, cast, people, clock, published, foreign
):
    publish(session, publisher_id=None, clock=clock, text=CourseTextFactory(slug="open"))
    publishers = {"small": cast.council.id, "secret": cast.outside.id, "open": None}
    for person in people:
        actor = cast.actor(person)
        listed = {row.slug for row in session.scalars(queries.courses_visible_to(actor))}
        allowed = {
            slug for slug, publisher in publishers.items() if can_read_course(actor, publisher_id=publisher)
        }
        assert listed == allowed, person.name
    assert list(session.scalars(queries.courses_visible_to(Actor(person_id=new_id())))) == []


def test_can_read_progress_agrees_with_the_query_for_every_pair(
    session, cast, people, published, foreign, learn
):
    for person in people:
        if person not in {cast.chie, cast.hojo}:
            learn(person, lessons=["first"])
    learn(cast.chie, lessons=["first"], slug="secret")
    for reader, person in itertools.product(people, people):
        if person is cast.hojo:
            continue
        actor = cast.actor(reader)
        listed = session.scalar(queries.visible_to(actor).where(Enrolment.person_id == person.id))
        employer = employer_of(session, person_id=person.id, on=TODAY)
        allowed = can_read_progress(actor, person_id=person.id, organisation_path=employer.path)
        assert (listed is not None) is allowed, f"{reader.name} and {person.name}"


def test_a_supervisor_follows_their_people_and_nobody_else(session, cast, published, foreign, learn):
    learn(cast.aoi, lessons=["first"], answers=WRONG)
    learn(cast.kaoru, lessons=["first"])
    learn(cast.chie, lessons=["first"], slug="secret")
    everybody = [cast.aoi.id, cast.kaoru.id, cast.chie.id, cast.sato.id]

    seen = queries.list_progress(session, cast.actor(cast.mori), everybody)

    assert {person_id: len(courses) for person_id, courses in seen.items()} == {
        cast.aoi.id: 1,
        cast.kaoru.id: 0,
        cast.chie.id: 0,
        cast.sato.id: 0,
    }
    (course,) = seen[cast.aoi.id]
    assert (course.slug, course.version) == ("small", "1.0")
    assert (course.progress.done, course.progress.total, course.progress.n_attempts) == (1, 3, 1)
    assert queries.list_progress(session, cast.actor(cast.aoi), everybody)[cast.kaoru.id] == ()
    assert queries.list_progress(session, cast.actor(cast.chie), everybody)[cast.aoi.id] == ()


def test_the_catalogue_shows_ones_own_progress_the_lowest_level_first(
    session, cast, published, higher, foreign, learn
):
    learn(cast.aoi, lessons=["first"], answers=RIGHT)
    learn(cast.sato, lessons=["first", "second"])
    cards = queries.list_courses(session, cast.actor(cast.aoi))
    assert [card.slug for card in cards] == ["small", "a-higher"]
    assert [card.progress.state for card in cards] == [CourseState.UNDER_WAY, CourseState.NOT_STARTED]
    assert (cards[0].progress.n_read, cards[0].progress.is_passed, cards[0].progress.n_attempts) == (
        1,
        True,
        1,
    )
    assert [card.slug for card in queries.list_courses(session, cast.actor(cast.chie))] == ["secret"]


@pytest.mark.parametrize(
    ("criterion", "level", "slugs"),
    [
        ("A1", None, ["small"]),
        ("A1", 2, ["small"]),
        ("A2", 1, []),
        (None, 2, ["small", "a-higher"]),
        (None, 1, ["small"]),
    ],
)
def test_the_catalogue_narrows_to_a_criterion_at_a_level(
    session, cast, published, higher, criterion, level, slugs
):
    found = queries.list_courses(session, cast.actor(cast.aoi), criterion_code=criterion, level=level)
    assert [card.slug for card in found] == slugs


def test_each_criterion_and_level_knows_its_courses(session, cast, published, higher, foreign):
    serving = queries.list_courses_serving(session, cast.actor(cast.aoi))
    assert {key: [link.slug for link in links] for key, links in serving.items()} == {
        ("A1", 1): ["small"],
        ("A1", 2): ["small"],
        ("A2", 2): ["a-higher"],
    }


def test_the_next_step_goes_on_with_what_was_begun_and_then_begins_the_next(
    session, cast, published, higher, foreign, learn
):
    actor = cast.actor(cast.aoi)

    def step():
        found = queries.find_next_step(session, actor)
        return found and (found.course.slug, found.lesson_slug)

    assert step() == ("small", "first")
    learn(cast.aoi, lessons=["first"])
    assert step() == ("small", "second")
    learn(cast.aoi, lessons=["second"])
    assert step() == ("small", None)
    learn(cast.aoi, answers=RIGHT)
    assert step() == ("a-higher", "first")
    learn(cast.aoi, lessons=["first", "second"], answers=RIGHT, slug="a-higher")
    assert step() is None
    assert queries.find_next_step(session, Actor(person_id=new_id())) is None


def test_prerequisites_are_linked_when_they_can_be_read(session, cast, clock, published, foreign):
    text = CourseTextFactory(slug="second", prerequisites=("small", "secret"))
    publish(session, publisher_id=cast.council.id, clock=clock, text=text)
    page = queries.get_course(session, cast.actor(cast.aoi), "second")
    assert [link.slug for link in page.prerequisites] == ["small"]


def test_an_attempt_is_its_owners_alone(session, cast, published, higher, learn):
    attempt = learn(cast.aoi, answers=WRONG)
    page = queries.get_attempt(session, cast.actor(cast.aoi), "small", attempt)
    assert (page.number, page.result.n_right, page.result.is_passed) == (1, 0, False)
    for person, slug, attempt_id in (
        (cast.mori, "small", attempt),
        (cast.aoi, "a-higher", attempt),
        (cast.aoi, "small", new_id()),
        (cast.chie, "small", attempt),
    ):
        with pytest.raises(NotFound):
            queries.get_attempt(session, cast.actor(person), slug, attempt_id)


def test_figures_and_lessons_belong_to_the_version_one_sees(session, cast, published, foreign):
    actor = cast.actor(cast.aoi)
    assert queries.get_figure(session, actor, "small", "path.svg").content.startswith(b"<svg")
    for slug, name in (("small", "none.svg"), ("secret", "path.svg")):
        with pytest.raises(NotFound):
            queries.get_figure(session, actor, slug, name)
    lesson = queries.get_lesson(session, actor, "small", "second")
    assert (lesson.position, lesson.previous.slug, lesson.following) == (2, "first", None)
    first = queries.get_lesson(session, actor, "small", "first")
    assert (first.previous, first.following.slug) == (None, "second")
    with pytest.raises(NotFound):
        queries.get_lesson(session, actor, "small", "third")


def test_reads_take_as_many_statements_for_three_rows_as_for_one(
    session, cast, clock, published, learn, counting
):
    actor, supervisor = cast.actor(cast.aoi), cast.actor(cast.mori)
    trainees = [cast.aoi.id, cast.sato.id]
    reads = {
        "list_courses": lambda: queries.list_courses(session, actor),
        "list_courses_serving": lambda: queries.list_courses_serving(session, actor),
        "find_next_step": lambda: queries.find_next_step(session, actor),
        "get_course": lambda: queries.get_course(session, actor, "small"),
        "list_progress": lambda: queries.list_progress(session, supervisor, trainees),
    }

    def statements():
        session.expire_all()
        counts = {}
        for name, read in reads.items():
            with counting() as seen:
                read()
            counts[name] = len(seen)
        return counts

    learn(cast.aoi, lessons=["first"], answers=WRONG)
    with_one = statements()
    for slug in ("more", "most"):
        publish(session, publisher_id=cast.council.id, clock=clock, text=CourseTextFactory(slug=slug))
        learn(cast.sato, lessons=["first"], slug=slug)
        learn(cast.aoi, lessons=["first"], answers=WRONG, slug=slug)
        learn(cast.aoi, answers=WRONG)
    session.flush()
    assert (
        with_one
        == statements()
        == {
            "list_courses": 3,
            "list_courses_serving": 1,
            "find_next_step": 3,
            "get_course": 2,
            "list_progress": 1,
        }
    )
    assert len(session.scalars(queries.courses_visible_to(actor)).all()) == 3
    assert session.scalars(queries.courses_visible_to(actor).order_by(Course.slug)).first().slug == "more"
