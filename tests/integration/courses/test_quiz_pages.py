"""The quiz on a page: every kind of question without a script, answers kept, figures for authors."""

import csv
import io
import re

import pytest
from flask_babel import force_locale

from lms.courses import commands
from lms.courses.domain import grade
from lms.courses.domain.items import analyse_items
from lms.courses.views.items import strength_of
from tests.factories.courses import CourseTextFactory, publish
from tests.factories.quizzes import AttemptDraftFactory, EveryKindFactory

QUIZ = "/courses/small/quiz"
RIGHT_FIELDS = {
    "answer_single": "a",
    "answer_multiple": ["b", "a"],
    "answer_order_c": "1",
    "answer_order_a": "2",
    "answer_order_b": "3",
    "answer_match_a": "b",
    "answer_match_b": "a",
    "answer_number": "１２．５",
    "answer_word": "ケイチョウ",
    "answer_case": "b",
    "answer_case_door.b": "a",
}


@pytest.fixture
def every_kind(session, cast, clock):
    text = CourseTextFactory(quiz=EveryKindFactory())
    return publish(session, publisher_id=cast.council.id, clock=clock, text=text)


@pytest.fixture
def aoi(client_as, cast):
    return client_as(cast.aoi)


def test_every_kind_is_answered_rightly_by_plain_fields(aoi, every_kind):
    page = aoi.get(f"{QUIZ}?lang=en").text
    for name in RIGHT_FIELDS:
        assert f'name="{name}"' in page
    answer = aoi.submit(QUIZ, RIGHT_FIELDS)
    assert answer.status_code == 303
    text = aoi.get(f"{answer.location}?lang=en").text
    assert "7 of 7 right" in text
    assert text.count("answer-verdict--right") == 7
    for feedback in ("why this order (en)", "why these (en)", "how to reckon (en)", "about waiting (en)"):
        assert feedback in text


def test_a_wrong_attempt_tells_what_was_done_and_no_more(aoi, every_kind):
    wrong = {
        "answer_order_c": "2",
        "answer_order_a": "1",
        "answer_order_b": "3",
        "answer_match_a": "b",
        "answer_match_b": "c",
        "answer_number": "1250",
        "answer_word": "hearing",
        "answer_case": "b",
        "answer_case_door.b": "b",
    }
    text = aoi.get(f"{aoi.submit(QUIZ, wrong).location}?lang=en").text
    assert "0 of 7 right" in text
    assert text.count("answer-verdict--partly") == 3
    assert text.count("answer-verdict--open") == 2
    for told in ("about the hundred (en)", "about hearing (en)", "about hurrying (en)", "about sight (en)"):
        assert told in text
    for secret in ("why this order", "about listening", "12.5 ±", "傾聴", "about waiting", "how to reckon"):
        assert secret not in text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"answer_order_c": "1", "answer_order_a": "1"}, "Give each item a place of its own"),
        ({"answer_order_c": "1"}, "Give each item a place of its own"),
        ({"answer_number": "a lot"}, "This cannot be read as a number."),
        ({"answer_case": "b"}, "The case goes on."),
        ({"answer_word": "x" * 201}, "At most 200 characters fit here."),
    ],
)
def test_what_can_be_put_right_is_told_at_the_question(aoi, every_kind, fields, told):
    answer = aoi.submit(f"{QUIZ}?lang=en", fields)
    assert answer.status_code == 422
    number = {"answer_order_c": 3, "answer_number": 5, "answer_case": 7, "answer_word": 6}[next(iter(fields))]
    assert re.search(rf'<a href="#[^"]+">Question {number}: {told}', answer.text)
    assert re.search(rf'id="question-{number}-error"', answer.text)


def test_all_that_can_be_put_right_is_told_at_once(aoi, every_kind):
    fields = {"answer_order_c": "1", "answer_number": "a lot", "answer_case": "b"}
    text = aoi.submit(f"{QUIZ}?lang=en", fields).text
    summary = text[text.index("error-summary") : text.index("</ul>", text.index("error-summary"))]
    assert re.findall(r"Question (\d):", summary) == ["3", "5", "7"]


