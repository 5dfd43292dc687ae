"""Single steps of a plan's life; that no order of them breaks it, the properties hold."""

import pytest

from lms.kernel.errors import Conflict, NotAllowed, RuleViolation
from lms.plans.domain import Life, PlanState, RevisionState, Side, Step

MORI, AOI = Side.SUPERVISOR, Side.ADVISOR


@pytest.fixture
def draft() -> Life:
    return Life().begin(MORI)


@pytest.fixture
def held(draft) -> Life:
    return draft.propose(MORI, "w1").agree(AOI, "w1")


def test_a_plan_holds_once_both_agreed(draft):
    proposed = draft.propose(MORI, "w1")
    assert [draft.state, proposed.state] == [PlanState.DRAFT, PlanState.PROPOSED]
    assert proposed.waits_for is AOI
    held = proposed.agree(AOI, "w1")
    assert held.state is PlanState.AGREED
    assert held.waits_for is None
    assert held.in_force.number == 1


def test_other_words_are_not_agreed_to(draft):
    with pytest.raises(Conflict) as refused:
        draft.propose(MORI, "w1").agree(AOI, "w0")
    assert refused.value.code == "plans.wording_changed"


def test_a_change_leaves_what_holds_until_both_agree(held):
    asked = held.begin(AOI).propose(AOI, "w2")
    assert asked.state is PlanState.CHANGING
    assert (asked.in_force.number, asked.waits_for) == (1, MORI)
    assert asked.agree(MORI, "w2").in_force.number == 2


def test_what_was_sent_back_begins_again_with_who_proposed_it(draft):
    back = draft.propose(MORI, "w1").send_back(AOI)
    assert [one.state for one in back.revisions] == [RevisionState.RETURNED, RevisionState.DRAFT]
    assert back.open.side is MORI
    assert back.shown_to(AOI).number == 1
    assert back.shown_to(MORI).number == 2


def test_a_plan_nobody_was_shown_is_seen_by_its_writers_only(draft):
    assert draft.shown_to(AOI) is None
    assert draft.shown_to(MORI).number == 1
    assert Life().shown_to(MORI) is None


def test_a_dropped_change_was_nothing(held):
    dropped = held.begin(MORI).discard(MORI)
    assert dropped.open is None
    assert (dropped.state, dropped.in_force.number) == (PlanState.AGREED, 1)


def test_an_ended_plan_has_nothing_open(held):
    assert held.close(MORI).state is PlanState.CLOSED
    ended = held.begin(AOI).close(MORI)
    assert ended.revisions[-1].state is RevisionState.DISCARDED


def test_a_step_of_the_other_side_is_told_apart_from_one_of_nobody(draft, held):
    with pytest.raises(NotAllowed) as other:
        draft.propose(AOI, "w1")
    assert other.value.code == "plans.not_yours"
    with pytest.raises(RuleViolation) as nobody:
        held.propose(MORI, "w2")
    assert nobody.value.code == "plans.not_now"
    with pytest.raises(RuleViolation):
        draft.begin(MORI)


def test_the_advisor_begins_nothing_before_a_plan_holds(held):
    with pytest.raises(NotAllowed):
        Life().begin(AOI)
    assert held.allows(Step.WRITE, AOI)


def test_what_a_template_offers_waits_while_a_change_is_open(held):
    assert held.allows(Step.ANSWER, MORI)
    assert not held.allows(Step.ANSWER, AOI)
    assert held.begin(MORI).allows(Step.ANSWER, MORI)
    assert not held.begin(AOI).allows(Step.ANSWER, MORI)
    assert not held.begin(MORI).propose(MORI, "w2").allows(Step.ANSWER, MORI)
