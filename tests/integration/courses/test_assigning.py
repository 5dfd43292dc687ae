"""Courses assigned to people: in bulk, once, within reach; changed, withdrawn, finished; what comes first."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.courses import commands, queries
from lms.courses.domain.standing import AssignmentDraft
from lms.courses.models import Course, CourseAssignment, Enrolment
from lms.kernel.clock import FrozenClock
from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.people import commands as people
from lms.people.domain import RoleCode
from lms.storage.audit import AuditEvent
from lms.storage.outbox import OutboxMessage
from tests.factories.courses import CourseTextFactory, publish
from tests.integration.courses.conftest import RIGHT

DUE = date(2026, 12, 18)


@pytest.fixture
def advanced(session, cast, clock, published):
    text = CourseTextFactory(slug="advanced", prerequisites=("small",))
    return publish(session, publisher_id=cast.council.id, clock=clock, text=text)


@pytest.fixture
def assign(session, cast, clock):
    def go(*people, slugs=("small",), by=None, due_on=DUE, note="", at=clock):
        draft = AssignmentDraft([person.id for person in people], slugs, due_on, note)
        done = commands.assign_courses(session, actor=cast.actor(by or cast.mori), draft=draft, clock=at)
        session.flush()
        return done

    return go


@pytest.fixture
def rows(session):
    return lambda: session.scalars(select(CourseAssignment).order_by(CourseAssignment.id)).all()


@pytest.fixture
def mails(session):
    return lambda: [
        (mail.kind, mail.recipient_id, mail.payload)
        for mail in session.scalars(
            select(OutboxMessage).order_by(OutboxMessage.created_at, OutboxMessage.id)
        )
        if mail.kind.startswith("courses.")
    ]


@pytest.fixture
def withdraw(session, clock):
    def go(slug):
        course = session.scalars(select(Course).where(Course.slug == slug)).one()
        course.withdrawn_at, course.withdrawal_reason = clock.now(), "古くなったため"
        session.flush()

    return go


def test_people_times_courses_and_one_mail_each(cast, advanced, assign, rows, mails, session):
    done = assign(cast.aoi, cast.sato, slugs=("small", "advanced"), note=" 来月の訪問の前に ")
    assert (done.n_made, done.n_given_already, done.n_finished_already) == (4, 0, 0)
    made = rows()
    assert {row.person_id for row in made} == {cast.aoi.id, cast.sato.id}
    assert {row.organisation_id for row in made} == {cast.chamber.id}
    assert {(row.due_on, row.note, row.assigned_by_id) for row in made} == {
        (DUE, "来月の訪問の前に", cast.mori.id)
    }
    assert sorted(mail[1] for mail in mails()) == sorted([cast.aoi.id, cast.sato.id])
    assert {
        (kind, payload["courses"], payload["due_on"], payload["slug"]) for kind, _to, payload in mails()
    } == {("courses.assigned", "「研修advanced」「研修small」", "2026-12-18", "")}
    audited = session.scalars(select(AuditEvent).where(AuditEvent.action == "courses.assign_course")).all()
    assert {event.subject_id for event in audited} == {row.course_id for row in made}
    assert {event.details["due_on"] for event in audited} == {"2026-12-18"}
    assert [sorted(event.details["person_ids"]) for event in audited] == [
        sorted([str(cast.aoi.id), str(cast.sato.id)])
    ] * 2


def test_the_mail_speaks_the_readers_language(cast, published, assign, mails):
    cast.aoi.locale = "en"
    assign(cast.aoi)
    ((_kind, _to, payload),) = mails()
    assert payload == {"courses": "\u201cCourse small\u201d", "slug": "small", "due_on": "2026-12-18"}


def test_the_same_twice_is_left_as_it_is(cast, published, assign, rows, learn, mails):
    assign(cast.aoi)
    learn(cast.sato, lessons=["first", "second"], answers=RIGHT)
    done = assign(cast.aoi, cast.sato, cast.mori, due_on=DUE + timedelta(days=9))
    assert (done.n_made, done.n_given_already, done.n_finished_already) == (1, 1, 1)
    assert [row.due_on for row in rows() if row.person_id == cast.aoi.id] == [DUE]
    assert len(mails()) == 2
    with pytest.raises(RuleViolation, match=r"courses\.assigned_already"):
        assign(cast.aoi, cast.sato, cast.mori)


def test_the_database_holds_one_open_assignment_a_person_and_course(cast, published, assign, rows, session):
    assign(cast.aoi)
    (row,) = rows()
    copied = {
        column.key: getattr(row, column.key)
        for column in CourseAssignment.__table__.columns
        if column.key != "id"
    }
    session.add(CourseAssignment(**copied))
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize(
    ("draft", "error", "code"),
    [
        ({"due_on": date(2026, 11, 19)}, RuleViolation, "courses.due_in_past"),
        ({"due_on": date(2206, 11, 19)}, RuleViolation, "courses.due_too_far"),
        ({"note": "あ" * 501}, RuleViolation, "courses.note_too_long"),
        ({"slugs": ()}, RuleViolation, "courses.nothing_chosen"),
        ({"slugs": ("none",)}, NotFound, "courses.not_found"),
        ({"slugs": ("secret",)}, NotFound, "courses.not_found"),
    ],
)
def test_what_cannot_be_assigned_is_refused(cast, published, foreign, assign, rows, draft, error, code):
    with pytest.raises(error) as refused:
        assign(cast.aoi, **draft)
    assert refused.value.code == code
    assert rows() == []


def test_nobody_is_nobody(cast, published, assign):
    with pytest.raises(RuleViolation, match=r"courses\.nobody_chosen"):
        assign()


def test_ten_thousand_at_once_are_enough(cast, published, clock, session):
    draft = AssignmentDraft([new_id() for _ in range(10_001)], ("small",), DUE)
    with pytest.raises(RuleViolation, match=r"courses\.too_many_at_once"):
        commands.assign_courses(session, actor=cast.actor(cast.hara), draft=draft, clock=clock)


def test_people_out_of_reach_are_not_there(cast, published, assign, rows):
    for person in (cast.kaoru, cast.chie):
        with pytest.raises(NotFound, match=r"people\.person_unknown"):
            assign(cast.aoi, person)
    assert rows() == []
    assert assign(cast.aoi, cast.kaoru, by=cast.hara).n_made == 2


def test_whoever_only_sees_people_assigns_nothing(cast, published, assign, rows):
    with pytest.raises(NotAllowed, match=r"courses\.not_assigner"):
        assign(cast.aoi, by=cast.aoi)
    assert rows() == []


def test_a_course_of_one_chamber_is_not_for_the_next(session, cast, clock, assign):
    publish(session, publisher_id=cast.chamber.id, clock=clock)
    text = CourseTextFactory(slug="wide")
    publish(session, publisher_id=cast.council.id, clock=clock, text=text)
    assert assign(cast.aoi).n_made == 1
    with pytest.raises(NotFound, match=r"courses\.not_found"):
        assign(cast.kaoru, by=cast.hara)


def test_who_cannot_open_a_course_is_named(session, cast, clock, assign):
    """Hara also belongs to the chamber, whose courses those elsewhere never see."""
    people.grant_role(
        session,
        person=cast.hara,
        organisation=cast.chamber,
        role_code=RoleCode.ADVISOR,
        starts_on=date(2026, 4, 1),
    )
    publish(session, publisher_id=cast.chamber.id, clock=clock)
    session.flush()
    with pytest.raises(RuleViolation) as refused:
        assign(cast.aoi, cast.kaoru, by=cast.hara)
    assert (refused.value.code, refused.value.facts) == ("courses.not_for_them", {"name": "香川 薫"})


def test_a_withdrawn_course_is_assigned_to_nobody(cast, published, assign, withdraw):
    withdraw("small")
    with pytest.raises(RuleViolation, match=r"courses\.assign_withdrawn"):
        assign(cast.aoi)


def test_finishing_ends_an_assignment_and_another_may_follow(
    cast, published, assign, learn, rows, session, clock
):
    assign(cast.aoi)
    learn(cast.aoi, lessons=["first", "second"], answers=RIGHT)
    (row,) = rows()
    assert row.finished_at == clock.now()
    publish(session, publisher_id=cast.council.id, clock=clock, text=CourseTextFactory(version="2.0"))
    assert assign(cast.aoi).n_made == 1


def test_another_day_and_note(cast, published, assign, rows, mails, session, clock):
    assign(cast.aoi)
    (row,) = rows()
    facts = {"actor": cast.actor(cast.sato), "assignment_id": row.id, "clock": clock}
    commands.change_assignment(session, due_on=DUE, note="ひとこと", version=1, **facts)
    session.flush()
    assert (row.due_on, row.note, row.version) == (DUE, "ひとこと", 2)
    assert [kind for kind, *_rest in mails()] == ["courses.assigned"]
    later = DUE + timedelta(days=7)
    commands.change_assignment(session, due_on=later, note="", version=2, **facts)
    assert row.due_on == later
    assert mails()[-1][::2] == (
        "courses.due_changed",
        {"courses": "「研修small」", "slug": "small", "due_on": later.isoformat()},
    )
    with pytest.raises(Conflict) as stale:
        commands.change_assignment(session, due_on=DUE, note="x", version=1, **facts)
    assert stale.value.code == "courses.assignment_stale"
    assert stale.value.facts["current"] == {"due_on": later, "note": ""}


def test_a_late_one_may_keep_its_day_but_not_take_another_that_is_over(
    cast, published, assign, rows, session, clock
):
    assign(cast.aoi)
    (row,) = rows()
    after = FrozenClock(clock.now() + timedelta(days=60))
    facts = {"actor": cast.actor(cast.mori), "assignment_id": row.id, "version": 1, "clock": after}
    with pytest.raises(RuleViolation, match=r"courses\.due_in_past"):
        commands.change_assignment(session, due_on=DUE + timedelta(days=1), note="", **facts)
    commands.change_assignment(session, due_on=DUE, note="大丈夫ですか", **facts)
    assert row.note == "大丈夫ですか"


def test_withdrawing_tells_and_keeps_what_was_done(
    cast, published, assign, learn, rows, mails, session, clock
):
    assign(cast.aoi)
    learn(cast.aoi, lessons=["first"])
    (row,) = rows()
    actor = cast.actor(cast.mori)
    commands.withdraw_assignment(session, actor=actor, assignment_id=row.id, clock=clock)
    session.flush()
    assert (row.withdrawn_at, row.withdrawn_by_id) == (clock.now(), cast.mori.id)
    assert mails()[-1][0] == "courses.unassigned"
    assert session.scalars(select(Enrolment)).one().person_id == cast.aoi.id
    with pytest.raises(NotFound, match=r"courses\.assignment_unknown"):
        commands.withdraw_assignment(session, actor=actor, assignment_id=row.id, clock=clock)
    assert assign(cast.aoi).n_made == 1


def test_whoever_may_not_assign_changes_nothing(cast, published, assign, rows, session, clock):
    assign(cast.aoi)
    (row,) = rows()
    for person, error in ((cast.aoi, NotAllowed), (cast.kaoru, NotFound), (cast.chie, NotFound)):
        facts = {"actor": cast.actor(person), "assignment_id": row.id, "clock": clock}
        with pytest.raises(error):
            commands.withdraw_assignment(session, **facts)
        with pytest.raises(error):
            commands.change_assignment(session, due_on=DUE, note="", version=1, **facts)


def test_ones_own_assignments_say_who_asked(cast, published, assign, session):
    assign(cast.aoi, note="次の訪問の前に")
    own = queries.find_own_assignment(session, cast.actor(cast.aoi), "small")
    assert (own.due_on, own.note, own.assigned_by) == (DUE, "次の訪問の前に", "森 真理")
    assert queries.find_own_assignment(session, cast.actor(cast.mori), "small") is None
    assert queries.find_own_assignment(session, cast.actor(cast.aoi), "none") is None


def test_only_what_was_new_is_recorded(cast, advanced, assign, session):
    assign(cast.aoi)
    assign(cast.aoi, slugs=("small", "advanced"))
    ids = {slug: id_ for id_, slug in session.execute(select(Course.id, Course.slug))}
    audited = session.scalars(select(AuditEvent).order_by(AuditEvent.sequence)).all()
    subjects = [event.subject_id for event in audited if event.action == "courses.assign_course"]
    assert subjects == [ids["small"], ids["advanced"]]


@pytest.mark.parametrize("begin", ["enrol", "read", "answer"])
def test_nobody_begins_before_what_it_builds_on(session, cast, clock, advanced, learn, begin):
    actor = cast.actor(cast.aoi)
    ways = {
        "enrol": lambda: commands.enrol(session, actor=actor, slug="advanced", clock=clock),
        "read": lambda: learn(cast.aoi, lessons=["first"], slug="advanced"),
        "answer": lambda: learn(cast.aoi, answers=RIGHT, slug="advanced"),
    }
    with pytest.raises(RuleViolation, match=r"courses\.prerequisites_missing"):
        ways[begin]()
    assert queries.list_missing(session, actor, ["small"]) == [
        ("small", {"ja": "研修small", "en": "Course small"})
    ]
    learn(cast.aoi, lessons=["first", "second"], answers=RIGHT)
    assert queries.list_missing(session, actor, ["small"]) == []
    ways[begin]()
    assert (
        session.scalars(select(Enrolment).where(Enrolment.finished_at.is_(None))).one().person_id
        == cast.aoi.id
    )


def test_a_prerequisite_that_is_gone_keeps_nobody_waiting(session, cast, clock, advanced, withdraw):
    withdraw("small")
    commands.enrol(session, actor=cast.actor(cast.aoi), slug="advanced", clock=clock)
    assert session.scalars(select(Enrolment)).one().person_id == cast.aoi.id


def test_a_course_finished_once_counts_though_its_newer_version_is_begun(
    session, cast, clock, advanced, learn
):
    learn(cast.aoi, lessons=["first", "second"], answers=RIGHT)
    publish(session, publisher_id=cast.council.id, clock=clock, text=CourseTextFactory(version="2.0"))
    later = FrozenClock(clock.now() + timedelta(hours=1))
    commands.enrol(session, actor=cast.actor(cast.aoi), slug="small", clock=later)
    assert queries.list_missing(session, cast.actor(cast.aoi), ["small"]) == []


def test_moving_on_asks_for_no_new_prerequisite(session, cast, clock, published, learn):
    learn(cast.aoi, lessons=["first"])
    for text in (CourseTextFactory(slug="base"), CourseTextFactory(version="2.0", prerequisites=("base",))):
        publish(session, publisher_id=cast.council.id, clock=clock, text=text)
    commands.enrol(session, actor=cast.actor(cast.aoi), slug="small", clock=clock)
    with pytest.raises(RuleViolation, match=r"courses\.prerequisites_missing"):
        commands.enrol(session, actor=cast.actor(cast.sato), slug="small", clock=clock)


def test_a_withdrawn_course_is_finished_by_who_is_in_it(session, cast, clock, published, learn, withdraw):
    learn(cast.aoi, lessons=["first"])
    withdraw("small")
    learn(cast.aoi, lessons=["second"], answers=RIGHT)
    assert session.scalars(select(Enrolment)).one().finished_at == clock.now()
    for begin in (
        lambda: commands.enrol(session, actor=cast.actor(cast.sato), slug="small", clock=clock),
        lambda: learn(cast.sato, lessons=["first"]),
    ):
        with pytest.raises(NotFound, match=r"courses\.withdrawn"):
            begin()
    with pytest.raises(NotFound, match=r"courses\.not_found"):
        commands.enrol(session, actor=cast.actor(cast.chie), slug="small", clock=clock)


def test_doing_something_is_remembered(session, cast, clock, published, learn, enrolment_of):
    learn(cast.aoi, lessons=["first"])
    later = FrozenClock(clock.now() + timedelta(days=3))
    actor = cast.actor(cast.aoi)
    commands.complete_lesson(session, actor=actor, slug="small", lesson_slug="first", clock=later)
    assert enrolment_of(cast.aoi).active_at == later.now()
