"""The hard rules: who may not be seated, whatever it would be worth; one named function each.

Each function returns a mask with one entry per advisor of the pool, True where the rule lets the advisor
through. Two rules concern a plan rather than a seat: nobody is loaded beyond capacity, and nobody takes two
seats of one case.
"""

from __future__ import annotations

import numpy as np

from lms.pairing.domain.points import same_organisation, same_region
from lms.pairing.domain.pool import NOWHERE, BoolArray, FloatArray, Pool
from lms.pairing.domain.problem import CrossOrganisation, PairingCase, Policy

LOAD_SLACK = 1e-6


def is_available(pool: Pool) -> BoolArray:
    """Let through who is not marked unavailable."""
    return pool.available


def is_not_excluded(pool: Pool, case: PairingCase) -> BoolArray:
    """Let through who is not excluded from the case (a conflict of interest, a wish of the client)."""
    mask = np.ones(len(pool.advisors), dtype=np.bool_)
    for excluded in case.excluded_advisors & pool.position.keys():
        mask[pool.position[excluded]] = False
    return mask


def is_within_policy(pool: Pool, case: PairingCase, policy: Policy) -> BoolArray:
    """Let through who may be sent to the case's organisation.

    A border is crossed only where both sides name an organisation and the names differ; crossing it under
    ``same_region`` takes a region that both sides name.
    """
    if policy.cross_organisation is CrossOrganisation.ANYWHERE or case.organisation is None:
        return np.ones(len(pool.advisors), dtype=np.bool_)
    at_home: BoolArray = same_organisation(pool, case) | (pool.organisation == NOWHERE)
    if policy.cross_organisation is CrossOrganisation.NEVER:
        return at_home
    return np.logical_or(at_home, same_region(pool, case))


def meets_needs(pool: Pool, case: PairingCase) -> BoolArray:
    """Let through who reaches the case's need on every criterion; an unknown level does not suffice."""
    mask = np.ones(len(pool.advisors), dtype=np.bool_)
    for criterion, needed in case.needs.items():
        mask &= pool.criterion(criterion) >= needed
    return mask


def has_level_of_seat(pool: Pool, needed: int) -> BoolArray:
    """Let through whose level is at least the one the seat needs."""
    return pool.level >= needed


def may_learn_beside(pool: Pool, lead_level: int) -> BoolArray:
    """Let through the trainees for whom a lead of ``lead_level`` is a step up."""
    return pool.trainee & (pool.level < lead_level)


def can_carry(pool: Pool, case: PairingCase, used: FloatArray | float = 0.0) -> BoolArray:
    """Let through whose capacity suffices for the case beside the load ``used`` already."""
    return pool.capacity - used >= case.load - LOAD_SLACK