def test_what_was_chosen_off_the_way_through_a_case_does_not_count(aoi, every_kind):
    answer = aoi.submit(QUIZ, {"answer_case": "a", "answer_case_door.b": "a"})
    text = aoi.get(f"{answer.location}?lang=en").text
    assert "about telling (en)" in text
    assert "about waiting (en)" not in text


def test_answers_are_saved_and_come_back_on_any_device(aoi, client_as, cast, every_kind):
    saved = aoi.submit(QUIZ, {**RIGHT_FIELDS, "answer_order_b": "", "intent": "save"})
    assert saved.status_code == 303
    page = client_as(cast.aoi).get(f"{QUIZ}?lang=en").text
    assert "Saved 12:00" in page
    assert "7 of 7 questions answered" in page
    assert re.search(r'<option selected value="2">', page)
    assert 'value="１２．５"' in page
    assert len(re.findall(r"<input[^>]*\bchecked\b", page)) == 5
    assert "Attempt 1" not in page


def test_a_script_saves_again_and_again_without_reloading(aoi, every_kind):
    form = {**aoi.hidden_fields(QUIZ), "answer_single": "b", "intent": "autosave"}
    first = aoi.get(aoi.post(QUIZ, data=form).location).text
    version, operation = re.search(r'data-version="(\d+)" data-operation="([^"]+)"', first).groups()
    assert version == "1"
    assert aoi.post(QUIZ, data=form).status_code == 303
    again = {**form, "version": version, "operation": operation, "answer_single": "c"}
    second = aoi.get(aoi.post(QUIZ, data=again).location).text
    assert 'data-version="2"' in second
    handed_in = aoi.post(QUIZ, data={**again, "version": "2", "operation": "", "intent": ""})
    assert "/attempts/" in handed_in.location
    assert "Saved" not in aoi.get(f"{QUIZ}?lang=en").text


def test_saved_fields_that_the_form_no_longer_has_are_passed_over(
    session, cast, clock, aoi, every_kind, enrolment_of
):
    commands.enrol(session, actor=cast.actor(cast.aoi), slug="small", clock=clock)
    fields = {"answer_single": ["a"], "answer_gone": ["b"]}
    enrolment_id = enrolment_of(cast.aoi).id
    session.add(AttemptDraftFactory(enrolment_id=enrolment_id, fields=fields, saved_at=clock.now()))
    session.flush()
    assert "1 of 7 questions answered" in aoi.get(f"{QUIZ}?lang=en").text


def test_a_stale_save_shows_both_answers(aoi, every_kind):
    stale = aoi.hidden_fields(QUIZ)
    aoi.submit(QUIZ, {"answer_multiple": ["a", "b"], "answer_order_c": "1", "intent": "save"})
    fields = {"answer_multiple": ["c"], "answer_word": "mine", "intent": "save"}
    answer = aoi.post(f"{QUIZ}?lang=en", data={**stale, **fields})
    assert answer.status_code == 409
    assert "were saved in another window" in answer.text
    conflict = answer.text[answer.text.index("conflict__field") : answer.text.index('<form class="quiz"')]
    for words in ("Option a, Option b", "Option c", "mine", "(empty)"):
        assert words in conflict
    assert 'name="version" type="hidden" value="1"' in answer.text


