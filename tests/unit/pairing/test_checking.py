"""The check accepts what the solver says and rejects every way of tampering with it."""

from dataclasses import replace

import pytest

from lms.pairing.domain.checking import violations
from lms.pairing.domain.matching import solve
from lms.pairing.domain.problem import (
    Advisor,
    ClientType,
    CrossOrganisation,
    PairingCase,
    Policy,
    Problem,
    Role,
    Weights,
)
from lms.pairing.domain.result import Alternative, Member, OpenReason, Status

TYPES = (ClientType("single", (1,)), ClientType("team", (4, 2)))
POLICY = Policy(CrossOrganisation.SAME_REGION, weights=Weights(workload=1.0))
ADVISORS = (
    Advisor("maker", 4, 2.0, "o1", "r1"),
    Advisor("master", 2, 2.0, "o1", "r1", criteria={"B1": 3.0}),
    Advisor("novice", 1, 2.0, "o1", "r1", topics={"tax": 0.5}, trainee=True),
    Advisor("plain", 1, 1.0, "o2", "r1"),
    Advisor("far", 4, 1.0, "o3", "r2"),
    Advisor("away", 4, 1.0, "o1", "r1", unavailable=True),
    Advisor("rival", 1, 1.0, "o1", "r1"),
)
CASES = (
    PairingCase("team", "team", "o1", "r1"),
    PairingCase("tax", "single", "o1", "r1", ("tax",), excluded_advisors=frozenset({"rival"})),
    PairingCase("need", "single", "o1", "r1", needs={"B1": 2.5}),
    PairingCase("lost", "team", "o3", "r2"),
)
PROBLEM = Problem(POLICY, TYPES, ADVISORS, CASES)


@pytest.fixture(scope="module")
def result():
    return solve(PROBLEM)


@pytest.fixture
def faults(result):
    """Check a result that differs in some ways, and return subject and fault codes."""

    def check(problem=PROBLEM, **changes):
        return {(one.subject.code, one.fault.code) for one in violations(problem, replace(result, **changes))}

    return check


@pytest.fixture
def with_pair(result):
    """Change one pair of the result."""

    def change(case_id, **changes):
        return tuple(replace(pair, **changes) if pair.case == case_id else pair for pair in result.pairs)

    return change


@pytest.fixture
def with_members(with_pair):
    def change(case_id, *members):
        return with_pair(case_id, members=tuple(Member(name, role) for name, role in members))

    return change


def test_the_plan_itself_is_accepted(result, faults):
    assert [pair.case for pair in result.pairs] == ["team", "tax", "need"]
    assert [(one.case, one.reason) for one in result.unassigned] == [("lost", OpenReason.TOO_FEW)]
    assert faults() == set()


@pytest.mark.parametrize(
    ("case_id", "members", "fault"),
    [
        ("tax", [("master", Role.MEMBER)], "wrong_roles"),
        ("tax", [("master", Role.LEAD), ("maker", Role.MEMBER)], "wrong_roles"),
        ("tax", [], "wrong_roles"),
        ("team", [("maker", Role.LEAD)], "wrong_roles"),
        ("team", [("maker", Role.LEAD), ("maker", Role.MEMBER)], "seated_twice"),
        ("tax", [("nobody", Role.LEAD)], "unknown_advisor"),
        ("team", [("plain", Role.LEAD), ("master", Role.MEMBER)], "level_too_low"),
        ("tax", [("away", Role.LEAD)], "unavailable"),
        ("tax", [("rival", Role.LEAD)], "excluded"),
        ("tax", [("far", Role.LEAD)], "out_of_reach"),
        ("need", [("novice", Role.LEAD)], "need_unmet"),
        ("team", [("maker", Role.LEAD), ("master", Role.MEMBER), ("plain", Role.TRAINEE)], "not_a_trainee"),
        ("tax", [("master", Role.LEAD), ("novice", Role.TRAINEE)], "no_step_up"),
    ],
)
def test_every_broken_rule_is_named(faults, with_members, case_id, members, fault):
    assert ("case", fault) in faults(pairs=with_members(case_id, *members))


def test_a_trainee_is_refused_where_the_policy_seats_none(faults):
    for policy in (
        replace(POLICY, allow_stretch=False),
        replace(POLICY, weights=Weights(workload=1.0, development=0.0)),
    ):
        assert ("case", "no_trainees") in faults(replace(PROBLEM, policy=policy))


