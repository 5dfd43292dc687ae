"""Who may decide, reverse, take back and read what."""

from dataclasses import replace
from uuid import UUID

import pytest

from lms.decisions.access import (
    MatterFacts,
    Part,
    can_decide,
    can_reverse,
    can_set_up,
    can_withdraw,
    part_in,
)
from lms.kernel.actor import Actor, Grant
from lms.kernel.permission import Permission

PERSON, DECIDER, MEMBER = (UUID(int=n) for n in (1, 2, 3))
ABOVE, HERE, ELSEWHERE = "/aa/", "/aa/bb/", "/cc/"
FACTS = MatterFacts(PERSON, HERE)
BEFORE_A_COMMITTEE = MatterFacts(PERSON, HERE, committee_path=ABOVE, entitled=frozenset({MEMBER}))


@pytest.fixture
def with_rights():
    def make(person_id, path, *permissions):
        return Actor(person_id, frozenset(Grant(one, path) for one in permissions))

    return make


@pytest.mark.parametrize(
    ("person_id", "path", "may"),
    [(DECIDER, HERE, True), (DECIDER, ABOVE, True), (DECIDER, ELSEWHERE, False), (PERSON, HERE, False)],
)
def test_who_has_the_right_there_decides_but_never_about_themselves(with_rights, person_id, path, may):
    actor = with_rights(person_id, path, Permission.LEVEL_DECIDE)
    assert can_decide(actor, person_id=PERSON, organisation_path=HERE) is may
    assert not can_decide(Actor(DECIDER), person_id=PERSON, organisation_path=HERE)


def test_committees_are_set_up_by_who_may_decide_there(with_rights):
    assert can_set_up(with_rights(DECIDER, HERE, Permission.LEVEL_DECIDE), organisation_path=HERE)
    assert not can_set_up(with_rights(DECIDER, HERE, Permission.LEVEL_DECIDE), organisation_path=ABOVE)


@pytest.mark.parametrize(
    ("facts", "path", "may"),
    [
        (FACTS, HERE, True),
        (FACTS, ELSEWHERE, False),
        (BEFORE_A_COMMITTEE, ABOVE, True),
        (BEFORE_A_COMMITTEE, HERE, False),
    ],
)
def test_a_committees_decision_is_reversed_where_the_committee_belongs(with_rights, facts, path, may):
    assert can_reverse(with_rights(DECIDER, path, Permission.LEVEL_DECIDE), facts) is may
    assert not can_reverse(with_rights(PERSON, path, Permission.LEVEL_DECIDE), facts)


@pytest.mark.parametrize(
    ("person_id", "permissions", "part"),
    [
        (PERSON, (Permission.OBSERVATION_READ,), Part.CANDIDATE),
        (MEMBER, (Permission.OBSERVATION_READ,), Part.MEMBER),
        (MEMBER, (), Part.MEMBER),
        (DECIDER, (Permission.OBSERVATION_READ,), Part.READER),
        (DECIDER, (Permission.LEVEL_DECIDE,), None),
        (DECIDER, (), None),
    ],
)
def test_as_what_somebody_reads_a_proposal(with_rights, person_id, permissions, part):
    assert part_in(with_rights(person_id, HERE, *permissions), BEFORE_A_COMMITTEE) is part


def test_a_candidate_on_the_committee_stays_the_candidate(with_rights):
    facts = replace(BEFORE_A_COMMITTEE, entitled=frozenset({PERSON}))
    assert part_in(with_rights(PERSON, HERE), facts) is Part.CANDIDATE


@pytest.mark.parametrize(
    ("person_id", "permissions", "may"),
    [
        (DECIDER, (), True),
        (MEMBER, (Permission.LEVEL_DECIDE,), True),
        (MEMBER, (), False),
        (PERSON, (Permission.LEVEL_DECIDE,), False),
    ],
)
def test_who_takes_a_proposal_back(with_rights, person_id, permissions, may):
    actor = with_rights(person_id, HERE, *permissions)
    assert can_withdraw(actor, BEFORE_A_COMMITTEE, proposer_id=DECIDER) is may
