"""What becomes of courses once loaded: withdrawn, followed by newer versions, thought about, printed."""

import re
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from lms.courses import commands, queries
from lms.courses.domain import PracticeTask, Prompt
from lms.courses.models import Course, Lesson, LessonReflection
from lms.kernel.clock import FrozenClock
from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.storage.audit import AuditEvent
from tests.factories.courses import (
    LEVELS,
    CourseTextFactory,
    LessonTextFactory,
    MultipleChoiceFactory,
    QuizFactory,
    SingleChoiceFactory,
    publish,
)
from tests.integration.courses.conftest import RIGHT, WRONG

WORDS = {"ja": "試すこと", "en": "Something to try"}
TASK = PracticeTask(
    "try", "A1", (2,), WORDS, {"ja": "やり方", "en": "How"}, {"ja": "見る所", "en": "Look for this"}
)
PROMPTS = (
    Prompt("think", {"ja": "何を考えましたか", "en": "What did you think?"}),
    Prompt("again", {"ja": "もう一つ", "en": "One more"}),
)


@pytest.fixture
def rich(session, cast, clock):
    """Publish a course whose first lesson asks to try and to think."""
    first = LessonTextFactory(slug="first", practices=(TASK,), reflections=PROMPTS)
    text = CourseTextFactory(lessons=(first, LessonTextFactory(slug="second")))
    return publish(session, publisher_id=cast.council.id, clock=clock, text=text)


@pytest.fixture
def load(session, cast, clock):
    def loading(*courses):
        return commands.load_courses(
            session,
            actor_id=None,
            courses=courses,
            levels=LEVELS,
            publisher_id=cast.council.id,
            clock=clock,
        )

    return loading


@pytest.fixture
def write(session, cast, clock):
    """Write to a prompt of the small course."""

    def writing(person, text, version=0, code="think", at=clock):
        saved = commands.save_reflection(
            session, actor=cast.actor(person), slug="small", code=code, text=text, version=version, clock=at
        )
        session.flush()
        return saved

    return writing


@pytest.fixture
def withdraw(session, cast, clock):
    def withdrawing(person=None, reason="See the newer course."):
        actor = cast.actor(person) if person else None
        commands.withdraw_course(session, actor=actor, slug="small", reason=reason, clock=clock)
        session.flush()

    return withdrawing


# ---- loading many


def test_many_courses_are_loaded_at_once_in_as_many_statements_as_few(load, counting, session):
    with counting() as few:
        load(*(CourseTextFactory(slug=f"few-{n}") for n in range(2)))
    with counting() as many:
        loadings = load(*(CourseTextFactory(slug=f"many-{n}") for n in range(12)))
    assert len({loading.course_version_id for loading in loadings}) == 12
    assert sum("audit" not in statement for statement in many) == sum(
        "audit" not in statement for statement in few
    )
    assert session.scalars(select(func.count()).select_from(Course)).one() == 14


def test_courses_that_wait_for_each_other_are_refused_across_what_is_stored(load):
    load(CourseTextFactory(slug="one", prerequisites=("two",)))
    with pytest.raises(RuleViolation) as refusal:
        load(CourseTextFactory(slug="two", prerequisites=("one",)))
    assert refusal.value.code == "courses.prerequisite_circle"
    assert refusal.value.facts == {"circle": "two → one → two"}
    load(CourseTextFactory(slug="two"))


def test_a_stored_course_comes_back_as_it_was_loaded(session, load, rich):
    newer = replace(rich, version="2.0", minutes=30)
    load(newer)
    assert queries.find_stored_text(session, slug="small") == newer
    assert queries.find_stored_text(session, slug="small", version="1.0") == rich
    assert queries.find_stored_text(session, slug="small", version="3.0") is None
    assert queries.find_stored_text(session, slug="nothing") is None


# ---- withdrawing


def test_nobody_begins_a_withdrawn_course_and_whoever_is_in_it_finishes(
    session, cast, clock, published, learn, withdraw, enrolment_of
):
    learn(cast.aoi, lessons=["first"])
    withdraw(cast.hara)
    sato, aoi = cast.actor(cast.sato), cast.actor(cast.aoi)
    assert queries.list_courses(session, sato) == []
    for refused in (
        lambda: queries.get_course(session, sato, "small"),
        lambda: commands.enrol(session, actor=sato, slug="small", clock=clock),
        lambda: learn(cast.sato, lessons=["first"]),
    ):
        with pytest.raises(NotFound) as refusal:
            refused()
        assert refusal.value.code == "courses.withdrawn"
    assert [card.slug for card in queries.list_courses(session, aoi)] == ["small"]
    page = queries.get_course(session, aoi, "small")
    assert (page.withdrawn_at, page.withdrawal_reason) == (clock.now(), "See the newer course.")
    learn(cast.aoi, lessons=["second"], answers=RIGHT)
    assert enrolment_of(cast.aoi).finished_at == clock.now()
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "course.withdrawn")).one()
    assert (event.actor_id, event.details["reason"]) == (cast.hara.id, "See the newer course.")


