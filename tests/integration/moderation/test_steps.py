"""A session moves on: by who leads it, by the calendar, and everybody is told once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from lms.kernel.clock import FrozenClock
from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.moderation import commands
from lms.moderation.domain import Answer, Round, State, Step
from lms.moderation.jobs import Timekeeper
from lms.moderation.models import CalibrationOutcome
from lms.moderation.queries import find_outcomes, list_running_ids
from lms.storage.audit import AuditEvent
from lms.storage.outbox import OutboxMessage
from tests.conftest import NOW
from tests.factories.moderation import DAYS

FUTURE = replace(DAYS, opens_on=date(2026, 11, 24))


@pytest.fixture
def keep(session, world):
    """Do what the calendar asks on a day, twice, as the worker might."""

    def on(key, day: date) -> bool:
        session.flush()
        clock = FrozenClock(NOW + (day - DAYS.opens_on))
        found = commands.keep_time(session, calibration_id=key, clock=clock)
        session.flush()
        assert commands.keep_time(session, calibration_id=key, clock=clock) in {False, found}
        session.flush()
        return found

    return on


@pytest.fixture
def count_mails(session):
    def count(kind: str) -> int:
        session.flush()
        found = select(func.count()).where(OutboxMessage.kind == f"moderation.{kind}")
        return session.scalar(found)

    return count


def test_opening_tells_every_rater(session, world):
    key = world.opened()
    assert world.mails("invited") == {person.id for person in world.raters}
    message = session.scalars(select(OutboxMessage)).first()
    assert set(message.payload) == {"calibration_id", "title", "day"}
    assert message.payload["day"] == "2026-11-30"
    assert world.row(key).opened_at == world.clock.now()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"raters": []}, "moderation.no_rater"),
        ({"vignette_ids": ()}, "moderation.no_vignette"),
    ],
)
def test_what_is_missing_keeps_it_closed(world, facts, code):
    key = world.draft(**facts)
    with pytest.raises(RuleViolation) as refusal:
        world.step(key, Step.OPEN)
    assert refusal.value.code == code
    assert world.mails("invited") == set()


def test_a_calibration_with_one_rater_cannot_be_opened(world):
    key = world.draft(raters=world.raters[:1])
    with pytest.raises(RuleViolation) as refusal:
        world.step(key, Step.OPEN)
    assert (refusal.value.code, refusal.value.facts) == (
        "moderation.too_few_raters",
        {"given": 1, "least": 3},
    )


def test_a_scheduled_session_opens_on_its_day_by_itself(world, keep):
    key = world.draft(dates=FUTURE)
    world.step(key, Step.SCHEDULE)
    assert world.row(key).state is State.SCHEDULED
    assert not keep(key, date(2026, 11, 23))
    assert world.mails("invited") == set()
    assert keep(key, date(2026, 11, 24))
    assert world.row(key).state is State.OPEN
    assert world.mails("invited") == {person.id for person in world.raters}


def test_a_schedule_can_be_taken_back(world, keep):
    key = world.draft(dates=FUTURE)
    world.step(key, Step.SCHEDULE)
    world.step(key, Step.TAKE_BACK)
    assert not keep(key, date(2026, 11, 25))
    assert world.row(key).state is State.DRAFT


def test_a_scheduled_session_that_lost_its_raters_tells_who_leads_it(session, world, keep, count_mails):
    key = world.draft(dates=FUTURE, raters=world.raters[:3])
    world.step(key, Step.SCHEDULE)
    commands.withdraw_rater(
        session,
        actor=world.cast.actor(world.cast.hara),
        calibration_id=key,
        person_id=world.raters[0].id,
        clock=world.clock,
    )
    assert keep(key, date(2026, 11, 24))
    assert not keep(key, date(2026, 11, 25))
    assert world.row(key).state is State.SCHEDULED
    assert (world.mails("stalled"), count_mails("stalled")) == ({world.cast.hara.id}, 1)


def test_the_discussion_opens_the_day_after_the_first_round(world, keep):
    key = world.opened()
    for person in world.raters[:3]:
        world.answer(key, person)
    assert not keep(key, date(2026, 11, 27))
    assert keep(key, date(2026, 12, 1))
    assert world.row(key).state is State.DISCUSSION
    assert world.mails("discussion") == {*(person.id for person in world.raters[:3]), world.cast.hara.id}
    assert keep(key, date(2026, 12, 5))
    assert world.row(key).state is State.SECOND_ROUND
    assert keep(key, date(2026, 12, 8))
    assert world.row(key).state is State.CLOSED
    assert world.mails("results") == world.mails("discussion")


def test_with_too_few_answers_the_first_round_goes_on_and_who_leads_is_told_once(world, keep, count_mails):
    key = world.opened()
    world.answer(key, world.raters[0])
    assert keep(key, date(2026, 12, 1))
    assert not keep(key, date(2026, 12, 2))
    assert world.row(key).state is State.OPEN
    assert count_mails("stalled") == 1
    world.answer(key, world.raters[1])
    world.answer(key, world.raters[2])
    assert keep(key, date(2026, 12, 3))
    assert world.row(key).state is State.DISCUSSION


def test_who_has_not_answered_is_reminded_once_before_the_close(world, keep, count_mails):
    key = world.opened()
    world.answer(key, world.raters[0])
    assert keep(key, date(2026, 11, 28))
    assert not keep(key, date(2026, 11, 29))
    assert world.mails("reminder") == {person.id for person in world.raters[1:]}
    assert count_mails("reminder") == 3


def test_reminding_by_hand_is_for_once_a_day(session, world, keep, count_mails):
    key, hara = world.opened(), world.cast.actor(world.cast.hara)
    world.answer(key, world.raters[0])
    remind = {"actor": hara, "calibration_id": key}
    assert commands.remind_raters(session, **remind, clock=world.clock) == 3
    session.flush()
    with pytest.raises(RuleViolation) as refusal:
        commands.remind_raters(session, **remind, clock=world.clock)
    assert refusal.value.code == "moderation.reminded_today"
    assert commands.remind_raters(session, **remind, clock=world.later(days=1)) == 3
    assert count_mails("reminder") == 6


def test_after_a_reminder_by_hand_the_calendar_waits_for_the_next_day(session, world, keep, count_mails):
    key, hara = world.opened(), world.cast.actor(world.cast.hara)
    commands.remind_raters(session, actor=hara, calibration_id=key, clock=world.later(days=8))
    assert not keep(key, date(2026, 11, 28))
    assert keep(key, date(2026, 11, 29))
    assert count_mails("reminder") == 8


def test_nobody_is_reminded_who_need_not_be(session, world):
    key, hara = world.opened(raters=world.raters[:3]), world.cast.actor(world.cast.hara)
    for person in world.raters[:3]:
        world.answer(key, person)
    with pytest.raises(RuleViolation) as refusal:
        commands.remind_raters(session, actor=hara, calibration_id=key, clock=world.clock)
    assert refusal.value.code == "moderation.all_answered"
    world.step(key, Step.DISCUSS)
    with pytest.raises(RuleViolation) as refusal:
        commands.remind_raters(session, actor=hara, calibration_id=key, clock=world.clock)
    assert refusal.value.code == "moderation.not_now"


def test_the_first_result_is_fixed_when_the_discussion_opens(session, world):
    key = world.shared()
    first = find_outcomes(session, key)[Round.FIRST]
    assert first.n_raters == 3
    assert {(cell.number, cell.code): cell.counts for cell in first.cells} == {
        (1, "A1"): (2, 1),
        (1, "A2"): (0, 3),
        (2, "A1"): (2, 1),
        (2, "A2"): (0, 3),
    }
    assert set(find_outcomes(session, key)) == {Round.FIRST}


def test_who_did_not_answer_again_stands_by_the_first_answers(session, world):
    key = world.shared(n=4)
    world.step(key, Step.RATE_AGAIN)
    assert world.mails("rate_again") == {person.id for person in world.raters}
    world.answer(key, world.raters[0], [Answer("A1", 2), Answer("A2", is_unsure=True)])
    world.answer(key, world.raters[1])
    world.answer(key, world.raters[2])
    world.step(key, Step.CLOSE)
    second = find_outcomes(session, key)[Round.SECOND]
    assert (second.n_raters, second.n_changed) == (4, 2)
    assert [(cell.counts, cell.n_unsure) for cell in second.cells[:2]] == [((2, 2), 0), ((0, 3), 1)]


@pytest.mark.parametrize("n", [1, 2])
def test_what_one_or_two_changed_is_not_told_by_the_difference(session, world, client_as, n):
    key = world.shared(n=4)
    world.step(key, Step.RATE_AGAIN)
    for person in world.raters[:n]:
        world.answer(key, person, [Answer("A1", 2), Answer("A2", 1)])
    world.step(key, Step.CLOSE)
    assert set(find_outcomes(session, key)) == {Round.FIRST}
    said = "2回目に評価した人が3人未満でした"
    for page in ("results", "summary"):
        assert said in client_as(world.cast.hara).get(f"/calibration/{key}/{page}").text
    assert said not in client_as(world.cast.hara).get(f"/calibration/{world.closed()}/results").text


def test_a_second_round_nobody_used_leaves_the_first_result(session, world):
    key = world.shared()
    world.step(key, Step.RATE_AGAIN)
    world.step(key, Step.CLOSE)
    assert set(find_outcomes(session, key)) == {Round.FIRST}


def test_who_leads_and_rates_answers_before_opening_the_others(world):
    key = world.opened(raters=[*world.raters, world.cast.hara])
    for person in world.raters[:3]:
        world.answer(key, person)
    with pytest.raises(RuleViolation) as refusal:
        world.step(key, Step.DISCUSS)
    assert refusal.value.code == "moderation.answer_first"
    world.answer(key, world.cast.hara)
    world.step(key, Step.DISCUSS)


@pytest.mark.parametrize("step", [Step.RATE_AGAIN, Step.CLOSE, Step.TAKE_BACK])
def test_a_step_out_of_turn_is_refused(world, step):
    key = world.opened()
    with pytest.raises(RuleViolation) as refusal:
        world.step(key, step)
    assert refusal.value.code == "moderation.not_now"


def test_a_page_that_is_out_of_date_moves_nothing(session, world):
    key = world.opened()
    with pytest.raises(Conflict) as refusal:
        commands.take_step(
            session,
            actor=world.cast.actor(world.cast.hara),
            calibration_id=key,
            step=Step.CANCEL,
            version=1,
            reason="やめる",
            clock=world.clock,
        )
    assert refusal.value.code == "moderation.moved_on"


def test_a_cancellation_needs_a_reason_which_all_are_told(world):
    key = world.opened()
    with pytest.raises(RuleViolation) as refusal:
        world.step(key, Step.CANCEL, reason=" ")
    assert (refusal.value.code, refusal.value.field) == ("moderation.words_missing", "reason")
    world.step(key, Step.CANCEL, reason="台風のため")
    assert world.row(key).cancelled_reason == "台風のため"
    assert world.mails("cancelled") == {person.id for person in world.raters}


def test_a_draft_is_cancelled_quietly(world):
    key = world.draft()
    world.step(key, Step.CANCEL, reason="作り直す")
    assert world.mails("cancelled") == set()


@pytest.mark.parametrize(("person", "refused"), [("mori", NotAllowed), ("aoi", NotFound), ("chie", NotFound)])
def test_nobody_else_moves_it_on(session, world, person, refused):
    key = world.opened()
    with pytest.raises(refused):
        world.step(key, Step.CANCEL, by=getattr(world.cast, person), reason="横から")
    actor = world.cast.actor(getattr(world.cast, person))
    with pytest.raises(refused):
        commands.remind_raters(session, actor=actor, calibration_id=key, clock=world.clock)


def test_steps_are_in_the_audit_log_the_calendars_without_a_person(session, world, keep):
    key = world.opened()
    keep(key, date(2026, 11, 28))
    rows = session.execute(
        select(AuditEvent.action, AuditEvent.actor_id)
        .where(AuditEvent.subject_id == key)
        .order_by(AuditEvent.sequence)
    ).all()
    assert [tuple(row) for row in rows][2:] == [
        ("moderation.open", world.cast.hara.id),
        ("moderation.remind_raters", None),
    ]


def test_an_outcome_is_never_changed(session, world):
    row = session.get_one(CalibrationOutcome, (world.shared(), 1))
    row.content = {}
    with pytest.raises(TypeError, match="never changed"):
        session.flush()


def test_the_worker_keeps_every_session_that_is_going_on(session, world):
    scheduled, opened, draft = world.draft(dates=FUTURE), world.opened(), world.draft()
    world.step(scheduled, Step.SCHEDULE)
    over = world.closed()
    assert set(list_running_ids(session)) == {scheduled, opened}
    session.flush()
    Timekeeper(FrozenClock(NOW + timedelta(days=4))).keep_dates()
    Timekeeper(FrozenClock(NOW + timedelta(days=8))).keep_dates()
    states = {key: world.row(key).state for key in (scheduled, opened, draft, over)}
    assert list(states.values()) == [State.OPEN, State.OPEN, State.DRAFT, State.CLOSED]
    assert {person.id for person in world.raters} <= world.mails("reminder")
