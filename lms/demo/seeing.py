"""How invented raters see invented people: abilities differ and grow, eyes are strict or mild. Pure."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.demo.drawing import Member, Pattern

STANDINGS = {1: -2.7, 2: -0.9, 3: 0.9, 4: 3.9}
"""Logits of somebody in the middle of a level."""
STEPS = (-1.7, 0.0, 1.7)
AROUND_LEVEL, IN_DOMAIN, IN_CRITERION = 0.35, 0.35, 0.4
GROWTH, QUICK_GROWTH = 0.3, 1.1
"""Logits a year, up to today."""
SEVERITY = 0.45
OWN_BIAS = (0.7, 0.8)
"""Mean and spread of how many logits higher people see themselves."""
FARTHEST, HALVINGS = 6.0, 30
"""How far from the middle a standing is looked for, and how often the way is halved."""
YEAR = 365


@dataclass(frozen=True)
class Nature:
    """Where somebody truly stands today, by criterion, and how fast they came there."""

    standings: Mapping[str, float]
    growth: float

    def standing(self, criterion: str, days_ago: int) -> float:
        """Give the standing in a criterion so many days ago, in logits."""
        return self.standings[criterion] - self.growth * days_ago / YEAR


def nature_of(member: Member, codes: Sequence[str], draw: random.Random) -> Nature:
    """Draw somebody's nature around the level the tables give them."""
    middle = STANDINGS[member.level or 1] + draw.gauss(0, AROUND_LEVEL)
    domains = {code[0]: draw.gauss(0, IN_DOMAIN) for code in sorted(codes)}
    standings = {code: middle + domains[code[0]] + draw.gauss(0, IN_CRITERION) for code in codes}
    return Nature(standings, QUICK_GROWTH if member.pattern is Pattern.GROWING else GROWTH)


def severity_of(rater: str) -> float:
    """Give how strict a rater is, in logits: always the same for the same key."""
    return random.Random(rater).gauss(0, SEVERITY)  # noqa: S311 (invented people, not secrets)


def own_level(standing: float, key: str, draw: random.Random) -> int:
    """Draw the level somebody sees in themselves: by their own bias, mostly a little high."""
    bias = random.Random(f"{key} of themselves").gauss(*OWN_BIAS)  # noqa: S311 (invented people, not secrets)
    return level_seen(standing, -bias, draw)


def level_seen(standing: float, severity: float, draw: random.Random) -> int:
    """Draw the level a rater gives: the adjacent-category curve of the level model."""
    weights = _weights(standing, severity)
    return draw.choices(range(1, len(weights) + 1), weights)[0]


def standing_of(mean: float) -> float:
    """Find where somebody stands whose levels, seen by raters neither strict nor mild, come to ``mean``."""
    low, high = -FARTHEST, FARTHEST
    for _halving in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _mean_level(middle) < mean else (low, middle)
    return (low + high) / 2


def _mean_level(standing: float) -> float:
    weights = _weights(standing, 0.0)
    return sum(level * weight for level, weight in enumerate(weights, start=1)) / sum(weights)


def _weights(standing: float, severity: float) -> list[float]:
    sums = [0.0]
    for step in STEPS:
        sums.append(sums[-1] + standing - severity - step)
    return [math.exp(one - max(sums)) for one in sums]
