"""The pages of courses: a whole way through, what is refused, who sees nothing."""

import re

import pytest
from sqlalchemy import func, select

from lms.courses import commands
from lms.courses.models import Attempt, Enrolment, LessonProgress
from lms.kernel.ids import new_id
from lms.people.models import SignInSession
from tests.client import hidden_fields_of
from tests.factories import rubric as rubrics
from tests.factories.courses import CourseTextFactory, LessonTextFactory, publish
from tests.integration.courses.conftest import RIGHT, WRONG

RIGHT_FIELDS = {"answer_single": "a", "answer_multiple": ["a", "b"]}
WRONG_FIELDS = {"answer_single": "b", "answer_multiple": ["a"]}


@pytest.fixture
def rubric(session, cast, clock):
    """Publish the shipped rubric, which names the criteria A1, A2 …"""
    return rubrics.load(session, publisher_id=cast.council.id, clock=clock, text=rubrics.banso_text())


@pytest.fixture
def aoi(client_as, cast):
    return client_as(cast.aoi)


@pytest.fixture
def text_of():
    """Open a page in English and return its text."""

    def opened(browser, path, status=200):
        answer = browser.get(path + ("&" if "?" in path else "?") + "lang=en")
        assert answer.status_code == status
        return answer.text

    return opened


@pytest.fixture
def count(session):
    return lambda table: session.scalars(select(func.count()).select_from(table)).one()


def test_the_whole_way_from_catalogue_to_finish(cast, aoi, published, rubric, text_of, enrolment_of, clock):
    assert "Course small" in text_of(aoi, "/courses")
    begun = aoi.submit("/courses/small")
    assert begun.location == "/courses/small/first"
    assert aoi.submit("/courses/small/first").location == "/courses/small/second"
    assert "1 of 3 steps" in text_of(aoi, "/courses/small")
    assert aoi.submit("/courses/small/second").location == "/courses/small/quiz"

    failed = aoi.submit("/courses/small/quiz", WRONG_FIELDS)
    assert failed.status_code == 303
    text = text_of(aoi, failed.location)
    assert "0 of 2 right" in text
    assert "Partly right" in text
    assert "Not right yet" in text
    assert "Try again" in text
    assert ("About b" in text, "About c" in text) == (True, False)

    passed = aoi.submit("/courses/small/quiz", RIGHT_FIELDS)
    text = text_of(aoi, passed.location)
    assert "You have finished this course" in text
    assert "About c" in text
    assert "Attempt 1" in text

    assert enrolment_of(cast.aoi).finished_at == clock.now()
    text = text_of(aoi, "/courses/small")
    assert "You finished this course on Fri 20 Nov 2026." in text
    assert "See my levels" in text
    assert "Completed" in text_of(aoi, "/courses")


def test_a_lesson_shows_its_text_and_its_neighbours(aoi, published, text_of):
    text = text_of(aoi, "/courses/small/second")
    assert "<p>Text of second</p>" in text
    assert "Lesson 2 of 2" in text
    assert 'rel="prev"' in text
    assert "I have read it, to the quiz" in text
    assert "<p>secondの本文</p>" in aoi.get("/courses/small/second?lang=ja").text


def test_a_lesson_that_was_read_leads_on_without_a_button(aoi, cast, published, learn, text_of):
    learn(cast.aoi, lessons=["first", "second"])
    text = text_of(aoi, "/courses/small/first")
    assert "read on Fri 20 Nov 2026" in text
    assert "I have read it" not in text
    assert "Next: Lesson second" in text
    assert "To the quiz" in text_of(aoi, "/courses/small/second")
    assert "The quiz is left." in text_of(aoi, "/courses/small")
    learn(cast.aoi, answers=RIGHT)
    assert "Back to the course" in text_of(aoi, "/courses/small/second")


def test_the_last_lesson_read_after_the_quiz_finishes_the_course(aoi, cast, published, learn, text_of):
    attempt = learn(cast.aoi, lessons=["first"], answers=RIGHT)
    text = text_of(aoi, f"/courses/small/attempts/{attempt}")
    assert "A lesson is left" in text
    assert "Next: Lesson second" in text
    assert "I have read it, finish" in text_of(aoi, "/courses/small/second")
    assert aoi.submit("/courses/small/second").location == "/courses/small"


