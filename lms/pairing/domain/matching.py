"""Solving a pairing: from a problem to a plan with its proof, reasons, open cases and alternatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lms.pairing.domain.alternatives import Alternatives, Effort
from lms.pairing.domain.explaining import pair_reasons
from lms.pairing.domain.greedy import choose_greedily
from lms.pairing.domain.open_cases import explain_open
from lms.pairing.domain.pool import FloatArray, IntArray
from lms.pairing.domain.problem import PairingCase, Problem, Role
from lms.pairing.domain.result import Alternative, Member, Pair, Result, Status, Unassigned
from lms.pairing.domain.search import (
    Block,
    Budget,
    solve_blocks,
    split_blocks,
    usable_rows,
    value_of,
    whole_capacity,
)
from lms.pairing.domain.seats import SeatTable, list_seats
from lms.pairing.domain.workload import Workload

DECIMALS = 6


@dataclass(frozen=True)
class Solved:
    """A problem with its solved blocks."""

    problem: Problem
    table: SeatTable
    workload: Workload
    blocks: tuple[Block, ...]

    @property
    def is_optimal(self) -> bool:
        """Tell whether every block is proven."""
        return all(block.is_optimal for block in self.blocks)


def solve(problem: Problem, *, seed: int = 0, budget: Budget | None = None) -> Result:
    """Find the plan of the highest objective, with a bound that proves how good it is.

    Parameters
    ----------
    problem
        What is to be paired; it is not changed.
    seed
        How equals are settled: 0 by id, any other number by a draw that it fixes. The order of the document
        never matters, and the same problem, seed and sufficient time give the same plan. budget How long to
        search. When the time is over, the plan is the best found, ``feasible`` with its gap.

    Notes
    -----
    The admissible seats fall into connected blocks, each solved by its linear relaxation, which is almost
    always integral; where it is not, an integer programme over the rows that the relaxation's prices leave
    standing proves the optimum. Infeasibility does not exist: a case that cannot be served stays open, with
    the reason.
    """
    budget = budget or Budget()
    solved = _solve_blocks(problem, seed=seed, budget=budget)
    elapsed = budget.elapsed  # until the plan stood; who else could do it is found out afterwards
    return _compose(solved, _find_alternatives(solved, budget), elapsed=elapsed)


def greedy_objective(problem: Problem) -> float:
    """Return the objective of serving the most valuable case first: a yardstick for ``solve``."""
    table = usable_rows(list_seats(problem))
    workload = Workload.of(problem.cases, problem.policy.weights.workload)
    return value_of(table, choose_greedily(table), workload)


def _solve_blocks(problem: Problem, *, seed: int, budget: Budget) -> Solved:
    table = usable_rows(list_seats(problem, seed=seed))
    workload = Workload.of(problem.cases, problem.policy.weights.workload)
    segments = whole_capacity(workload, table)
    tables = list(split_blocks(table))
    blocks = solve_blocks(tables, segments, workload, seed=seed, budget=budget)
    return Solved(problem, table, workload, blocks)


def _find_alternatives(solved: Solved, budget: Budget) -> Mapping[str, tuple[Alternative, ...]]:
    effort = Effort()
    return {
        solved.table.cases[case].id: alternatives
        for block in solved.blocks
        for case, alternatives in Alternatives(block, solved.workload, budget=budget, effort=effort).of_cases(
            solved.problem.policy.top_k
        )
    }


def _compose(
    solved: Solved, alternatives: Mapping[str, tuple[Alternative, ...]], *, elapsed: float
) -> Result:
    pairs = _pairs(solved)
    used = _used(solved)
    workload_cost = sum(
        solved.workload.cost(float(load), float(capacity))
        for load, capacity in zip(used, solved.table.pool.capacity, strict=True)
    )
    objective = sum(pair.points for pair in pairs.values()) - workload_cost
    bound = objective if solved.is_optimal else max(sum(block.bound for block in solved.blocks), objective)
    return Result(
        status=Status.OPTIMAL if solved.is_optimal else Status.FEASIBLE,
        objective=round(objective, DECIMALS),
        bound=round(bound, DECIMALS),
        gap_ratio=round((bound - objective) / max(abs(bound), 1.0), DECIMALS),
        workload_cost=round(workload_cost, DECIMALS),
        elapsed_s=round(elapsed, 3),
        pairs=tuple(pairs[case.id] for case in solved.problem.cases if case.id in pairs),
        unassigned=tuple(_unassigned(solved, pairs, used)),
        alternatives={
            case.id: alternatives[case.id] for case in solved.problem.cases if case.id in alternatives
        },
    )


def _pairs(solved: Solved) -> Mapping[str, Pair]:
    pairs: dict[str, Pair] = {}
    for block in solved.blocks:
        table = block.table
        order = np.lexsort((table.seat[block.rows], table.case[block.rows]))
        rows = block.rows[order]
        starts = np.flatnonzero(np.diff(table.case[rows], prepend=-1))
        for group in np.split(rows, starts[1:]):
            if len(group):
                case = table.cases[table.case[group[0]]]
                pairs[case.id] = _pair(solved, table, case, group)
    return pairs


def _pair(solved: Solved, table: SeatTable, case: PairingCase, rows: IntArray) -> Pair:
    team = solved.problem.seats_of(case)
    members = [(table.pool.advisors[table.advisor[row]], _role(int(table.seat[row]), team)) for row in rows]
    return Pair(
        case=case.id,
        members=tuple(Member(advisor.id, role) for advisor, role in members),
        points=round(float(table.points[rows].sum()), DECIMALS),
        reasons=pair_reasons(solved.problem.policy, team, case, members),
    )


def _role(seat: int, team: Sequence[int]) -> Role:
    if seat == 0:
        return Role.LEAD
    return Role.MEMBER if seat < len(team) else Role.TRAINEE


def _used(solved: Solved) -> FloatArray:
    used = np.zeros(len(solved.table.pool.advisors))
    for block in solved.blocks:
        np.add.at(used, block.table.advisor[block.rows], block.table.load[block.table.case[block.rows]])
    return used


def _unassigned(solved: Solved, pairs: Mapping[str, Pair], used: FloatArray) -> list[Unassigned]:
    problem = solved.problem
    return [
        explain_open(
            solved.table.pool,
            problem.policy,
            case,
            problem.seats_of(case),
            used=used,
            proven=solved.is_optimal,
        )
        for case in problem.cases
        if case.id not in pairs
    ]
