"""How each rater used the scale: severity, fit, and patterns worth talking about. Never a ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from lms.evidence.domain.facets.fitting import Fit
from lms.evidence.domain.facets.linkage import Linkage
from lms.evidence.domain.facets.own import own_biases
from lms.evidence.domain.facets.parameters import Floats, Parameters
from lms.evidence.domain.facets.ratings import ANCHOR, Ints, Key, RatingTable
from lms.evidence.domain.facets.response import Moments, moments_at, probabilities_at
from lms.evidence.domain.facets.standings import covariance_of, severities_of, standings_of
from lms.evidence.domain.observation import RaterRole

CENTRAL_FROM, HALO_FROM = 100, 250
"""Ratings below which a pattern cannot be told from chance (docs/level-model.md)."""
NOTABLE = 1.96
SEVERITY_NOTABLE = 2.0
LEAST_FREE = 0.1


class RaterFlag(StrEnum):
    """An invitation to calibrate; drift is never among them: ordinary entries cannot show it."""

    SEVERE = "severe"
    LENIENT = "lenient"
    CENTRAL_TENDENCY = "central_tendency"
    HALO = "halo"


@dataclass(frozen=True)
class RaterResult:
    """One rater in one role.

    ``severity``: logits, positive = stricter, mean 0 over the raters of a linked part; ``used``: how often
    each level was given; ``expected``: how often an average rater would have given it to the same people.
    ``infit``, ``outfit``: mean squares of residuals, near 1 when ratings scatter as the model expects.
    """

    rater: Key
    role: RaterRole
    n: int
    severity: float
    std_error: float
    infit: float
    outfit: float
    used: tuple[int, ...]
    expected: tuple[float, ...]
    flags: tuple[RaterFlag, ...]


@dataclass(frozen=True)
class _Residuals:
    """Each rating against what was expected of it; ``fair``: probabilities at an average rater.

    ``free``: the variance of a rating that the fit did not use up by following it.
    """

    moments: Moments
    fair: Floats
    free: Floats
    standardised: Floats


def rater_results(fit: Fit, linkage: Linkage) -> tuple[RaterResult, ...]:
    """Describe how each rater of a fit used the scale, in the order of its parameters' raters."""
    table, parameters = fit.table, fit.parameters
    if not len(table):
        return ()
    residuals = _residuals(fit)
    count, levels = len(table.raters), table.scale.levels
    known = np.bincount(table.rater, weights=residuals.free, minlength=count)
    squares = np.bincount(table.rater, weights=(table.level - residuals.moments.mean) ** 2, minlength=count)
    outfit = np.bincount(table.rater, weights=residuals.standardised**2, minlength=count)
    number = np.bincount(table.rater, minlength=count)
    used = np.bincount(table.rater * levels + table.level, minlength=count * levels).reshape(count, levels)
    expected = _by_rater(residuals.fair, table.rater, count)
    severity, error = _centred(table, parameters, linkage)
    flags = _flags(table, residuals, severity=severity, error=error, number=number)
    return tuple(
        RaterResult(
            rater=name,
            role=role,
            n=int(number[place]),
            severity=float(severity[place]),
            std_error=float(error[place]),
            infit=float(squares[place] / known[place]),
            outfit=float(outfit[place] / number[place]),
            used=tuple(used[place].tolist()),
            expected=tuple(expected[place].tolist()),
            flags=flags[place],
        )
        for place, (name, role) in enumerate(table.raters)
    )


def own_results(fit: Fit, parameters: Parameters) -> tuple[RaterResult, ...]:
    """Describe how people judged themselves; ``parameters`` have learnt the group (``with_own_group``)."""
    own = fit.table.own
    if not len(own.level):
        return ()
    standings = standings_of(fit)
    bias, variance = own_biases(own, standings, parameters)
    people, who = np.unique(own.subject, return_inverse=True)
    steps = (parameters.steps - parameters.steps.mean(axis=1, keepdims=True))[own.criterion]
    eta = standings.mean[own.subject, own.criterion]
    moments = moments_at(eta + bias[who], steps)
    misses = (own.level - moments.mean) ** 2
    number = np.bincount(who)
    infit = np.bincount(who, weights=misses) / np.bincount(who, weights=moments.variance)
    outfit = np.bincount(who, weights=misses / moments.variance) / number
    levels = fit.table.scale.levels
    used = np.bincount(who * levels + own.level, minlength=len(people) * levels).reshape(len(people), levels)
    expected = _by_rater(probabilities_at(eta, steps), who, len(people))
    return tuple(
        RaterResult(
            rater=fit.table.subjects[person],
            role=RaterRole.SELF,
            n=int(number[place]),
            severity=float(-bias[place]),
            std_error=float(np.sqrt(variance[place])),
            infit=float(infit[place]),
            outfit=float(outfit[place]),
            used=tuple(used[place].tolist()),
            expected=tuple(expected[place].tolist()),
            flags=(),
        )
        for place, person in enumerate(people.tolist())
    )


