"""The product's level model put to simulated ratings."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from benchmarks.levels.simulation import CRITERIA, LEVELS, TODAY, Floats, Simulated
from lms.evidence.domain.facets import Fit, Parameters, RatingTable, Scale, posteriors_of
from lms.evidence.domain.facets.anchoring import reference_ratings
from lms.evidence.domain.facets.outlook import Curve, widened
from lms.evidence.domain.facets.posterior import posterior_of_nobody, stacked
from lms.evidence.domain.facets.ratings import ANCHOR
from lms.evidence.domain.observation import RaterRole

SCALE = Scale.of_codes(CRITERIA, LEVELS)
ANYBODY = "anybody"
COLUMNS = {"criteria": slice(0, 11), "domains": slice(11, 14), "overall": slice(14, 15)}
"""Where levels stand: of each criterion, of each domain, and of all together."""


@dataclass(frozen=True)
class Estimated:
    """What the model says of everybody today: people by ``COLUMNS``, ``probabilities`` by levels too."""

    score: Floats
    lower: Floats
    upper: Floats
    probabilities: Floats

    @classmethod
    def together(cls, several: "list[Estimated]") -> "Estimated":
        """Put the people of several worlds into one table."""
        names = ("score", "lower", "upper", "probabilities")
        return cls(*(np.concatenate([getattr(one, name) for one in several]) for name in names))


def table_of(world: Simulated, as_of: date = TODAY, *, tells_raters_apart: bool = True) -> RatingTable:
    """Return what the model is fitted to; without telling raters apart it can correct nothing."""
    return RatingTable.from_columns(
        scale=SCALE,
        subject=world.subject_column,
        criterion=world.criterion_column,
        level=world.level.tolist(),
        rater=world.rater_column if tells_raters_apart else [ANYBODY] * len(world.level),
        observed_on=world.observed_on_column,
        role=[RaterRole.SUPERVISOR] * len(world.level),
        as_of=as_of,
    )


def table_with_vignettes(world: Simulated, *, std_error: float | None = None) -> RatingTable:
    """Return the same with what all raters judged; ``std_error``: of a panel's reference, if there is one."""
    shared = world.vignettes
    assert shared is not None
    names, (panel, role) = [f"vignette {number}" for number in range(len(shared.truth))], ANCHOR
    rows = [
        (names[subject], CRITERIA[criterion], level, world.raters[rater], RaterRole.SUPERVISOR, 1.0)
        for subject, criterion, level, rater in zip(
            shared.subject, shared.criterion, shared.level.tolist(), shared.rater, strict=True
        )
    ]
    if std_error is not None:
        rows += [
            (names[subject], CRITERIA[criterion], level, panel, role, weight)
            for (subject, criterion), mean in np.ndenumerate(shared.truth)
            for level, weight in reference_ratings(float(mean), std_error, highest=LEVELS)
        ]
    subject, criterion, level, rater, roles, share = zip(*rows, strict=True)
    n = len(world.level)
    return RatingTable.from_columns(
        scale=SCALE,
        subject=[*world.subject_column, *subject],
        criterion=[*world.criterion_column, *criterion],
        level=[*world.level.tolist(), *level],
        rater=[*world.rater_column, *rater],
        observed_on=[*world.observed_on_column, *([TODAY.toordinal()] * len(rows))],
        role=[*([RaterRole.SUPERVISOR] * n), *roles],
        as_of=TODAY,
        share=[*([1.0] * n), *share],
        linking=names,
    )


def estimated(fit: Fit, world: Simulated) -> Estimated:
    """Say what the product would say today of everybody, whether anybody has seen them or not."""
    known, nobody = posteriors_of(fit), posterior_of_nobody(fit.parameters)
    mean, covariance, latest = stacked([known.get(key, nobody) for key in world.subjects])
    today = TODAY.toordinal()
    single, pooled = Curve.of(fit.parameters).outlook(
        mean, widened(covariance, latest.max(axis=1), today=today, parameters=fit.parameters)
    )
    whole = single.beside(pooled)
    return Estimated(whole.score, whole.lower, whole.upper, whole.probabilities)


def true_levels(world: Simulated) -> Floats:
    """Return what is true, people by ``COLUMNS``; of a domain and overall, the mean of the criteria."""
    return np.concatenate([world.truth, world.truth @ SCALE.pools.T], axis=1)


def severities(parameters: Parameters, world: Simulated) -> Floats:
    """Return the severity found for each rater; 0, the prior's, for one who has not rated."""
    found = {key: value for (key, _role), value in zip(parameters.raters, parameters.severities, strict=True)}
    return np.array([found.get(key, 0.0) for key in world.raters])
