"""The part of a block that can still change when a seat is forced and only so much loss is allowed in all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from lms.pairing.domain.pool import FloatArray, IntArray
from lms.pairing.domain.programme import Programme
from lms.pairing.domain.search import Block, with_whole_teams
from lms.pairing.domain.workload import Workload

MOST_BRANCHES = 100


class TooHard(Exception):
    """A programme that was not settled within the effort allowed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The best plan with a seat forced: which of the forced rows it takes, and what is lost in all."""

    row: int
    cost: float


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Rows of a block that may change together; ``fixed`` is the load of each advisor that cannot move.

    ``is_everything`` tells that nothing of the block was left out for its loss.
    """

    block: Block
    rows: IntArray
    fixed: FloatArray
    is_everything: bool

    def solve(self, workload: Workload, *, forced: IntArray, seconds: float) -> Answer | None:
        """Solve the part with one of the ``forced`` rows taken; None where that is impossible.

        Raises TooHard when the best plan is not proven within ``seconds`` and ``MOST_BRANCHES``.
        """
        table = self.block.table.take(self.rows)
        mine = np.flatnonzero(np.isin(self.rows, forced))
        if not len(mine):
            return None
        who = np.unique(table.advisor)
        segments = workload.segments(who, table.pool.capacity[who], self.fixed[who])
        choice = Programme(table, segments).choose(seconds=seconds, forced=mine, nodes=MOST_BRANCHES)
        if not choice.is_settled:
            raise TooHard
        if choice.rows is None:
            return None
        before = np.intersect1d(self.rows, self.block.rows)
        after = self.rows[choice.rows]
        taken = np.intersect1d(after, forced)
        return Answer(int(taken[0]), self._value(workload, before, who) - self._value(workload, after, who))

    def _value(self, workload: Workload, rows: IntArray, who: IntArray) -> float:
        table = self.block.table
        used = self.fixed + np.bincount(
            table.advisor[rows], table.load[table.case[rows]], minlength=len(self.fixed)
        )
        cost = sum(workload.cost(float(used[one]), float(table.pool.capacity[one])) for one in who)
        return float(table.points[rows].sum()) - cost


def neighbourhood(block: Block, losses: FloatArray, *, forced: IntArray, allowed: float) -> Neighbourhood:
    """Find what may change when one of ``forced`` is taken and at most ``allowed`` is lost against the bound.

    A case is fixed when every other row of it, and leaving it open, would lose more than that. What is left
    falls into parts that share no advisor; the part of the forced rows is the answer, the others stay as
    they are.
    """
    table = block.table
    prices = block.relaxation.prices.case if block.relaxation is not None else np.zeros(len(table.cases))
    kept = with_whole_teams(table, losses <= allowed)
    is_taken = np.zeros(len(losses), dtype=np.bool_)
    is_taken[block.rows] = True
    others = np.bincount(table.case[kept[~is_taken[kept]]], minlength=len(table.cases))
    is_fixed = (others == 0) & (prices > allowed)
    fixed_rows = block.rows[is_fixed[table.case[block.rows]]]
    fixed = np.zeros(len(table.pool.advisors))
    np.add.at(fixed, table.advisor[fixed_rows], table.load[table.case[fixed_rows]])
    free = kept[~is_fixed[table.case[kept]]]
    part = _part_of(block, free, forced)
    return Neighbourhood(block, part, fixed, is_everything=len(kept) == len(losses) and not is_fixed.any())


def _part_of(block: Block, rows: IntArray, forced: IntArray) -> IntArray:
    """Return those of ``rows`` that hang together with the forced ones."""
    case, advisor = block.table.case[rows], block.table.advisor[rows]
    n_cases = len(block.table.cases)
    size = n_cases + len(block.table.pool.advisors)
    links = sp.coo_array((np.ones(len(rows)), (case, n_cases + advisor)), shape=(size, size))
    _, label = connected_components(links, directed=False)
    together: IntArray = rows[label[case] == label[block.table.case[forced[0]]]]
    return together
