"""The model's log posterior written out rating by rating: slow, and with nothing of the model's own in it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import exp, floor, log
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from lms.evidence.domain import RaterRole
from lms.evidence.domain.facets import Fit, RatingTable, Spreads
from lms.evidence.domain.facets.blocks import Batch

Floats: TypeAlias = NDArray[np.float64]
Place: TypeAlias = tuple[object, ...]

REFERENCE_SEVERITY, HALF_RANGE, COMMON_STEP, GROUP_MEAN, GROWTH = 0.55, 1.5, 2.0, 1.0, (0.3, 0.5)
QUARTER = 365.25 / 4


@dataclass(frozen=True)
class PlainModel:
    """One value of the log posterior for all unknowns together: globals first, then person by person.

    The unknowns have names: ("rater", key), ("group", role), ("step", criterion, number), ("growth",),
    ("node", person, quarter), ("deviation", person, criterion).
    """

    table: RatingTable
    spreads: Spreads

    @cached_property
    def places(self) -> dict[Place, int]:
        table, names = self.table, list[Place]()
        names += [("rater", key) for key in table.raters]
        roles = sorted({role for _name, role in table.raters} - {RaterRole.SUPERVISOR})
        names += [("group", role) for role in roles]
        steps = range(table.scale.levels - 1)
        names += [("step", place, step) for place in range(len(table.scale.criteria)) for step in steps]
        names += [("growth",)]
        for person in range(len(table.subjects)):
            names += [("node", person, quarter) for quarter in self.quarters(person)]
            names += [("deviation", person, place) for place in range(len(table.scale.criteria))]
        return {name: place for place, name in enumerate(names)}

    def quarters(self, person: int) -> list[int]:
        days = [day for day, who in zip(self.table.day, self.table.subject, strict=True) if who == person]
        return sorted({floor(day / QUARTER) for day in days})

    @cached_property
    def n_globals(self) -> int:
        return self.places["growth",] + 1

    def log_posterior(self, theta: Floats) -> float:
        at = {name: float(theta[place]) for name, place in self.places.items()}
        return self._ratings(at) + self._prior_of_globals(at) + self._prior_of_people(at)

    def _ratings(self, at: dict[Place, float]) -> float:
        table, total = self.table, 0.0
        for place in range(len(table)):
            person, criterion = int(table.subject[place]), int(table.criterion[place])
            eta = at["node", person, floor(table.day[place] / QUARTER)] + at["deviation", person, criterion]
            eta -= at["rater", table.raters[table.rater[place]]]
            heights = [0.0]
            for step in range(table.scale.levels - 1):
                heights.append(heights[-1] + eta - at["step", criterion, step])
            chance = heights[int(table.level[place])] - log(sum(exp(height) for height in heights))
            total += float(table.weight[place]) * chance
        return total

    def _prior_of_globals(self, at: dict[Place, float]) -> float:
        scale, total = self.table.scale, normal(at["growth",], *GROWTH)
        for key in self.table.raters:
            mean = at.get(("group", key[1]), 0.0)
            total += normal(at["rater", key], mean, self.spreads.severity.get(key[1], REFERENCE_SEVERITY))
        total += sum(normal(value, 0.0, GROUP_MEAN) for name, value in at.items() if name[0] == "group")
        count, n_steps = len(scale.criteria), scale.levels - 1
        covariance = [
            [COMMON_STEP**2 + (self.spreads.step**2 if one == other else 0.0) for other in range(count)]
            for one in range(count)
        ]
        for step in range(n_steps):
            middle = -HALF_RANGE + 2 * HALF_RANGE * step / (n_steps - 1) if n_steps > 1 else 0.0
            away = [at["step", place, step] - middle for place in range(count)]
            total += jointly_normal(np.array(away), np.array(covariance))
        return total

    def _prior_of_people(self, at: dict[Place, float]) -> float:
        scale, spreads, total = self.table.scale, self.spreads, 0.0
        domain = {code: name for name, codes in scale.domains for code in codes}
        covariance = np.zeros((len(scale.criteria), len(scale.criteria)))
        for row, one in enumerate(scale.criteria):
            for column, other in enumerate(scale.criteria):
                covariance[row, column] += spreads.criterion**2 if one == other else 0.0
                if len(scale.domains) > 1 and domain[one] == domain[other]:
                    covariance[row, column] += spreads.domain**2
        for person in range(len(self.table.subjects)):
            quarters = self.quarters(person)
            if not quarters:
                continue
            nodes = [at["node", person, quarter] for quarter in quarters]
            total += normal(nodes[0], 0.0, spreads.ability)
            for place in range(1, len(nodes)):
                years = (quarters[place] - quarters[place - 1]) / 4
                expected = nodes[place - 1] + at["growth",] * years
                total += normal(nodes[place], expected, spreads.walk * years**0.5)
            own = [at["deviation", person, place] for place in range(len(scale.criteria))]
            total += jointly_normal(np.array(own), covariance)
        return total

    def optimum(self, fit: Fit) -> Floats:
        """Put what a fit found into the order of the unknowns here."""
        parameters, theta = fit.parameters, np.zeros(len(self.places))
        groups = [parameters.group_means[role] for role in sorted(parameters.group_means)]
        theta[: self.n_globals] = [
            *parameters.severities,
            *groups,
            *parameters.steps.ravel(),
            parameters.growth,
        ]
        for solved in fit.solved:
            for row, places in enumerate(self.places_of(solved.batch)):
                theta[places] = solved.x[row]
        return theta

    def places_of(self, batch: Batch) -> list[list[int]]:
        """Give, for each person of a batch, the places of their unknowns in the batch's order."""
        found = []
        for person in batch.people.tolist():
            nodes: list[Place] = [("node", person, quarter) for quarter in self.quarters(person)]
            own: list[Place] = [
                ("deviation", person, place) for place in range(len(self.table.scale.criteria))
            ]
            found.append([self.places[name] for name in (*nodes, *own)])
        return found

    def standing_map(self, person: int) -> Floats:
        """Give the matrix from all unknowns to the person's standings, counted from the middle of steps."""
        count, steps = len(self.table.scale.criteria), self.table.scale.levels - 1
        take = np.zeros((count, len(self.places)))
        for place in range(count):
            take[place, self.places["node", person, self.quarters(person)[-1]]] = 1.0
            take[place, self.places["deviation", person, place]] = 1.0
            for step in range(steps):
                take[place, self.places["step", place, step]] = -1 / steps
        return take