def test_an_overloaded_desk_is_named(faults):
    advisors = tuple(replace(one, capacity=0.5) if one.id == "master" else one for one in ADVISORS)
    assert ("advisor", "over_capacity") in faults(replace(PROBLEM, advisors=advisors))


def test_every_case_is_told_once(result, faults):
    assert ("case", "told_times") in faults(pairs=result.pairs[1:])
    assert ("case", "told_times") in faults(pairs=(*result.pairs, result.pairs[0]))
    assert ("case", "told_times") in faults(unassigned=())
    stranger = replace(result.pairs[0], case="stranger")
    assert ("case", "not_in_problem") in faults(pairs=(*result.pairs, stranger))
    unknown = replace(result.unassigned[0], case="stranger")
    assert ("case", "not_in_problem") in faults(unassigned=(*result.unassigned, unknown))


def test_points_are_the_sum_of_reasons_that_hold(result, faults, with_pair):
    tax = next(pair for pair in result.pairs if pair.case == "tax")
    more = tuple(replace(one, points=one.points + 1) for one in tax.reasons)
    assert faults(pairs=with_pair("tax", points=tax.points + 1)) >= {
        ("case", "wrong_sum"),
        ("figure", "wrong_figure"),
    }
    inflated = with_pair("tax", points=tax.points + len(more), reasons=more)
    assert ("case", "wrong_points") in faults(pairs=inflated)
    other = (replace(tax.reasons[0], facts={"priority": 2.0}), *tax.reasons[1:])
    assert ("case", "wrong_reasons") in faults(pairs=with_pair("tax", reasons=other))
    assert ("case", "wrong_reasons") in faults(pairs=with_pair("tax", reasons=()))


@pytest.mark.parametrize("figure", ["objective", "workload_cost", "gap_ratio"])
def test_every_figure_follows_from_the_plan(result, faults, figure):
    assert ("figure", "wrong_figure") in faults(**{figure: getattr(result, figure) + 1})
    assert ("figure", "wrong_figure") in faults(**{figure: float("nan")})


def test_the_bound_is_no_lower_than_the_plan_and_optimal_means_equal(result, faults):
    assert ("figure", "bound_too_low") in faults(bound=result.objective - 1)
    higher = result.objective + 10
    assert faults(bound=higher, gap_ratio=10 / higher) == {("figure", "not_optimal")}
    assert faults(bound=higher, gap_ratio=10 / higher, status=Status.FEASIBLE) == set()


def test_an_open_case_is_open_for_the_reason_given(result, faults):
    other = replace(result.unassigned[0], reason=OpenReason.AT_CAPACITY)
    assert faults(unassigned=(other,)) == {("case", "wrong_open_reason")}
    elsewhere = replace(result.unassigned[0], facts={"seat": 0, "level": 4})
    assert faults(unassigned=(elsewhere,)) == {("case", "wrong_open_reason")}


@pytest.mark.parametrize(
    ("case_id", "alternative", "fault"),
    [
        ("stranger", Alternative("maker", 0, 150.0, 0.0), "unknown"),
        ("tax", Alternative("stranger", 0, 150.0, 0.0), "unknown"),
        ("tax", Alternative("plain", 3, 150.0, 0.0), "no_such_seat"),
        ("tax", Alternative("rival", 0, 150.0, 0.0), "excluded"),
        ("team", Alternative("plain", 1, 40.0, 0.0), "level_too_low"),
        ("team", Alternative("maker", 0, 150.0, 0.0), "on_case_already"),
        ("tax", Alternative("plain", 0, 150.0, 0.0), "wrong_figure"),
        ("tax", Alternative("plain", 0, 145.0, -1.0), "negative_cost"),
    ],
)
def test_an_alternative_is_somebody_who_may_and_earns_what_is_said(faults, case_id, alternative, fault):
    assert ("alternative", fault) in faults(alternatives={case_id: (alternative,)})


def test_a_sound_alternative_is_accepted(faults):
    assert faults(alternatives={"tax": (Alternative("plain", 0, 145.0, 3.0),)}) == set()


def test_where_borders_are_open_nobody_is_out_of_reach(result):
    anywhere = replace(PROBLEM, policy=replace(POLICY, cross_organisation=CrossOrganisation.ANYWHERE))
    assert violations(anywhere, solve(anywhere)) == ()
    assert solve(anywhere).unassigned == ()
