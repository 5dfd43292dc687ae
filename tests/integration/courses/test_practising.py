"""Practice tasks: from the lesson one has read to the visit on which one tries it."""

import re

import pytest

from lms.courses.commands.practising import (
    check_read,
    record_own_outcome,
    record_tried,
    revoke_own_outcome,
    revoke_tried,
)
from lms.courses.domain.practising import Outcome
from lms.courses.queries.practising import get_own_task, list_outcomes, list_to_try
from lms.kernel.errors import NotFound, RuleViolation
from lms.kernel.ids import new_id
from tests.cast import TODAY
from tests.factories.practices import a_practice, practised_text, read_practised


@pytest.fixture
def tasks(session, cast):
    """Return what waits to be tried by somebody, as somebody sees it."""

    def of(person, by=None):
        return list_to_try(session, cast.actor(by or person), [person.id])[person.id]

    return of


@pytest.fixture
def note(session, cast, clock):
    def by(person, task_id, outcome=Outcome.TRIED):
        actor = cast.actor(person)
        noted = record_own_outcome(
            session, actor=actor, practice_task_id=task_id, outcome=outcome, clock=clock
        )
        session.flush()
        return noted

    return by


def test_a_task_waits_once_its_lesson_is_read(session, cast, clock, tasks):
    read_practised(session, cast, clock, cast.aoi)

    (task,) = tasks(cast.aoi)

    assert (task.code, task.criterion_code, task.levels) == ("ask-once-more", "A1", (2,))
    assert (task.course_slug, task.lesson_slug) == ("practised", "first")
    assert tasks(cast.kaoru) == ()


def test_a_supervisor_sees_it_and_nobody_out_of_reach_does(session, cast, clock, tasks):
    read_practised(session, cast, clock, cast.aoi)

    assert [task.code for task in tasks(cast.aoi, by=cast.mori)] == ["ask-once-more"]
    assert tasks(cast.aoi, by=cast.kaoru) == ()
    assert tasks(cast.aoi, by=cast.chie) == ()


def test_what_was_tried_waits_no_more_until_it_is_taken_back(session, cast, clock, tasks, note):
    read_practised(session, cast, clock, cast.aoi)
    (task,) = tasks(cast.aoi)

    noted = note(cast.aoi, task.id)

    assert tasks(cast.aoi) == ()
    (done,) = list_outcomes(session, cast.actor(cast.aoi))
    assert (done.id, done.task_id, done.outcome, done.happened_on) == (noted, task.id, Outcome.TRIED, TODAY)
    assert not done.is_witnessed

    revoke_own_outcome(session, actor=cast.actor(cast.aoi), outcome_id=noted, clock=clock)
    session.flush()

    assert [one.id for one in tasks(cast.aoi)] == [task.id]
    assert list_outcomes(session, cast.actor(cast.aoi)) == []


def test_a_task_set_aside_waits_no_more(session, cast, clock, tasks, note):
    read_practised(session, cast, clock, cast.aoi)

    note(cast.aoi, tasks(cast.aoi)[0].id, Outcome.SET_ASIDE)

    assert tasks(cast.aoi) == ()


def test_nobody_notes_a_task_they_have_not_met_or_twice(session, cast, clock, tasks, note):
    read_practised(session, cast, clock, cast.aoi)
    (task,) = tasks(cast.aoi)

    for person in (cast.kaoru, cast.mori, cast.chie):
        with pytest.raises(NotFound):
            note(person, task.id)
    note(cast.aoi, task.id)
    with pytest.raises(NotFound):
        note(cast.aoi, task.id)


def test_nobody_takes_back_what_is_not_theirs_what_a_record_says_or_what_was_taken_back(
    session, cast, clock, tasks, note
):
    read_practised(session, cast, clock, cast.aoi, cast.kaoru)
    (task,) = tasks(cast.aoi)
    own, others = note(cast.aoi, task.id), note(cast.kaoru, task.id)
    revoke_own_outcome(session, actor=cast.actor(cast.aoi), outcome_id=own, clock=clock)
    record_tried(
        session,
        actor=cast.actor(cast.mori),
        person_id=cast.aoi.id,
        task_ids=[task.id],
        on=TODAY,
        source_id=new_id(),
        clock=clock,
    )
    session.flush()
    (witnessed,) = list_outcomes(session, cast.actor(cast.aoi))
    assert witnessed.is_witnessed

    for outcome_id in (own, others, witnessed.id, new_id()):
        with pytest.raises(NotFound):
            revoke_own_outcome(session, actor=cast.actor(cast.aoi), outcome_id=outcome_id, clock=clock)


def test_what_a_record_says_is_taken_back_with_it(session, cast, clock, tasks):
    read_practised(session, cast, clock, cast.aoi)
    (task,) = tasks(cast.aoi)
    actor, source_id = cast.actor(cast.mori), new_id()
    facts = {"person_id": cast.aoi.id, "task_ids": [task.id], "on": TODAY, "source_id": source_id}
    record_tried(session, actor=actor, clock=clock, **facts)
    session.flush()
    assert tasks(cast.aoi) == ()

    revoke_tried(session, actor=actor, source_id=source_id, clock=clock)

    assert [one.id for one in tasks(cast.aoi)] == [task.id]


