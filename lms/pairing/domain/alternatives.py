"""Who else could take a case, and what the whole plan would lose: exact, or not said at all.

A chain of exchanges (see ``exchange``) answers for most. For the rest the block is solved again with the seat
fixed; only its neighbourhood has to be: once the loss ``d`` allowed in all is fixed, rows that lose more than
``d`` are out, and what cannot change any more falls away with the capacity it uses (see ``neighbourhood``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from lms.pairing.domain.exchange import Exchange, can_exchange
from lms.pairing.domain.neighbourhood import Answer, TooHard, neighbourhood
from lms.pairing.domain.pool import IntArray
from lms.pairing.domain.programme import pair_keys
from lms.pairing.domain.result import Alternative
from lms.pairing.domain.search import TOLERANCE, Block, Budget
from lms.pairing.domain.workload import Workload

FIRST_LOSS = 6.0
GROWTH = 4.0
LONGEST = 0.5
MORE_TRIES = 6
LEAST_ROWS = 200


@dataclass
class Effort:
    """How many rows may still be solved again for alternatives, in all and at once.

    Counted rather than timed, so that the same problem always names the same alternatives.
    """

    rows: int = 60_000
    rows_each: int = 3_000

    @property
    def is_left(self) -> bool:
        """Tell whether another programme may be solved at all."""
        return self.rows > 0

    def allows(self, rows: int) -> bool:
        """Tell whether a programme of so many rows may be solved, and count it."""
        self.rows -= max(rows, LEAST_ROWS)
        return rows <= self.rows_each


class Alternatives:
    """The alternatives of the cases of a solved block; none where its plan is not proven the best."""

    def __init__(self, block: Block, workload: Workload, *, budget: Budget, effort: Effort) -> None:
        """Prepare the bounds from which the most promising alternatives are picked."""
        self._block = block
        self._table = block.table
        self._workload = workload
        self._budget = budget
        self._effort = effort
        self._losses, self._least = np.zeros(0), np.zeros(0)
        self._gap = 0.0
        self._is_hard = False
        self._exchange: Exchange | None = None
        if block.relaxation is not None and block.is_optimal:
            prices = block.relaxation.prices
            self._losses = np.maximum(-prices.gains(block.table), 0.0)
            self._gap = max(block.relaxation.bound - block.value, 0.0)
            if can_exchange(block, block.relaxation):
                self._exchange = Exchange(block, workload, self._losses, prices)
            self._least = self._exchange.least if self._exchange is not None else self._losses - self._gap

    def of_cases(self, top_k: int) -> Iterator[tuple[int, tuple[Alternative, ...]]]:
        """Yield for each case of the block, by its position, its ``top_k`` cheapest alternatives."""
        if not top_k or not len(self._least):
            return
        table = self._table
        on_case = np.isin(pair_keys(table), pair_keys(table)[self._block.rows])
        rows = np.flatnonzero(~table.is_trainee & ~on_case & np.isfinite(self._least))
        rows = rows[np.lexsort((table.advisor[rows], self._least[rows], table.case[rows]))]
        starts = np.flatnonzero(np.diff(table.case[rows], prepend=-1))
        for group in np.split(rows, starts[1:]):
            if len(group):
                yield int(table.case[group[0]]), self._cheapest(group, top_k)

    def _cheapest(self, rows: IntArray, top_k: int) -> tuple[Alternative, ...]:
        """Take one case's rows by rising bound until no later one can be among the ``top_k`` cheapest."""
        found: list[Alternative] = []
        tried: set[int] = set()
        for row in rows:
            advisor = int(self._table.advisor[row])
            enough = len(found) >= top_k and self._least[row] >= found[top_k - 1].cost - TOLERANCE
            if enough or len(tried) >= top_k + MORE_TRIES:
                break
            if advisor not in tried:
                tried.add(advisor)
                found += self._exact(rows[self._table.advisor[rows] == advisor])
                found.sort(key=lambda one: (one.cost, self._table.pool.position[one.advisor]))
        return tuple(found[:top_k])

    def _exact(self, rows: IntArray) -> list[Alternative]:
        """Force one advisor onto a case, on whichever of ``rows`` costs least; empty where unsettled."""
        first = int(rows[0])
        most = np.inf
        if self._exchange is not None:
            span = self._exchange.span(first)
            if span.is_exact:
                return [self._named(first, span.most)]
            most = span.most
        likely = max(float(self._least[first]), 0.0) + FIRST_LOSS
        answer = self._solve_again(rows, allowed=min(most, likely))
        return [] if answer is None else [self._named(answer.row, answer.cost)]

    def _named(self, row: int, cost: float) -> Alternative:
        table = self._table
        return Alternative(
            advisor=table.pool.advisors[table.advisor[row]].id,
            seat=int(table.seat[row]),
            points=float(table.points[row]),
            cost=round(max(cost, 0.0), 6),
        )

    def _solve_again(self, forced: IntArray, *, allowed: float) -> Answer | None:
        """Solve with the seat fixed, allowing more loss until the plan found is proven the best such plan."""
        allowed += self._gap + TOLERANCE
        while self._budget.left and self._effort.is_left and not self._is_hard:
            part = neighbourhood(self._block, self._losses, forced=forced, allowed=allowed)
            if not self._effort.allows(len(part.rows)):
                return None
            try:
                answer = part.solve(self._workload, forced=forced, seconds=min(self._budget.left, LONGEST))
            except TooHard:
                self._is_hard = True
                return None
            if answer is None and part.is_everything:
                return None
            if answer is not None and answer.cost + self._gap <= allowed + TOLERANCE:
                return answer
            allowed = allowed * GROWTH if answer is None else answer.cost + self._gap + TOLERANCE
        return None
