"""The unknowns all people share: severities, group means, steps and growth, with what is assumed of them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lms.evidence.domain.facets.blocks import Batch, Curvature
from lms.evidence.domain.facets.parameters import (
    COMMON_STEP_SPREAD,
    GROUP_MEAN_SPREAD,
    GROWTH_MEAN,
    GROWTH_SPREAD,
    Floats,
    Spreads,
    reference_steps,
)
from lms.evidence.domain.facets.ratings import ANCHOR, Ints, RaterKey
from lms.evidence.domain.facets.scale import Scale
from lms.evidence.domain.observation import RaterRole

ANCHOR_SPREAD = 0.05
"""Logits. How far a panel may be from an average rater: its levels say what an average rater gives."""


@dataclass(frozen=True)
class GlobalPrior:
    """What is assumed of the globals, which stand in the order that ``Parameters`` describes.

    ``roles``: the rater groups that have a mean of their own. A severity lies around its group's mean (that
    of supervisors is 0), a step around the step all criteria have in common.
    """

    scale: Scale
    raters: tuple[RaterKey, ...]
    roles: tuple[RaterRole, ...]

    @property
    def first_step(self) -> int:
        """Give the position of the first step."""
        return len(self.raters) + len(self.roles)

    @property
    def total(self) -> int:
        """Count the globals."""
        return self.first_step + len(self.scale.criteria) * self.scale.steps + 1

    @cached_property
    def group_of(self) -> Ints:
        """Give the position of each rater's group mean among the globals; −1 for supervisors."""
        places = {role: len(self.raters) + number for number, role in enumerate(self.roles)}
        return np.array([places.get(role, -1) for _key, role in self.raters], dtype=np.int64)

    def members(self, role: RaterRole) -> Ints:
        """List the raters of one group, without the panel whose severity is known."""
        return np.flatnonzero([role is key[1] and key != ANCHOR for key in self.raters]).astype(np.int64)

    def steps(self, z: Floats) -> Floats:
        """Take the steps out of the globals; (criteria, S)."""
        return z[self.first_step : -1].reshape(len(self.scale.criteria), self.scale.steps)

    def centred_severities(self, z: Floats) -> Floats:
        """Give each rater's severity less their group's mean; (raters,)."""
        means = np.where(self.group_of < 0, 0.0, z[self.group_of])
        return z[: len(self.raters)] - means

    def derivatives(self, z: Floats, spreads: Spreads) -> tuple[Floats, Floats]:
        """Give the prior's second derivatives (sign turned) and gradient at ``z``."""
        hessian, gradient = np.zeros((self.total, self.total)), np.zeros(self.total)
        self._severities(z, spreads, hessian, gradient)
        self._steps(z, spreads, hessian, gradient)
        hessian[-1, -1] += 1 / GROWTH_SPREAD**2
        gradient[-1] -= (z[-1] - GROWTH_MEAN) / GROWTH_SPREAD**2
        return hessian, gradient

    def _severities(self, z: Floats, spreads: Spreads, hessian: Floats, gradient: Floats) -> None:
        spread = np.array([severity_spread(key, spreads) for key in self.raters])
        precision, rater = 1 / spread**2, np.arange(len(self.raters))
        pull = self.centred_severities(z) * precision
        hessian[rater, rater] += precision
        gradient[rater] -= pull
        grouped = np.flatnonzero(self.group_of >= 0)
        mean = self.group_of[grouped]
        np.add.at(hessian, (mean, mean), precision[grouped])
        hessian[grouped, mean] -= precision[grouped]
        hessian[mean, grouped] -= precision[grouped]
        np.add.at(gradient, mean, pull[grouped])
        means = np.arange(len(self.raters), self.first_step)
        hessian[means, means] += 1 / GROUP_MEAN_SPREAD**2
        gradient[means] -= z[means] / GROUP_MEAN_SPREAD**2

    def _steps(self, z: Floats, spreads: Spreads, hessian: Floats, gradient: Floats) -> None:
        count = len(self.scale.criteria)
        prior = spreads.step**2 * np.eye(count) + COMMON_STEP_SPREAD**2
        precision = np.linalg.inv(prior)
        away = self.steps(z) - reference_steps(self.scale)
        for step in range(self.scale.steps):
            places = self.first_step + step + self.scale.steps * np.arange(count)
            hessian[np.ix_(places, places)] += precision
            gradient[places] -= precision @ away[:, step]


def severity_spread(key: RaterKey, spreads: Spreads) -> float:
    """Give the spread in which a rater's severity lies around its group's mean."""
    return ANCHOR_SPREAD if key == ANCHOR else spreads.severity_of(key[1])


def add_observed(
    hessian: Floats,
    gradient: Floats,
    batch: Batch,
    curvature: Curvature,
    *,
    first_step: int,
    spreads: Spreads,
) -> None:
    """Add what a batch's ratings say about the globals, given the people, to both derivatives."""
    moments, n_steps, total = curvature.moments, batch.scale.steps, len(gradient)
    rater = batch.slots[batch.who, batch.slot]
    surprise = batch.weight * (batch.level - moments.mean)
    gradient -= np.bincount(rater, weights=surprise, minlength=total)
    diagonal = np.bincount(rater, weights=batch.weight * moments.variance, minlength=total)
    hessian[np.arange(total), np.arange(total)] += diagonal
    step = first_step + batch.criterion * n_steps
    raters = first_step
    shared = np.zeros(raters * total)
    for one in range(n_steps):
        passed = batch.weight * ((batch.level > one) - moments.tail[:, one])
        gradient -= np.bincount(step + one, weights=passed, minlength=total)
        values = batch.weight * moments.with_step[:, one]
        shared += np.bincount(rater * total + step + one, weights=values, minlength=len(shared))
        for other in range(n_steps):
            joint = moments.tail[:, max(one, other)] - moments.tail[:, one] * moments.tail[:, other]
            summed = np.bincount(
                batch.criterion, weights=batch.weight * joint, minlength=len(batch.scale.criteria)
            )
            places = first_step + n_steps * np.arange(len(summed))
            hessian[places + one, places + other] += summed
    hessian[:raters] += shared.reshape(raters, total)
    hessian[:, :raters] += shared.reshape(raters, total).T
    gradient[-1] += curvature.drift.sum() / spreads.walk**2
    hessian[-1, -1] += batch.gaps.sum() / spreads.walk**2
