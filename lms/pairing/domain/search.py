"""Finding the best choice of seats: connected blocks, a relaxation of each, integers where it is fractional.

Terms: a *block* is a set of cases and advisors that share no admissible seat with the rest, so that the best
plan of the whole is the best plan of each. The *loss* of a row is minus its gain under the prices of the
relaxation: any plan that takes the row stays at least that far below the bound. So once a plan within ``d``
of the bound is known, rows that lose more than ``d`` can be left out without losing the optimum.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from lms.pairing.domain.greedy import choose_greedily
from lms.pairing.domain.pool import BoolArray, FloatArray, IntArray
from lms.pairing.domain.programme import Programme, Relaxation
from lms.pairing.domain.seats import SeatTable
from lms.pairing.domain.workload import Segments, Workload

TOLERANCE = 1e-6
FIRST_LOSS = 2.0
WHOLE_TABLE = 60_000
SPREAD_PER_SEAT = 4
BEST_PER_SEAT = 10
MORE_PER_SEAT = 5


@dataclass(frozen=True)
class Budget:
    """How long may be searched; ``clock`` gives seconds that only grow."""

    seconds: float = 60.0
    clock: Callable[[], float] = time.monotonic
    started: float = field(init=False)

    def __post_init__(self) -> None:
        """Start the clock."""
        object.__setattr__(self, "started", self.clock())

    @property
    def elapsed(self) -> float:
        """Return the seconds used so far."""
        return self.clock() - self.started

    @property
    def left(self) -> float:
        """Return the seconds that remain, never below 0."""
        return max(self.seconds - self.elapsed, 0.0)


@dataclass(frozen=True, slots=True)
class Block:
    """A solved block: the rows taken, their value, a proven bound, and the relaxation if there was time."""

    table: SeatTable
    rows: IntArray
    value: float
    bound: float
    relaxation: Relaxation | None

    @property
    def is_optimal(self) -> bool:
        """Tell whether no better plan of the block exists."""
        return self.bound - self.value <= TOLERANCE * max(1.0, abs(self.bound))


def usable_rows(table: SeatTable) -> SeatTable:
    """Leave out seats beyond a person's whole capacity, then the cases that lost everybody for a seat."""
    carried = table.load[table.case] <= table.pool.capacity[table.advisor] + TOLERANCE
    return table.take(with_whole_teams(table, carried))


def with_whole_teams(table: SeatTable, kept: BoolArray) -> IntArray:
    """Return the rows kept of those cases that keep some row for every seat of the team."""
    regular = kept & ~table.is_trainee
    filled = np.unique(table.case[regular] * table.stride + table.seat[regular]) // table.stride
    complete = np.bincount(filled, minlength=len(table.cases)) == table.team_size
    return np.flatnonzero(kept & complete[table.case])


def split_blocks(table: SeatTable) -> Iterator[SeatTable]:
    """Split a table into its connected blocks, in the stable order of their first rows."""
    n_cases, n_advisors = len(table.cases), len(table.pool.advisors)
    links = sp.coo_array(
        (np.ones(len(table.case)), (table.case, n_cases + table.advisor)),
        shape=(n_cases + n_advisors, n_cases + n_advisors),
    )
    _, label = connected_components(links, directed=False)
    of_row = label[table.case]
    order = np.argsort(of_row, kind="stable")
    starts = np.flatnonzero(np.diff(of_row[order])) + 1
    blocks = [rows for rows in np.split(order, starts) if len(rows)]
    for rows in sorted(blocks, key=lambda rows: int(rows[0])):
        yield table.take(rows)


def whole_capacity(workload: Workload, table: SeatTable) -> Segments:
    """Cut everybody's capacity into stretches."""
    capacities = table.pool.capacity
    return workload.segments(np.arange(len(capacities)), capacities, np.zeros(len(capacities)))


def value_of(table: SeatTable, rows: IntArray, workload: Workload) -> float:
    """Return the points of the rows taken less what their workload costs."""
    used = np.bincount(table.advisor[rows], table.load[table.case[rows]], minlength=len(table.pool.advisors))
    busy = np.flatnonzero(used)
    cost = sum(workload.cost(float(used[who]), float(table.pool.capacity[who])) for who in busy)
    return float(table.points[rows].sum()) - cost


