"""One person's part of the model: their path over time and their deviations by criterion.

Terms. A person's unknowns are ``x`` = (standing at each quarter with a rating; deviation of each criterion):
m = nodes + criteria numbers. Between neighbouring quarters the standing moves by a random walk with drift.
People with the same number of quarters are solved together as a *batch*. ``local`` globals of a person are
the severities of their own raters (padded to the batch's widest), all steps, and growth.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lms.evidence.domain.facets.parameters import Floats, Spreads
from lms.evidence.domain.facets.ratings import Ints, RatingTable
from lms.evidence.domain.facets.response import Moments, moments_at
from lms.evidence.domain.facets.scale import Scale

LONGEST_MOVE = 2.5
"""Logits that any unknown may move at once: far from the optimum Newton's method overshoots."""
MOST_MOVES = 40
LARGEST_BATCH = 3_000_000
"""Numbers in a batch's largest array: bounds the memory a fit needs at any time."""


@dataclass(frozen=True)
class Batch:
    """n people with T quarters each and N ratings; rating arrays are (N,).

    ``people``, ``rows``: positions of people and ratings in the table. ``who``: 0 … n − 1; ``node``: which
    quarter of the person; ``slot``: which rater. ``gaps``: (n, T − 1) years between quarters. ``slots``: (n,
    width) position of each rater among the globals, −1 where a person has fewer.
    """

    scale: Scale
    people: Ints
    rows: Ints
    nodes: int
    who: Ints
    node: Ints
    criterion: Ints
    level: Ints
    weight: Floats
    slot: Ints
    gaps: Floats
    slots: Ints

    @property
    def size(self) -> int:
        """Count the unknowns of one person."""
        return self.nodes + len(self.scale.criteria)

    @property
    def width(self) -> int:
        """Count the local globals of one person."""
        return int(self.slots.shape[1]) + len(self.scale.criteria) * self.scale.steps + 1

    @cached_property
    def places(self) -> "_Places":
        """Say where each rating's second derivatives go in the flattened arrays."""
        return _Places.of(self)

    def local_places(self, first_step: int, total: int) -> Ints:
        """Give the position of each local global among ``total`` globals; ``total`` where padded."""
        steps = np.arange(first_step, total)
        raters = np.where(self.slots < 0, total, self.slots)
        return np.concatenate([raters, np.broadcast_to(steps, (len(self.people), len(steps)))], axis=1)


@dataclass(frozen=True)
class _Places:
    """Flat positions in (n, m, m), (n, m, width) and (n, m) arrays."""

    on_node: Ints
    on_criterion: Ints
    node_node: Ints
    criterion_criterion: Ints
    node_criterion: Ints
    node_rater: Ints
    criterion_rater: Ints
    node_step: Ints
    criterion_step: Ints

    @classmethod
    def of(cls, batch: Batch) -> "_Places":
        m, width = batch.size, batch.width
        node = batch.node
        criterion = batch.nodes + batch.criterion
        on_node, on_criterion = batch.who * m + node, batch.who * m + criterion
        step = batch.slots.shape[1] + batch.criterion * batch.scale.steps
        return cls(
            on_node=on_node,
            on_criterion=on_criterion,
            node_node=on_node * m + node,
            criterion_criterion=on_criterion * m + criterion,
            node_criterion=on_node * m + criterion,
            node_rater=on_node * width + batch.slot,
            criterion_rater=on_criterion * width + batch.slot,
            node_step=on_node * width + step,
            criterion_step=on_criterion * width + step,
        )


@dataclass(frozen=True)
class Curvature:
    """First and second derivatives of a batch at a point; the second ones with the sign turned.

    ``gradient``: (n, m); ``hessian``: (n, m, m), positive definite; ``cross``: (n, m, width) with the local
    globals; ``moments``: of each rating; ``drift``: (n, T − 1), each move of the path less what was expected.
    """

    gradient: Floats
    hessian: Floats
    cross: Floats
    moments: Moments
    drift: Floats


def batches_of(table: RatingTable) -> list[Batch]:
    """Put people into batches by their number of quarters and, within bounds of memory, of raters."""
    return [_batch(table, people) for people in _groups(table)]


def curvature_at(
    batch: Batch, x: Floats, *, severity: Floats, steps: Floats, growth: float, spreads: Spreads
) -> Curvature:
    """Derive the log posterior of a batch at ``x`` (n, m); ``severity``: (N,) of each rating's rater."""
    places, n, m = batch.places, len(batch.people), batch.size
    flat = x.ravel()
    eta = flat[places.on_node] + flat[places.on_criterion] - severity
    moments = moments_at(eta, steps[batch.criterion])
    surprise = batch.weight * (batch.level - moments.mean)
    known = batch.weight * moments.variance
    gradient = _sum(n * m, (places.on_node, surprise), (places.on_criterion, surprise)).reshape(n, m)
    hessian = _sum(
        n * m * m,
        (places.node_node, known),
        (places.criterion_criterion, known),
        (places.node_criterion, known),
    ).reshape(n, m, m)
    nodes = batch.nodes
    hessian[:, nodes:, :nodes] = hessian[:, :nodes, nodes:].transpose(0, 2, 1)
    parts = [(places.node_rater, -known), (places.criterion_rater, -known)]
    for step in range(batch.scale.steps):
        shared = -batch.weight * moments.with_step[:, step]
        parts += [(places.node_step + step, shared), (places.criterion_step + step, shared)]
    cross = _sum(n * m * batch.width, *parts).reshape(n, m, batch.width)
    drift = _add_prior(batch, x, gradient, hessian, cross, growth=growth, spreads=spreads)
    return Curvature(gradient, hessian, cross, moments, drift)


