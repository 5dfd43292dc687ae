"""What a full desk costs: a convex price on each advisor's used share of capacity.

Terms: ``unit`` is the ordinary load, the median over the cases that have one; ``n = capacity / unit`` is how
many ordinary cases an advisor can carry; ``u`` is the used share of capacity, 0 to 1. The exact price is
``weight × n × u² / 2``, so that one more ordinary case costs next to nothing on an empty desk and ``weight``
points on a full one. It is followed along straight lines between whole numbers of ordinary cases, which
keeps the linear programme integral where all loads are equal.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from lms.pairing.domain.pool import FloatArray, IntArray
from lms.pairing.domain.problem import PairingCase

MOST_SEGMENTS = 40


@dataclass(frozen=True, slots=True)
class Segments:
    """Stretches of each advisor's capacity in order: ``width`` in load, ``slope`` in points per load."""

    advisor: IntArray
    width: FloatArray
    slope: FloatArray


@dataclass(frozen=True, slots=True)
class Workload:
    """The price of workload for one problem; ``unit`` is the ordinary load (0 when nothing has a load)."""

    weight: float
    unit: float

    @classmethod
    def of(cls, cases: Sequence[PairingCase], weight: float) -> Workload:
        """Take the ordinary load from the cases that have one."""
        loads = [case.load for case in cases if case.load > 0]
        return cls(weight, statistics.median(loads) if loads else 0.0)

    def _breaks(self, capacity: float) -> list[float]:
        """Return the loads between which the price is straight, from 0 to ``capacity``."""
        if self.weight == 0 or self.unit == 0 or capacity == 0:
            return [0.0, capacity]
        step = math.ceil(capacity / self.unit / MOST_SEGMENTS) * self.unit
        whole = math.floor(capacity / step + 1e-9)
        breaks = [number * step for number in range(whole + 1)]
        return breaks if math.isclose(breaks[-1], capacity) else [*breaks, capacity]

    def _exact(self, load: float, capacity: float) -> float:
        return (
            self.weight * load * load / (2 * capacity * self.unit)
            if self.weight and self.unit and capacity
            else 0.0
        )

    def cost(self, load: float, capacity: float) -> float:
        """Return the points lost when an advisor of ``capacity`` carries ``load``."""
        breaks = self._breaks(capacity)
        return float(np.interp(load, breaks, [self._exact(at, capacity) for at in breaks]))

    def segments(self, advisors: IntArray, capacities: FloatArray, used: FloatArray) -> Segments:
        """Cut what is left of each advisor's capacity beyond ``used`` into stretches of rising slope.

        ``advisors`` names whose ``capacities`` and ``used`` (entry by entry) they are.
        """
        cuts = [
            self._cut(float(capacity), float(load)) for capacity, load in zip(capacities, used, strict=True)
        ]
        return Segments(
            advisor=np.repeat(advisors, [len(widths) for widths, _ in cuts]),
            width=np.array([width for widths, _ in cuts for width in widths], dtype=np.float64),
            slope=np.array([slope for _, slopes in cuts for slope in slopes], dtype=np.float64),
        )

    def _cut(self, capacity: float, used: float) -> tuple[list[float], list[float]]:
        breaks = [used, *(at for at in self._breaks(capacity) if at > used)]
        if self.weight == 0:
            breaks = [used, max(capacity, used)]
        prices = [self.cost(at, capacity) for at in breaks]
        widths = [after - before for before, after in pairwise(breaks)]
        slopes = [
            (after - before) / width
            for (before, after), width in zip(pairwise(prices), widths, strict=True)
            if width
        ]
        return [width for width in widths if width], slopes
