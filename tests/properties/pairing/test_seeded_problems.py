"""Larger problems, drawn from a seed: parts lead to the same plan as the whole, and time and effort end."""

from dataclasses import replace

import numpy as np
import pytest

from lms.pairing.domain import search
from lms.pairing.domain.alternatives import Effort
from lms.pairing.domain.checking import violations
from lms.pairing.domain.matching import greedy_objective, solve
from lms.pairing.domain.problem import (
    CrossOrganisation,
    Policy,
    Weights,
)
from lms.pairing.domain.programme import Programme
from lms.pairing.domain.result import Status
from lms.pairing.domain.search import Budget
from lms.pairing.domain.seats import list_seats
from tests.factories.pairing import Shape, seeded_problem

PLAIN = Policy(CrossOrganisation.ANYWHERE, weights=Weights(workload=0.0, development=0.0))


@pytest.fixture
def ticking():
    """A clock that lets only so many looks at it pass before the time is over."""

    def make(looks):
        times = iter([0.0] * looks)
        return Budget(1.0, clock=lambda: next(times, 10.0))

    return make


@pytest.fixture
def timed():
    """A problem whose loads are hours."""

    def make(seed):
        problem = seeded_problem(Shape(advisors=8, cases=30, capacity=40), seed=seed)
        loads = np.random.default_rng(seed).integers(4, 30, size=30) / 4
        cases = zip(problem.cases, loads, strict=True)
        return replace(problem, cases=tuple(replace(case, load=float(load)) for case, load in cases))

    return make


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("reach", list(CrossOrganisation))
def test_a_part_of_the_rows_leads_to_the_same_optimum_as_all(monkeypatch, seed, reach):
    drawn = seeded_problem(Shape(advisors=20, cases=80, cross_organisation=reach), seed=seed)
    problem = replace(drawn, policy=replace(drawn.policy, top_k=0))
    whole = solve(problem)
    monkeypatch.setattr(search, "WHOLE_TABLE", 0)
    monkeypatch.setattr(search, "BEST_PER_SEAT", 1)
    part = solve(problem)
    assert part.status is Status.OPTIMAL
    assert part.objective == pytest.approx(whole.objective, abs=1e-4)
    assert violations(problem, part) == ()


@pytest.mark.parametrize("seed", [4, 5, 6])
def test_loads_in_hours_are_settled_too(timed, seed):
    problem = timed(seed)
    result = solve(problem)
    assert result.status is Status.OPTIMAL
    assert violations(problem, result) == ()
    assert result.objective >= greedy_objective(problem)


@pytest.mark.parametrize("looks", range(1, 12))
def test_whenever_time_runs_out_the_plan_is_honest(monkeypatch, ticking, looks):
    monkeypatch.setattr(search, "WHOLE_TABLE", 40)
    problem = seeded_problem(Shape(advisors=20, cases=60), seed=3)
    best = solve(problem)
    result = solve(problem, budget=ticking(looks))
    assert violations(problem, result) == ()
    assert result.objective <= best.objective + 1e-6
    assert result.bound >= best.objective - 1e-6


def test_pricing_cut_off_by_the_clock_leaves_the_greedy_plan(monkeypatch):
    problem = seeded_problem(Shape(advisors=10, cases=40), seed=1)
    real, answers = Programme.relax, iter([True, False])
    monkeypatch.setattr(search, "WHOLE_TABLE", 0)
    monkeypatch.setattr(
        Programme, "relax", lambda self, *, seconds: real(self, seconds=seconds) if next(answers, 0) else None
    )
    result = solve(problem)
    assert result.status is Status.FEASIBLE
    assert violations(problem, result) == ()


def test_a_relaxation_cut_off_by_the_clock_leaves_the_greedy_plan(monkeypatch):
    problem = seeded_problem(Shape(advisors=10, cases=40), seed=1)
    monkeypatch.setattr(Programme, "relax", lambda _self, **_options: None)
    for rows in (0, 60_000):
        monkeypatch.setattr(search, "WHOLE_TABLE", rows)
        result = solve(problem)
        assert result.status is Status.FEASIBLE
        assert result.gap_ratio > 0
        assert result.alternatives == {}
        assert violations(problem, result) == ()


def test_a_programme_without_time_is_not_relaxed():
    problem = seeded_problem(Shape(advisors=60, cases=900), seed=1)
    table = search.usable_rows(list_seats(problem))
    workload = search.Workload.of(problem.cases, 5.0)
    assert Programme(table, search.whole_capacity(workload, table)).relax(seconds=0.0) is None


def test_alternatives_stop_where_the_effort_ends(monkeypatch, timed):
    problem = timed(4)
    full = solve(problem)
    assert sum(map(len, full.alternatives.values())) > 0
    for effort in (Effort(rows=0), Effort(rows_each=1)):
        monkeypatch.setattr("lms.pairing.domain.matching.Effort", lambda effort=effort: effort)
        less = solve(problem)
        assert less.objective == full.objective
        assert not any(less.alternatives.values())


def test_a_block_too_hard_to_solve_again_names_nobody(monkeypatch, timed):
    problem = timed(4)
    real = Programme.choose
    monkeypatch.setattr(
        Programme,
        "choose",
        lambda self, **options: replace(real(self, **options), is_settled=options.get("nodes") is None),
    )
    result = solve(problem)
    assert result.status is Status.OPTIMAL
    assert not any(result.alternatives.values())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_forcing_an_alternative_through_the_rules_costs_what_was_said(seed):
    # Everybody else is excluded from the case, which is made so urgent that it has to be served.
    problem = seeded_problem(
        Shape(advisors=8, cases=24, teams=False, weights=Weights(development=0.0)), seed=seed
    )
    result = solve(problem)
    everybody = frozenset(advisor.id for advisor in problem.advisors)
    for case in problem.cases[:8]:
        for one in result.alternatives.get(case.id, ()):
            only = replace(case, excluded_advisors=everybody - {one.advisor}, priority=case.priority + 50)
            forced = replace(problem, cases=tuple(only if c is case else c for c in problem.cases))
            fallen = result.objective - (solve(forced).objective - 50 * 100.0)
            assert fallen == pytest.approx(one.cost, abs=1e-4)
