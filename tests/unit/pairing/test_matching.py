"""Plans for problems small enough to see the answer; for larger ones, what can be said without it."""

from dataclasses import replace

import pytest

from lms.pairing.domain import alternatives, search
from lms.pairing.domain.checking import violations
from lms.pairing.domain.matching import greedy_objective, solve
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
from lms.pairing.domain.result import Status
from tests.factories.pairing import CLIENT_TYPES, Shape, seeded_problem

PLAIN = Policy(CrossOrganisation.ANYWHERE, weights=Weights(workload=0.0, development=0.0))


@pytest.fixture
def seated():
    def read(result):
        return {pair.case: [(one.advisor, one.role) for one in pair.members] for pair in result.pairs}

    return read


def test_the_whole_counts_more_than_the_best_single_choice(seated):
    advisors = (
        Advisor("a", 1, 1.0, topics={"tax": 1.0}),
        Advisor("b", 1, 1.0, topics={"tax": 0.9}),
    )
    cases = (
        PairingCase("c1", "community_rooted", topics=("tax",)),
        PairingCase("c2", "community_rooted", topics=("tax",), excluded_advisors=frozenset({"b"})),
    )
    result = solve(Problem(PLAIN, CLIENT_TYPES, advisors, cases))
    assert seated(result) == {"c1": [("b", Role.LEAD)], "c2": [("a", Role.LEAD)]}
    assert [(one.advisor, one.cost) for one in result.alternatives["c1"]] == [("a", 162.5)]
    assert greedy_objective(Problem(PLAIN, CLIENT_TYPES, advisors, cases)) < result.objective


def test_change_makers_are_kept_for_where_they_are_needed(seated):
    advisors = (Advisor("maker", 4, 1.0), Advisor("starter", 1, 1.0))
    cases = (PairingCase("c1", "community_rooted"), PairingCase("c2", "regional_core"))
    result = solve(Problem(PLAIN, CLIENT_TYPES, advisors, cases))
    assert seated(result) == {"c1": [("starter", Role.LEAD)], "c2": [("maker", Role.LEAD)]}


def test_a_change_maker_may_fill_a_masters_seat_if_nobody_else_can(seated):
    advisors = (Advisor("m1", 4, 1.0), Advisor("m2", 4, 1.0))
    result = solve(Problem(PLAIN, CLIENT_TYPES, advisors, (PairingCase("c", "complex_analysis"),)))
    assert {name for name, _ in seated(result)["c"]} == {"m1", "m2"}
    assert [role for _, role in seated(result)["c"]] == [Role.LEAD, Role.MEMBER]


def test_equal_desks_fill_evenly():
    policy = Policy(CrossOrganisation.ANYWHERE, weights=Weights(workload=5.0))
    advisors = tuple(Advisor(name, 1, 4.0) for name in "abc")
    cases = tuple(PairingCase(f"c{n}", "community_rooted") for n in range(6))
    result = solve(Problem(policy, CLIENT_TYPES, advisors, cases))
    used = [member.advisor for pair in result.pairs for member in pair.members]
    assert sorted(used) == list("aabbcc")
    assert result.workload_cost == pytest.approx(3 * 5.0 * 4 * 0.25 / 2)


def test_among_equals_the_id_decides_and_a_seed_draws_anew(seated):
    advisors = tuple(Advisor(f"a{n}", 1, 1.0) for n in range(6))
    problem = Problem(PLAIN, CLIENT_TYPES, advisors, (PairingCase("c", "community_rooted"),))
    leads = [seated(solve(problem, seed=seed))["c"][0][0] for seed in range(6)]
    assert leads[0] == seated(solve(problem))["c"][0][0]
    assert len(set(leads)) > 1


def test_nothing_to_pair_is_a_perfect_plan():
    result = solve(Problem(PLAIN, CLIENT_TYPES, (), ()))
    assert (result.status, result.objective, result.bound, result.gap_ratio) == (
        Status.OPTIMAL,
        0.0,
        0.0,
        0.0,
    )
    assert greedy_objective(Problem(PLAIN, CLIENT_TYPES, (), ())) == 0.0


def test_a_fractional_relaxation_is_settled_in_whole_people():
    advisors = tuple(Advisor(name, 4, 1.0) for name in "abc")
    cases = (
        PairingCase("c1", "complex_analysis", priority=0.1),
        PairingCase("c2", "complex_analysis", priority=0.1),
    )
    result = solve(Problem(PLAIN, CLIENT_TYPES, advisors, cases))
    assert result.status is Status.OPTIMAL
    assert len(result.pairs) == 1
    assert result.bound == result.objective == 63.333


def test_a_search_that_finds_nothing_whole_keeps_the_greedy_plan(monkeypatch):
    problem = Problem(
        PLAIN,
        CLIENT_TYPES,
        tuple(Advisor(name, 4, 1.0) for name in "abc"),
        (PairingCase("c1", "complex_analysis"), PairingCase("c2", "complex_analysis")),
    )
    nothing = search.Programme.choose
    monkeypatch.setattr(
        search.Programme,
        "choose",
        lambda self, **options: replace(nothing(self, **options), rows=None, is_settled=False),
    )
    result = solve(problem)
    assert (result.status, len(result.pairs)) == (Status.FEASIBLE, 1)
    assert violations(problem, result) == ()


def test_who_cannot_be_forced_on_is_no_alternative():
    advisors = (Advisor("a", 4, 1.0), Advisor("b", 2, 1.0), Advisor("x", 4, 1.0, "far"))
    policy = replace(PLAIN, cross_organisation=CrossOrganisation.NEVER)
    types = (ClientType("team", (4, 2)),)
    result = solve(Problem(policy, types, advisors, (PairingCase("c", "team", "home"),)))
    assert result.alternatives == {}
    assert alternatives.LEAST_ROWS > 0


def test_taking_the_lead_off_a_team_costs_the_whole_team():
    advisors = (Advisor("maker", 4, 1.0), Advisor("master", 2, 1.0))
    cases = (PairingCase("team", "complex_analysis"), PairingCase("shop", "community_rooted", priority=0.1))
    result = solve(Problem(PLAIN, CLIENT_TYPES, advisors, cases))
    assert [pair.case for pair in result.pairs] == ["team"]
    assert [(one.advisor, one.points, one.cost) for one in result.alternatives["shop"]] == [
        ("master", 36.667, 143.333),
        ("maker", 10.0, 170.0),
    ]


def test_no_alternatives_are_sought_where_none_are_asked_for():
    problem = seeded_problem(Shape(advisors=6, cases=10), seed=1)
    silent = replace(problem, policy=replace(problem.policy, top_k=0))
    assert solve(silent).alternatives == {}
