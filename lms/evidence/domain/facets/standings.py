"""Where people stand at their last evidence: the model's answer about them, in logits."""

from dataclasses import dataclass

import numpy as np

from lms.evidence.domain.facets.blocks import Batch, batches_of, deviation_precision, settled
from lms.evidence.domain.facets.fitting import Fit, Solved, inverse_of
from lms.evidence.domain.facets.parameters import Floats, Parameters
from lms.evidence.domain.facets.ratings import STRANGERS, RaterKey, RatingTable
from lms.evidence.domain.facets.scale import Scale

SMALL_MOVE = 1e-9


@dataclass(frozen=True)
class Standings:
    """``mean``: (people, criteria) from the middle of steps; ``covariance``: (people, criteria, criteria)."""

    mean: Floats
    covariance: Floats


def standings_of(fit: Fit) -> Standings:
    """Give the standings of all subjects of a fit, in the table's order; without ratings, the prior."""
    parameters, count = fit.parameters, len(fit.table.subjects)
    unseen = standing_of_nobody(parameters)
    mean = np.repeat(unseen.mean, count, axis=0)
    covariance = np.repeat(unseen.covariance, count, axis=0)
    padded = np.pad(parameters.covariance, (0, 1))
    for solved in fit.solved:
        local = padded[solved.places[:, :, None], solved.places[:, None, :]]
        found = _standings(solved, parameters, local)
        mean[solved.batch.people] = found.mean
        covariance[solved.batch.people] = found.covariance
    return Standings(mean, covariance)


def solve_people(table: RatingTable, parameters: Parameters) -> Standings:
    """Find the standings of the subjects of a small table with everything learnt from others held fast.

    For people the parameters were fitted with, and no ratings since, this is what the fit itself gives.
    Raters the fit did not know count as average ones, with less weight.
    """
    unseen = standing_of_nobody(parameters)
    mean = np.repeat(unseen.mean, len(table.subjects), axis=0)
    covariance = np.repeat(unseen.covariance, len(table.subjects), axis=0)
    known = parameters.rater_places
    is_stranger = np.array([key not in known for key in table.raters], dtype=bool)
    severities = severities_of(table.raters, parameters)
    between = covariance_of(table.raters, parameters)
    for batch in batches_of(table.with_strangers_weighed(is_stranger)):
        solved = _solve(batch, severities, parameters)
        local = between[solved.places[:, :, None], solved.places[:, None, :]]
        found = _standings(solved, parameters, local)
        mean[batch.people] = found.mean
        covariance[batch.people] = found.covariance
    return Standings(mean, covariance)


def standing_of_nobody(parameters: Parameters) -> Standings:
    """Give where somebody nobody has seen would stand: the average person, with the spread of people."""
    scale, spreads = parameters.scale, parameters.spreads
    among = np.linalg.inv(deviation_precision(scale, spreads)) + spreads.ability**2
    first = parameters.first_step
    last = first + len(scale.criteria) * scale.steps
    middle = _middle(scale)
    among = among + middle @ parameters.covariance[first:last, first:last] @ middle.T
    return Standings(-parameters.steps.mean(axis=1)[None], np.asarray(among)[None])


def severities_of(raters: tuple[RaterKey, ...], parameters: Parameters) -> Floats:
    """Give each rater's severity: as fitted, or their group's mean for one the fit did not know."""
    places = parameters.rater_places
    return np.array(
        [
            parameters.severities[places[key]] if key in places else parameters.expected_severity(key)
            for key in raters
        ],
        dtype=np.float64,
    )


def _solve(batch: Batch, severities: Floats, parameters: Parameters) -> Solved:
    x, at = settled(
        batch,
        severity=severities[batch.slots[batch.who, batch.slot]],
        steps=parameters.steps,
        growth=parameters.growth,
        spreads=parameters.spreads,
        within=SMALL_MOVE,
    )
    inverse = inverse_of(at.hessian)
    n_raters = len(severities)
    places = batch.local_places(n_raters, n_raters + batch.width - batch.slots.shape[1])
    return Solved(batch, x, inverse, inverse @ at.cross, places)


def covariance_of(raters: tuple[RaterKey, ...], parameters: Parameters) -> Floats:
    """Give the covariance of these raters' severities, the steps and growth; one row of zeros as padding.

    A rater the fit did not know has zeros, too: what is unknown of them is in the weight of their ratings.
    """
    known, total = parameters.rater_places, len(parameters.covariance)
    rows = [known.get(key, known.get((STRANGERS, key[1]), total)) for key in raters]
    places = np.array([*rows, *range(parameters.first_step, total), total], dtype=np.int64)
    is_there = places < total
    covariance = np.zeros((len(places), len(places)))
    inside = places[is_there]
    covariance[np.ix_(is_there, is_there)] = parameters.covariance[np.ix_(inside, inside)]
    return covariance


def _standings(solved: Solved, parameters: Parameters, local: Floats) -> Standings:
    """Give exact marginals; ``local``: (n, width, width) covariance of each person's local globals."""
    take = _last_node_and_criterion(solved.batch)
    follow = _origin(solved) - take @ solved.response
    covariance = take @ solved.inverse @ take.T + follow @ local @ follow.transpose(0, 2, 1)
    mean = solved.x @ take.T - parameters.steps.mean(axis=1)
    return Standings(mean, np.asarray((covariance + covariance.transpose(0, 2, 1)) / 2))


def _last_node_and_criterion(batch: Batch) -> Floats:
    count = len(batch.scale.criteria)
    take = np.zeros((count, batch.size))
    take[:, batch.nodes - 1] = 1.0
    take[:, batch.nodes :] += np.eye(count)
    return take


def _origin(solved: Solved) -> Floats:
    """Give how the origin of each criterion, the middle of its steps, follows the local globals."""
    middle = _middle(solved.batch.scale)
    origin = np.zeros((len(middle), solved.places.shape[1]))
    origin[:, -1 - middle.shape[1] : -1] = -middle
    return origin


def _middle(scale: Scale) -> Floats:
    """Give the matrix that takes the mean of each criterion's steps; (criteria, all steps)."""
    return np.kron(np.eye(len(scale.criteria)), np.full((1, scale.steps), 1 / scale.steps))
