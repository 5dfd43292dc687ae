"""The interface behind every level shown: observations in, findings with certainty out."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from lms.evidence.domain.finding import PersonFindings, RubricOutline
from lms.evidence.domain.observation import Observation


class NotCounted(StrEnum):
    """Why a policy left an observation out."""

    VOIDED = "voided"
    OWN = "own"
    OTHER_RUBRIC = "other_rubric"
    LATER = "later"


class LevelPolicy(Protocol):
    """A named way to turn one person's observations into findings.

    A policy is a value: given the same observations, outline and day it finds the same. One that has learnt
    something from everybody (such as the severity of raters) carries it in its own fields and says so in its
    ``code``.
    """

    @property
    def code(self) -> str:
        """Name the policy and its version; every finding carries it."""

    def assess(
        self, person_id: UUID, observations: Iterable[Observation], *, outline: RubricOutline, as_of: date
    ) -> PersonFindings:
        """Find the levels of ``person_id`` on a day; observations of others or voided ones never count."""

    def why_not_counted(
        self, observation: Observation, *, outline: RubricOutline, as_of: date
    ) -> NotCounted | None:
        """Say why an observation is left out, or None when it counts."""
