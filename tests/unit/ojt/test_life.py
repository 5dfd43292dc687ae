"""The table of steps, and whose step each is."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from lms.kernel.actor import Actor, Grant
from lms.kernel.errors import RuleViolation
from lms.kernel.permission import Permission
from lms.ojt.access import EntryFacts, can_act, can_read, can_record
from lms.ojt.domain import Action, EntryState, Life, Stamp

S = EntryState
HERE, ELSEWHERE = "/aa/bb/", "/cc/"
ADVISOR_ID, RECORDER_ID, COLLEAGUE_ID, READER_ID = (UUID(int=n) for n in range(1, 5))
SIGNING = (Permission.OJT_ENTRY_READ, Permission.OJT_ENTRY_RECORD, Permission.OJT_ENTRY_SIGN)
EVERYTHING = frozenset(Grant(permission, HERE) for permission in Permission)
ADVISOR = Actor(ADVISOR_ID)
ALMIGHTY_ADVISOR = Actor(ADVISOR_ID, EVERYTHING)
RECORDER = Actor(RECORDER_ID, frozenset(Grant(permission, HERE) for permission in SIGNING))
REMOVED_RECORDER = Actor(RECORDER_ID)
MOVED_RECORDER = Actor(RECORDER_ID, frozenset(Grant(permission, ELSEWHERE) for permission in SIGNING))
COLLEAGUE = Actor(COLLEAGUE_ID, frozenset(Grant(permission, HERE) for permission in SIGNING))
READER = Actor(READER_ID, frozenset({Grant(Permission.OJT_ENTRY_READ, HERE)}))
STRANGER = Actor(READER_ID, frozenset(Grant(permission, ELSEWHERE) for permission in Permission))
NOON = Stamp(RECORDER_ID, datetime(2026, 11, 20, 3, tzinfo=UTC), "はい")

STEPS = {
    (Action.REVISE, S.DRAFT): (S.DRAFT, {RECORDER}),
    (Action.SUBMIT, S.DRAFT): (S.SUBMITTED, {RECORDER}),
    (Action.TAKE_BACK, S.SUBMITTED): (S.DRAFT, {RECORDER}),
    (Action.ACKNOWLEDGE, S.SUBMITTED): (S.ACKNOWLEDGED, {ADVISOR, ALMIGHTY_ADVISOR}),
    (Action.DISPUTE, S.SUBMITTED): (S.DISPUTED, {ADVISOR, ALMIGHTY_ADVISOR}),
    (Action.DISPUTE, S.ACKNOWLEDGED): (S.DISPUTED, {ADVISOR, ALMIGHTY_ADVISOR}),
    (Action.REWRITE, S.DISPUTED): (S.DRAFT, {RECORDER}),
    (Action.RESUBMIT, S.DISPUTED): (S.SUBMITTED, {RECORDER}),
    (Action.SIGN, S.ACKNOWLEDGED): (S.SIGNED, {RECORDER}),
    (Action.VOID, S.DRAFT): (S.VOIDED, {RECORDER}),
    (Action.VOID, S.SUBMITTED): (S.VOIDED, {RECORDER, COLLEAGUE}),
    (Action.VOID, S.ACKNOWLEDGED): (S.VOIDED, {RECORDER, COLLEAGUE}),
    (Action.VOID, S.DISPUTED): (S.VOIDED, {RECORDER, COLLEAGUE}),
    (Action.VOID, S.SIGNED): (S.VOIDED, {RECORDER, COLLEAGUE}),
}
EVERYBODY = (
    ADVISOR,
    ALMIGHTY_ADVISOR,
    RECORDER,
    REMOVED_RECORDER,
    MOVED_RECORDER,
    COLLEAGUE,
    READER,
    STRANGER,
)


@pytest.fixture
def facts(state: EntryState) -> EntryFacts:
    return EntryFacts(ADVISOR_ID, RECORDER_ID, HERE, state, was_submitted=state is not S.DRAFT)


@pytest.mark.parametrize("state", list(EntryState))
@pytest.mark.parametrize("action", list(Action))
def test_every_action_in_every_state(action: Action, state: EntryState, facts: EntryFacts) -> None:
    target, allowed = STEPS.get((action, state), (None, set()))
    assert {actor for actor in EVERYBODY if can_act(actor, action, facts)} == allowed
    if target is None:
        with pytest.raises(RuleViolation) as refusal:
            Life(state).after(action, NOON)
        assert (refusal.value.code, refusal.value.facts) == (
            "ojt.not_now",
            {"action": action, "state": state},
        )
    else:
        assert Life(state).after(action, NOON).state is target


@pytest.mark.parametrize("state", list(EntryState))
def test_who_reads(state: EntryState, facts: EntryFacts) -> None:
    readers = {actor for actor in EVERYBODY if can_read(actor, facts)}
    recorders = {RECORDER, REMOVED_RECORDER, MOVED_RECORDER}
    assert readers == (recorders if state is S.DRAFT else set(EVERYBODY) - {STRANGER})


def test_the_right_to_record_is_not_the_right_to_sign() -> None:
    actor = Actor(RECORDER_ID, frozenset({Grant(Permission.OJT_ENTRY_RECORD, HERE)}))
    facts = EntryFacts(ADVISOR_ID, RECORDER_ID, HERE, S.ACKNOWLEDGED, was_submitted=True)
    assert can_act(actor, Action.SIGN, facts) is False


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (RECORDER, True),
        (ALMIGHTY_ADVISOR, False),
        (MOVED_RECORDER, False),
        (READER, False),
        (STRANGER, False),
    ],
)
def test_who_records(actor: Actor, allowed: bool) -> None:
    assert can_record(actor, advisor_id=ADVISOR_ID, organisation_path=HERE) is allowed


def test_a_second_submission_starts_the_acknowledgement_anew() -> None:
    life = Life().after(Action.SUBMIT, NOON).after(Action.ACKNOWLEDGE, NOON).after(Action.DISPUTE, NOON)
    assert (life.acknowledged, life.disputed) == (None, NOON)
    again = life.after(Action.REWRITE, NOON).after(Action.SUBMIT, NOON)
    assert (again.answered, again.acknowledged, again.disputed) == (NOON, None, NOON)


def test_an_answer_belongs_to_its_dispute() -> None:
    life = Life().after(Action.SUBMIT, NOON).after(Action.DISPUTE, NOON).after(Action.RESUBMIT, NOON)
    assert life.answered == NOON
    assert life.after(Action.DISPUTE, NOON).answered is None
