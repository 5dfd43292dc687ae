"""The table of admissible seats: every (case, seat, advisor) that no hard rule forbids, with its points.

Terms: a case of client type ``t`` has the seats 0 … n-1 of ``t``, 0 being the lead; where the policy seats
trainees it has one more, number n, that may stay empty. Rows are ordered by case, seat and advisor in the
stable order of ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lms.pairing.domain import points, rules
from lms.pairing.domain.pool import BoolArray, FloatArray, IntArray, Pool, stable_order
from lms.pairing.domain.problem import HIGHEST_LEVEL, PairingCase, Policy, Problem

Place = tuple[str | None, str | None]


@dataclass(frozen=True)
class SeatTable:
    """Admissible seats as columns; ``case`` and ``advisor`` index into ``cases`` and ``pool.advisors``."""

    pool: Pool
    cases: tuple[PairingCase, ...]
    team_size: IntArray
    case: IntArray
    seat: IntArray
    advisor: IntArray
    points: FloatArray

    @cached_property
    def load(self) -> FloatArray:
        """The load of each case."""
        return np.array([case.load for case in self.cases], dtype=np.float64)

    @cached_property
    def is_trainee(self) -> BoolArray:
        """Which rows are trainees' seats."""
        return self.seat >= self.team_size[self.case]

    @cached_property
    def stride(self) -> int:
        """One more than the largest seat number a case of this problem can have, a trainee's included."""
        return int(self.team_size.max(initial=1)) + 1

    def take(self, rows: IntArray | BoolArray) -> SeatTable:
        """Return the table with some of its rows only."""
        return SeatTable(
            self.pool,
            self.cases,
            self.team_size,
            self.case[rows],
            self.seat[rows],
            self.advisor[rows],
            self.points[rows],
        )


class SeatLister:
    """Lists the seats of one case after the other, remembering what cases of a place and topic share."""

    def __init__(self, problem: Problem, *, seed: int = 0) -> None:
        """Put advisors into their stable order and prepare what does not depend on a case."""
        self.policy: Policy = problem.policy
        self.pool = Pool.of(problem.advisors, seed=seed)
        self.team_of: Mapping[str, tuple[int, ...]] = {kind.code: kind.seats for kind in problem.client_types}
        self._levels = {needed: self._level_points(needed) for needed in range(1, HIGHEST_LEVEL + 1)}
        self._reach: dict[Place, IntArray] = {}
        self._common: dict[tuple[Place, tuple[str, ...]], FloatArray] = {}

    def _level_points(self, needed: int) -> FloatArray:
        levels = np.arange(HIGHEST_LEVEL + 1, dtype=np.float64)
        return points.level_points(self.policy.weights.level, needed, levels)[self.pool.level]

    def reach(self, case: PairingCase) -> IntArray:
        """Return who is available and within the policy's reach of the case's place."""
        place = (case.organisation, case.region)
        if place not in self._reach:
            mask = rules.is_available(self.pool) & rules.is_within_policy(self.pool, case, self.policy)
            self._reach[place] = np.flatnonzero(mask)
        return self._reach[place]

    def _common_points(self, case: PairingCase) -> FloatArray:
        key = ((case.organisation, case.region), case.topics)
        if key not in self._common:
            weights = self.policy.weights
            topics = points.topic_points(weights.topics, points.topic_share(self.pool, case))
            self._common[key] = topics + points.locality_points(
                weights.locality, points.nearness(self.pool, case)
            )
        return self._common[key]

    def candidates(self, case: PairingCase) -> IntArray:
        """Return who may take some seat of the case as far as rules that ignore the seat's level go."""
        reach = self.reach(case)
        if case.excluded_advisors:
            reach = reach[rules.is_not_excluded(self.pool, case)[reach]]
        if case.needs:
            reach = reach[rules.meets_needs(self.pool, case)[reach]]
        return reach

    def seat_rows(self, case: PairingCase) -> list[tuple[int, IntArray, FloatArray]]:
        """List the seats of a case with the advisors admissible for each and what they would earn there."""
        worth = self._common_points(case)
        previous = self.pool.position[case.previous_advisor] if case.previous_advisor is not None else None
        if previous is not None:
            worth = worth.copy()
            worth[previous] += points.continuity_points(self.policy.weights.continuity)
        candidates = self.candidates(case)
        rows = []
        for seat, needed in enumerate(self.team_of[case.client_type]):
            who = candidates[self.pool.level[candidates] >= needed]
            earned = worth[who] + self._levels[needed][who]
            if seat == 0:
                earned = earned + points.service_points(case.priority)
            rows.append((seat, who, points.rounded(earned)))
        if self.policy.seats_trainees:
            rows.append(self._trainee_row(case))
        return rows

    def _trainee_row(self, case: PairingCase) -> tuple[int, IntArray, FloatArray]:
        team = self.team_of[case.client_type]
        who = self.reach(case)
        who = who[
            rules.may_learn_beside(self.pool, team[0])[who] & rules.is_not_excluded(self.pool, case)[who]
        ]
        weight = self.policy.weights.development
        near = points.nearness(self.pool, case)[who]
        earned = [
            points.development_points(weight, team[0], int(level), float(share))
            for level, share in zip(self.pool.level[who], near, strict=True)
        ]
        return len(team), who, np.array(earned, dtype=np.float64)


def list_seats(problem: Problem, *, seed: int = 0) -> SeatTable:
    """List every admissible seat of a problem with its points."""
    lister = SeatLister(problem, seed=seed)
    by_id = {case.id: case for case in problem.cases}
    cases = tuple(by_id[key] for key in stable_order(by_id, seed))
    blocks = [
        (position, seat, who, earned)
        for position, case in enumerate(cases)
        for seat, who, earned in lister.seat_rows(case)
    ]
    lengths = [len(who) for _, _, who, _ in blocks]
    return SeatTable(
        pool=lister.pool,
        cases=cases,
        team_size=np.array([len(lister.team_of[case.client_type]) for case in cases], dtype=np.intp),
        case=np.repeat(np.array([position for position, _, _, _ in blocks], dtype=np.intp), lengths),
        seat=np.repeat(np.array([seat for _, seat, _, _ in blocks], dtype=np.intp), lengths),
        advisor=_joined([who for _, _, who, _ in blocks], np.intp),
        points=_joined([earned for _, _, _, earned in blocks], np.float64),
    )


def _joined(arrays: list[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate(arrays).astype(kind, copy=False) if arrays else np.zeros(0, dtype=kind)
