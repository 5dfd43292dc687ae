"""What holds for every pairing: the plan is the best there is, passes the check, and stays the same."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.pairing.domain.checking import violations
from lms.pairing.domain.matching import greedy_objective, solve
from lms.pairing.domain.parsing import parse_problem, write_problem
from lms.pairing.domain.problem import Problem
from lms.pairing.domain.result import Status
from lms.pairing.domain.result_file import parse_result, write_result
from lms.pairing.domain.search import Budget
from tests.properties.pairing.enumeration import best_objective
from tests.properties.pairing.strategies import problems

CLOSE = 1e-5


@given(problems())
@settings(max_examples=150, deadline=None)
def test_no_plan_is_better(problem: Problem) -> None:
    result = solve(problem)
    assert result.status is Status.OPTIMAL
    assert result.objective == pytest.approx(best_objective(problem), abs=CLOSE)
    assert result.bound == pytest.approx(result.objective, abs=CLOSE)


@given(problems(only_seats=True))
@settings(max_examples=100, deadline=None)
def test_the_best_choice_from_the_table_of_seats_is_the_optimum(problem: Problem) -> None:
    result = solve(problem)
    assert result.workload_cost == 0
    assert result.objective == pytest.approx(best_objective(problem), abs=CLOSE)


@given(problems())
@settings(max_examples=100, deadline=None)
def test_the_check_accepts_every_plan(problem: Problem) -> None:
    assert violations(problem, solve(problem)) == ()


@given(problems())
@settings(max_examples=80, deadline=None)
def test_an_alternative_costs_what_the_best_plan_with_it_loses(problem: Problem) -> None:
    result = solve(problem)
    for case_id, alternatives in result.alternatives.items():
        for one in alternatives:
            forced = best_objective(problem, forced=(case_id, one.advisor))
            assert forced is not None
            assert one.cost == pytest.approx(result.objective - forced, abs=CLOSE)


@given(problems())
@settings(max_examples=60, deadline=None)
def test_no_cheaper_alternative_is_kept_back(problem: Problem) -> None:
    result = solve(problem)
    seated = {(pair.case, member.advisor) for pair in result.pairs for member in pair.members}
    for case in problem.cases:
        costs = [one.cost for one in result.alternatives.get(case.id, ())]
        others = [
            best_objective(problem, forced=(case.id, advisor.id))
            for advisor in problem.advisors
            if (case.id, advisor.id) not in seated
        ]
        expected = sorted(result.objective - forced for forced in others if forced is not None)
        assert costs == pytest.approx(expected[: problem.policy.top_k], abs=CLOSE)


@given(problems(), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_document_never_matters(problem: Problem, seed: int) -> None:
    draw = random.Random(seed)
    shuffled = replace(
        problem,
        advisors=tuple(draw.sample(problem.advisors, len(problem.advisors))),
        cases=tuple(draw.sample(problem.cases, len(problem.cases))),
    )
    one, other = solve(problem, seed=seed), solve(shuffled, seed=seed)
    assert sorted(one.pairs, key=lambda pair: pair.case) == sorted(other.pairs, key=lambda pair: pair.case)
    assert one.objective == other.objective
    assert one.alternatives == other.alternatives


@given(problems())
@settings(max_examples=60, deadline=None)
def test_without_time_there_is_still_an_honest_plan(problem: Problem) -> None:
    result = solve(problem, budget=Budget(0.0))
    assert violations(problem, result) == ()
    best = best_objective(problem)
    assert best is not None
    assert result.objective <= best + CLOSE
    assert result.bound >= best - CLOSE
    assert result.alternatives == {}


@given(problems())
@settings(max_examples=40, deadline=None)
def test_greed_never_beats_the_solver(problem: Problem) -> None:
    assert greedy_objective(problem) <= solve(problem).objective + CLOSE


@given(problems())
@settings(max_examples=60, deadline=None)
def test_reading_back_what_was_written_changes_nothing(problem: Problem) -> None:
    assert parse_problem(write_problem(problem)) == problem
    result = solve(problem)
    assert parse_result(write_result(result)) == result
