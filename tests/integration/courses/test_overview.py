"""Who is where: standings, filters, counts, order, scope; and reminding, by hand and by itself."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.courses import commands, queries
from lms.courses.domain.standing import AssignmentDraft, Standing
from lms.courses.jobs import Reminder
from lms.courses.models import Course, CourseAssignment, CourseReminder
from lms.courses.queries import LearnerFilter
from lms.kernel.clock import FrozenClock
from lms.kernel.errors import RuleViolation
from lms.people.models import Employment
from lms.storage.outbox import OutboxMessage
from tests.cast import TODAY
from tests.factories.courses import CourseTextFactory, publish
from tests.integration.courses.conftest import RIGHT, WRONG


@pytest.fixture
def second(session, cast, clock, published):
    return publish(session, publisher_id=cast.council.id, clock=clock, text=CourseTextFactory(slug="second"))


@pytest.fixture
def assign(session, cast, clock):
    def go(person, *, due_in, slug="small", ago=30):
        earlier = FrozenClock(clock.now() - timedelta(days=ago))
        draft = AssignmentDraft([person.id], (slug,), TODAY + timedelta(days=due_in))
        commands.assign_courses(session, actor=cast.actor(cast.hara), draft=draft, clock=earlier)
        session.flush()
        return session.scalars(select(CourseAssignment).order_by(CourseAssignment.id.desc()).limit(1)).one()

    return go


@pytest.fixture
def quiet(session, enrolment_of):
    """Let somebody have done nothing for some days."""

    def go(person, days):
        row = enrolment_of(person)
        row.active_at -= timedelta(days=days)
        row.enrolled_at = min(row.enrolled_at, row.active_at)
        session.flush()

    return go


@pytest.fixture
def overview(session, cast):
    def look(person, *, limit=50, offset=0, **wanted):
        return queries.find_overview(
            session, cast.actor(person), LearnerFilter(**wanted), today=TODAY, limit=limit, offset=offset
        )

    return look


@pytest.fixture
def people(cast, second, learn, assign, quiet):
    """Kaoru is late, Aoi stuck, Sato in the middle of it, Mori has finished, Hojo only asked."""
    assign(cast.kaoru, due_in=-1)
    learn(cast.aoi, lessons=["first"])
    quiet(cast.aoi, 14)
    learn(cast.sato, lessons=["first"], answers=WRONG)
    learn(cast.mori, lessons=["first", "second"], answers=RIGHT)
    assign(cast.hojo, due_in=5, slug="second")
    return cast


def test_the_most_urgent_stand_first(people, overview):
    found = overview(people.hara)
    assert [(row.person_id, row.slug, row.standings) for row in found.rows] == [
        (people.kaoru.id, "small", (Standing.LATE, Standing.NOT_STARTED)),
        (people.aoi.id, "small", (Standing.STUCK, Standing.UNDER_WAY)),
        (people.hojo.id, "second", (Standing.NOT_STARTED,)),
        (people.sato.id, "small", (Standing.UNDER_WAY,)),
        (people.mori.id, "small", (Standing.FINISHED,)),
    ]
    assert found.total == 5
    assert found.by_standing == {
        Standing.LATE: 1,
        Standing.STUCK: 1,
        Standing.UNDER_WAY: 2,
        Standing.NOT_STARTED: 2,
        Standing.FINISHED: 1,
    }
    assert [(one.slug, one.count) for one in found.courses] == [("small", 4), ("second", 1)]
    assert found.by_path == {people.chamber.path: 3, people.neighbour.path: 1, people.yorozu.path: 1}


@pytest.mark.parametrize("standing", list(Standing))
def test_what_is_narrowed_agrees_with_what_is_said(people, overview, standing):
    everybody = overview(people.hara).rows
    narrowed = overview(people.hara, standing=standing)
    assert {row.key for row in narrowed.rows} == {row.key for row in everybody if standing in row.standings}
    assert narrowed.total == len(narrowed.rows)
    assert narrowed.by_standing == overview(people.hara).by_standing


def test_filters_count_under_all_the_others(people, overview):
    found = overview(people.hara, slug="small", under=people.chamber.path, text="青井")
    assert [row.person_id for row in found.rows] == [people.aoi.id]
    assert found.by_path == {people.chamber.path: 1}
    assert [(one.slug, one.count) for one in found.courses] == [("small", 1)]
    assert overview(people.hara, under=people.council.path).total == 5
    assert overview(people.hara, keys=[]).total == 0
    key = overview(people.hara, text="カガワ").rows[0].key
    assert [row.person_id for row in overview(people.hara, keys=[key]).rows] == [people.kaoru.id]


def test_pages_of_the_list(people, overview):
    first, rest = overview(people.hara, limit=3), overview(people.hara, limit=3, offset=3)
    assert (len(first.rows), len(rest.rows), first.total, rest.total) == (3, 2, 5, 5)
    assert [*first.rows, *rest.rows] == overview(people.hara).rows


def test_only_people_in_reach_are_seen(people, overview):
    assert {row.person_id for row in overview(people.mori).rows} == {
        people.aoi.id,
        people.sato.id,
        people.mori.id,
    }
    assert {row.person_id for row in overview(people.aoi).rows} == {people.aoi.id}
    assert overview(people.chie).rows == []
    assert overview(people.chie).by_path == {}


def test_who_left_is_not_looked_after(people, overview, session, clock):
    people.aoi.disabled_at = clock.now()
    session.flush()
    assert people.aoi.id not in {row.person_id for row in overview(people.mori).rows}


def test_three_failed_attempts_are_stuck(cast, published, learn, overview):
    for _ in range(3):
        learn(cast.aoi, answers=WRONG)
    assert overview(cast.mori, standing=Standing.STUCK).total == 1
    learn(cast.aoi, answers=RIGHT)
    assert overview(cast.mori, standing=Standing.STUCK).total == 0


def test_a_finished_course_assigned_again_has_to_be_begun_anew(
    session, cast, clock, published, learn, assign, overview
):
    learn(cast.aoi, lessons=["first", "second"], answers=RIGHT)
    publish(session, publisher_id=cast.council.id, clock=clock, text=CourseTextFactory(version="2.0"))
    given = assign(cast.aoi, due_in=9, ago=0)
    (row,) = overview(cast.mori).rows
    assert (row.standings, row.due_on, row.key) == ((Standing.NOT_STARTED,), given.due_on, given.id)
    later = FrozenClock(clock.now() + timedelta(minutes=1))
    commands.enrol(session, actor=cast.actor(cast.aoi), slug="small", clock=later)
    (row,) = overview(cast.mori).rows
    assert (row.standings, row.assignment_id, row.progress.n_read) == ((Standing.UNDER_WAY,), given.id, 0)


def test_a_finished_course_keeps_the_day_it_was_due(cast, published, learn, assign, overview):
    given = assign(cast.aoi, due_in=-3)
    learn(cast.aoi, lessons=["first", "second"], answers=RIGHT)
    (row,) = overview(cast.mori).rows
    assert (row.standings, row.due_on, row.assignment_id) == ((Standing.FINISHED,), given.due_on, None)


def test_nobody_waits_for_a_course_that_was_withdrawn(
    session, cast, clock, published, assign, learn, overview
):
    assign(cast.aoi, due_in=-1)
    assign(cast.sato, due_in=-1)
    learn(cast.sato, lessons=["first"])
    course = session.scalars(select(Course)).one()
    course.withdrawn_at, course.withdrawal_reason = clock.now(), "古い"
    session.flush()
    assert [row.person_id for row in overview(cast.mori).rows] == [cast.sato.id]
    assert commands.send_due_reminders(session, clock=clock) == 1


@pytest.fixture
def mails(session):
    return lambda kind: [
        (mail.recipient_id, mail.payload)
        for mail in session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind))
    ]


@pytest.fixture
def remind(session, cast, clock):
    def go(by, at=clock, **wanted):
        done = commands.remind_learners(
            session, actor=cast.actor(by), wanted=LearnerFilter(**wanted), clock=at
        )
        session.flush()
        return done.n_sent, done.n_paused

    return go


def test_reminding_by_hand_is_friendly_and_rare(people, remind, mails, overview, session, clock):
    assert remind(people.hara) == (4, 0)
    assert {to for to, _payload in mails("courses.reminded")} == {people.kaoru.id, people.hojo.id}
    assert {to for to, _payload in mails("courses.reminded_undated")} == {people.aoi.id, people.sato.id}
    assert mails("courses.reminded")[0][1].keys() == {"courses", "slug", "due_on"}
    with pytest.raises(RuleViolation, match=r"courses\.reminded_already"):
        remind(people.hara)
    week_later = FrozenClock(clock.now() + timedelta(days=7))
    session.scalars(
        select(CourseReminder).where(CourseReminder.person_id == people.aoi.id)
    ).one().reminded_at = clock.now() + timedelta(days=1)
    session.flush()
    assert remind(people.hara, at=week_later) == (3, 1)
    assert {row.reminded_at for row in overview(people.mori, text="佐藤").rows} == {week_later.now()}


def test_a_supervisor_reminds_their_own_people(people, remind):
    assert remind(people.mori) == (2, 0)


def test_nobody_is_reminded_without_the_right_or_the_need(people, remind, overview):
    with pytest.raises(RuleViolation, match=r"courses\.nobody_to_remind"):
        remind(people.aoi)
    with pytest.raises(RuleViolation, match=r"courses\.nobody_to_remind"):
        remind(people.chie)
    with pytest.raises(RuleViolation, match=r"courses\.nobody_to_remind"):
        remind(people.hara, standing=Standing.FINISHED)
    stranger = overview(people.hara, text="香川").rows[0].key
    with pytest.raises(RuleViolation, match=r"courses\.nobody_to_remind"):
        remind(people.mori, keys=[stranger])


def test_mails_around_the_day_go_out_once(cast, second, assign, mails, database, clock, session):
    soon, over = assign(cast.aoi, due_in=3), assign(cast.sato, due_in=-1)
    assign(cast.kaoru, due_in=4)
    assign(cast.hojo, due_in=-8)
    assign(cast.aoi, due_in=2, slug="second", ago=0)
    session.commit()
    job = Reminder(clock)
    job.remind()
    job.remind()
    assert mails("courses.due_soon") == [
        (cast.aoi.id, {"courses": "「研修small」", "slug": "small", "due_on": soon.due_on.isoformat()})
    ]
    assert [to for to, _payload in mails("courses.overdue")] == [cast.sato.id]
    soon.due_on += timedelta(days=10)
    session.commit()
    Reminder(FrozenClock(clock.now() + timedelta(days=10))).remind()
    assert len(mails("courses.due_soon")) == 2
    assert over.finished_at is None


def test_who_has_finished_or_left_gets_no_mail(cast, published, assign, learn, mails, session, clock):
    assign(cast.aoi, due_in=-1)
    learn(cast.aoi, lessons=["first", "second"], answers=RIGHT)
    assign(cast.sato, due_in=-1)
    cast.sato.disabled_at = clock.now()
    session.flush()
    assert commands.send_due_reminders(session, clock=clock) == 0


def test_the_catalogue_says_what_is_due_first_and_what_comes_before(
    session, cast, clock, second, assign, learn
):
    text = CourseTextFactory(slug="advanced", prerequisites=("small", "second"))
    publish(session, publisher_id=cast.council.id, clock=clock, text=text)
    given = assign(cast.aoi, due_in=9, slug="second")
    learn(cast.aoi, lessons=["first", "second"], answers=RIGHT)
    cards = queries.list_courses(session, cast.actor(cast.aoi))
    assert [card.slug for card in cards] == ["second", "advanced", "small"]
    assert [card.assignment and card.assignment.due_on for card in cards] == [given.due_on, None, None]
    assert [card.missing for card in cards] == [(), ({"ja": "研修second", "en": "Course second"},), ()]


def test_a_withdrawn_course_leaves_the_catalogue_when_one_has_finished(session, cast, clock, second, learn):
    learn(cast.aoi, lessons=["first"])
    for course in session.scalars(select(Course)):
        course.withdrawn_at, course.withdrawal_reason = clock.now(), "古い"
    session.flush()
    actor = cast.actor(cast.aoi)
    assert [(card.slug, card.is_withdrawn) for card in queries.list_courses(session, actor)] == [
        ("small", True)
    ]
    learn(cast.aoi, lessons=["second"], answers=RIGHT)
    assert queries.list_courses(session, actor) == []


def test_the_next_step_is_what_is_due_then_what_was_begun_last_and_can_be_begun(
    session, cast, clock, second, assign, learn
):
    text = CourseTextFactory(slug="advanced", prerequisites=("small",))
    publish(session, publisher_id=cast.council.id, clock=clock, text=text)
    actor = cast.actor(cast.aoi)
    assert queries.find_next_step(session, actor).course.slug == "second"
    learn(cast.aoi, lessons=["first"], slug="second")
    assert queries.find_next_step(session, actor).course.slug == "second"
    assign(cast.aoi, due_in=20, slug="small")
    assert queries.find_next_step(session, actor).course.slug == "small"
    for slug in ("small", "second"):
        learn(cast.aoi, lessons=["first", "second"], answers=RIGHT, slug=slug)
    assert queries.find_next_step(session, actor).course.slug == "advanced"
    learn(cast.aoi, lessons=["first", "second"], answers=RIGHT, slug="advanced")
    assert queries.find_next_step(session, actor) is None


def test_candidates_are_found_by_name_and_place(session, cast):
    def found(person, **wanted):
        people, total = queries.list_candidates(
            session, cast.actor(person), queries.CandidateFilter(**wanted), on=TODAY
        )
        assert total == len(people)
        return {one.id for one in people}

    assert found(cast.mori) == {cast.aoi.id, cast.mori.id, cast.sato.id}
    assert found(cast.hara, text="アオイ") == {cast.aoi.id}
    assert found(cast.hara, organisation_id=cast.yorozu.id) == {cast.hojo.id}
    assert found(cast.aoi) == set()
    assert found(cast.mori, organisation_id=cast.neighbour.id) == set()


def test_an_employer_begun_later_counts(session, cast, clock):
    for starts_on in (date(2026, 10, 1), date(2026, 10, 1)):
        session.add(Employment(person_id=cast.aoi.id, organisation_id=cast.neighbour.id, starts_on=starts_on))
    session.flush()
    (one,) = queries.list_employed(session, cast.actor(cast.hara), [cast.aoi.id], on=TODAY)
    assert one.organisation_id == cast.neighbour.id
    assert queries.list_employed(session, cast.actor(cast.hara), [], on=TODAY) == []


def test_a_list_takes_the_same_statements_however_long(cast, second, learn, overview, count_statements):
    learn(cast.aoi, lessons=["first"])
    one = count_statements(lambda: overview(cast.hara))
    for person in (cast.sato, cast.kaoru):
        learn(person, lessons=["first"])
    assert count_statements(lambda: overview(cast.hara)) == one == 5