def settled(
    batch: Batch, *, severity: Floats, steps: Floats, growth: float, spreads: Spreads, within: float
) -> tuple[Floats, Curvature]:
    """Find the optimum of a batch with the globals held fast: ``x`` (n, m) and the curvature there.

    Stops when nothing moves farther than ``within`` logits, at the latest after ``MOST_MOVES`` moves.
    """
    x = np.zeros((len(batch.people), batch.size))
    farthest, moves = np.inf, 0
    while True:
        at = curvature_at(batch, x, severity=severity, steps=steps, growth=growth, spreads=spreads)
        if farthest < within or moves == MOST_MOVES:
            return x, at
        move = np.linalg.solve(at.hessian, at.gradient[:, :, None])[:, :, 0]
        farthest, moves = float(np.abs(move).max()), moves + 1
        x = x + move * min(1.0, LONGEST_MOVE / max(farthest, LONGEST_MOVE))


def deviation_precision(scale: Scale, spreads: Spreads) -> Floats:
    """Give the prior precision of the deviations by criterion: those of one domain go together."""
    same = scale.domain_of[:, None] == scale.domain_of[None, :]
    is_split = len(scale.domains) > 1
    prior = spreads.criterion**2 * np.eye(len(scale.criteria)) + is_split * spreads.domain**2 * same
    return np.asarray(np.linalg.inv(prior))


def _add_prior(
    batch: Batch,
    x: Floats,
    gradient: Floats,
    hessian: Floats,
    cross: Floats,
    *,
    growth: float,
    spreads: Spreads,
) -> Floats:
    nodes = batch.nodes
    precision = deviation_precision(batch.scale, spreads)
    hessian[:, nodes:, nodes:] += precision
    gradient[:, nodes:] -= x[:, nodes:] @ precision
    hessian[:, 0, 0] += 1 / spreads.ability**2
    gradient[:, 0] -= x[:, 0] / spreads.ability**2
    drift = np.diff(x[:, :nodes], axis=1) - growth * batch.gaps
    stiffness = 1 / (spreads.walk**2 * batch.gaps)
    pull = drift * stiffness
    gradient[:, : nodes - 1] += pull
    gradient[:, 1:nodes] -= pull
    early, late = np.arange(nodes - 1), np.arange(1, nodes)
    hessian[:, early, early] += stiffness
    hessian[:, late, late] += stiffness
    hessian[:, early, late] -= stiffness
    hessian[:, late, early] -= stiffness
    cross[:, : nodes - 1, -1] += 1 / spreads.walk**2
    cross[:, 1:nodes, -1] -= 1 / spreads.walk**2
    return drift


def _sum(size: int, *parts: tuple[Ints, Floats]) -> Floats:
    """Add up values at flat positions."""
    total = np.zeros(size)
    for places, values in parts:
        total += np.bincount(places, weights=values, minlength=size)
    return total


def _groups(table: RatingTable) -> Iterator[Ints]:
    present, nodes = _quarters(table)
    raters = _distinct(table.subject, table.rater, len(table.subjects))[present]
    globals_besides = len(table.scale.criteria) * table.scale.steps + 1
    for count in np.unique(nodes):
        m = int(count) + len(table.scale.criteria)
        alike, wide = present[nodes == count], raters[nodes == count]
        order = np.argsort(wide, kind="stable")
        alike, rows = alike[order], m * np.maximum(m, wide[order] + globals_besides)
        while len(alike):
            fits = np.arange(1, len(alike) + 1) * rows <= LARGEST_BATCH
            stop = max(int(fits.sum()), 1)
            yield np.sort(alike[:stop])
            alike, rows = alike[stop:], rows[stop:]


def _quarters(table: RatingTable) -> tuple[Ints, Ints]:
    """List the people with ratings, and in how many quarters each was rated."""
    pairs = np.unique(np.stack([table.subject, table.quarter]), axis=1)[0]
    present, nodes = np.unique(pairs, return_counts=True)
    return present, nodes


def _distinct(groups: Ints, values: Ints, size: int) -> Ints:
    pairs = np.unique(np.stack([groups, values]), axis=1)[0]
    return np.bincount(pairs, minlength=size)


def _batch(table: RatingTable, people: Ints) -> Batch:
    place = np.full(len(table.subjects), -1, dtype=np.int64)
    place[people] = np.arange(len(people))
    rows = np.flatnonzero(place[table.subject] >= 0)
    who, quarter = place[table.subject[rows]], table.quarter[rows]
    node, quarters = _rank_within(who, quarter, len(people))
    slot, slots = _rank_within(who, table.rater[rows], len(people))
    return Batch(
        scale=table.scale,
        people=people,
        rows=rows,
        nodes=quarters.shape[1],
        who=who,
        node=node,
        criterion=table.criterion[rows],
        level=table.level[rows],
        weight=table.weight[rows],
        slot=slot,
        gaps=np.diff(quarters, axis=1) / 4.0,
        slots=slots,
    )


def _rank_within(who: Ints, values: Ints, size: int) -> tuple[NDArray[np.int64], Ints]:
    """Give each row's rank among its person's different values, and those values, −1 as padding."""
    pairs, inverse = np.unique(np.stack([who, values]), axis=1, return_inverse=True)
    counts = np.bincount(pairs[0], minlength=size)
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])
    rank = np.arange(pairs.shape[1]) - first[pairs[0]]
    listed = np.full((size, max(int(counts.max(initial=0)), 1)), -1, dtype=np.int64)
    listed[pairs[0], rank] = pairs[1]
    return rank[inverse.ravel()], listed
