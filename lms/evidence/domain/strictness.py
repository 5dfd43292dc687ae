"""What a rater may read of their own strictness: in points of the rubric's scale, with how sure it is.

It is counted from the mean of the raters they are linked with. With nobody to compare there is nothing to
say, and with a single colleague the figure would be the colleague's as well, with the sign turned; with
others who have hardly rated, nearly so.

Terms. A rater's *severity* is in logits; the *effect* is what it does to a rating: how many points (1–K)
above or below an average rater they rate the people they saw, negative when stricter.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lms.evidence.domain.facets.outlook import Z90
from lms.evidence.domain.facets.raters import SEVERITY_NOTABLE
from lms.evidence.domain.facets.response import Floats, fair_scores

_STANDINGS = np.linspace(-10.0, 10.0, 801)


FEWEST_COMPARED = 3
LARGEST_SHARE = 0.75
"""Whose ratings are more than this of the others' is as good as alone among them."""


class Stance(StrEnum):
    """How a rater stands to an average one, as far as the ratings can tell."""

    STRICTER = "stricter"
    MILDER = "milder"
    ALIKE = "alike"


@dataclass(frozen=True)
class Strictness:
    """A rater's effect in points with its 90 % interval; ``is_usual``: nine in ten are no further out."""

    stance: Stance
    effect: float
    lower90: float
    upper90: float
    is_usual: bool


def is_comparable(others: Collection[int]) -> bool:
    """Say whether a rater may be compared with others, who made so many ratings each."""
    return 1 + len(others) >= FEWEST_COMPARED and max(others) <= LARGEST_SHARE * sum(others)


def strictness_of(
    *, severity: float, std_error: float, spread: float, expected: Sequence[float], steps: Floats
) -> Strictness:
    """Turn a severity (logits) into its effect on ratings of the people the rater saw.

    ``expected``: how often an average rater would have given level 1, …, K to the same people; ``steps``:
    (criteria, K − 1); ``spread``: standard deviation of the severities in the rater's group, logits.
    """
    mean = float(np.average(np.arange(1, len(expected) + 1), weights=expected))
    standing = _standing_of(mean, steps)
    effect, lower, upper = (
        _mean_score(standing - one, steps) - _mean_score(standing, steps)
        for one in (severity, severity + Z90 * std_error, severity - Z90 * std_error)
    )
    return Strictness(
        stance=_stance(severity, std_error),
        effect=effect,
        lower90=lower,
        upper90=upper,
        is_usual=abs(severity) <= Z90 * spread,
    )


def _stance(severity: float, std_error: float) -> Stance:
    if abs(severity) <= SEVERITY_NOTABLE * std_error:
        return Stance.ALIKE
    return Stance.STRICTER if severity > 0 else Stance.MILDER


def _mean_score(standing: float, steps: Floats) -> float:
    return float(fair_scores(np.full(len(steps), standing), steps).mean())


def _standing_of(mean: float, steps: Floats) -> float:
    """Find the standing whose mean score over the criteria is ``mean``: the score rises with the standing."""
    standings = np.repeat(_STANDINGS[:, None], len(steps), axis=1)
    scores = fair_scores(standings, steps).mean(axis=1)
    return float(np.interp(mean, scores, _STANDINGS))
