"""The plan a hurried person would make: the most valuable case first, each seat to the best still free.

It is what the search falls back to when there is no time at all, and the yardstick of the benchmarks.
"""

from __future__ import annotations

import numpy as np

from lms.pairing.domain.pool import FloatArray, IntArray
from lms.pairing.domain.seats import SeatTable

SLACK = 1e-9


def choose_greedily(table: SeatTable, favoured: FloatArray | None = None) -> IntArray:
    """Choose rows case by case, without trainees; a case whose team cannot be filled is left open.

    Every seat of every case must have some row (see ``usable_rows``). ``favoured`` (0 to 1 per row)
    puts rows before all others, the more the higher.
    """
    if not len(table.case):
        return np.zeros(0, dtype=np.intp)
    worth = table.points
    if favoured is not None:
        worth = worth + favoured * (1.0 + worth.max())
    regular = np.flatnonzero(~table.is_trainee)
    seat = table.case[regular] * table.stride + table.seat[regular]
    starts = np.flatnonzero(np.diff(seat, prepend=-1))
    ends = np.append(starts[1:], len(seat))
    seats_of: dict[int, list[IntArray]] = {}
    for start, end in zip(starts, ends, strict=True):
        rows = regular[start:end]
        seats_of.setdefault(int(table.case[rows[0]]), []).append(rows)
    best = {case: sum(float(worth[rows].max()) for rows in seats) for case, seats in seats_of.items()}
    free = table.pool.capacity.copy()
    taken: list[int] = []
    for case in sorted(seats_of, key=lambda case: (-best[case], case)):
        rows_of_case = _fill(table, seats_of[case], worth, free)
        for row in rows_of_case:
            free[table.advisor[row]] -= table.load[case]
        taken.extend(rows_of_case)
    return np.array(sorted(taken), dtype=np.intp)


def _fill(table: SeatTable, seats: list[IntArray], worth: FloatArray, free: FloatArray) -> list[int]:
    """Fill the seats of one case in order; an empty list when one of them finds nobody."""
    chosen: list[int] = []
    for rows in seats:
        can = free[table.advisor[rows]] >= table.load[table.case[rows]] - SLACK
        for row in chosen:
            can &= table.advisor[rows] != table.advisor[row]
        possible = rows[can]
        if not len(possible):
            return []
        chosen.append(int(possible[np.argmax(worth[possible])]))
    return chosen
