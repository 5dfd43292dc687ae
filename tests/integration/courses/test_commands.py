"""Loading versions, enrolling, reading, answering: what is stored, what is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.courses import commands, queries
from lms.courses.models import Attempt, Course, CourseVersion, Enrolment, Lesson, LessonProgress
from lms.kernel.clock import FrozenClock
from lms.kernel.errors import Conflict, NotFound, RuleViolation
from lms.storage.audit import AuditEvent
from tests.factories.courses import LEVELS, CourseTextFactory, LessonTextFactory, QuizFactory, publish
from tests.integration.courses.conftest import RIGHT, WRONG


@pytest.fixture
def count(session):
    return lambda table: session.scalars(select(func.count()).select_from(table)).one()


@pytest.fixture
def load(session, cast, clock):
    def loading(course, publisher=None, levels=LEVELS):
        return commands.load_course(
            session,
            actor_id=None,
            course=course,
            levels=levels,
            publisher_id=(publisher or cast.council).id,
            clock=clock,
        )

    return loading


def test_a_version_is_stored_once_with_all_its_parts_and_audited(session, cast, load, count):
    first = load(CourseTextFactory())
    again = load(CourseTextFactory())
    assert (first.is_new, again.is_new) == (True, False)
    assert first.course_version_id == again.course_version_id
    assert (count(Course), count(CourseVersion), count(Lesson)) == (1, 1, 2)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "course.loaded")).one()
    assert (event.subject_id, event.actor_id) == (first.course_version_id, None)
    assert event.details["slug"] == "small"


def test_other_content_under_the_same_version_is_refused(load):
    load(CourseTextFactory())
    with pytest.raises(Conflict) as refusal:
        load(CourseTextFactory(minutes=21))
    assert refusal.value.code == "courses.version_immutable"
    assert refusal.value.facts == {"slug": "small", "course_version": "1.0"}


def test_html_alone_is_made_anew_in_a_stored_version(session, load):
    course = CourseTextFactory()
    load(course)
    first, second = course.lessons
    html = {"ja": "<p>別</p>", "en": "<p>anew</p>"}
    assert not load(replace(course, lessons=(replace(first, html=html), second))).is_new
    rows = session.scalars(select(Lesson.html).order_by(Lesson.position)).all()
    assert rows == [html, dict(second.html)]


def test_versions_count_up_and_a_slug_stays_with_its_publisher(session, cast, load):
    load(CourseTextFactory())
    load(CourseTextFactory(version="1.1"))
    ordinals = session.execute(select(CourseVersion.version, CourseVersion.ordinal).order_by("ordinal"))
    assert ordinals.all() == [("1.0", 1), ("1.1", 2)]
    with pytest.raises(Conflict) as refusal:
        load(CourseTextFactory(version="2.0"), publisher=cast.outside)
    assert refusal.value.code == "courses.other_publisher"


def test_a_course_with_a_flaw_is_not_stored(load, count):
    with pytest.raises(RuleViolation) as refusal:
        load(CourseTextFactory(quiz=QuizFactory(pass_mark=3)))
    assert refusal.value.code == "courses.pass_mark_high"
    with pytest.raises(RuleViolation):
        load(CourseTextFactory(), levels={"B1": 4})
    assert count(Course) == 0


def test_enrolling_twice_is_enrolling_once(session, cast, clock, published, count, enrolment_of):
    actor = cast.actor(cast.aoi)
    first = commands.enrol(session, actor=actor, slug="small", clock=clock)
    assert commands.enrol(session, actor=actor, slug="small", clock=clock) == first
    enrolment = enrolment_of(cast.aoi)
    assert (enrolment.organisation_id, enrolment.enrolled_at) == (cast.chamber.id, clock.now())
    assert enrolment.finished_at is None
    assert count(Enrolment) == 1


def test_who_is_employed_nowhere_can_learn_too(session, cast, clock, published, enrolment_of):
    before = FrozenClock(clock.now() - timedelta(days=365 * 5))
    commands.enrol(session, actor=cast.actor(cast.aoi), slug="small", clock=before)
    assert enrolment_of(cast.aoi).organisation_id is None


def test_reading_begins_a_course_and_is_noted_once(session, cast, published, learn, count, enrolment_of):
    learn(cast.aoi, lessons=["first", "first"])
    assert count(LessonProgress) == 1
    assert enrolment_of(cast.aoi).finished_at is None


def test_every_attempt_is_kept_with_all_its_answers(session, cast, published, learn):
    learn(cast.aoi, answers=WRONG)
    learn(cast.aoi, answers=RIGHT | {"single": frozenset()})
    learn(cast.aoi, answers=RIGHT)
    rows = session.execute(
        select(
            Attempt.number, Attempt.answers, Attempt.n_right, Attempt.n_questions, Attempt.is_passed
        ).order_by(Attempt.number)
    ).all()
    assert rows == [
        (1, {"multiple": ["a"], "single": ["b"]}, 0, 2, False),
        (2, {"multiple": ["a", "b"]}, 1, 2, False),
        (3, {"multiple": ["a", "b"], "single": ["a"]}, 2, 2, True),
    ]


@pytest.mark.parametrize("quiz_first", [True, False])
def test_finished_means_all_read_and_passed_in_any_order(
    cast, clock, published, learn, enrolment_of, quiz_first
):
    steps = [{"lessons": ["first", "second"]}, {"answers": RIGHT}]
    for step in reversed(steps) if quiz_first else steps:
        assert learn(cast.aoi, lessons=["first"]) is None
        assert enrolment_of(cast.aoi).finished_at is None
        learn(cast.aoi, **step)
    assert enrolment_of(cast.aoi).finished_at == clock.now()


def test_what_is_done_after_finishing_moves_nothing(session, cast, clock, published, learn, enrolment_of):
    learn(cast.aoi, lessons=["first", "second"], answers=RIGHT)
    later = FrozenClock(clock.now() + timedelta(days=1))
    actor = cast.actor(cast.aoi)
    commands.submit_attempt(session, actor=actor, slug="small", answers=WRONG, clock=later)
    assert enrolment_of(cast.aoi).finished_at == clock.now()
    assert queries.get_course(session, actor, "small").progress.is_passed


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, "courses.answers_missing"),
        ({"single": frozenset()}, "courses.answers_missing"),
        ({"gone": frozenset("a")}, "courses.answer_unknown"),
        ({"single": frozenset("ab")}, "courses.answer_too_many"),
    ],
)
def test_answers_that_cannot_be_taken_leave_nothing(cast, published, learn, count, answers, code):
    with pytest.raises(RuleViolation) as refusal:
        learn(cast.aoi, answers=answers)
    assert refusal.value.code == code
    assert count(Attempt) == 0


def test_courses_and_lessons_out_of_sight_are_not_found(session, cast, clock, published, foreign, learn):
    for person, slug in ((cast.chie, "small"), (cast.aoi, "secret"), (cast.aoi, "none")):
        with pytest.raises(NotFound):
            commands.enrol(session, actor=cast.actor(person), slug=slug, clock=clock)
        with pytest.raises(NotFound):
            learn(person, lessons=["first"], slug=slug)
        with pytest.raises(NotFound):
            learn(person, answers=RIGHT, slug=slug)
    with pytest.raises(NotFound) as refusal:
        learn(cast.aoi, lessons=["third"])
    assert refusal.value.code == "courses.lesson_not_found"


def test_somebody_in_the_middle_finishes_the_version_they_began(
    session, cast, clock, published, learn, enrolment_of
):
    learn(cast.aoi, lessons=["first"])
    longer = tuple(LessonTextFactory(slug=slug) for slug in ("first", "second", "third"))
    publish(
        session,
        publisher_id=cast.council.id,
        clock=clock,
        text=CourseTextFactory(version="2.0", lessons=longer),
    )
    learn(cast.aoi, lessons=["second"], answers=RIGHT)
    assert enrolment_of(cast.aoi).finished_at == clock.now()
    learn(cast.mori, lessons=["third"])
    assert queries.get_course(session, cast.actor(cast.mori), "small").version == "2.0"


def test_moving_on_to_a_newer_version_keeps_the_old_way(session, cast, clock, newer, learn, count):
    actor = cast.actor(cast.aoi)
    old = session.scalars(select(CourseVersion.id).where(CourseVersion.version == "1.0")).one()
    session.add(
        Enrolment(
            person_id=cast.aoi.id, course_version_id=old, enrolled_at=clock.now(), active_at=clock.now()
        )
    )
    session.flush()
    attempt = learn(cast.aoi, lessons=["first"], answers=WRONG)

    later = FrozenClock(clock.now() + timedelta(minutes=1))
    commands.enrol(session, actor=actor, slug="small", clock=later)

    page = queries.get_course(session, actor, "small")
    assert (page.version, page.newest, page.progress.done) == ("2.0", None, 0)
    assert [line.id for line in queries.list_own_attempts(session, actor, page.course_id)] == [attempt]
    assert queries.get_attempt(session, actor, "small", attempt).number == 1
    assert (count(Enrolment), count(Attempt), count(LessonProgress)) == (2, 1, 1)