def test_the_next_course_is_offered_when_one_is_finished(
    session, cast, clock, aoi, published, learn, text_of
):
    publish(session, publisher_id=cast.council.id, clock=clock, text=CourseTextFactory(slug="more"))
    learn(cast.aoi, lessons=["first", "second"], answers=RIGHT)
    assert "Next course: Course more" in text_of(aoi, "/courses/small")


def test_sending_twice_is_done_once(aoi, published, count):
    for path, fields, table in (
        ("/courses/small", {}, Enrolment),
        ("/courses/small/first", {}, LessonProgress),
        ("/courses/small/quiz", WRONG_FIELDS, Attempt),
    ):
        form = {**aoi.hidden_fields(path), **fields}
        first, second = aoi.post(path, data=form), aoi.post(path, data=form)
        assert (first.status_code, second.status_code) == (303, 303)
        assert first.location == second.location
        assert count(table) == 1


def test_a_refused_quiz_keeps_what_was_chosen(aoi, published, count):
    answer = aoi.submit("/courses/small/quiz?lang=en")
    assert answer.status_code == 422
    assert "Answer at least one question before you send." in answer.text
    tampered = {"answer_single": ["a", "b"], "answer_multiple": ["b", "z"]}
    answer = aoi.submit("/courses/small/quiz?lang=en", tampered)
    assert answer.status_code == 422
    assert "The quiz was changed while you had it open." in answer.text
    assert re.search(r'<input[^>]*checked[^>]*name="answer_multiple"[^>]*value="b"', answer.text)
    assert count(Attempt) == 0


def test_answers_come_back_after_the_session_has_run_out(session, cast, clock, aoi, client_as, published):
    form = {**aoi.hidden_fields("/courses/small/quiz"), **RIGHT_FIELDS}
    for row in session.scalars(select(SignInSession)):
        row.seen_at = row.seen_at.replace(year=2025)
    session.flush()
    assert "/sign-in" in aoi.post("/courses/small/quiz", data=form).location

    page = client_as(cast.aoi).get("/courses/small/quiz?lang=en")

    assert "Your text is back" in page.text
    assert len(re.findall(r"<input[^>]*\bchecked\b", page.text)) == 3
    assert hidden_fields_of(page)


def test_a_newer_version_is_offered_to_who_is_in_an_older_one(
    session, cast, clock, aoi, published, learn, text_of
):
    learn(cast.aoi, lessons=["first"])
    lessons = tuple(LessonTextFactory(slug=slug) for slug in ("zero", "first", "second"))
    text = CourseTextFactory(version="2.0", lessons=lessons)
    publish(session, publisher_id=cast.council.id, clock=clock, text=text)
    shown = text_of(aoi, "/courses/small")
    assert "You are in version 1.0 and can finish it." in shown
    assert "See what moving on brings" in shown
    brings = text_of(aoi, "/courses/small/moving")
    assert "1 lesson is the same as one you have read." in brings
    assert "What is new takes about 10 minutes to read." in brings
    assert aoi.submit("/courses/small/moving").location == "/courses/small"
    moved = text_of(aoi, "/courses/small")
    assert "You are in version 2.0 now. 1 lesson is the same as before and counts as read." in moved
    assert "There is a newer version" not in moved
    assert "1 of 4 steps" in moved
    assert aoi.get("/courses/small/moving").status_code == 409


def test_beginning_again_what_is_read_shows_the_course(session, cast, clock, aoi, published, learn):
    form = aoi.hidden_fields("/courses/small")
    learn(cast.aoi, lessons=["first", "second"])
    assert aoi.post("/courses/small", data=form).location == "/courses/small"


def test_filters_live_in_the_address_and_an_empty_answer_says_why(aoi, published, rubric, text_of):
    assert "Course small" in text_of(aoi, "/courses?criterion=A1&level=2")
    text = text_of(aoi, "/courses?criterion=A2")
    assert "No course fits" in text
    assert "Self-regulation" in text
    assert "No course fits" in text_of(aoi, "/courses?level=3")
    assert "Course small" in text_of(aoi, "/courses?criterion=Z9&level=99")


