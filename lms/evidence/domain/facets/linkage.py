"""Who can be compared with whom: people and raters linked by common ratings.

Two parts of the rater–person graph without a common rating say nothing about which of them is stricter
(Linacre, Facets manual, "subset connectedness"). Connected is not enough either: with few common ratings the
contrast between two groups of raters stays as unknown as it was. How much of it the ratings have resolved is
1 − posterior variance / prior variance of the contrast.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from lms.evidence.domain.facets.globals import severity_spread
from lms.evidence.domain.facets.parameters import GROUP_MEAN_SPREAD, Floats, Parameters
from lms.evidence.domain.facets.ratings import Ints, Key, RatingTable
from lms.evidence.domain.observation import RaterRole

Group = TypeVar("Group", bound=Hashable)

FREE_FROM, CAUTION_FROM = 0.75, 0.5
"""Resolved shares: from .75 groups rank as with random raters; below .5 hardly better than by the mean."""


class Comparison(StrEnum):
    """How far levels of one group of raters may be compared with those of the others."""

    FREE = "free"
    CAUTION = "caution"
    WITHIN = "within"


@dataclass(frozen=True)
class Linkage:
    """The linked parts of a table; part 0 is the reference: the one with most ratings.

    ``of_subjects``, ``of_raters``: the part of each, −1 for a subject without ratings.
    """

    of_subjects: Ints
    of_raters: Ints
    parts: int


def linkage_of(table: RatingTable) -> Linkage:
    """Find the linked parts of a table, the largest by ratings first, then by first subject."""
    n_subjects, n_raters = len(table.subjects), len(table.raters)
    size = n_subjects + n_raters
    edges = (np.ones(len(table)), (table.subject, n_subjects + table.rater))
    _count, label = connected_components(coo_array(edges, shape=(size, size)), directed=False)
    weight = np.bincount(label[table.subject], minlength=size)
    linked = np.flatnonzero(weight)
    first = np.full(size, size)
    np.minimum.at(first, label[:n_subjects], np.arange(n_subjects))
    ranked = linked[np.lexsort((first[linked], -weight[linked]))]
    rank = np.full(size, -1, dtype=np.int64)
    rank[ranked] = np.arange(len(ranked))
    places = rank[label]
    return Linkage(places[:n_subjects], places[n_subjects:], len(ranked))


def resolved_shares(parameters: Parameters, group_of: Mapping[Key, Key]) -> dict[Key, float]:
    """Give, per group of raters, how much of its mean severity against all others' is resolved (0–1).

    ``group_of``: the group of each rater; raters without one count among the others only. A group that holds
    all raters has nothing to be compared with: 1.
    """
    groups: dict[Key, list[int]] = {}
    for place, (name, _role) in enumerate(parameters.raters):
        if name in group_of:
            groups.setdefault(group_of[name], []).append(place)
    count = len(parameters.raters)
    prior = _prior(parameters)
    posterior = parameters.covariance[:count, :count]
    shares = {}
    for group, members in sorted(groups.items()):
        if len(members) == count:
            shares[group] = 1.0
            continue
        contrast = np.full(count, -1 / (count - len(members)))
        contrast[members] = 1 / len(members)
        left = contrast @ posterior @ contrast / (contrast @ prior @ contrast)
        shares[group] = float(np.clip(1 - left, 0.0, 1.0))
    return shares


def worst_of(known: Mapping[Group, Comparison], groups: Collection[Group]) -> Comparison:
    """Say how far levels of people of these groups may be laid beside each other.

    One group always may be; before anything is ``known``, several may not. A group that is not named has
    rated nobody: its people are judged by others' raters, and so it stands in nobody's way.
    """
    if len(set(groups)) <= 1:
        return Comparison.FREE
    if not known:
        return Comparison.WITHIN
    found = {known.get(group, Comparison.FREE) for group in groups}
    return next(one for one in (Comparison.WITHIN, Comparison.CAUTION, Comparison.FREE) if one in found)


def _prior(parameters: Parameters) -> Floats:
    """Give the covariance of severities before any rating: raters of a group share its unknown mean."""
    roles = [role for _name, role in parameters.raters]
    spread = np.array([severity_spread(key, parameters.spreads) for key in parameters.raters])
    shared = [[one is other and one is not RaterRole.SUPERVISOR for other in roles] for one in roles]
    return np.diag(spread**2) + GROUP_MEAN_SPREAD**2 * np.array(shared, dtype=np.float64)


def comparison(share: float, *, is_in_reference: bool) -> Comparison:
    """Say how far a group may be compared: from its resolved share and whether its part is the reference."""
    if not is_in_reference or share < CAUTION_FROM:
        return Comparison.WITHIN
    return Comparison.FREE if share >= FREE_FROM else Comparison.CAUTION
