"""What it costs to force somebody onto a case, where all loads are equal: the cheapest chain of exchanges.

Terms: a *unit* is one seat of one case; it is held by an advisor, or by nobody. Forcing a unit onto an
advisor leaves whoever held it one unit short and the advisor one over; a *chain* of further moves evens that
out. Under the prices of the relaxation a move costs at least the loss of the row it takes (see ``search``),
so the shortest path over all moves bounds the cost from below, and the shortest path over moves that keep
every team whole leads to a plan that bounds it from above. Where the two meet, the cost is exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import shortest_path

from lms.pairing.domain.pool import BoolArray, FloatArray, IntArray
from lms.pairing.domain.programme import Prices, Relaxation
from lms.pairing.domain.rules import LOAD_SLACK
from lms.pairing.domain.search import TOLERANCE, Block
from lms.pairing.domain.seats import SeatTable
from lms.pairing.domain.workload import Workload

UNUSED = -1


class Holding:
    """Who holds the units of a block whose cases all have the same load."""

    def __init__(self, block: Block, workload: Workload) -> None:
        """Give units and advisors numbers from 0; the number after the last advisor stands for nobody."""
        table = block.table
        self.table: SeatTable = table
        self.workload = workload
        self.load = float(table.load[table.case[0]])
        self.units, self.unit = np.unique(table.case * table.stride + table.seat, return_inverse=True)
        self.advisors, self.who = np.unique(table.advisor, return_inverse=True)
        self.nobody = len(self.advisors)
        self.row = np.full(len(self.units), UNUSED, dtype=np.intp)
        self.row[self.unit[block.rows]] = block.rows
        self.by = np.where(self.row == UNUSED, self.nobody, self.who[self.row])
        self.capacity = table.pool.capacity[self.advisors]
        self.carried = np.bincount(self.who[block.rows], minlength=self.nobody) * self.load
        self.case, self.seat = self.units // table.stride, self.units % table.stride
        self.is_regular = self.seat < table.team_size[self.case]

    def added(self, who: int, carried: float) -> float:
        """Return what one more unit on a desk that carries ``carried`` costs."""
        capacity = float(self.capacity[who])
        return self.workload.cost(carried + self.load, capacity) - self.workload.cost(carried, capacity)

    def can_move_alone(self) -> BoolArray:
        """Tell for each unit whether it may be filled or left open without breaking a team."""
        cases = len(self.table.cases)
        held = self.by != self.nobody
        served = np.bincount(self.case[held & self.is_regular], minlength=cases) > 0
        with_trainee = np.bincount(self.case[held & ~self.is_regular], minlength=cases) > 0
        single = (self.table.team_size[self.case] == 1) & ~with_trainee[self.case]
        movable: BoolArray = np.where(self.is_regular, single, served[self.case])
        return movable

    def cost_of(self, changed: Mapping[int, int]) -> float | None:
        """Return what a plan loses by giving units other rows; None where that breaks or doubles a team.

        A chain never overloads a desk: it only ends on one that has room.
        """
        lost = 0.0
        shift: Counter[int] = Counter()
        for unit, row in changed.items():
            for taken, sign in ((int(self.row[unit]), -1), (row, 1)):
                if taken != UNUSED:
                    lost -= sign * float(self.table.points[taken])
                    shift[int(self.who[taken])] += sign
        if not all(self._is_whole(case, changed) for case in {int(self.case[unit]) for unit in changed}):
            return None
        for who, units in shift.items():
            capacity, carried = float(self.capacity[who]), float(self.carried[who])
            then = carried + units * self.load
            lost += self.workload.cost(then, capacity) - self.workload.cost(carried, capacity)
        return lost

    def _is_whole(self, case: int, changed: Mapping[int, int]) -> bool:
        """Tell whether a case has all its seats or none, nobody twice, and a trainee only beside a lead."""
        first, last = np.searchsorted(self.case, [case, case + 1])
        rows = {unit: changed.get(unit, int(self.row[unit])) for unit in range(first, last)}
        seated = [unit for unit, row in rows.items() if row != UNUSED]
        people = {int(self.who[rows[unit]]) for unit in seated}
        regular = int(np.count_nonzero(self.is_regular[seated]))
        return len(people) == len(seated) and (regular == self.table.team_size[case] or not seated)


class Moves:
    """The cheapest move between each two holders, and the shortest chains of them."""

    def __init__(self, holding: Holding, losses: FloatArray, prices: Prices, *, units: BoolArray) -> None:
        """Offer every move; units not marked in ``units`` only change hands."""
        size = holding.nobody + 1
        self._holding = holding
        self._cost = np.full((size, size), np.inf)
        # A row, or the number of rows + a unit that is left open; UNUSED for room on a desk.
        self._move = np.full((size, size), UNUSED, dtype=np.intp)
        self._offer_rows(losses, units)
        self._offer_leaving_open(prices, units)
        self._offer_room(prices)
        np.fill_diagonal(self._cost, np.inf)
        start, end = np.nonzero(np.isfinite(self._cost))
        graph = sp.csr_array((self._cost[start, end], (start, end)), shape=(size, size))
        self.distance, self._before = shortest_path(graph, return_predecessors=True)

    def _offer(self, start: IntArray, end: IntArray, cost: FloatArray, move: IntArray) -> None:
        """Keep between each two holders the cheapest move, of equals the first in stable order."""
        dearest_first = np.lexsort((-move, -cost))
        start, end = start[dearest_first], end[dearest_first]
        cost, move = cost[dearest_first], move[dearest_first]
        better = cost < self._cost[start, end]
        self._cost[start[better], end[better]] = cost[better]
        self._move[start[better], end[better]] = move[better]

    def _offer_rows(self, losses: FloatArray, units: BoolArray) -> None:
        holding = self._holding
        start = holding.by[holding.unit]
        may = (units[holding.unit] | (start != holding.nobody)) & (start != holding.who)
        rows = np.flatnonzero(may)
        self._offer(start[rows], holding.who[rows], losses[rows], rows)

    def _offer_leaving_open(self, prices: Prices, units: BoolArray) -> None:
        """Leave a unit open for its share of the price of its case; a trainee's goes for nothing."""
        holding = self._holding
        held = np.flatnonzero(units & (holding.by != holding.nobody))
        share = np.maximum(prices.case, 0.0) / np.maximum(holding.table.team_size, 1)
        cost = np.where(holding.is_regular[held], share[holding.case[held]], 0.0)
        nobody = np.full(len(held), holding.nobody)
        self._offer(holding.by[held], nobody, cost, len(holding.unit) + held)

    def _offer_room(self, prices: Prices) -> None:
        """Let a desk with room take a unit over, and a desk get lighter, for the price of workload."""
        holding = self._holding
        for who, price in enumerate(holding.load * prices.advisor[holding.advisors]):
            carried = float(holding.carried[who])
            if carried + holding.load <= holding.capacity[who] + LOAD_SLACK:
                self._offer_one(who, holding.nobody, holding.added(who, carried) - float(price))
            if carried > 0:
                saved = holding.added(who, carried - holding.load)
                self._offer_one(holding.nobody, who, float(price) - saved)

    def _offer_one(self, start: int, end: int, cost: float) -> None:
        if max(cost, 0.0) < self._cost[start, end]:
            self._cost[start, end], self._move[start, end] = max(cost, 0.0), UNUSED

    def chain(self, row: int) -> dict[int, int] | None:
        """Return the row each changed unit ends on when ``row`` is forced; None where there is no chain."""
        holding = self._holding
        unit, first = int(holding.unit[row]), int(holding.who[row])
        holder = int(holding.by[unit])
        changed = {unit: row}
        while holder != first:
            before = int(self._before[first, holder])
            if before < 0:
                return None
            move = int(self._move[before, holder])
            if move >= len(holding.unit):
                changed[move - len(holding.unit)] = UNUSED
            elif move != UNUSED:
                changed[int(holding.unit[move])] = move
            holder = before
        return changed