def test_without_a_rubric_the_codes_stand_for_the_names(aoi, published, text_of):
    text = text_of(aoi, "/courses?criterion=A2")
    assert "Course small" in text
    assert "A1" in text
    assert "A1" in text_of(aoi, "/courses/small")


def test_a_figure_is_served_as_a_drawing(aoi, published):
    answer = aoi.get("/courses/small/figures/path.svg")
    assert answer.status_code == 200
    assert answer.mimetype == "image/svg+xml"
    assert "script-src" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer.headers["Cache-Control"]
    assert aoi.get("/courses/small/figures/none.svg").status_code == 404


def test_the_outsider_finds_nothing_of_it(cast, client_as, published, foreign, learn, text_of):
    attempt = learn(cast.aoi, answers=WRONG)
    outsider = client_as(cast.chie)
    text = text_of(outsider, "/courses")
    assert "Secret course" in text
    assert "Course small" not in text
    for path in ("", "/first", "/quiz", f"/attempts/{attempt}", "/figures/path.svg"):
        assert outsider.get(f"/courses/small{path}").status_code == 404
    for path in ("", "/first", "/quiz"):
        form = outsider.hidden_fields(f"/courses/secret{path}")
        answer = outsider.post(f"/courses/small{path}", data={**form, "answer_single": "a"})
        assert answer.status_code == 404


def test_the_outsiders_own_stays_with_the_outsider(cast, client_as, published, foreign, text_of):
    for person in (cast.aoi, cast.hara):
        browser = client_as(person)
        assert "Secret" not in text_of(browser, "/courses")
        assert browser.get("/courses/secret").status_code == 404


def test_another_persons_attempt_is_not_found(cast, client_as, published, learn):
    attempt = learn(cast.aoi, answers=WRONG)
    for person in (cast.mori, cast.kaoru, cast.hara):
        assert client_as(person).get(f"/courses/small/attempts/{attempt}").status_code == 404


def test_what_does_not_exist_is_not_found(aoi, published):
    for path in ("none", "small/third", "small/attempts", "small/attempts/x", f"small/attempts/{new_id()}"):
        assert aoi.get(f"/courses/{path}").status_code == 404


def test_strangers_are_sent_to_sign_in(anonymous, published):
    for path in ("/courses", "/courses/small", "/courses/small/first", "/courses/small/quiz"):
        assert anonymous.get(path).status_code == 303


def test_a_place_without_courses_says_so(aoi, text_of):
    assert "No courses yet" in text_of(aoi, "/courses")


def test_pages_speak_japanese(aoi, cast, published, rubric, learn):
    attempt = learn(cast.aoi, lessons=["first"], answers=WRONG)
    expected = {
        "/courses": ("研修small", "受講中", "オーナーシップ"),
        "/courses/small": ("次は「レッスンsecond」", "3項目中1項目"),
        "/courses/small/second": ("読み終えて確認テストへ",),
        "/courses/small/quiz": ("当てはまるものをすべて選んでください。", "解答を提出する"),
        f"/courses/small/attempts/{attempt}": ("2問中0問正解", "もう一度受ける", "読み直す："),
    }
    for path, words in expected.items():
        text = aoi.get(f"{path}?lang=ja").text
        assert [word for word in words if word not in text] == []


def test_pages_take_as_many_statements_for_three_rows_as_for_one(
    session, cast, clock, aoi, published, rubric, learn, counting
):
    attempt = learn(cast.aoi, lessons=["first"], answers=WRONG)
    paths = (
        "/courses",
        "/courses/small",
        "/courses/small/first",
        "/courses/small/quiz",
        f"/courses/small/attempts/{attempt}",
    )

    def statements():
        session.flush()
        counts = {}
        for path in paths:
            with counting() as seen:
                assert aoi.get(path).status_code == 200
            counts[path.replace(str(attempt), "id")] = len(seen)
        return counts

    with_one = statements()
    for slug in ("more", "most"):
        publish(session, publisher_id=cast.council.id, clock=clock, text=CourseTextFactory(slug=slug))
        commands.enrol(session, actor=cast.actor(cast.aoi), slug=slug, clock=clock)
        learn(cast.aoi, answers=WRONG)
    assert with_one == statements()
    assert max(with_one.values()) <= 12
