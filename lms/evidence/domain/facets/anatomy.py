"""A person's estimates taken apart, and their way over time: what explanations and pictures are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from lms.evidence.domain.facets.outlook import Curve, Outlook, widened
from lms.evidence.domain.facets.own import own_biases
from lms.evidence.domain.facets.parameters import Floats, Parameters
from lms.evidence.domain.facets.posterior import (
    Posterior,
    posterior_of,
    posterior_of_nobody,
    stacked,
    table_of,
)
from lms.evidence.domain.facets.standings import solve_people
from lms.evidence.domain.observation import Observation

OWN_ROUNDS = 6


@dataclass(frozen=True)
class Parts:
    """One estimate taken apart; all on the scale 1–K.

    ``plain_mean``: of the ratings as given, None without any. ``average``: where somebody nobody has seen
    would be put. ``without_severity``: the estimate if all raters were equally strict. ``with_own_view``: the
    estimate if the person's view of themselves counted as well; None where there is none.
    """

    plain_mean: float | None
    average: float
    without_severity: float
    estimate: float
    lower90: float
    upper90: float
    with_own_view: float | None

    @property
    def severity_points(self) -> float:
        """What correcting for severity changed."""
        return self.estimate - self.without_severity


@dataclass(frozen=True)
class Anatomy:
    """The parts of every estimate of one person: by criterion, by domain, overall."""

    criteria: Mapping[str, Parts]
    domains: Mapping[str, Parts]
    overall: Parts


@dataclass(frozen=True)
class Estimate:
    """An estimate with its nominal-90 % interval on the scale 1–K, and the observations it rests on."""

    score: float
    lower90: float
    upper90: float
    n_observations: int


@dataclass(frozen=True)
class TrendPoint:
    """What could be said on a day from the observations up to it."""

    on: date
    domains: Mapping[str, Estimate]
    overall: Estimate


def anatomy_of(
    counted: Sequence[Observation], own: Sequence[Observation], parameters: Parameters, *, as_of: date
) -> Anatomy:
    """Take a person's estimates apart. ``own``: what they said of themselves, newest last or in any order."""
    alike = replace(
        parameters,
        severities=np.zeros_like(parameters.severities),
        group_means=dict.fromkeys(parameters.group_means, 0.0),
    )
    estimate = _whole([posterior_of(counted, parameters, as_of=as_of)], parameters, [as_of])
    equal = _whole([posterior_of(counted, alike, as_of=as_of)], alike, [as_of])
    average = _whole([posterior_of_nobody(parameters)], parameters, [as_of])
    with_own = _with_own(counted, own, parameters, as_of=as_of)
    means = _plain_means(counted, parameters)
    parts = [
        Parts(
            plain_mean=None if np.isnan(means[place]) else float(means[place]),
            average=float(average.score[0, place]),
            without_severity=float(equal.score[0, place]),
            estimate=float(estimate.score[0, place]),
            lower90=float(estimate.lower[0, place]),
            upper90=float(estimate.upper[0, place]),
            with_own_view=None if with_own is None else float(with_own.score[0, place]),
        )
        for place in range(len(means))
    ]
    scale = parameters.scale
    count = len(scale.criteria)
    return Anatomy(
        criteria=dict(zip(scale.criteria, parts[:count], strict=True)),
        domains=dict(zip((code for code, _own in scale.domains), parts[count:-1], strict=True)),
        overall=parts[-1],
    )


def trend_of(posteriors: Sequence[tuple[date, Posterior]], parameters: Parameters) -> tuple[TrendPoint, ...]:
    """Give a point for each day with what was known of the person on it."""
    if not posteriors:
        return ()
    days = [day for day, _posterior in posteriors]
    whole = _whole([posterior for _day, posterior in posteriors], parameters, days)
    scale, members = parameters.scale, parameters.scale.pools > 0
    first = len(scale.criteria)
    points = []
    for row, (day, posterior) in enumerate(posteriors):
        counts = members @ np.array(posterior.observations)
        estimates = [
            Estimate(
                score=float(whole.score[row, first + pool]),
                lower90=float(whole.lower[row, first + pool]),
                upper90=float(whole.upper[row, first + pool]),
                n_observations=int(counts[pool]),
            )
            for pool in range(len(members))
        ]
        domains = dict(zip((code for code, _own in scale.domains), estimates[:-1], strict=True))
        points.append(TrendPoint(day, domains, estimates[-1]))
    return tuple(points)


def _whole(posteriors: Sequence[Posterior], parameters: Parameters, days: Sequence[date]) -> Outlook:
    mean, covariance, latest = stacked(posteriors)
    today = np.array([day.toordinal() for day in days], dtype=np.int64)
    moved = widened(covariance, latest.max(axis=1), today=today, parameters=parameters)
    single, pooled = Curve.of(parameters).outlook(mean, moved)
    return single.beside(pooled)


def _plain_means(counted: Sequence[Observation], parameters: Parameters) -> Floats:
    """Average the ratings as given: per criterion, per domain, in all; NaN without any."""
    place = {code: number for number, code in enumerate(parameters.scale.criteria)}
    sums, counts = np.zeros(len(place)), np.zeros(len(place))
    for one in counted:
        sums[place[one.criterion_code]] += one.level
        counts[place[one.criterion_code]] += 1
    members = np.concatenate([np.eye(len(place)), parameters.scale.pools > 0])
    total = members @ counts
    return np.where(total > 0, members @ sums / np.maximum(total, 1), np.nan)


def _with_own(
    counted: Sequence[Observation], own: Sequence[Observation], parameters: Parameters, *, as_of: date
) -> Outlook | None:
    """Give the outlook with own views as ratings by a rater whose bias is the person's own."""
    if not own:
        return None
    views = table_of(own, parameters.scale, as_of=as_of).own
    both = table_of([*counted, *own], parameters.scale, as_of=as_of, with_own=True)
    found = solve_people(both, parameters)
    for _round in range(OWN_ROUNDS):
        bias = float(own_biases(views, found, parameters)[0][0])
        found = solve_people(both, replace(parameters, own_mean=bias))
    last = max((one.observed_on for one in counted), default=as_of).toordinal()
    moved = widened(
        found.covariance,
        np.array([last], dtype=np.int64),
        today=as_of.toordinal(),
        parameters=parameters,
    )
    single, pooled = Curve.of(parameters).outlook(found.mean, moved)
    return single.beside(pooled)
