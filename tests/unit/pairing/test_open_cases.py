"""Why a case stays open: each reason has an instance that shows it, and the first that applies is named."""

from dataclasses import replace

import pytest

from lms.pairing.domain.matching import solve
from lms.pairing.domain.problem import (
    Advisor,
    ClientType,
    CrossOrganisation,
    PairingCase,
    Policy,
    Problem,
    Weights,
)
from lms.pairing.domain.result import OpenReason
from lms.pairing.domain.search import Budget

TYPES = (ClientType("single", (2,)), ClientType("team", (4, 2)))
MAKER = Advisor("maker", 4, 1.0, "o1", "r1", {"B1": 3.0})
CASE = PairingCase("c", "single", "o1", "r1")
NEVER = Policy(CrossOrganisation.NEVER, weights=Weights(workload=0.0))


@pytest.fixture
def reason_of():
    def read(advisors, *cases, policy=NEVER, budget=None):
        result = solve(Problem(policy, TYPES, tuple(advisors), cases), budget=budget)
        assert [one.case for one in result.unassigned] == ["c"]
        return result.unassigned[0].reason, dict(result.unassigned[0].facts)

    return read


@pytest.mark.parametrize(
    ("advisors", "case", "reason", "facts"),
    [
        ([], CASE, OpenReason.NO_LEVEL, {"seat": 0, "level": 2}),
        ([replace(MAKER, level=1)], CASE, OpenReason.NO_LEVEL, {"seat": 0, "level": 2}),
        (
            [replace(MAKER, level=3)],
            replace(CASE, client_type="team"),
            OpenReason.NO_LEVEL,
            {"seat": 0, "level": 4},
        ),
        ([replace(MAKER, organisation="o2")], CASE, OpenReason.OUT_OF_REACH, {"seat": 0, "level": 2}),
        ([replace(MAKER, unavailable=True)], CASE, OpenReason.UNAVAILABLE, {"seat": 0, "level": 2}),
        (
            [MAKER],
            replace(CASE, excluded_advisors=frozenset({"maker"})),
            OpenReason.EXCLUDED,
            {"seat": 0, "level": 2},
        ),
        ([MAKER], replace(CASE, needs={"B1": 3.5}), OpenReason.NEEDS, {"seat": 0, "level": 2}),
        ([MAKER], replace(CASE, needs={"C1": 1.0}), OpenReason.NEEDS, {"seat": 0, "level": 2}),
        ([replace(MAKER, capacity=0.0)], CASE, OpenReason.LOAD, {"seat": 0, "level": 2}),
        ([MAKER], replace(CASE, load=1.5), OpenReason.LOAD, {"seat": 0, "level": 2}),
        ([MAKER], replace(CASE, client_type="team"), OpenReason.TOO_FEW, {"seat": 1, "level": 2}),
    ],
)
def test_the_first_rule_that_leaves_nobody_is_named(reason_of, advisors, case, reason, facts):
    assert reason_of(advisors, case) == (reason, facts)


def test_who_is_used_elsewhere_is_at_capacity(reason_of):
    urgent = replace(CASE, id="urgent", priority=5.0)
    assert reason_of([MAKER], CASE, urgent) == (OpenReason.AT_CAPACITY, {"seat": 0, "level": 2})


def test_a_team_may_lack_room_for_one_seat_only(reason_of):
    master = Advisor("master", 2, 1.0, "o1", "r1")
    urgent = replace(CASE, id="urgent", priority=5.0, excluded_advisors=frozenset({"maker"}))
    team = replace(CASE, client_type="team")
    assert reason_of([MAKER, master], team, urgent) == (OpenReason.AT_CAPACITY, {"seat": 1, "level": 2})


def test_a_burden_may_be_more_than_a_case_is_worth(reason_of):
    policy = Policy(CrossOrganisation.NEVER, weights=Weights(0.0, 0.0, 0.0, 0.0, workload=900.0))
    assert reason_of([MAKER], CASE, policy=policy) == (OpenReason.NOT_WORTH, {})


def test_without_time_it_is_said_that_the_search_ended(reason_of):
    policy = Policy(CrossOrganisation.NEVER, weights=Weights(0.0, 0.0, 0.0, 0.0, workload=900.0))
    assert reason_of([MAKER], CASE, policy=policy, budget=Budget(0.0)) == (OpenReason.NOT_REACHED, {})
