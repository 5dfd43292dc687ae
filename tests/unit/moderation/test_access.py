"""Who may do what with a session."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lms.kernel.actor import Actor, Grant
from lms.kernel.ids import new_id
from lms.kernel.permission import Permission
from lms.moderation.access import (
    CalibrationFacts,
    can_change_raters,
    can_manage,
    can_open_names,
    can_read,
    can_see_own_result,
    can_see_results,
    can_write_minutes,
    open_round,
    sees_names,
)
from lms.moderation.domain import SHARED, Round, State

PATH = "/aa/bb/"
NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def leader():
    return Actor(new_id(), frozenset({Grant(Permission.MODERATION_ORGANISE, "/aa/")}))


@pytest.fixture
def stranger():
    return Actor(new_id(), frozenset({Grant(Permission.MODERATION_ORGANISE, "/cc/")}))


@pytest.fixture
def facts(leader):
    return CalibrationFacts(
        organiser_id=leader.person_id,
        scribe_id=None,
        organisation_path=PATH,
        state=State.OPEN,
        was_opened=True,
        is_rater=False,
        has_answered=False,
        has_answered_again=False,
        is_shown=True,
    )


def test_who_made_it_leads_it_also_as_a_rater(leader, facts):
    assert can_manage(leader, facts)
    assert can_manage(leader, replace(facts, is_rater=True))


def test_who_is_in_reach_leads_it_unless_they_rate(leader, facts):
    others = replace(facts, organiser_id=new_id())
    assert can_manage(leader, others)
    assert not can_manage(leader, replace(others, is_rater=True))


def test_out_of_reach_nobody_leads_not_even_who_made_it(stranger, facts):
    assert not can_manage(stranger, facts)
    assert not can_manage(stranger, replace(facts, organiser_id=stranger.person_id))


def test_a_rater_knows_of_it_once_it_was_opened(stranger, facts):
    assert not can_read(stranger, facts)
    assert can_read(stranger, replace(facts, is_rater=True))
    assert not can_read(stranger, replace(facts, is_rater=True, was_opened=False))


@pytest.mark.parametrize("state", list(State))
def test_a_round_is_open_to_raters_only_in_its_state(facts, state):
    rater = replace(facts, is_rater=True, state=state)
    assert open_round(replace(rater, is_rater=False)) is None
    assert open_round(rater) is (Round.FIRST if state is State.OPEN else None)
    again = replace(rater, has_answered=True)
    assert open_round(again) is (Round.SECOND if state is State.SECOND_ROUND else None)
    assert open_round(replace(again, has_answered_again=True)) is None


@pytest.mark.parametrize("state", list(State))
def test_results_are_seen_from_the_discussion_on_by_who_has_answered(leader, stranger, facts, state):
    is_shared = state in SHARED
    rater = replace(facts, state=state, is_rater=True, organiser_id=new_id())
    assert not can_see_results(stranger, rater)
    assert not can_see_own_result(rater)
    answered = replace(rater, has_answered=True)
    assert can_see_results(stranger, answered) is is_shared
    assert can_see_own_result(answered) is is_shared
    assert can_see_results(leader, replace(facts, state=state)) is is_shared
    assert not can_see_results(stranger, replace(facts, state=state))


def test_fewer_than_three_answers_are_seen_by_nobody(leader, facts):
    few = replace(facts, state=State.CLOSED, is_shown=False)
    assert not can_see_results(leader, few)
    assert not can_see_own_result(replace(few, is_rater=True, has_answered=True))


def test_who_leads_and_rates_sees_results_only_after_their_own_answers(leader, facts):
    both = replace(facts, state=State.DISCUSSION, is_rater=True)
    assert not can_see_results(leader, both)
    assert can_see_results(leader, replace(both, has_answered=True))


def test_minutes_are_kept_by_who_leads_and_the_scribe(leader, stranger, facts):
    shared = replace(facts, state=State.CLOSED)
    assert can_write_minutes(leader, shared)
    assert not can_write_minutes(leader, facts)
    rater = replace(shared, is_rater=True, has_answered=True, organiser_id=new_id())
    assert not can_write_minutes(stranger, rater)
    assert can_write_minutes(stranger, replace(rater, scribe_id=stranger.person_id))
    assert not can_write_minutes(stranger, replace(rater, scribe_id=stranger.person_id, has_answered=False))


@pytest.mark.parametrize("state", list(State))
def test_raters_change_until_the_discussion(leader, stranger, facts, state):
    may = state in {State.DRAFT, State.SCHEDULED, State.OPEN}
    assert can_change_raters(leader, replace(facts, state=state)) is may
    assert not can_change_raters(stranger, replace(facts, state=state))


def test_names_are_for_who_leads_and_sees_results(leader, stranger, facts):
    assert not can_open_names(leader, facts)
    assert can_open_names(leader, replace(facts, state=State.DISCUSSION))
    rater = replace(facts, state=State.CLOSED, is_rater=True, has_answered=True)
    assert not can_open_names(stranger, rater)


def test_an_opening_holds_for_who_asked_and_for_its_time(leader, stranger):
    ends_at = NOW + timedelta(days=30)
    assert sees_names(leader, opened_by_id=leader.person_id, ends_at=ends_at, now=NOW)
    assert not sees_names(leader, opened_by_id=leader.person_id, ends_at=ends_at, now=ends_at)
    assert not sees_names(stranger, opened_by_id=leader.person_id, ends_at=ends_at, now=NOW)