def test_withdrawing_is_for_who_publishes_there_and_needs_a_reason(session, cast, clock, published, withdraw):
    for person, error, code in (
        (cast.chie, NotFound, "courses.not_found"),
        (cast.mori, NotAllowed, "courses.not_publisher"),
    ):
        with pytest.raises(error) as refusal:
            withdraw(person)
        assert refusal.value.code == code
    for reason, code in ((" \n", "courses.reason_missing"), ("x" * 1001, "courses.reason_long")):
        with pytest.raises(RuleViolation) as refusal:
            withdraw(cast.hara, reason)
        assert (refusal.value.code, refusal.value.field) == (code, "reason")
    withdraw()
    with pytest.raises(Conflict) as refusal:
        withdraw(cast.hara)
    assert refusal.value.code == "courses.withdrawn_already"


def test_a_withdrawn_course_can_be_offered_again(session, cast, clock, published, withdraw, load):
    withdraw(cast.hara)
    assert load(CourseTextFactory(version="1.1"))[0].is_withdrawn
    assert load(CourseTextFactory())[0].is_withdrawn
    commands.offer_course_again(session, actor=cast.actor(cast.hara), slug="small", clock=clock)
    session.flush()
    assert [card.slug for card in queries.list_courses(session, cast.actor(cast.sato))] == ["small"]
    with pytest.raises(Conflict) as refusal:
        commands.offer_course_again(session, actor=None, slug="small", clock=clock)
    assert refusal.value.code == "courses.not_withdrawn"


def test_what_everybody_may_read_is_the_operators_to_withdraw(session, cast, clock, withdraw):
    publish(session, publisher_id=None, clock=clock)
    with pytest.raises(NotAllowed):
        withdraw(cast.hara)
    withdraw()
    assert session.scalars(select(Course.withdrawn_by_id)).one() is None


def test_the_pages_of_withdrawing_say_who_is_in_it_and_lead_back(client_as, cast, published, learn):
    learn(cast.aoi, lessons=["first"])
    hara, aoi, sato = client_as(cast.hara), client_as(cast.aoi), client_as(cast.sato)
    address = "/courses/small/withdraw"
    assert "1 person is in the middle of it." in hara.get(f"{address}?lang=en").text
    assert hara.submit(address, {"reason": " "}).status_code == 422
    assert hara.submit(address, {"reason": "Take the other one."}).location == address
    assert "This course is withdrawn" in hara.get(address).text
    assert "Offer it again" in hara.get("/courses/small?lang=en").text
    shown = aoi.get("/courses/small?lang=en").text
    assert "Take the other one." in shown
    assert "You are in it and can finish it" in shown
    for page in ("", "/first"):
        refused = sato.get(f"/courses/small{page}?lang=en")
        assert refused.status_code == 410
        assert "This course was withdrawn on Fri 20 Nov 2026" in refused.text
        assert "Take the other one." in refused.text
        assert "Offer it again" not in refused.text
    assert client_as(cast.chie).get("/courses/small").status_code == 404
    assert sato.get(address).status_code == 403
    assert hara.submit("/courses/small/withdraw/offer").location == "/courses/small"
    assert sato.get("/courses/small").status_code == 200


def test_outsiders_learn_nothing_of_a_withdrawn_course(session, cast, published, withdraw):
    withdraw(cast.hara)
    chie, hara = cast.actor(cast.chie), cast.actor(cast.hara)
    for read in (queries.get_withdrawal, queries.get_withdrawn):
        with pytest.raises(NotFound) as refusal:
            read(session, chie, "small")
        assert refusal.value.code == "courses.not_found"
    may = [queries.may_publish(session, actor, "small") for actor in (hara, cast.actor(cast.mori), chie)]
    assert may == [True, False, False]


# ---- moving on


