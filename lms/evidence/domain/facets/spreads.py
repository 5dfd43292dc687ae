"""How large each kind of effect is: spreads estimated from the people and raters themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lms.evidence.domain.facets.blocks import Batch
from lms.evidence.domain.facets.globals import GlobalPrior
from lms.evidence.domain.facets.parameters import REFERENCE_SEVERITY, Floats, Spreads
from lms.evidence.domain.facets.scale import Scale
from lms.evidence.domain.observation import RaterRole

PSEUDO = 4
"""Observations at the reference value that every spread starts from: three raters must not blow it up."""
LONGEST_STRIDE = 2.0
"""How far beyond a plain EM step to go at most, on the logarithm."""
SMALLEST = 0.02
NAMES = ("ability", "walk", "domain", "criterion", "step")


@dataclass(frozen=True)
class Squares:
    """What is known of ``count`` effects of one kind: the sum of their squares, and of their variances."""

    squares: float = 0.0
    unsure: float = 0.0
    count: float = 0.0

    def __add__(self, other: "Squares") -> "Squares":
        """Add up what two groups of effects say."""
        return Squares(self.squares + other.squares, self.unsure + other.unsure, self.count + other.count)

    def moved(self, now: float, reference: float) -> float:
        """Move a spread towards what these effects say.

        An EM step covers only the share of the way that is not hidden by uncertainty; the stride makes up
        for it, within bounds.
        """
        total: float = self.squares + self.unsure + PSEUDO * reference**2
        found = float(np.sqrt(total / (self.count + PSEUDO)))
        stride = min(total / max(total - self.unsure, 1e-12), LONGEST_STRIDE)
        return max(float(now * (found / now) ** stride), SMALLEST)


@dataclass
class Evidence:
    """Sums over people of what one round says about the spreads."""

    scale: Scale
    ability: Squares = field(default_factory=Squares)
    walk: Squares = field(default_factory=Squares)
    people: int = 0
    squares: Floats = field(init=False)
    unsure: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Start the sums over the deviations by criterion."""
        count = len(self.scale.criteria)
        self.squares, self.unsure = np.zeros((count, count)), np.zeros((count, count))

    def add(
        self, batch: Batch, x: Floats, drift: Floats, covariance: Floats, *, is_person: NDArray[np.bool_]
    ) -> None:
        """Add a batch: its estimates ``x`` (n, m) with their ``covariance`` (n, m, m).

        Only people count: what raters are compared by was chosen to be different, not met.
        """
        x, drift, covariance = x[is_person], drift[is_person], covariance[is_person]
        nodes, gaps = batch.nodes, batch.gaps[is_person]
        self.people += len(x)
        self.ability += Squares(_total(x[:, 0] ** 2), _total(covariance[:, 0, 0]), len(x))
        early, late = np.arange(nodes - 1), np.arange(1, nodes)
        unsure = covariance[:, early, early] + covariance[:, late, late] - 2 * covariance[:, early, late]
        self.walk += Squares(_total(drift**2 / gaps), _total(unsure / gaps), drift.size)
        own = x[:, nodes:]
        self.squares += own.T @ own
        self.unsure += covariance[:, nodes:, nodes:].sum(axis=0)

    def spreads(self, now: Spreads, z: Floats, prior: GlobalPrior, covariance: Floats) -> Spreads:
        """Give the spreads this evidence speaks for, starting from those it was made with."""
        own, along = self._deviations()
        criterion = own.moved(now.criterion, Spreads.criterion)
        return Spreads(
            ability=self.ability.moved(now.ability, Spreads.ability),
            walk=self.walk.moved(now.walk, Spreads.walk),
            domain=self._domain(along, now, criterion),
            criterion=criterion,
            step=_steps(z, prior, covariance).moved(now.step, Spreads.step),
            own=now.own,
            severity=_severities(now, z, prior, covariance),
        )

    def _deviations(self) -> tuple[Squares, Squares]:
        """Part the deviations into those across the mean direction of their domain, and those along it."""
        own, along = Squares(), Squares()
        for number in range(len(self.scale.domains)):
            inside = np.flatnonzero(self.scale.domain_of == number)
            known, unsure = (part[np.ix_(inside, inside)] for part in (self.squares, self.unsure))
            size = len(inside)
            own += Squares(_across(known), _across(unsure), self.people * (size - 1))
            along += Squares(_total(known) / size, _total(unsure) / size, self.people)
        return own, along

    def _domain(self, along: Squares, now: Spreads, criterion: float) -> float:
        """Give the spread of domains.

        Within a domain of d criteria the mean direction has variance d·domain² + criterion², every other
        direction criterion²; d is taken as the mean size.
        """
        if len(self.scale.domains) == 1:
            return now.domain
        size = len(self.scale.criteria) / len(self.scale.domains)
        before, reference = (np.hypot(np.sqrt(size) * one.domain, one.criterion) for one in (now, Spreads()))
        after = along.moved(float(before), float(reference))
        return max(float(np.sqrt(max(after**2 - criterion**2, 0.0) / size)), SMALLEST)


def relative_change(old: Spreads, new: Spreads) -> float:
    """Give the largest relative change between two sets of spreads."""
    pairs: list[tuple[float, float]] = [(getattr(old, name), getattr(new, name)) for name in NAMES]
    pairs += [(old.severity_of(role), value) for role, value in new.severity.items()]
    return max(abs(after - before) / before for before, after in pairs)


def _across(matrix: Floats) -> float:
    """Sum what lies across the mean direction."""
    return float(np.trace(matrix)) - _total(matrix) / len(matrix)


def _total(values: Floats) -> float:
    return float(np.sum(values))


def _steps(z: Floats, prior: GlobalPrior, covariance: Floats) -> Squares:
    steps, count = prior.steps(z), len(prior.scale.criteria)
    found = Squares()
    for step in range(prior.scale.steps):
        places = prior.first_step + step + prior.scale.steps * np.arange(count)
        away = steps[:, step] - steps[:, step].mean()
        found += Squares(_total(away**2), _across(covariance[np.ix_(places, places)]), count - 1)
    return found


def _severities(now: Spreads, z: Floats, prior: GlobalPrior, covariance: Floats) -> Mapping[RaterRole, float]:
    centred = prior.centred_severities(z)
    found = {}
    for role in sorted({role for _key, role in prior.raters}):
        members = prior.members(role)
        unsure = covariance[members, members]
        mean = prior.group_of[members]
        if mean[0] >= 0:
            unsure = unsure + covariance[mean, mean] - 2 * covariance[members, mean]
        known = Squares(_total(centred[members] ** 2), _total(unsure), len(members))
        found[role] = known.moved(now.severity_of(role), REFERENCE_SEVERITY)
    return found
