"""What a seat is worth: one named function per reason, from 0 to its weight, to a thousandth of a point.

Being served at all is worth ``SERVICE_POINTS`` times the case's priority, and the weights are read against
that: 40 for ``level`` says that a perfect fit in level is worth four tenths of serving one more case of
ordinary priority. Every function takes single numbers or whole arrays, so that the solver and the
explanation cannot disagree.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

import numpy as np

from lms.pairing.domain.pool import BoolArray, FloatArray, Pool
from lms.pairing.domain.problem import HIGHEST_LEVEL, LOWEST_LEVEL, PairingCase

SERVICE_POINTS = 100.0
SAME_REGION_SHARE = 0.5
POINT_STEPS = 1000

V = TypeVar("V", float, FloatArray)


class ReasonCode(StrEnum):
    """Why a seat earns points."""

    SERVICE = "service"
    LEVEL = "level"
    TOPICS = "topics"
    CONTINUITY = "continuity"
    LOCALITY = "locality"
    DEVELOPMENT = "development"


def rounded(points: V) -> V:
    """Round to a thousandth of a point, so that sums shown to people are the sums the solver used."""
    steps: V = np.rint(points * POINT_STEPS)
    return steps / POINT_STEPS


def service_points(priority: float) -> float:
    """Value a case being served at all; it is earned by the leading seat."""
    return rounded(SERVICE_POINTS * priority)


def level_points(weight: float, needed: int, level: V) -> V:
    """Value a fit in level: all for exactly the level needed, less by a third for every level above it.

    A Change-Maker who leads a case any Starter could lead earns nothing here, which keeps scarce people for
    where they are needed.
    """
    return rounded(weight * (1.0 - (level - needed) / (HIGHEST_LEVEL - LOWEST_LEVEL)))


def topic_points(weight: float, share: V) -> V:
    """Value experience with the case's topics, ``share`` being the mean experience over them, 0 to 1."""
    return rounded(weight * share)


def continuity_points(weight: float) -> float:
    """Value the advisor who had the client before."""
    return rounded(weight)


def locality_points(weight: float, share: V) -> V:
    """Value nearness: ``share`` is 1 within the organisation, a half within the region, 0 beyond."""
    return rounded(weight * share)


def development_points(weight: float, lead_level: int, level: int, near: V) -> V:
    """Value a trainee's seat beside a senior: all for one level up, a half for two, a third for three.

    ``near`` is the share of nearness as for locality; a trainee from beyond the region earns half.
    """
    return rounded(weight / (lead_level - level) * (1.0 + near) / 2.0)


def same_organisation(pool: Pool, case: PairingCase) -> BoolArray:
    """Tell who belongs to the case's organisation."""
    return np.equal(pool.organisation, pool.organisation_code(case.organisation))


def same_region(pool: Pool, case: PairingCase) -> BoolArray:
    """Tell who works in the case's region."""
    return np.equal(pool.region, pool.region_code(case.region))


def nearness(pool: Pool, case: PairingCase) -> FloatArray:
    """Return the share of the locality points that each advisor earns."""
    return np.where(
        same_organisation(pool, case), 1.0, np.where(same_region(pool, case), SAME_REGION_SHARE, 0.0)
    )


def topic_share(pool: Pool, case: PairingCase) -> FloatArray:
    """Return each advisor's mean experience over the case's topics (0 when the case names none)."""
    total = np.zeros(len(pool.advisors))
    for topic in case.topics:
        total = total + pool.experience(topic)
    return total / max(len(case.topics), 1)