def test_moving_on_carries_what_stayed_the_same_and_keeps_the_rest(
    session, cast, clock, rich, learn, load, write
):
    attempt = learn(cast.aoi, lessons=["first", "second"], answers=WRONG)
    write(cast.aoi, "my thought")
    moved = replace(rich.lessons[0], slug="start", title=WORDS)
    changed = LessonTextFactory(slug="second", markdown={"ja": "新しい", "en": "New"})
    questions = (SingleChoiceFactory(lesson_slug="start"), MultipleChoiceFactory())
    load(replace(rich, version="2.0", lessons=(changed, moved), quiz=QuizFactory(questions=questions)))
    actor, later = cast.actor(cast.aoi), FrozenClock(clock.now() + timedelta(hours=1))
    page = queries.get_moving(session, actor, "small")
    assert (page.version, page.newest, page.n_carried, page.minutes_left) == ("1.0", "2.0", 1, 5)
    assert [lesson.is_read for lesson in page.lessons] == [False, True]

    moving = commands.move_on(session, actor=actor, slug="small", clock=later)
    assert (moving.version, moving.n_carried, moving.n_lessons) == ("2.0", 1, 2)
    course = queries.get_course(session, actor, "small")
    assert [lesson.read_at for lesson in course.lessons] == [None, clock.now()]
    assert (course.version, course.progress.finished_at) == ("2.0", None)
    assert [line.id for line in queries.list_own_attempts(session, actor, course.course_id)] == [attempt]
    assert queries.get_lesson(session, actor, "small", "start").prompt("think").text == "my thought"
    for refused in (
        queries.get_moving,
        lambda *_: commands.move_on(session, actor=actor, slug="small", clock=later),
    ):
        with pytest.raises(Conflict) as refusal:
            refused(session, actor, "small")
        assert refusal.value.code == "courses.nothing_newer"


def test_moving_on_with_nothing_read_carries_nothing(session, cast, clock, newer_than_begun):
    later = FrozenClock(clock.now() + timedelta(hours=1))
    moving = commands.move_on(session, actor=cast.actor(cast.aoi), slug="small", clock=later)
    assert moving.n_carried == 0


@pytest.fixture
def newer_than_begun(session, cast, clock, published, load):
    commands.enrol(session, actor=cast.actor(cast.aoi), slug="small", clock=clock)
    load(CourseTextFactory(version="2.0"))


def test_who_has_not_begun_has_nothing_to_move_from(session, cast, published):
    with pytest.raises(Conflict):
        queries.get_moving(session, cast.actor(cast.aoi), "small")


# ---- thoughts


def test_thoughts_are_kept_for_their_owner_alone(session, cast, rich, write, clock):
    assert write(cast.aoi, "  mine \n") == 1
    assert write(cast.aoi, "better", version=1) == 2
    assert write(cast.sato, "another's") == 1
    aoi = queries.get_lesson(session, cast.actor(cast.aoi), "small", "first")
    assert [(one.text, one.version) for one in aoi.prompts] == [("better", 2), ("", 0)]
    assert aoi.prompts[0].written_at == clock.now()
    mori = queries.get_lesson(session, cast.actor(cast.mori), "small", "first")
    assert [one.text for one in mori.prompts] == ["", ""]
    assert session.scalars(select(AuditEvent).where(AuditEvent.action.contains("reflection"))).all() == []


def test_an_older_text_never_covers_a_newer_one(cast, rich, write):
    write(cast.aoi, "first")
    for version in (0, 7):
        with pytest.raises(Conflict) as refusal:
            write(cast.aoi, "stale", version=version)
        assert refusal.value.facts == {"current": {"text": "first"}, "version": 1}
    with pytest.raises(Conflict) as refusal:
        write(cast.sato, "of nothing", version=3)
    assert refusal.value.facts == {"current": {"text": ""}, "version": 0}


def test_nothing_is_kept_of_nothing_and_a_text_can_be_emptied(session, cast, rich, write):
    assert write(cast.aoi, " \n") == 0
    assert session.scalars(select(func.count()).select_from(LessonReflection)).one() == 0
    write(cast.aoi, "a")
    assert write(cast.aoi, "", version=1) == 2
    assert session.scalars(select(LessonReflection.text)).one() == ""


def test_what_cannot_be_kept_is_refused(cast, rich, foreign, write):
    with pytest.raises(RuleViolation) as refusal:
        write(cast.aoi, "x" * 5001)
    assert (refusal.value.code, refusal.value.field) == ("courses.reflection_long", "text")
    with pytest.raises(NotFound):
        write(cast.aoi, "a", code="nothing")
    with pytest.raises(NotFound):
        write(cast.chie, "a")


