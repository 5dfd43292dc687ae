"""Tables of ratings for tests of the level model: typed by hand, or drawn from the very model it assumes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from lms.evidence.domain import Observation, RaterRole
from lms.evidence.domain.facets import (
    Estimates,
    Fit,
    Parameters,
    RaterResult,
    RatingTable,
    Scale,
    estimates_of,
    fit,
    linkage_of,
    own_results,
    rater_results,
    with_own_group,
)
from tests.factories.evidence import OUTLINE, TODAY, ObservedFactory

Floats = NDArray[np.float64]

SCALE = Scale.of_outline(OUTLINE)
WIDE_SCALE = Scale.of_codes(("A1", "A2", "A3", "B1", "B2", "B3"), 4)
LAST_WEEK = TODAY - timedelta(days=7)
YEAR = 365.25


class Rated(NamedTuple):
    """One rating; ``on`` None = day unknown."""

    subject: str
    criterion: str
    level: int
    rater: str
    on: date | None = LAST_WEEK
    role: RaterRole = RaterRole.SUPERVISOR


def table_from(
    rows: Iterable[Rated],
    scale: Scale = SCALE,
    *,
    as_of: date = TODAY,
    half_life_days: float | None = None,
    with_own: bool = False,
) -> RatingTable:
    rows = list(rows)
    return RatingTable.from_columns(
        scale=scale,
        subject=[row.subject for row in rows],
        criterion=[row.criterion for row in rows],
        level=[row.level for row in rows],
        rater=[row.rater for row in rows],
        observed_on=[row.on.toordinal() if row.on else None for row in rows],
        role=[row.role for row in rows],
        as_of=as_of,
        half_life_days=half_life_days,
        with_own=with_own,
    )


def parameters_with(severities: Mapping[UUID, float], scale: Scale = SCALE, **changes: Any) -> Parameters:
    """Give parameters as if so many supervisors had been found so strict, and everything else as before."""
    start = Parameters.reference(scale)
    count, size = len(severities), len(start.covariance)
    covariance = np.zeros((count + size, count + size))
    covariance[:count, :count] = 0.04 * np.eye(count)
    covariance[count:, count:] = start.covariance
    known = replace(
        start,
        raters=tuple((str(rater), RaterRole.SUPERVISOR) for rater in severities),
        severities=np.array(list(severities.values()), dtype=np.float64),
        covariance=covariance,
    )
    return replace(known, **changes)


def observed(levels: Sequence[int], *, raters: Sequence[UUID], **changes: Any) -> list[Observation]:
    """Give an observation of A1 for each level, by the raters in turn."""
    return [
        ObservedFactory(level=level, rater_id=raters[place % len(raters)], **changes)
        for place, level in enumerate(levels)
    ]


@dataclass(frozen=True)
class World:
    """Ratings drawn from the model with everything known."""

    rows: list[Rated]
    scale: Scale
    severity: Mapping[str, float]
    truth: Mapping[str, Floats]
    """Of each person: the fair score in each criterion at the last rating, 1–K."""

    @property
    def table(self) -> RatingTable:
        return table_from(self.rows, self.scale)


def drawn_world(
    seed: int,
    *,
    people: int = 60,
    raters: int = 8,
    visits: int = 6,
    ratings_a_visit: int = 3,
    scale: Scale = WIDE_SCALE,
    severity_spread: float = 0.6,
    years: float = 1.5,
) -> World:
    """Draw people, raters and ratings: each person is visited by raters at random over some years."""
    random = np.random.default_rng(seed)
    severity = random.normal(0, severity_spread, raters)
    severity -= severity.mean()
    steps = np.linspace(-1.6, 1.6, scale.steps) + random.normal(0, 0.25, (len(scale.criteria), scale.steps))
    rows: list[Rated] = []
    truth: dict[str, Floats] = {}
    for number in range(people):
        profile = random.normal(0, 0.4, len(scale.domains))[scale.domain_of]
        profile = profile + random.normal(0, 0.5, len(scale.criteria))
        years_ago = np.sort(random.uniform(0, years, visits))[::-1]
        path = random.normal(0, 1.3) + _walked(random, years_ago)
        for ago, height in zip(years_ago, path, strict=True):
            rater = int(random.integers(raters))
            for criterion in random.choice(len(scale.criteria), ratings_a_visit, replace=False):
                eta = height + profile[criterion] - severity[rater]
                level = int(random.choice(scale.levels, p=chances(eta, steps[criterion]))) + 1
                on = TODAY - timedelta(days=int(ago * YEAR))
                rows.append(Rated(f"p{number:03}", scale.criteria[criterion], level, f"r{rater:02}", on))
        truth[f"p{number:03}"] = np.array(
            [fair_score(path[-1] + own, step) for own, step in zip(profile, steps, strict=True)]
        )
    return World(rows, scale, {f"r{place:02}": float(one) for place, one in enumerate(severity)}, truth)


def chances(eta: float, steps: Floats) -> Floats:
    """Give P(k) of one rating, written out: exp(k·eta − the first k steps), made to sum to 1."""
    weights = [float(np.exp(k * eta - sum(steps[:k]))) for k in range(len(steps) + 1)]
    return np.array([one / sum(weights) for one in weights])


def fair_score(eta: float, steps: Floats) -> float:
    return float(sum((k + 1) * p for k, p in enumerate(chances(eta, steps))))


@dataclass(frozen=True)
class Whole:
    """All that a ratings file asks of the model."""

    fit: Fit
    estimates: Estimates
    raters: tuple[RaterResult, ...]
    own: tuple[RaterResult, ...]


def worked_out(table: RatingTable) -> Whole:
    found = fit(table)
    linkage = linkage_of(table)
    own = own_results(found, with_own_group(found))
    return Whole(found, estimates_of(found, linkage), rater_results(found, linkage), own)


def by_visits(
    people: int, raters: Sequence[str], level_of: Mapping[int, Sequence[int]], *, scale: Scale = SCALE
) -> Iterator[Rated]:
    """Let every rater see every person in every criterion; ``level_of``: person → level by criterion."""
    for person in range(people):
        for rater in raters:
            for place, criterion in enumerate(scale.criteria):
                yield Rated(f"p{person}", criterion, level_of[person][place], rater)


def _walked(random: np.random.Generator, years_ago: Floats) -> Floats:
    gaps = -np.diff(years_ago)
    moves = 0.3 * gaps + random.normal(0, 1, len(gaps)) * 0.4 * np.sqrt(gaps)
    return np.concatenate([[0.0], np.cumsum(moves)])


def severities(found: Fit) -> dict[str, float]:
    """Give each rater's severity by name."""
    parameters = found.parameters
    return {name: float(one) for (name, _), one in zip(parameters.raters, parameters.severities, strict=True)}
