"""Fits the model to a table of ratings: penalised Newton, people eliminated, spreads by an outer loop.

Each round takes one Newton step of the joint log posterior in all unknowns (it is concave: one optimum). The
people's blocks are eliminated (Schur complement), so that only the globals are solved for together. Unless
they are kept, the spreads then move to what the round's estimates and their uncertainty say (an EM step under
Laplace's approximation). Everything is double precision in a fixed order: the same table gives the same fit.
"""

from dataclasses import dataclass

import numpy as np

from lms.evidence.domain.facets.blocks import (
    LONGEST_MOVE,
    Batch,
    Curvature,
    batches_of,
    curvature_at,
    settled,
)
from lms.evidence.domain.facets.globals import GlobalPrior, add_observed
from lms.evidence.domain.facets.parameters import (
    GROWTH_MEAN,
    Floats,
    Parameters,
    Spreads,
    reference_steps,
)
from lms.evidence.domain.facets.ratings import Ints, RatingTable
from lms.evidence.domain.facets.spreads import Evidence, relative_change
from lms.evidence.domain.observation import RaterRole

MOST_RATERS = 2000
"""Raters beyond which those of one single person are pooled: all the others are solved for together."""
MOST_ROUNDS = 80
SETTLED_BY = 40
"""Rounds after which the spreads stay as they are: what still creeps then is hardly known from ratings."""
NEAR = 0.5
"""Logits: once no unknown moves farther, the spreads start to follow."""
SMALL_MOVE = 1e-6
SMALL_CHANGE = 0.008
"""Relative change of the spreads in a round below which they count as found."""


@dataclass(frozen=True)
class Solved:
    """One batch at the end of a fit: the optimum and what its uncertainty is made of.

    ``x``: (n, m); ``inverse``: (n, m, m) of the people's own part; ``response``: (n, m, width), how ``x``
    follows when a local global moves (sign turned); ``places``: (n, width) of the local globals.
    """

    batch: Batch
    x: Floats
    inverse: Floats
    response: Floats
    places: Ints


@dataclass(frozen=True)
class Fit:
    """The optimum: parameters learnt, and each batch of people."""

    table: RatingTable
    parameters: Parameters
    solved: tuple[Solved, ...]
    rounds: int


def fit(table: RatingTable, *, start: Parameters | None = None, keep_spreads: bool = False) -> Fit:
    """Fit the model to all ratings of ``table``.

    ``start``: the parameters of an earlier fit, to begin from; its spreads are kept when ``keep_spreads``,
    which is quicker and moves nobody's level by a change of spreads. Works for any number of ratings, none
    included: where ratings say little, the prior speaks.
    """
    return _Fitter(table, start, keep_spreads=keep_spreads).run()


class _Fitter:
    def __init__(self, table: RatingTable, start: Parameters | None, *, keep_spreads: bool) -> None:
        self.table = table
        table = table.with_strangers_pooled(MOST_RATERS)
        self.raters = table.raters
        self.batches = batches_of(table)
        roles = sorted({role for _key, role in table.raters} - {RaterRole.SUPERVISOR})
        self.prior = GlobalPrior(table.scale, table.raters, tuple(roles))
        self.spreads = start.spreads if start else Spreads()
        self.keep_spreads = keep_spreads and start is not None
        self.z = self._start(start)
        self.x = [self._settled(batch) for batch in self.batches]

    def _start(self, start: Parameters | None) -> Floats:
        known = start.rater_places if start else {}
        severities = [start.severities[known[key]] if start and key in known else 0.0 for key in self.raters]
        means = [start.group_means.get(role, 0.0) if start else 0.0 for role in self.prior.roles]
        has_same_scale = start is not None and start.scale == self.table.scale
        steps = start.steps if start and has_same_scale else reference_steps(self.table.scale)
        growth = start.growth if start else GROWTH_MEAN
        return np.concatenate([severities, means, steps.ravel(), [growth]])

    def _settled(self, batch: Batch) -> Floats:
        """Bring people near where they belong before the globals move: that is quicker than all together."""
        x, _at = settled(
            batch,
            severity=self.z[batch.slots[batch.who, batch.slot]],
            steps=self.prior.steps(self.z),
            growth=float(self.z[-1]),
            spreads=self.spreads,
            within=NEAR,
        )
        return x

    def run(self) -> Fit:
        farthest, is_settled, rounds = np.inf, self.keep_spreads, 0
        while rounds < MOST_ROUNDS and (farthest > SMALL_MOVE or not is_settled):
            rounds += 1
            hessian, gradient, people = self._reduced()
            if not is_settled and farthest < NEAR:
                found = self._spreads(inverse_of(hessian), people)
                is_settled = relative_change(self.spreads, found) < SMALL_CHANGE or rounds > SETTLED_BY
                self.spreads = found
            farthest = self._move(np.asarray(np.linalg.solve(hessian, gradient), dtype=np.float64), people)
        return self._finished(rounds)

    def _reduced(self) -> tuple[Floats, Floats, list["_Eliminated"]]:
        """Eliminate the people: what is left for the globals, second derivatives and gradient; each batch."""
        hessian, gradient = self.prior.derivatives(self.z, self.spreads)
        padded = np.zeros((self.prior.total + 1, self.prior.total + 1))
        people = []
        for batch, x in zip(self.batches, self.x, strict=True):
            curvature = self._curvature(batch, x)
            add_observed(
                hessian, gradient, batch, curvature, first_step=self.prior.first_step, spreads=self.spreads
            )
            one = _Eliminated.of(batch, curvature, self.prior)
            one.take_from(padded, gradient, curvature)
            people.append(one)
        return hessian + padded[:-1, :-1], gradient, people

    def _move(self, dz: Floats, people: "list[_Eliminated]") -> float:
        """Take one Newton step, shortened where it is long; return how far the farthest wanted to go."""
        moves = [one.alone - _apply(one.response, one.local(dz)) for one in people]
        farthest = max(float(np.abs(move).max(initial=0.0)) for move in (dz, *moves))
        scale = min(1.0, LONGEST_MOVE / farthest) if farthest else 1.0
        self.z = self.z + scale * dz
        self.x = [x + scale * dx for x, dx in zip(self.x, moves, strict=True)]
        return farthest

    def _spreads(self, covariance: Floats, people: "list[_Eliminated]") -> Spreads:
        evidence = Evidence(self.table.scale)
        for batch, x, one in zip(self.batches, self.x, people, strict=True):
            is_person = self.table.is_person[batch.people]
            evidence.add(batch, x, one.drift, one.covariance(covariance), is_person=is_person)
        return evidence.spreads(self.spreads, self.z, self.prior, covariance)

    def _curvature(self, batch: Batch, x: Floats) -> Curvature:
        severity = self.z[batch.slots[batch.who, batch.slot]]
        return curvature_at(
            batch,
            x,
            severity=severity,
            steps=self.prior.steps(self.z),
            growth=float(self.z[-1]),
            spreads=self.spreads,
        )

    def _finished(self, rounds: int) -> Fit:
        hessian, _gradient, people = self._reduced()
        solved = tuple(
            Solved(batch, x, one.inverse, one.response, one.places)
            for batch, x, one in zip(self.batches, self.x, people, strict=True)
        )
        n_raters = len(self.raters)
        parameters = Parameters(
            scale=self.table.scale,
            spreads=self.spreads,
            steps=self.prior.steps(self.z),
            raters=self.raters,
            severities=self.z[:n_raters],
            group_means=dict(
                zip(self.prior.roles, self.z[n_raters : self.prior.first_step].tolist(), strict=True)
            ),
            growth=float(self.z[-1]),
            covariance=inverse_of(hessian),
            n_ratings=len(self.table),
        )
        return Fit(self.table, parameters, solved, rounds)