def test_the_lesson_asks_to_try_and_to_think(client_as, cast, rich):
    aoi = client_as(cast.aoi)
    lesson, address = "/courses/small/first", "/courses/small/first/reflections/think"
    page = aoi.get(f"{lesson}?lang=en").text
    assert "Something to try" in page
    assert "Look for this" in page
    assert "Only you can read what you write here" in page
    assert aoi.submit(address, {"text": "秘密"}).location == f"{lesson}#think-think"
    assert "Kept. Only you can read this." in aoi.get(lesson).text
    assert "秘密" in aoi.get(lesson).text
    assert "秘密" not in client_as(cast.mori).get(lesson).text
    saved = aoi.submit(address, {"text": "秘密です", "intent": "autosave"})
    assert saved.location == f"{address}?part=saved"
    assert re.search(
        r'data-version="2" data-operation="[0-9a-f-]{36}">Saved 12:00<', aoi.get(saved.location).text
    )
    stale = aoi.submit(address, {"text": "古い", "version": "1"})
    assert stale.status_code == 409
    assert "秘密です" in stale.text
    assert "古い" in stale.text
    assert aoi.get("/courses/small/first/reflections/none").status_code == 404
    assert aoi.get("/courses/small/second/reflections/think").status_code == 404
    assert client_as(cast.chie).get(address).status_code == 404


def test_a_thought_of_an_earlier_day_names_the_day(client_as, cast, rich, write, clock):
    write(cast.aoi, "earlier", at=FrozenClock(clock.now() - timedelta(days=3)))
    assert "Saved 17 Nov 2026" in client_as(cast.aoi).get("/courses/small/first?lang=en").text


# ---- on paper


def test_the_whole_course_stands_on_one_page_with_ids_that_never_meet(session, client_as, cast, clock):
    both = partial(dict.fromkeys, ("ja", "en"))
    note = "注[^a]です。\n\n[^a]: 本文"
    html = '<p>注<sup id="c-fnref:a"><a class="footnote-ref" href="#c-fn:a">1</a></sup> id="c-x"</p>'
    lessons = tuple(
        LessonTextFactory(slug=slug, markdown=both(note), html=both(html), practices=tasks, reflections=asked)
        for slug, tasks, asked in (("first", (TASK,), PROMPTS), ("second", (), ()))
    )
    publish(session, publisher_id=cast.council.id, clock=clock, text=CourseTextFactory(lessons=lessons))
    text = client_as(cast.aoi).get("/courses/small/print?lang=en").text
    for words in ("Lesson first", "Lesson second", "Something to try", "What did you think?", "Paper"):
        assert words in text
    ids = re.findall(r'\bid="([^"]+)"', re.sub(r">[^<]*<", "><", text))
    assert len(ids) == len(set(ids))
    assert 'href="#first-fn:a"' in text
    assert ' id="c-x"</p>' in text
    assert client_as(cast.chie).get("/courses/small/print").status_code == 404


def test_pages_take_as_many_statements_for_three_rows_as_for_one(
    session, client_as, cast, clock, rich, learn, load, counting
):
    aoi = client_as(cast.aoi)

    def statements(slug):
        counts = {}
        for path in ("", "/first", "/print", "/moving"):
            with counting() as seen:
                assert aoi.get(f"/courses/{slug}{path}").status_code in {200, 409}
            counts[path] = len(seen)
        return counts

    learn(cast.aoi, lessons=["first"], answers=WRONG)
    load(replace(rich, version="2.0"))
    few = statements("small")
    tasks = tuple(replace(TASK, code=f"try-{n}") for n in range(3))
    prompts = tuple(replace(PROMPTS[0], code=f"think-{n}") for n in range(3))
    first = LessonTextFactory(slug="first", practices=tasks, reflections=prompts)
    lessons = (first, *(LessonTextFactory(slug=slug) for slug in ("second", "third", "fourth")))
    load(CourseTextFactory(slug="large", lessons=lessons))
    learn(cast.aoi, lessons=["first", "second"], answers=WRONG, slug="large")
    load(CourseTextFactory(slug="large", lessons=lessons, version="2.0"))
    assert statements("large") == few
    assert max(few.values()) <= 15
    assert session.scalars(select(func.count()).select_from(Lesson)).one() == 12