def _residuals(fit: Fit) -> _Residuals:
    table, parameters = fit.table, fit.parameters
    eta, doubt = np.zeros(len(table)), np.zeros(len(table))
    for solved in fit.solved:
        batch, places = solved.batch, solved.batch.places
        flat, inverse = solved.x.ravel(), solved.inverse.ravel()
        eta[batch.rows] = flat[places.on_node] + flat[places.on_criterion]
        doubt[batch.rows] = (
            inverse[places.node_node]
            + inverse[places.criterion_criterion]
            + 2 * inverse[places.node_criterion]
        )
    steps = parameters.steps[table.criterion]
    moments = moments_at(eta - severities_of(table.raters, parameters)[table.rater], steps)
    free = moments.variance * np.maximum(1 - moments.variance * doubt, LEAST_FREE)
    standardised = (table.level - moments.mean) / np.sqrt(np.maximum(free, 1e-9))
    return _Residuals(moments, probabilities_at(eta, steps), free, standardised)


def _by_rater(values: Floats, rater: Ints, count: int) -> Floats:
    columns = [np.bincount(rater, weights=column, minlength=count) for column in values.T]
    return np.stack(columns, axis=1)


def _centred(table: RatingTable, parameters: Parameters, linkage: Linkage) -> tuple[Floats, Floats]:
    """Give severities with mean 0 in each linked part, and their standard errors."""
    severity, error = severities_of(table.raters, parameters), np.zeros(len(table.raters))
    covariance = covariance_of(table.raters, parameters)
    is_rater = np.array([key != ANCHOR for key in table.raters], dtype=bool)
    for part in range(linkage.parts):
        inside = np.flatnonzero((linkage.of_raters == part) & is_rater)
        if not len(inside):
            continue
        among = covariance[np.ix_(inside, inside)]
        severity[inside] -= severity[inside].mean()
        spread = np.diag(among) - 2 * among.mean(axis=1) + among.mean()
        error[inside] = np.sqrt(np.maximum(spread, 0.0))
    known, spreads = parameters.rater_places, parameters.spreads
    hidden = [0.0 if key in known else spreads.severity_of(key[1]) for key in table.raters]
    return severity, np.hypot(error, hidden)


def _flags(
    table: RatingTable, residuals: _Residuals, *, severity: Floats, error: Floats, number: NDArray[np.intp]
) -> list[tuple[RaterFlag, ...]]:
    central, halo = _central(table, residuals), _halo(table, residuals)
    found = []
    for place in range(len(table.raters)):
        tests = (
            (RaterFlag.SEVERE, severity[place] > SEVERITY_NOTABLE * error[place] > 0),
            (RaterFlag.LENIENT, severity[place] < -SEVERITY_NOTABLE * error[place] < 0),
            (RaterFlag.CENTRAL_TENDENCY, number[place] >= CENTRAL_FROM and central[place] > NOTABLE),
            (RaterFlag.HALO, number[place] >= HALO_FROM and halo[place] > NOTABLE),
        )
        found.append(tuple(flag for flag, is_raised in tests if is_raised))
    return found


def _central(table: RatingTable, residuals: _Residuals) -> Floats:
    """Say how many standard deviations too few of a rater's ratings are at the ends of the scale."""
    count, top = len(table.raters), table.scale.levels - 1
    p = residuals.moments.probabilities
    chance = p[:, 0] + p[:, top]
    missing = chance - ((table.level == 0) | (table.level == top))
    variance = np.bincount(table.rater, weights=chance * (1 - chance), minlength=count)
    return np.asarray(
        np.bincount(table.rater, weights=missing, minlength=count) / np.sqrt(np.maximum(variance, 1e-9))
    )


def _halo(table: RatingTable, residuals: _Residuals) -> Floats:
    """Say how many standard deviations too alike a rater's ratings of one person on one day are."""
    count = len(table.raters)
    visit = np.stack([table.subject, table.day, table.rater])
    visits, who = np.unique(visit, axis=1, return_inverse=True)
    total = _sum_by(who.ravel(), residuals.standardised, visits.shape[1])
    squares = _sum_by(who.ravel(), residuals.standardised**2, visits.shape[1])
    size = np.bincount(who.ravel(), minlength=visits.shape[1])
    together = _sum_by(visits[2], (total**2 - squares) / 2, count)
    pairs = _sum_by(visits[2], size * (size - 1) / 2, count)
    return np.asarray(together / np.sqrt(np.maximum(pairs, 1.0)))


def _sum_by(places: Ints, values: Sequence[float] | Floats, size: int) -> Floats:
    return np.asarray(np.bincount(places, weights=values, minlength=size), dtype=np.float64)
