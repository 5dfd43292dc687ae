"""People's views of themselves: a group of raters of their own, who only ever rate one person.

How much higher people see themselves, and how differently, is learnt beside the fit from what others found
about them; nothing flows back ("cut"): an own view moves nobody's level.
"""

from dataclasses import replace

import numpy as np

from lms.evidence.domain.facets.fitting import Fit
from lms.evidence.domain.facets.parameters import GROUP_MEAN_SPREAD, Floats, Parameters, Spreads
from lms.evidence.domain.facets.ratings import Ints, OwnViews
from lms.evidence.domain.facets.response import moments_at
from lms.evidence.domain.facets.spreads import Squares
from lms.evidence.domain.facets.standings import Standings, standings_of

ROUNDS = 30
MOVES = 8


def with_own_group(fit: Fit) -> Parameters:
    """Give a fit's parameters with the mean and the spread of own views learnt."""
    parameters = fit.parameters
    if not len(fit.table.own.level):
        return parameters
    standings = standings_of(fit)
    for _round in range(ROUNDS):
        bias, variance = own_biases(fit.table.own, standings, parameters)
        mean = float(bias.sum() / (len(bias) + (parameters.spreads.own / GROUP_MEAN_SPREAD) ** 2))
        known = Squares(float(((bias - mean) ** 2).sum()), float(variance.sum()), len(bias))
        spread = known.moved(parameters.spreads.own, Spreads.own)
        parameters = replace(parameters, own_mean=mean, spreads=replace(parameters.spreads, own=spread))
    return parameters


def own_biases(own: OwnViews, standings: Standings, parameters: Parameters) -> tuple[Floats, Floats]:
    """Give by how many logits each person who judged themselves sees themselves higher, and its variance.

    In the order of the people's positions; where others have found little, the doubt about that counts too.
    """
    people, who = np.unique(own.subject, return_inverse=True)
    steps = (parameters.steps - parameters.steps.mean(axis=1, keepdims=True))[own.criterion]
    eta = standings.mean[own.subject, own.criterion]
    doubt = np.einsum("pcc->pc", standings.covariance)[own.subject, own.criterion]
    bias = np.full(len(people), parameters.own_mean)
    variance = np.full(len(people), parameters.spreads.own**2)
    for _move in range(MOVES):
        moments = moments_at(eta + bias[who], steps)
        information = moments.variance / (1 + moments.variance * doubt)
        pull = information / moments.variance * (own.level - moments.mean)
        precision = _sums(who, information) + 1 / parameters.spreads.own**2
        gradient = _sums(who, pull) - (bias - parameters.own_mean) / parameters.spreads.own**2
        bias, variance = bias + np.clip(gradient / precision, -1, 1), 1 / precision
    return bias, variance


def _sums(who: Ints, values: Floats) -> Floats:
    return np.asarray(np.bincount(who, weights=values), dtype=np.float64)
