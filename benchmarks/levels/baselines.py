"""What other systems show instead of a level: the last rating, the mean, and the mean that forgets."""

from collections.abc import Callable, Mapping

import numpy as np

from benchmarks.levels.simulation import CRITERIA, DAYS_A_YEAR, DOMAINS, Floats, Ints, Simulated

HALF_LIFE_DAYS = DAYS_A_YEAR

# A cell nobody has rated takes the mean of the person's domain, else of the person, else of everybody.
_DOMAIN_OF = np.array([DOMAINS.index(code[0]) for code in CRITERIA])


def last_rating(world: Simulated) -> Floats:
    """Return the latest rating of each cell; of a day, the one written down last."""
    people, criteria = world.truth.shape
    latest = np.full((people, criteria), np.nan)
    order = np.argsort(-world.days_ago, kind="stable")
    latest[world.subject[order], world.criterion[order]] = world.level[order]
    return np.where(np.isnan(latest), mean(world), latest)


def mean(world: Simulated) -> Floats:
    return _weighted_mean(world, np.ones(len(world.level)))


def recent_mean(world: Simulated) -> Floats:
    return _weighted_mean(world, 0.5 ** (world.days_ago / HALF_LIFE_DAYS))


BASELINES: Mapping[str, Callable[[Simulated], Floats]] = {
    "last rating": last_rating,
    "mean": mean,
    "recency-weighted mean": recent_mean,
}


def _weighted_mean(world: Simulated, weight: Floats) -> Floats:
    people, criteria = world.truth.shape
    domain = _DOMAIN_OF[world.criterion]
    of_cell = _ratio(world, weight, world.subject * criteria + world.criterion, people * criteria)
    of_domain = _ratio(world, weight, world.subject * len(DOMAINS) + domain, people * len(DOMAINS))
    of_person = _ratio(world, weight, world.subject, people)
    of_everybody = np.average(world.level, weights=weight)
    found = of_cell.reshape(people, criteria)
    for fallback in (of_domain.reshape(people, -1)[:, _DOMAIN_OF], of_person[:, None], of_everybody):
        found = np.where(np.isnan(found), fallback, found)
    return found


def _ratio(world: Simulated, weight: Floats, group: Ints, groups: int) -> Floats:
    """Return the mean level of each group, not a number where there is none."""
    total = np.bincount(group, weight, groups)
    points = np.bincount(group, weight * world.level, groups)
    found: Floats = np.divide(points, total, out=np.full(groups, np.nan), where=total > 0)
    return found
