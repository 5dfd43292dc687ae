"""Reference levels as ratings: what a panel found becomes evidence, as sure as the panel was.

A rating by an average rater scatters around the fair score with variance v, and tells the score with that
variance; n of them with v/n. So a level known with standard error s counts as v/s² ratings, shared between
the two whole levels around it in proportion to how near they are.
"""

from collections.abc import Iterator
from math import floor

RATING_VARIANCE = 0.6
"""Typical variance of a rating around the fair score on a scale of four levels."""


def reference_ratings(mean: float, std_error: float, *, highest: int) -> Iterator[tuple[int, float]]:
    """Give the levels (1 … ``highest``) a reference is made of, with the weight of each.

    ``mean``: 1 … ``highest``; ``std_error`` in levels, above 0. The weights sum to v / ``std_error``².
    """
    weight = RATING_VARIANCE / std_error**2
    below = min(floor(mean), highest - 1)
    for level, share in ((below, below + 1 - mean), (below + 1, mean - below)):
        if share > 0:
            yield level, weight * share
