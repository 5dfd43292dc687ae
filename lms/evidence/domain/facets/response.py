"""How a standing on the logit scale shows in ratings: the adjacent-category (partial-credit) curve.

Terms. A rating k = 0 … K − 1 (level k + 1) of a person at ``eta`` logits has P(k) ∝ exp(k·eta − Σ_{j ≤ k}
step_j). ``eta`` is the person's standing in the criterion less the rater's severity. The *fair score* of a
standing is the mean level an average rater would give: 1 + Σ k·P(k) at severity 0; it rises with ``eta``.
Source: Masters 1982 (partial credit model); Linacre 1989 (many-facet Rasch measurement).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_FAR = 12.0
_HALVINGS = 40


@dataclass(frozen=True)
class Moments:
    """Moments of ratings at given standings; n ratings, S steps.

    ``mean``, ``variance``: (n,), of k. ``with_step``: (n, S), covariance of k with "k ≥ j". ``tail``: (n, S),
    P(k ≥ j). ``probabilities``: (n, S + 1).
    """

    mean: Floats
    variance: Floats
    with_step: Floats
    tail: Floats
    probabilities: Floats


def probabilities_at(eta: Floats, steps: Floats) -> Floats:
    """Give P(k) for standings ``eta`` (…,) and their steps (…, S); shape (…, S + 1)."""
    exponents = np.zeros((*eta.shape, steps.shape[-1] + 1))
    np.cumsum(eta[..., None] - steps, axis=-1, out=exponents[..., 1:])
    exponents -= exponents.max(axis=-1, keepdims=True)
    np.exp(exponents, out=exponents)
    exponents /= exponents.sum(axis=-1, keepdims=True)
    return exponents


def moments_at(eta: Floats, steps: Floats) -> Moments:
    """Give the moments of ratings at ``eta`` (n,) with steps (n, S)."""
    p = probabilities_at(eta, steps)
    k = np.arange(p.shape[-1], dtype=np.float64)
    mean = p @ k
    variance = np.einsum("nk,nk->n", p, (k - mean[:, None]) ** 2)
    tail = np.cumsum(p[:, :0:-1], axis=1)[:, ::-1]
    above = np.cumsum((p * k)[:, :0:-1], axis=1)[:, ::-1]
    return Moments(mean, variance, above - mean[:, None] * tail, tail, p)


def fair_scores(eta: Floats, steps: Floats) -> Floats:
    """Give the fair score (1–K) of standings ``eta`` (…,) with steps (…, S)."""
    p = probabilities_at(eta, steps)
    return np.asarray(1.0 + p @ np.arange(p.shape[-1], dtype=np.float64))


def level_bounds(steps: Floats) -> Floats:
    """Find where the fair score of each criterion crosses 1.5, 2.5, …; steps (C, S) → standings (C, S).

    By bisection: the fair score rises with the standing.
    """
    targets = np.arange(steps.shape[1]) + 1.5
    low = np.broadcast_to(steps.min(axis=1, keepdims=True) - _FAR, steps.shape).copy()
    high = np.broadcast_to(steps.max(axis=1, keepdims=True) + _FAR, steps.shape).copy()
    for _halving in range(_HALVINGS):
        middle = (low + high) / 2
        is_below = fair_scores(middle, steps[:, None, :]) < targets
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    return np.asarray((low + high) / 2)