def best_per_seat(table: SeatTable, value: FloatArray, how_many: int) -> BoolArray:
    """Mark the rows of the highest value of each seat of each case."""
    seat = table.case * table.stride + table.seat
    order = np.lexsort((-value, seat))
    starts = np.flatnonzero(np.diff(seat[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(starts, append=len(order)))
    marked = np.zeros(len(order), dtype=np.bool_)
    marked[order[rank < how_many]] = True
    return marked


def relax(table: SeatTable, segments: Segments, *, seed: int, budget: Budget) -> Relaxation | None:
    """Solve the relaxation of a block exactly, a large one by a growing part of its rows.

    Prices from a few rows drawn per seat pick the rows worth looking at; then every row left out is priced,
    and those that would improve the bound join, until none is left. None when the time is over first.
    """
    if len(table.case) <= WHOLE_TABLE:
        return Programme(table, segments).relax(seconds=budget.left)
    drawn = best_per_seat(table, np.random.default_rng(seed).random(len(table.case)), SPREAD_PER_SEAT)
    solved = _relax_part(table, segments, drawn, budget)
    part = drawn if solved is None else best_per_seat(table, solved.prices.gains(table), BEST_PER_SEAT)
    while solved is not None:
        solved = _relax_part(table, segments, part, budget)
        if solved is None:
            break
        gains = np.where(part, -np.inf, solved.prices.gains(table))
        if not np.any(gains > TOLERANCE):
            break
        part |= best_per_seat(table, gains, MORE_PER_SEAT) & (gains > TOLERANCE)
    return solved


def _relax_part(table: SeatTable, segments: Segments, part: BoolArray, budget: Budget) -> Relaxation | None:
    rows = np.flatnonzero(part)
    solved = Programme(table.take(rows), segments).relax(seconds=budget.left)
    if solved is None:
        return None
    chosen = np.zeros(len(table.case))
    chosen[rows] = solved.chosen
    return Relaxation(solved.bound, chosen, solved.prices)


def settle(
    table: SeatTable, segments: Segments, workload: Workload, relaxation: Relaxation, budget: Budget
) -> Block:
    """Find the best whole plan of a block whose relaxation takes some seats in part."""
    losses = -relaxation.prices.gains(table)
    allowed = FIRST_LOSS
    block = _fallback(table, workload, relaxation.bound, relaxation)
    while True:
        kept = with_whole_teams(table, losses <= allowed)
        choice = Programme(table.take(kept), segments).choose(seconds=budget.left)
        if choice.rows is None:
            return block
        found = kept[choice.rows]
        value = value_of(table, found, workload)
        is_better = value >= block.value - TOLERANCE
        rows, value = (found, value) if is_better else (block.rows, block.value)
        bound = min(relaxation.bound, max(choice.bound, relaxation.bound - allowed, value))
        block = Block(table, rows, value, bound, relaxation)
        if relaxation.bound - value <= allowed or budget.left == 0:
            return block
        allowed = relaxation.bound - value + TOLERANCE


def _fallback(table: SeatTable, workload: Workload, bound: float, relaxation: Relaxation | None) -> Block:
    """Fall back to a hurried plan, or to none where that is worth less than nothing.

    The relaxation's choice comes first where there is one: what it takes whole fits together.
    """
    rows = choose_greedily(table, None if relaxation is None else relaxation.chosen)
    value = value_of(table, rows, workload)
    if value < 0:
        rows, value = rows[:0], 0.0
    return Block(table, rows, value, max(bound, value), relaxation)


def trivial_bound(table: SeatTable) -> float:
    """Bound a block without solving: every seat of every case at its best, as if nobody were ever busy."""
    seat = table.case * table.stride + table.seat
    starts = np.flatnonzero(np.diff(seat, prepend=-1))
    return float(np.maximum.reduceat(table.points, starts).sum())


def solve_blocks(
    tables: Sequence[SeatTable], segments: Segments, workload: Workload, *, seed: int, budget: Budget
) -> tuple[Block, ...]:
    """Solve every block as far as the budget allows: all relaxations first, integers where they are needed.

    What time is left is shared out evenly over the blocks that wait for integers, so that none starves.
    """
    relaxations = [
        relax(table, segments, seed=seed, budget=budget) if budget.left else None for table in tables
    ]
    waiting = sum(one is not None and not one.is_integral for one in relaxations)
    blocks = []
    for table, relaxation in zip(tables, relaxations, strict=True):
        if relaxation is None:
            blocks.append(_fallback(table, workload, trivial_bound(table), None))
        elif relaxation.is_integral:
            value = value_of(table, relaxation.rows, workload)
            blocks.append(Block(table, relaxation.rows, value, max(relaxation.bound, value), relaxation))
        else:
            share = Budget(budget.left / waiting, budget.clock)
            blocks.append(settle(table, segments, workload, relaxation, share))
            waiting -= 1
    return tuple(blocks)