def test_saved_answers_of_an_earlier_set_wait_and_can_be_thrown_away(aoi, every_kind):
    aoi.submit(QUIZ, {"answer_single": "b", "intent": "save"})
    stale = {**aoi.hidden_fields(QUIZ), "version": "0", "answer_single": "b"}
    assert aoi.post(QUIZ, data=stale).status_code == 303
    page = aoi.get(f"{QUIZ}?lang=en").text
    assert "Saved answers are waiting" in page
    earlier = re.search(r'href="(/courses/small/quiz\?edition=1.0&amp;draw=1)"', page)[1].replace(
        "&amp;", "&"
    )
    text = aoi.get(f"{earlier}&lang=en").text
    assert "Answers you saved earlier" in text
    asked = aoi.get(f"{earlier}&part=discard&lang=en").text
    assert "Once thrown away they cannot be brought back." in asked
    form = aoi.hidden_fields(f"{earlier}&part=discard")
    thrown = aoi.post(QUIZ, data={**form, "intent": "discard"})
    assert thrown.location == QUIZ
    assert "Saved answers are waiting" not in aoi.get(f"{QUIZ}?lang=en").text


def test_attempts_of_all_versions_are_listed(session, cast, clock, aoi, every_kind):
    attempt = aoi.submit(QUIZ, {"answer_single": "b"}).location
    publish(session, publisher_id=cast.council.id, clock=clock, text=CourseTextFactory(version="2.0"))
    commands.enrol(session, actor=cast.actor(cast.aoi), slug="small", clock=clock)
    session.flush()
    aoi.submit(QUIZ, {"answer_single": "a"})
    page = aoi.get(f"{QUIZ}?lang=en").text
    assert "version 1.0" in page
    assert "version 2.0" in page
    assert aoi.get(attempt).status_code == 200
    assert "Step 1" not in page


def test_figures_for_authors_name_nobody_and_wait_for_five(session, cast, clock, client_as, every_kind):
    hr = client_as(cast.hara)
    assert "Too few attempts yet" in hr.get("/courses/small/items?lang=en").text
    people = [cast.aoi, cast.mori, cast.sato, cast.hara, cast.kaoru]
    for person in people:
        commands.submit_attempt(
            session,
            actor=cast.actor(person),
            slug="small",
            answers={"single": ("a",), "order": ("c", "a", "b")},
            clock=clock,
        )
    session.flush()
    text = hr.get("/courses/small/items?lang=en").text
    main = text[text.index("<main") :]
    assert "Answered rightly" in main
    assert "Too few for this yet" in main
    assert "Never chosen" in main
    assert [person.name for person in people if person.name in main] == []
    export = hr.get("/courses/small/items.csv?lang=en")
    rows = list(csv.DictReader(io.StringIO(export.data.decode("utf-8-sig"))))
    assert [row["Code"] for row in rows] == ["single", "multiple", "order", "match", "number", "word", "case"]
    assert (rows[0]["Asked"], rows[0]["Share right"], rows[1]["Share not answered"]) == ("5", "1.0", "1.0")
    assert hr.get("/courses/small/items.xlsx").status_code == 200


@pytest.mark.parametrize(
    ("right", "told"),
    [
        (lambda is_good, _number: is_good, "Tells well apart"),
        (lambda is_good, number: is_good != (number % 10 < 4), "Tells somewhat apart"),
        (lambda _is_good, number: number % 2 == 0, "Hardly tells apart"),
        (lambda is_good, _number: not is_good, "Works the other way round"),
        (lambda _is_good, _number: True, "All alike"),
    ],
)
def test_what_a_question_tells_apart_is_said_in_words(app, right, told):
    quiz = EveryKindFactory()
    results = []
    for number in range(40):
        is_good = number < 20
        answers = {"order": ("c", "a", "b")} if is_good else {}
        answers["single"] = ("a",) if right(is_good, number) else ("b",)
        results.append(grade(quiz, answers))
    words, _tone = strength_of(analyse_items(quiz.questions, results)[0])
    with app.test_request_context(), force_locale("en"):
        assert str(words) == told


def test_figures_are_for_who_writes_for_the_publisher(cast, client_as, every_kind):
    assert client_as(cast.aoi).get("/courses/small/items").status_code == 403
    assert client_as(cast.chie).get("/courses/small/items").status_code == 404
    assert client_as(cast.hara).get("/courses/none/items").status_code == 404
