"""How far estimates are from the truth, and whether they know it."""

from dataclasses import dataclass

import numpy as np

from benchmarks.levels.simulation import LEVELS, Floats

ENOUGH_CASES = 400
"""Cells a tenth of certainty must hold before its gap counts; chance alone then makes gaps of 2 points."""


@dataclass(frozen=True)
class Decile:
    """The cells shown with a certainty between two tenths: what was said, and how often it was right."""

    said: float
    right: float
    cases: int

    @property
    def gap(self) -> float:
        return abs(self.said - self.right)


@dataclass(frozen=True)
class Score:
    """Over all cells of people by criteria; what needs intervals or probabilities is None without them."""

    rmse: float
    right: float
    coverage: float | None = None
    deciles: tuple[Decile, ...] = ()

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
        right=float(hit.mean()),
        coverage=None
        if lower is None or upper is None
        else float(((lower <= truth) & (truth <= upper)).mean()),
        deciles=() if probabilities is None else _deciles(probabilities.max(axis=-1), hit),
    )


def rounded(points: Floats) -> Floats:
    """Return the nearest level; half way goes up."""
    level: Floats = np.clip(np.floor(points + 0.5), 1, LEVELS)
    return level


def _deciles(certainty: Floats, hit: Floats) -> tuple[Decile, ...]:
    tenth = np.minimum((certainty * 10).astype(np.int64), 9)
    return tuple(
        Decile(float(certainty[here].mean()), float(hit[here].mean()), int(here.sum()))
        for here in (tenth == number for number in range(10))
        if here.any()
    )
