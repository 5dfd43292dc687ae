"""The advisors of a problem as columns of numbers in a stable order: rules are asked of all at once."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from lms.pairing.domain.problem import Advisor

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]
NOWHERE = -1
UNKNOWN_PLACE = -2


def stable_order(ids: Iterable[str], seed: int) -> list[str]:
    """Order ids so that equals are always settled the same way: by name, or by a draw that ``seed`` fixes.

    The order never depends on where an id stood in the document.
    """
    ordered = sorted(ids)
    if seed:
        random.Random(seed).shuffle(ordered)  # noqa: S311  # a repeatable draw among equals, not a secret
    return ordered


@dataclass(frozen=True)
class Pool:
    """Advisors in stable order; each array has one entry per advisor."""

    advisors: tuple[Advisor, ...]

    @classmethod
    def of(cls, advisors: Iterable[Advisor], *, seed: int = 0) -> Pool:
        """Put the advisors into their stable order."""
        by_id = {advisor.id: advisor for advisor in advisors}
        return cls(tuple(by_id[key] for key in stable_order(by_id, seed)))

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Where each id stands."""
        return {advisor.id: position for position, advisor in enumerate(self.advisors)}

    @cached_property
    def level(self) -> IntArray:
        """The overall level, 1 to 4."""
        return np.array([advisor.level for advisor in self.advisors], dtype=np.intp)

    @cached_property
    def capacity(self) -> FloatArray:
        """How much load each can carry."""
        return np.array([advisor.capacity for advisor in self.advisors], dtype=np.float64)

    @cached_property
    def available(self) -> BoolArray:
        """Who is not away."""
        return np.array([not advisor.unavailable for advisor in self.advisors], dtype=np.bool_)

    @cached_property
    def trainee(self) -> BoolArray:
        """Who may be seated as a trainee."""
        return np.array([advisor.trainee for advisor in self.advisors], dtype=np.bool_)

    @cached_property
    def _place_codes(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        organisations = dict.fromkeys(
            advisor.organisation for advisor in self.advisors if advisor.organisation is not None
        )
        regions = dict.fromkeys(advisor.region for advisor in self.advisors if advisor.region is not None)
        return (
            {name: code for code, name in enumerate(organisations)},
            {name: code for code, name in enumerate(regions)},
        )

    @cached_property
    def organisation(self) -> IntArray:
        """The organisation as a code; ``NOWHERE`` for an advisor of no organisation."""
        codes = self._place_codes[0]
        return np.array([codes.get(a.organisation or "", NOWHERE) for a in self.advisors], dtype=np.intp)

    @cached_property
    def region(self) -> IntArray:
        """The region as a code; ``NOWHERE`` for an advisor of no region."""
        codes = self._place_codes[1]
        return np.array([codes.get(a.region or "", NOWHERE) for a in self.advisors], dtype=np.intp)

    def organisation_code(self, organisation: str | None) -> int:
        """Return the code of an organisation, ``UNKNOWN_PLACE`` when no advisor belongs to it."""
        return self._place_codes[0].get(organisation or "", UNKNOWN_PLACE)

    def region_code(self, region: str | None) -> int:
        """Return the code of a region, ``UNKNOWN_PLACE`` when no advisor works in it."""
        return self._place_codes[1].get(region or "", UNKNOWN_PLACE)

    @cached_property
    def _topics(self) -> Mapping[str, FloatArray]:
        return _columns([advisor.topics for advisor in self.advisors])

    @cached_property
    def _criteria(self) -> Mapping[str, FloatArray]:
        return _columns([advisor.criteria for advisor in self.advisors])

    @cached_property
    def _nothing(self) -> FloatArray:
        return np.zeros(len(self.advisors))

    def experience(self, topic: str) -> FloatArray:
        """Return each advisor's experience with a topic, 0 to 1, 0 where none is known."""
        return self._topics.get(topic, self._nothing)

    def criterion(self, code: str) -> FloatArray:
        """Return each advisor's level on a criterion, 0 where none is known."""
        return self._criteria.get(code, self._nothing)


def _columns(rows: list[Mapping[str, float]]) -> Mapping[str, FloatArray]:
    columns: dict[str, FloatArray] = {}
    for position, row in enumerate(rows):
        for name, value in row.items():
            columns.setdefault(name, np.zeros(len(rows)))[position] = value
    return columns
