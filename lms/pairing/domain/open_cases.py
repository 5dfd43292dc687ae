"""Why a case stays open: the first rule, in a fixed order, that leaves a seat of its team without anybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from lms.pairing.domain import rules
from lms.pairing.domain.pool import BoolArray, FloatArray, Pool
from lms.pairing.domain.problem import PairingCase, Policy
from lms.pairing.domain.result import OpenReason, Unassigned


def explain_open(
    pool: Pool, policy: Policy, case: PairingCase, team: Sequence[int], *, used: FloatArray, proven: bool
) -> Unassigned:
    """Say why ``case`` is open in a plan that loads the pool with ``used`` (``proven``: the best plan).

    The order is: nobody of the level, none of them within reach, all unavailable, all excluded, none meets
    the needs, the load is beyond everybody's whole capacity, too few people for the team, and last what
    depends on the plan: all at capacity, or the workload would cost more than serving is worth.
    """
    possible = np.ones(len(pool.advisors), dtype=np.bool_)
    for reason, mask in _steps(pool, policy, case):
        possible = possible & mask
        for seat, needed in enumerate(team):
            if not np.any(possible & rules.has_level_of_seat(pool, needed)):
                return Unassigned(case.id, reason, {"seat": seat, "level": needed})
    short = _short_seat(pool, possible, team)
    if short is not None:
        return Unassigned(case.id, OpenReason.TOO_FEW, {"seat": short, "level": team[short]})
    short = _short_seat(pool, possible & rules.can_carry(pool, case, used), team)
    if short is not None:
        return Unassigned(case.id, OpenReason.AT_CAPACITY, {"seat": short, "level": team[short]})
    return Unassigned(case.id, OpenReason.NOT_WORTH if proven else OpenReason.NOT_REACHED)


def _steps(pool: Pool, policy: Policy, case: PairingCase) -> Iterator[tuple[OpenReason, BoolArray]]:
    yield OpenReason.NO_LEVEL, np.ones(len(pool.advisors), dtype=np.bool_)
    yield OpenReason.OUT_OF_REACH, rules.is_within_policy(pool, case, policy)
    yield OpenReason.UNAVAILABLE, rules.is_available(pool)
    yield OpenReason.EXCLUDED, rules.is_not_excluded(pool, case)
    yield OpenReason.NEEDS, rules.meets_needs(pool, case)
    yield OpenReason.LOAD, rules.can_carry(pool, case)


def _short_seat(pool: Pool, possible: BoolArray, team: Sequence[int]) -> int | None:
    """Return the first seat, from the highest level down, for which fewer people are left than seats so far.

    Whoever may take a seat may take every seat of a lower level, so counting settles whether a team can be
    formed.
    """
    by_level = sorted(range(len(team)), key=lambda seat: (-team[seat], seat))
    for taken, seat in enumerate(by_level):
        if np.count_nonzero(possible & rules.has_level_of_seat(pool, team[seat])) <= taken:
            return seat
    return None
