"""Practice tasks of courses in the record of a visit: offered, ticked, counted once signed."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from lms.courses.domain.practising import Outcome
from lms.courses.queries.practising import list_outcomes, list_to_try
from lms.kernel.errors import RuleViolation
from lms.kernel.ids import new_id
from lms.ojt import commands
from lms.ojt.domain import content_digest
from lms.ojt.models import OjtEntry
from lms.ojt.queries import content_of, draft_of, get_entry
from tests.factories.practices import a_practice, practised_text, read_practised


@pytest.fixture
def task(world):
    """A task that Aoi has read about."""
    read_practised(world.session, world.cast, world.clock, world.cast.aoi)
    return list_to_try(world.session, world.cast.actor(world.cast.aoi), [world.cast.aoi.id])[
        world.cast.aoi.id
    ][0]


@pytest.fixture
def typed(world, task) -> dict[str, object]:
    return {
        "advisor": str(world.cast.aoi.id),
        "case": str(world.case.id),
        "activity": "accompanied_visit",
        "visited_on": "2026-11-18",
        "minutes": "60",
        "comment": "問いを一つ足していた。",
        "level_B1": "2",
        "practices": [str(task.id)],
        "intent": "submit",
    }


@pytest.fixture
def outcomes(world):
    def of(person):
        found = list_outcomes(world.session, world.cast.actor(person))
        return [(one.outcome, one.happened_on, one.is_witnessed) for one in found]

    return of


def test_what_was_tried_counts_once_the_record_is_signed(world, task, outcomes):
    entry_id = world.acknowledged(practices=(task.id,))
    assert outcomes(world.cast.aoi) == []

    world.step(commands.sign_entry, entry_id, world.cast.mori)

    visited_on = world.entry(entry_id).visited_on
    assert outcomes(world.cast.aoi) == [(Outcome.TRIED, visited_on, True)]


def test_a_voided_record_says_nothing_any_more(world, task, outcomes):
    entry_id = world.signed(practices=(task.id,))

    world.step(commands.void_entry, entry_id, world.cast.mori, reason="別の日の記録でした")

    assert outcomes(world.cast.aoi) == []


def test_the_signature_covers_what_was_tried(world, task):
    entry = get_entry(world.session, world.cast.actor(world.cast.mori), world.signed(practices=(task.id,)))
    content = content_of(entry)

    assert entry.signed_digest == content_digest(content)
    without = replace(content, draft=replace(content.draft, practices=()))
    assert entry.signed_digest != content_digest(without)


def test_a_draft_keeps_takes_off_and_puts_on_what_was_tried(world, task):
    actor, entry_id = world.cast.actor(world.cast.mori), world.record(and_submit=False)
    for practices in ((task.id,), (task.id,), ()):
        commands.revise_entry(
            world.session,
            actor=actor,
            entry_id=entry_id,
            version=world.entry(entry_id).version,
            draft=world.draft(practices=practices),
            and_submit=False,
            clock=world.clock,
        )
        world.session.flush()
        assert draft_of(get_entry(world.session, actor, entry_id)).practices == practices


def test_a_task_the_advisor_has_not_met_is_refused(world, task):
    for practices in ((new_id(),), (task.id, new_id())):
        with pytest.raises(RuleViolation) as refusal:
            world.record(practices=practices)
        assert refusal.value.code == "courses.practice_not_read"


def test_the_form_offers_what_the_advisors_could_try_and_what_to_look_for(world, task, client_as):
    page = client_as(world.cast.mori).get("/ojt/new?lang=en").text

    assert f'value="{task.id}"' in page
    assert "Task ask-once-more" in page
    assert "What to look for in ask-once-more" in page


def test_without_anything_to_try_the_form_does_not_speak_of_it(world, client_as):
    assert "Tried on this visit" not in client_as(world.cast.mori).get("/ojt/new?lang=en").text


def test_no_more_than_five_tasks_of_a_person_are_offered(world, client_as):
    many = practised_text(*(a_practice(f"task-{number}") for number in range(7)))
    read_practised(world.session, world.cast, world.clock, world.cast.aoi, text=many)

    assert client_as(world.cast.mori).get("/ojt/new").text.count('name="practices"') == 5


def test_the_record_says_what_was_tried(world, task, typed, client_as):
    supervisor = client_as(world.cast.mori)
    answer = supervisor.submit("/ojt/new", typed)
    page = client_as(world.cast.aoi).get(f"{answer.location}?lang=en").text

    assert "Tried on this visit" in page
    assert "Task ask-once-more" in page


def test_a_tick_stays_when_something_else_is_missing(world, task, typed, client_as):
    answer = client_as(world.cast.mori).submit("/ojt/new", {**typed, "comment": ""})

    assert answer.status_code == 422
    assert f'value="{task.id}" checked' in answer.text


def test_a_tick_for_somebody_else_is_left_out(world, task, typed, client_as, session):
    other = world.cast.kaoru
    read_practised(session, world.cast, world.clock, other)
    supervisor = client_as(world.cast.mori)
    supervisor.submit("/ojt/new", {**typed, "practices": [str(new_id()), str(task.id)]})

    (entry,) = session.scalars(select(OjtEntry)).all()
    assert [
        one.practice_task_id
        for one in get_entry(session, world.cast.actor(world.cast.mori), entry.id).practices
    ] == [task.id]


def test_a_revised_draft_still_offers_what_it_names(world, client_as):
    many = practised_text(*(a_practice(f"task-{number}") for number in range(7)))
    read_practised(world.session, world.cast, world.clock, world.cast.aoi, text=many)
    aoi = world.cast.aoi
    last = list_to_try(world.session, world.cast.actor(aoi), [aoi.id])[aoi.id][-1]
    entry_id = world.record(and_submit=False, practices=(last.id,))

    page = client_as(world.cast.mori).get(f"/ojt/{entry_id}/edit").text

    assert f'value="{last.id}" checked' in page


def test_the_outsider_is_offered_nothing_of_it(world, task, client_as):
    page = client_as(world.cast.chie).get("/ojt/new").text
    assert str(task.id) not in page
