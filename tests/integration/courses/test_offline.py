"""Courses as a device may keep them: to be read and answered, with nothing about their reader."""

import re
from uuid import uuid4

import pytest

from lms.courses import commands, queries
from lms.courses.domain import Prompt
from tests.factories.courses import CourseTextFactory, LessonTextFactory, publish
from tests.factories.quizzes import EveryKindFactory

JSON = {"Accept": "application/json"}
WRITTEN = "誰にも見せない言葉"
PROMPT = Prompt("think", {"ja": "何を考えましたか", "en": "What do you think?"})
PLACES = ("course", "quiz", "lessons/first")


@pytest.fixture
def aoi(client_as, cast):
    return client_as(cast.aoi)


@pytest.fixture
def course(session, cast, clock):
    lessons = (
        LessonTextFactory(slug="first", reflections=(PROMPT,)),
        LessonTextFactory(slug="second"),
    )
    text = CourseTextFactory(lessons=lessons, quiz=EveryKindFactory())
    return publish(session, publisher_id=cast.council.id, clock=clock, text=text)


@pytest.fixture
def keep(aoi, course):
    """Fetch a page of the course as a device keeps it."""
    return lambda place: aoi.get(f"/courses/small/offline/{place}", headers=JSON).json


@pytest.fixture
def write(session, cast, clock, course):
    """Write to the prompt of the first lesson."""

    def save(text: str, version: int = 0) -> int:
        words = {"slug": "small", "code": "think", "text": text, "version": version}
        return commands.save_reflection(session, actor=cast.actor(cast.aoi), clock=clock, **words)

    return save


@pytest.fixture
def send(aoi):
    """Send a form of a kept page as a device does."""

    def post(address: str, html: str, fields: dict | None = None):
        form = html[max(html.find(f'action="{address}"'), 0) :].partition("</form>")[0]
        hidden = dict(re.findall(r'type="hidden" (?:id="\w+" )?name="(\w+)"[^>]*value="([^"]*)"', form))
        hidden |= dict(re.findall(r'id="(edition|draw)"[^>]*value="([^"]*)"', form))
        token = aoi.get("/offline/session").json["csrf_token"]
        sent = {**hidden, **(fields or {}), "csrf_token": token, "operation": str(uuid4())}
        return aoi.post(address, data=sent, headers=JSON)

    return post


def test_a_lesson_names_its_place_and_what_to_keep_with_it(keep):
    lesson = keep("lessons/first")
    assert lesson["path"] == "/courses/small/first"
    assert lesson["also"] == ["/courses/small/offline/course", "/courses/small/offline/quiz"]
    assert [keep(place)["path"] for place in PLACES[:2]] == ["/courses/small", "/courses/small/quiz"]
    assert [keep(place)["order"] for place in ("course", "lessons/first", "quiz")] == [0, 1, 1000]


@pytest.mark.parametrize("place", PLACES)
def test_it_is_the_same_before_and_after_everything_its_reader_did(keep, learn, write, cast, place):
    before = keep(place)
    write(WRITTEN)
    learn(cast.aoi, lessons=["first"])
    after = keep(place)
    assert after == before
    page = str(after)
    assert cast.aoi.name not in page
    assert WRITTEN not in page
    assert "csrf" not in page
    assert 'name="operation"' not in page


def test_a_quiz_answered_elsewhere_counts_for_the_questions_it_was_drawn_for(
    keep, send, learn, cast, session
):
    kept = keep("quiz")
    learn(cast.aoi, answers={"single": ("a",)})
    assert keep("quiz")["html"] != kept["html"], "the next set of questions"
    answer = send("/courses/small/quiz", kept["html"], {"answer_single": "b"})
    assert answer.json["status"] == "done"
    attempts = queries.get_quiz(session, cast.actor(cast.aoi), "small").attempts
    assert [attempt.number for attempt in attempts] == [2, 1]


def test_a_thought_written_on_a_device_overwrites_none_that_was_not_seen(keep, send, write, cast, session):
    address, lesson = "/courses/small/first/reflections/think", keep("lessons/first")
    write(WRITTEN)
    answer = send(address, lesson["html"], {"text": "端末で書いた言葉"})
    assert answer.status_code == 409
    page = queries.get_lesson(session, cast.actor(cast.aoi), "small", "first")
    assert page.prompt("think").text == WRITTEN


def test_a_thought_written_on_a_device_is_kept(keep, send, cast, session):
    address, lesson = "/courses/small/first/reflections/think", keep("lessons/first")
    assert send(address, lesson["html"], {"text": WRITTEN}).json["status"] == "done"
    page = queries.get_lesson(session, cast.actor(cast.aoi), "small", "first")
    assert page.prompt("think").text == WRITTEN


def test_an_outsider_gets_nothing(client_as, cast, course):
    browser = client_as(cast.chie)
    answers = [browser.get(f"/courses/small/offline/{place}", headers=JSON) for place in PLACES]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


@pytest.mark.parametrize("place", PLACES)
def test_a_page_to_keep_costs_few_statements(keep, counting, place):
    with counting() as statements:
        keep(place)
    assert len(statements) <= 15