def normal(value: float, mean: float, spread: float) -> float:
    return -((value - mean) ** 2) / (2 * spread**2)


def jointly_normal(away: Floats, covariance: Floats) -> float:
    return float(-away @ np.linalg.solve(covariance, away) / 2)


def slope(function: Callable[[Floats], float], at: Floats, reach: float = 1e-4) -> Floats:
    """Differentiate by central differences of fourth order."""
    found = np.zeros(len(at))
    for place in range(len(at)):
        values = []
        for far in (-2, -1, 1, 2):
            moved = at.copy()
            moved[place] += far * reach
            values.append(function(moved))
        found[place] = (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * reach)
    return found


def bend(function: Callable[[Floats], float], at: Floats, reach: float = 1e-3) -> Floats:
    """Differentiate twice by central differences."""
    size, middle = len(at), function(at)
    step = reach * np.eye(size)
    ahead = [function(at + one) for one in step]
    behind = [function(at - one) for one in step]
    found = np.zeros((size, size))
    for row in range(size):
        for column in range(row + 1):
            both = function(at + step[row] + step[column]) + function(at - step[row] - step[column])
            parts = ahead[row] + behind[row] + ahead[column] + behind[column]
            found[row, column] = found[column, row] = (both - parts + 2 * middle) / (2 * reach**2)
    return found