@dataclass(frozen=True, slots=True)
class Span:
    """What forcing a row costs at least and at most (infinite where no chain shows it)."""

    least: float
    most: float

    @property
    def is_exact(self) -> bool:
        """Tell whether the two meet."""
        return self.most - self.least <= TOLERANCE * max(1.0, abs(self.least))


class Exchange:
    """What forcing each row of a block costs, from below and from above."""

    def __init__(self, block: Block, workload: Workload, losses: FloatArray, prices: Prices) -> None:
        """Find the shortest chains; ``losses`` has one entry per row of the block."""
        self._holding = Holding(block, workload)
        shared = _shared_out(self._holding, losses)
        everything = np.ones(len(self._holding.units), dtype=np.bool_)
        self._any = Moves(self._holding, shared, prices, units=everything)
        self._whole = Moves(self._holding, shared, prices, units=self._holding.can_move_alone())
        self.least: FloatArray = (
            shared + self._any.distance[self._holding.who, self._holding.by[self._holding.unit]]
        )

    def span(self, row: int) -> Span:
        """Return the bounds of what forcing ``row`` costs."""
        most = np.inf
        for moves in (self._any, self._whole):
            changed = moves.chain(row)
            cost = None if changed is None else self._holding.cost_of(changed)
            most = min(most, np.inf if cost is None else cost)
            if Span(float(self.least[row]), most).is_exact:
                break
        return Span(float(self.least[row]), most)


def can_exchange(block: Block, relaxation: Relaxation) -> bool:
    """Tell whether chains answer for a block: equal loads, and a relaxation as good as the plan."""
    loads = block.table.load[block.table.case]
    is_tight = relaxation.bound - block.value <= TOLERANCE * max(1.0, abs(block.value))
    return bool(is_tight and loads[0] > 0 and np.all(loads == loads[0]))


def _shared_out(holding: Holding, losses: FloatArray) -> FloatArray:
    """Share what an open team lacks out evenly over its seats, so that no chain fills one for nothing."""
    table = holding.table
    least = np.full(len(holding.units), np.inf)
    np.minimum.at(least, holding.unit, losses)
    regular = holding.is_regular
    lack = np.bincount(holding.case[regular], least[regular], minlength=len(table.cases))
    share = (lack / np.maximum(table.team_size, 1))[holding.case]
    is_open = regular & (holding.by == holding.nobody)
    return losses + np.where(is_open, share - least, 0.0)[holding.unit]
