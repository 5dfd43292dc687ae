"""What the model has learnt from everybody: spreads, steps, severities, growth, and how sure it is of them.

Terms. A *spread* is the standard deviation, in logits, of a kind of effect. The vector of *globals* holds,
in this order: the severity of each rater, the mean severity of each rater group but supervisors (whose mean
is 0 by definition), the steps criterion by criterion, and the mean growth per year.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lms.evidence.domain.facets.ratings import STRANGERS, RaterKey
from lms.evidence.domain.facets.scale import Scale
from lms.evidence.domain.observation import RaterRole

Floats = NDArray[np.float64]

MODEL_VERSION = "facets_1"

REFERENCE_SEVERITY = 0.55
"""Logits. Estimated on the five public sets of essay ratings: .43–.66 (Robitzsch & Steinfeld 2018's data)."""
REFERENCE_HALF_RANGE = 1.5
"""Logits from the middle step to the outermost one before anything was fitted."""
COMMON_STEP_SPREAD = 2.0
GROUP_MEAN_SPREAD = 1.0
GROWTH_MEAN, GROWTH_SPREAD = 0.3, 0.5
"""Logits per year, before anything was fitted: people who are trained rather grow."""


@dataclass(frozen=True)
class Spreads:
    """Standard deviations in logits; ``walk``: of the path per √year; ``own``: of bias about oneself.

    The defaults are what public rating data and trainee studies suggest; a fit pulls its own estimates
    towards them with the weight of a few pseudo-observations.
    """

    ability: float = 1.3
    walk: float = 0.4
    domain: float = 0.4
    criterion: float = 0.5
    step: float = 0.3
    own: float = 0.8
    severity: Mapping[RaterRole, float] = field(default_factory=dict)

    def severity_of(self, role: RaterRole) -> float:
        """Give the spread of severities in a rater group."""
        return self.severity.get(role, REFERENCE_SEVERITY)


@dataclass(frozen=True, eq=False)
class Parameters:
    """Learnt from all ratings up to a day; with none, the reference values.

    ``steps``: (criteria, S); ``raters`` and ``severities`` (R,) belong together; ``group_means``: mean
    severity of each rater group but supervisors; ``growth``: logits per year between a person's first and
    last evidence; ``covariance``: (globals, globals) of all these; ``own_mean``: how much higher people see
    themselves, in logits.
    """

    scale: Scale
    spreads: Spreads
    steps: Floats
    raters: tuple[RaterKey, ...] = ()
    severities: Floats = field(default_factory=lambda: np.zeros(0))
    group_means: Mapping[RaterRole, float] = field(default_factory=dict)
    growth: float = GROWTH_MEAN
    covariance: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    own_mean: float = 0.0
    n_ratings: int = 0

    @classmethod
    def reference(cls, scale: Scale) -> "Parameters":
        """Give what is assumed before anything was fitted."""
        n_steps = len(scale.criteria) * scale.steps
        each = Spreads().step ** 2
        variances = np.full(n_steps + 1, each)
        variances[-1] = GROWTH_SPREAD**2
        return cls(scale, Spreads(), reference_steps(scale), covariance=np.diag(variances))

    def moved_to(self, scale: Scale, unchanged: Mapping[str, str]) -> "Parameters":
        """Give what was learnt as it holds for another version's ``scale``, before anything is fitted there.

        ``unchanged``: for each criterion that means what one of this scale meant, that one's code. The steps
        of all others are not known yet.
        """
        before = {code: place for place, code in enumerate(self.scale.criteria)}
        if self.scale.levels != scale.levels:
            before = {}  # a step between other levels is another step
        place = np.array([before.get(unchanged.get(code, ""), -1) for code in scale.criteria], dtype=np.int64)
        known = np.flatnonzero(place >= 0)
        steps = reference_steps(scale)
        if len(known):
            steps[known] = self.steps[place[known]]
        rows = np.full(self.first_step + steps.size + 1, -1)
        rows[: self.first_step], rows[-1] = np.arange(self.first_step), len(self.covariance) - 1
        for step in range(scale.steps):
            own = self.first_step + known * scale.steps + step
            rows[own] = self.first_step + place[known] * scale.steps + step
        covariance = np.pad(self.covariance, (0, 1))[np.ix_(rows, rows)]
        fresh = np.flatnonzero(rows < 0)
        covariance[fresh, fresh] = Spreads().step ** 2
        return replace(self, scale=scale, steps=steps, covariance=covariance)

    @cached_property
    def rater_places(self) -> Mapping[RaterKey, int]:
        """Give each rater's position among the globals."""
        return {key: place for place, key in enumerate(self.raters)}

    @property
    def first_step(self) -> int:
        """Give the position of the first step among the globals; growth comes after the last one."""
        return len(self.raters) + len(self.group_means)

    def expected_severity(self, key: RaterKey) -> float:
        """Give the severity of a rater the fit did not know: of pooled strangers, or the group's mean."""
        role = key[1]
        if role is RaterRole.SELF:
            return -self.own_mean
        place = self.rater_places.get((STRANGERS, role))
        return self.group_means.get(role, 0.0) if place is None else float(self.severities[place])

    def to_payload(self) -> dict[str, Any]:
        """Give everything but the covariance as JSON values; floats survive the round trip exactly."""
        return {
            "spreads": asdict(self.spreads)
            | {"severity": {r.value: s for r, s in self.spreads.severity.items()}},
            "steps": self.steps.tolist(),
            "raters": [[name, role.value] for name, role in self.raters],
            "severities": self.severities.tolist(),
            "group_means": {role.value: mean for role, mean in self.group_means.items()},
            "growth": self.growth,
            "own_mean": self.own_mean,
            "n_ratings": self.n_ratings,
        }

    def covariance_bytes(self) -> bytes:
        """Give the lower triangle of the covariance as little-endian 32-bit floats."""
        rows, columns = np.tril_indices(len(self.covariance))
        return self.covariance[rows, columns].astype("<f4").tobytes()

    @classmethod
    def from_payload(cls, scale: Scale, payload: Mapping[str, Any], covariance: bytes) -> "Parameters":
        """Rebuild parameters from what ``to_payload`` and ``covariance_bytes`` gave."""
        spreads = payload["spreads"]
        severity = {RaterRole(role): value for role, value in spreads["severity"].items()}
        triangle = np.frombuffer(covariance, dtype="<f4").astype(np.float64)
        size = int((np.sqrt(8 * len(triangle) + 1) - 1) / 2 + 0.5)
        full = np.zeros((size, size))
        rows, columns = np.tril_indices(size)
        full[rows, columns] = full[columns, rows] = triangle
        return cls(
            scale=scale,
            spreads=Spreads(**(spreads | {"severity": severity})),
            steps=np.array(payload["steps"], dtype=np.float64),
            raters=tuple((name, RaterRole(role)) for name, role in payload["raters"]),
            severities=np.array(payload["severities"], dtype=np.float64),
            group_means={RaterRole(role): mean for role, mean in payload["group_means"].items()},
            growth=payload["growth"],
            covariance=full,
            own_mean=payload["own_mean"],
            n_ratings=payload["n_ratings"],
        )


def reference_steps(scale: Scale) -> Floats:
    """Give the steps assumed before anything was fitted: evenly spaced, the same for every criterion."""
    steps = (
        np.linspace(-REFERENCE_HALF_RANGE, REFERENCE_HALF_RANGE, scale.steps) if scale.steps > 1 else [0.0]
    )
    return np.tile(np.asarray(steps, dtype=np.float64), (len(scale.criteria), 1))
