"""What each reason is worth, and what a full desk costs."""

import numpy as np
import pytest

from lms.pairing.domain import points
from lms.pairing.domain.explaining import pair_reasons
from lms.pairing.domain.points import ReasonCode
from lms.pairing.domain.problem import Advisor, PairingCase, Policy, Role, Weights
from lms.pairing.domain.workload import Workload

CASE = PairingCase("c", "t", "o1", "r1", ("tax", "finance"), previous_advisor="a", priority=2.0)
POLICY = Policy(weights=Weights(40.0, 25.0, 15.0, 10.0, 5.0, 6.0))


@pytest.mark.parametrize(
    ("needed", "level", "worth"), [(1, 1, 40.0), (1, 2, 26.667), (1, 4, 0.0), (2, 4, 13.333), (4, 4, 40.0)]
)
def test_the_exact_level_is_worth_most(needed, level, worth):
    assert points.level_points(40.0, needed, float(level)) == worth
    assert points.level_points(40.0, needed, np.array([float(level)])).tolist() == [worth]


@pytest.mark.parametrize(
    ("lead_level", "level", "near", "worth"),
    [(4, 3, 1.0, 6.0), (4, 1, 1.0, 2.0), (4, 2, 0.5, 2.25), (2, 1, 0.0, 3.0)],
)
def test_a_trainee_earns_most_one_step_below_and_near_home(lead_level, level, near, worth):
    assert points.development_points(6.0, lead_level, level, near) == worth


def test_every_reason_that_holds_is_given():
    lead = Advisor("a", 4, 5.0, "o1", "r1", topics={"tax": 0.5, "trade": 1.0})
    member = Advisor("b", 3, 5.0, "o2", "r1")
    trainee = Advisor("t", 2, 5.0, "o3", "r9", trainee=True)
    reasons = pair_reasons(
        POLICY, (4, 2), CASE, [(lead, Role.LEAD), (member, Role.MEMBER), (trainee, Role.TRAINEE)]
    )
    assert [(one.code, one.points) for one in reasons] == [
        (ReasonCode.SERVICE, 200.0),
        (ReasonCode.LEVEL, 40.0),
        (ReasonCode.TOPICS, 6.25),
        (ReasonCode.CONTINUITY, 15.0),
        (ReasonCode.LOCALITY, 10.0),
        (ReasonCode.LEVEL, 26.667),
        (ReasonCode.LOCALITY, 5.0),
        (ReasonCode.DEVELOPMENT, 1.5),
    ]
    assert reasons[2].facts == {"advisor": "a", "experience": {"tax": 0.5}}
    assert reasons[4].facts == {"advisor": "a", "shared": "organisation"}
    assert reasons[6].facts == {"advisor": "b", "shared": "region"}
    assert reasons[7].facts == {"advisor": "t", "level": 2, "lead_level": 4, "shared": "nothing"}


def test_places_that_are_not_named_are_not_shared():
    nowhere = PairingCase("c", "t")
    reasons = pair_reasons(POLICY, (1,), nowhere, [(Advisor("a", 1, 1.0), Role.LEAD)])
    assert [one.code for one in reasons] == [ReasonCode.SERVICE, ReasonCode.LEVEL]


def test_an_empty_desk_costs_nothing_and_a_full_one_half_its_cases():
    workload = Workload(weight=6.0, unit=1.0)
    assert workload.cost(0.0, 4.0) == 0.0
    assert workload.cost(4.0, 4.0) == pytest.approx(12.0)
    assert workload.cost(2.0, 4.0) == pytest.approx(3.0)


def test_each_further_case_costs_more():
    workload = Workload(weight=6.0, unit=2.0)
    added = np.diff([workload.cost(2.0 * n, 20.0) for n in range(11)])
    assert np.all(np.diff(added) > 0)
    assert added[-1] == pytest.approx(6.0 * 0.95)


@pytest.mark.parametrize(("weight", "unit", "capacity"), [(0.0, 1.0, 3.0), (5.0, 0.0, 3.0), (5.0, 1.0, 0.0)])
def test_without_weight_load_or_capacity_nothing_is_lost(weight, unit, capacity):
    assert Workload(weight, unit).cost(capacity, capacity) == 0.0


@pytest.mark.parametrize(
    ("capacity", "used"), [(3.5, 0.0), (500.0, 0.0), (10.0, 2.5), (4.0, 4.0), (0.0, 0.0)]
)
def test_the_stretches_add_up_to_the_price_of_what_is_left(capacity, used):
    workload = Workload(weight=5.0, unit=1.0)
    cut = workload.segments(np.array([7]), np.array([capacity]), np.array([used]))
    assert set(cut.advisor.tolist()) <= {7}
    assert cut.width.sum() == pytest.approx(capacity - used)
    price = workload.cost(capacity, capacity) - workload.cost(used, capacity)
    assert float(cut.width @ cut.slope) == pytest.approx(price)
    assert np.all(np.diff(cut.slope) >= -1e-12)


def test_the_ordinary_load_is_the_median_of_what_has_one():
    cases = [PairingCase(str(n), "t", load=load) for n, load in enumerate((0.0, 1.0, 3.0, 9.0))]
    assert Workload.of(cases, 5.0).unit == 3.0
    assert Workload.of([], 5.0).unit == 0.0
