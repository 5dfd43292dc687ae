"""How far estimates are from the truth, and whether they know it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.levels.simulation import LEVELS, Floats

Bools = NDArray[np.bool_]

ENOUGH_CASES = 400
"""Cells a tenth of certainty must hold before its gap counts; chance alone then makes gaps of 2 points."""

SURE = 0.7
"""Certainty from which on a level is shown as established, if it rests on enough."""


@dataclass(frozen=True)
class Group:
    """Cells of like certainty: what was said on average, and how often it was right."""

    said: float
    right: float
    cases: int

    @property
    def gap(self) -> float:
        return abs(self.said - self.right)


@dataclass(frozen=True)
class Score:
    """Over the cells given; ``bias`` is how much too high the estimates are on average.

    What needs intervals or probabilities is None, or empty, without them.
    """

    rmse: float
    bias: float
    right: float
    coverage: float | None = None
    deciles: tuple[Group, ...] = ()
    sure: Group | None = None
    """The cells certain enough for a level to be shown as established."""

    @property
    def calibration_gap(self) -> float:
        """Return the largest gap between certainty said and share right, among tenths with enough cases."""
        return max(
            (decile.gap for decile in self.deciles if decile.cases >= ENOUGH_CASES), default=float("nan")
        )


def score(
    estimate: Floats,
    truth: Floats,
    *,
    lower: Floats | None = None,
    upper: Floats | None = None,
    probabilities: Floats | None = None,
) -> Score:
    """Score estimates on the 1 to 4 scale; the level is the most probable one, else the rounded estimate."""
    level = rounded(estimate) if probabilities is None else 1 + probabilities.argmax(axis=-1)
    hit = level == rounded(truth)
    return Score(
        rmse=float(np.sqrt(np.mean((estimate - truth) ** 2))),
        bias=float(np.mean(estimate - truth)),
        right=float(hit.mean()),
        coverage=None
        if lower is None or upper is None
        else float(((lower <= truth) & (truth <= upper)).mean()),
        deciles=() if probabilities is None else _deciles(probabilities.max(axis=-1), hit),
        sure=None if probabilities is None else _sure(probabilities.max(axis=-1), hit),
    )


def rounded(points: Floats) -> Floats:
    """Return the nearest level; half way goes up."""
    level: Floats = np.clip(np.floor(points + 0.5), 1, LEVELS)
    return level


def _deciles(certainty: Floats, hit: Bools) -> tuple[Group, ...]:
    tenth = np.minimum((certainty * 10).astype(np.int64), 9)
    return tuple(
        _group(certainty, hit, here) for here in (tenth == number for number in range(10)) if here.any()
    )


def _sure(certainty: Floats, hit: Bools) -> Group | None:
    here = certainty >= SURE
    return _group(certainty, hit, here) if here.any() else None


def _group(certainty: Floats, hit: Bools, here: Bools) -> Group:
    return Group(float(certainty[here].mean()), float(hit[here].mean()), int(here.sum()))