@dataclass(frozen=True)
class _Eliminated:
    """A batch of people, their block inverted; ``alone``: (n, m), the step they would take by themselves."""

    inverse: Floats
    response: Floats
    alone: Floats
    drift: Floats
    places: Ints
    n_shared: int

    @classmethod
    def of(cls, batch: Batch, curvature: Curvature, prior: GlobalPrior) -> "_Eliminated":
        inverse = inverse_of(curvature.hessian)
        return cls(
            inverse=inverse,
            response=inverse @ curvature.cross,
            alone=_apply(inverse, curvature.gradient),
            drift=curvature.drift,
            places=batch.local_places(prior.first_step, prior.total),
            n_shared=prior.total - prior.first_step,
        )

    def local(self, values: Floats) -> Floats:
        """Give each person's local part of a vector of globals; (n, width), 0 where padded."""
        return np.append(values, 0.0)[self.places]

    def take_from(self, padded: Floats, gradient: Floats, curvature: Curvature) -> None:
        """Take what the people explain by themselves out of the globals' derivatives."""
        across = curvature.cross.transpose(0, 2, 1)
        size = len(padded)
        explained = across @ self.response
        n_raters = self.places.shape[1] - (size - 1 - self.first_shared)
        steps = slice(self.first_shared, size - 1)
        raters = self.places[:, :n_raters]
        padded[steps, steps] -= explained[:, n_raters:, n_raters:].sum(axis=0)
        block = np.zeros((size, explained.shape[2] - n_raters))
        np.add.at(block, raters, explained[:, :n_raters, n_raters:])
        padded[:, steps] -= block
        padded[steps, :] -= block.T
        pairs = raters[:, :, None] * size + raters[:, None, :]
        among = np.bincount(
            pairs.ravel(), weights=explained[:, :n_raters, :n_raters].ravel(), minlength=size**2
        )
        padded -= among.reshape(size, size)
        taken = _apply(across, self.alone)
        gradient -= np.bincount(self.places.ravel(), weights=taken.ravel(), minlength=size)[:-1]

    @property
    def first_shared(self) -> int:
        """Give the position of the first step: from there on all people have the same local globals."""
        return int(self.places[0, -1]) - self.n_shared + 1

    def covariance(self, of_globals: Floats) -> Floats:
        """Give each person's covariance, the globals' uncertainty included; (n, m, m)."""
        padded = np.pad(of_globals, (0, 1))
        local = padded[self.places[:, :, None], self.places[:, None, :]]
        return np.asarray(self.inverse + self.response @ local @ self.response.transpose(0, 2, 1))


def inverse_of(matrices: Floats) -> Floats:
    """Invert positive definite matrices (…, m, m)."""
    return np.asarray(np.linalg.inv(matrices), dtype=np.float64)


def _apply(matrices: Floats, vectors: Floats) -> Floats:
    """Multiply each matrix with its vector."""
    return np.asarray((matrices @ vectors[:, :, None])[:, :, 0])
