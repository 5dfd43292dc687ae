"""The integer programme of one block of the seat table, and its linear relaxation with prices.

Variables: one per row of the table (1 = the advisor takes the seat), then one per stretch of capacity (the
load on it).

    maximise    Σ points · seat  −  Σ slope · stretch
    served      each case:               Σ leads            ≤ 1
    used        each advisor:            Σ load · seats     ≤ Σ stretches          (0 ≤ stretch ≤ width)
    one seat    each advisor and case with several rows:  Σ seats ≤ 1
    beside      each trainee's seat:     Σ trainees         ≤ Σ leads of the case
    team        each further seat:       Σ members          = Σ leads of the case   (all seats or none)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from lms.pairing.domain.pool import BoolArray, FloatArray, IntArray
from lms.pairing.domain.seats import SeatTable
from lms.pairing.domain.workload import Segments

INTEGRAL = 1e-6
HALF = 0.5
MANY = 10_000_000
OPTIMAL, INFEASIBLE = 0, 2  # what scipy's milp calls them


@dataclass(frozen=True, slots=True)
class Prices:
    """Dual values in points: what one more of each scarce thing is worth (0 where it is not scarce).

    ``case`` and ``advisor`` (per unit of load) have one entry per case and advisor of the problem. ``seat``
    has one per case and seat number: what the lead concedes to that seat, 0 for the lead itself. ``pair``
    belongs to the sorted keys ``pair_key`` = case × advisors + advisor where an advisor could take several
    seats of a case.
    """

    case: FloatArray
    advisor: FloatArray
    seat: FloatArray
    pair_key: IntArray
    pair: FloatArray

    def gains(self, table: SeatTable) -> FloatArray:
        """Return what each row is worth beyond its price: at most 0 at the optimum, 0 for rows it uses."""
        lead = table.seat == 0
        conceded = np.where(
            lead, self.case[table.case] - self.seat.sum(axis=1)[table.case], self.seat[table.case, table.seat]
        )
        gains = table.points - conceded - table.load[table.case] * self.advisor[table.advisor]
        if len(self.pair_key):
            key = pair_keys(table)
            place = np.minimum(np.searchsorted(self.pair_key, key), len(self.pair_key) - 1)
            gains = gains - np.where(self.pair_key[place] == key, self.pair[place], 0.0)
        return gains


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The optimum of the linear relaxation: a bound, a value from 0 to 1 per row, and prices."""

    bound: float
    chosen: FloatArray
    prices: Prices

    @property
    def is_integral(self) -> bool:
        """Tell whether every row is either taken or not."""
        return bool(np.all(np.abs(self.chosen - np.rint(self.chosen)) <= INTEGRAL))

    @property
    def rows(self) -> IntArray:
        """Return the rows taken, when the optimum is integral."""
        return np.flatnonzero(self.chosen > HALF)


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of rows (None: none was found) and a value no choice can exceed.

    ``is_settled`` tells that the choice is the best, or that there is none.
    """

    rows: IntArray | None
    bound: float
    is_settled: bool


def pair_keys(table: SeatTable) -> IntArray:
    """Give each (case, advisor) a number."""
    return table.case * len(table.pool.advisors) + table.advisor


class Programme:
    """The programme of a table, its constraints written down when first needed."""

    def __init__(self, table: SeatTable, segments: Segments) -> None:
        """Keep the stretches of capacity of the table's advisors."""
        self.table = table
        self.n_rows = len(table.case)
        mine = np.isin(segments.advisor, table.advisor)
        self.stretch_advisor = segments.advisor[mine]
        self.width = segments.width[mine]
        self.slope = segments.slope[mine]

    @cached_property
    def _cost(self) -> FloatArray:
        return np.concatenate([-self.table.points, self.slope])

    def _matrix(self, row: IntArray, column: IntArray, value: FloatArray, height: int) -> sp.csr_array:
        return sp.csr_array((value, (row, column)), shape=(height, self.n_rows + len(self.slope)))

    @cached_property
    def _cases(self) -> IntArray:
        return np.unique(self.table.case)

    @cached_property
    def _advisors(self) -> IntArray:
        return np.unique(self.table.advisor)

    @cached_property
    def _served(self) -> sp.csr_array:
        leads = np.flatnonzero(self.table.seat == 0)
        row = np.searchsorted(self._cases, self.table.case[leads])
        return self._matrix(row, leads, np.ones(len(leads)), len(self._cases))

    @cached_property
    def _used(self) -> sp.csr_array:
        by_seat = np.searchsorted(self._advisors, self.table.advisor)
        by_stretch = np.searchsorted(self._advisors, self.stretch_advisor)
        value = np.concatenate([self.table.load[self.table.case], np.full(len(by_stretch), -1.0)])
        columns = np.arange(self.n_rows + len(by_stretch))
        return self._matrix(np.concatenate([by_seat, by_stretch]), columns, value, len(self._advisors))

    @cached_property
    def _several(self) -> tuple[IntArray, sp.csr_array]:
        """Let an advisor take one seat of a case: the keys of the pairs concerned, and their constraints."""
        keys, pair, counts = np.unique(pair_keys(self.table), return_inverse=True, return_counts=True)
        columns = np.flatnonzero(counts[pair] > 1)
        which, row = np.unique(pair[columns], return_inverse=True)
        return keys[which], self._matrix(row, columns, np.ones(len(columns)), len(which))

    def _follow(self, which: BoolArray) -> tuple[IntArray, IntArray, sp.csr_array]:
        """Tie some rows' seats to their leads: the case and seat of each constraint, and the constraints."""
        table = self.table
        columns = np.flatnonzero(which)
        stride = table.stride
        keys, row = np.unique(table.case[columns] * stride + table.seat[columns], return_inverse=True)
        blocks = [self._matrix(row, columns, np.ones(len(columns)), len(keys))]
        leads = np.flatnonzero(table.seat == 0)
        for seat in range(1, stride):
            wanted = table.case[leads] * stride + seat
            place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
            here = np.flatnonzero(keys[place] == wanted) if len(keys) else np.zeros(0, dtype=np.intp)
            blocks.append(self._matrix(place[here], leads[here], np.full(len(here), -1.0), len(keys)))
        return keys // stride, keys % stride, sum(blocks[1:], start=blocks[0])

    @cached_property
    def _beside(self) -> tuple[IntArray, IntArray, sp.csr_array]:
        return self._follow(self.table.is_trainee)

    @cached_property
    def _team(self) -> tuple[IntArray, IntArray, sp.csr_array]:
        return self._follow((self.table.seat > 0) & ~self.table.is_trainee)

    @cached_property
    def _at_most(self) -> tuple[sp.csr_array, FloatArray]:
        groups = [(self._served, 1.0), (self._used, 0.0), (self._several[1], 1.0), (self._beside[2], 0.0)]
        matrix = sp.vstack([matrix for matrix, _ in groups], format="csr")
        return matrix, np.concatenate([np.full(matrix.shape[0], limit) for matrix, limit in groups])

    def relax(self, *, seconds: float) -> Relaxation | None:
        """Solve the linear relaxation; None when the time is over before it is solved."""
        matrix, limits = self._at_most
        upper = np.concatenate([np.full(self.n_rows, np.inf), self.width])
        team = self._team[2]
        solved = linprog(  # type: ignore[call-overload]  # its stubs know no sparse matrices
            self._cost,
            A_ub=matrix,
            b_ub=limits,
            A_eq=team if team.shape[0] else None,
            b_eq=np.zeros(team.shape[0]) if team.shape[0] else None,
            bounds=np.column_stack([np.zeros(len(upper)), upper]),
            method="highs-ds",
            options={"time_limit": max(seconds, 0.0)},
        )
        if solved.status != 0:
            return None
        equal = -solved.eqlin.marginals if team.shape[0] else np.zeros(0)
        return Relaxation(
            -solved.fun, solved.x[: self.n_rows], self._prices(-solved.ineqlin.marginals, equal)
        )

    def _prices(self, at_most: FloatArray, team: FloatArray) -> Prices:
        keys, several = self._several
        sizes = np.cumsum([len(self._cases), len(self._advisors), several.shape[0]])
        served, used, one_seat, beside = np.split(at_most, sizes)
        case = np.zeros(len(self.table.cases))
        case[self._cases] = served
        advisor = np.zeros(len(self.table.pool.advisors))
        advisor[self._advisors] = used
        seat = np.zeros((len(case), self.table.stride))
        seat[self._beside[0], self._beside[1]] = beside
        seat[self._team[0], self._team[1]] = team
        return Prices(case, advisor, seat, keys, one_seat)

    def choose(self, *, seconds: float, forced: IntArray | None = None, nodes: int | None = None) -> Choice:
        """Solve the integer programme, trying at most ``nodes`` branches.

        ``forced`` names rows of which at least one must be taken.
        """
        matrix, limits = self._at_most
        constraints = [LinearConstraint(matrix, -np.inf, limits)]
        if self._team[2].shape[0]:
            constraints.append(LinearConstraint(self._team[2], 0.0, 0.0))
        if forced is not None:
            row = self._matrix(np.zeros(len(forced), dtype=np.intp), forced, np.ones(len(forced)), 1)
            constraints.append(LinearConstraint(row, 1.0, np.inf))
        solved = milp(
            self._cost,
            integrality=np.concatenate([np.ones(self.n_rows), np.zeros(len(self.width))]),
            bounds=Bounds(0.0, np.concatenate([np.ones(self.n_rows), self.width])),
            constraints=constraints,
            options={"time_limit": max(seconds, 0.0), "mip_rel_gap": 0.0, "node_limit": nodes or MANY},
        )
        bound = np.inf if solved.mip_dual_bound is None else -solved.mip_dual_bound
        rows = None if solved.x is None else np.flatnonzero(solved.x[: self.n_rows] > HALF)
        return Choice(rows, bound, is_settled=solved.status in {OPTIMAL, INFEASIBLE})