def test_a_record_speaks_only_of_tasks_the_person_has_met(session, cast, clock, tasks):
    read_practised(session, cast, clock, cast.aoi)
    (task,) = tasks(cast.aoi)
    actor = cast.actor(cast.mori)

    check_read(session, actor=actor, person_id=cast.aoi.id, task_ids=[task.id])
    check_read(session, actor=actor, person_id=cast.aoi.id, task_ids=[])
    for person_id, task_id in ((cast.aoi.id, new_id()), (cast.sato.id, task.id)):
        with pytest.raises(RuleViolation) as refusal:
            check_read(session, actor=actor, person_id=person_id, task_ids=[task_id])
        assert (refusal.value.code, refusal.value.field) == ("courses.practice_not_read", "practices")


def test_a_task_in_two_versions_is_one_task(session, cast, clock, tasks, note):
    read_practised(session, cast, clock, cast.aoi)
    newer = practised_text(a_practice(title={"ja": "新しい題", "en": "New title"}), version="2.0")
    read_practised(session, cast, clock, text=newer)
    from lms.courses.commands import complete_lesson, enrol  # noqa: PLC0415  (what a learner does who moves on)

    actor = cast.actor(cast.aoi)
    enrol(session, actor=actor, slug="practised", clock=clock)
    complete_lesson(session, actor=actor, slug="practised", lesson_slug="first", clock=clock)
    session.flush()

    (task,) = tasks(cast.aoi)
    note(cast.aoi, task.id)

    assert task.title["en"] == "New title"
    assert tasks(cast.aoi) == ()
    assert len(list_outcomes(session, actor)) == 1
    assert get_own_task(session, actor, task.id)[1].outcome is Outcome.TRIED


def test_the_page_says_what_to_do_and_notes_what_came_of_it(session, cast, clock, client_as, tasks):
    read_practised(session, cast, clock, cast.aoi)
    url = f"/me/practice/{tasks(cast.aoi)[0].id}"
    browser = client_as(cast.aoi)

    assert url in browser.get("/me/practice").text
    page = browser.get(f"{url}?lang=en").text
    assert "How to do ask-once-more" in page
    assert "What to look for in ask-once-more" in page

    assert browser.submit(url, {"intent": "tried"}).status_code == 303
    page = browser.get(url).text
    assert "Tried on" in page
    assert "Take it back" in page
    assert url in browser.get("/me/practice").text

    assert browser.submit(url, {"intent": "revoke"}).status_code == 303
    assert "Tried on" not in browser.get(url).text
    assert browser.submit(url, {"intent": "set_aside"}).status_code == 303
    assert "Set aside on" in browser.get(url).text


def test_a_page_kept_open_repeats_no_note_and_may_change_it(session, cast, clock, client_as, tasks):
    read_practised(session, cast, clock, cast.aoi)
    url = f"/me/practice/{tasks(cast.aoi)[0].id}"
    browser = client_as(cast.aoi)
    kept_open = [browser.hidden_fields(url) for _page in range(3)]
    for fields, intent in zip(kept_open, ("tried", "tried", "set_aside"), strict=True):
        assert browser.post(url, data={**fields, "intent": intent}).status_code == 303
        (done,) = list_outcomes(session, cast.actor(cast.aoi))
        assert done.outcome == intent


def test_what_a_record_says_stays_whatever_an_open_page_sends(session, cast, clock, client_as, tasks):
    read_practised(session, cast, clock, cast.aoi)
    (task,) = tasks(cast.aoi)
    browser, url = client_as(cast.aoi), f"/me/practice/{task.id}"
    opened = browser.hidden_fields(url)
    facts = {"person_id": cast.aoi.id, "task_ids": [task.id], "on": TODAY, "source_id": new_id()}
    record_tried(session, actor=cast.actor(cast.mori), clock=clock, **facts)
    session.flush()

    assert browser.post(url, data={**opened, "intent": "set_aside"}).status_code == 404

    (done,) = list_outcomes(session, cast.actor(cast.aoi))
    assert (done.outcome, done.is_witnessed) == (Outcome.TRIED, True)


def test_taking_back_nothing_and_the_tasks_of_others_are_not_found(session, cast, clock, client_as, tasks):
    read_practised(session, cast, clock, cast.aoi)
    url = f"/me/practice/{tasks(cast.aoi)[0].id}"

    assert client_as(cast.aoi).submit(url, {"intent": "revoke"}).status_code == 404
    for stranger in (cast.kaoru, cast.mori, cast.chie):
        assert client_as(stranger).get(url).status_code == 404
        assert "ask-once-more" not in client_as(stranger).get("/me/practice").text


def test_the_list_takes_as_many_statements_for_three_as_for_one(
    session, cast, clock, client_as, count_statements
):
    three = practised_text(*(a_practice(code) for code in ("one", "two", "three")))
    read_practised(session, cast, clock, cast.aoi, text=three)
    read_practised(session, cast, clock, cast.kaoru, text=three)
    counts = []
    for person in (cast.aoi, cast.kaoru):
        browser = client_as(person)
        page = browser.get("/me/practice").text
        counts.append(count_statements(lambda opened=browser: opened.get("/me/practice")))
        assert len(set(re.findall(r"/me/practice/[0-9a-f-]{36}", page))) == 3
    assert counts[0] == counts[1] <= 15
