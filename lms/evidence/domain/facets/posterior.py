"""What the model knows of one person: all that their findings need, and nothing about anybody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from lms.evidence.domain.facets.fitting import Fit
from lms.evidence.domain.facets.parameters import Floats, Parameters
from lms.evidence.domain.facets.ratings import Ints, Key, RatingTable
from lms.evidence.domain.facets.scale import Scale
from lms.evidence.domain.facets.standings import Standings, solve_people, standing_of_nobody, standings_of
from lms.evidence.domain.observation import Observation


@dataclass(frozen=True)
class Posterior:
    """A person's standing at their last evidence, and what it rests on.

    ``mean``: per criterion, logits from the middle of its steps; ``covariance``: lower triangle by rows;
    ``observations`` and ``latest_on``: per criterion; ``unchanged``: how many of the observations were made
    when the criterion meant what it means today; ``raters``: different people per criterion, then per domain,
    then in all.
    """

    mean: tuple[float, ...]
    covariance: tuple[float, ...]
    observations: tuple[int, ...]
    unchanged: tuple[int, ...]
    raters: tuple[int, ...]
    latest_on: tuple[date | None, ...]

    @property
    def last_on(self) -> date | None:
        """The day of the last evidence; None for somebody nobody has seen."""
        return max((day for day in self.latest_on if day), default=None)

    def to_payload(self) -> dict[str, Any]:
        """Give JSON values; floats survive the round trip exactly."""
        return {
            "mean": list(self.mean),
            "covariance": list(self.covariance),
            "observations": list(self.observations),
            "unchanged": list(self.unchanged),
            "raters": list(self.raters),
            "latest_on": [day.isoformat() if day else None for day in self.latest_on],
        }

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> "Posterior":
        """Rebuild what ``to_payload`` gave."""
        return cls(
            mean=tuple(payload["mean"]),
            covariance=tuple(payload["covariance"]),
            observations=tuple(payload["observations"]),
            unchanged=tuple(payload.get("unchanged", payload["observations"])),  # earlier releases: no others
            raters=tuple(payload["raters"]),
            latest_on=tuple(date.fromisoformat(day) if day else None for day in payload["latest_on"]),
        )


def posterior_of(observations: Sequence[Observation], parameters: Parameters, *, as_of: date) -> Posterior:
    """Work out one person's posterior from the observations that count, with the parameters held fast."""
    if not observations:
        return posterior_of_nobody(parameters)
    table = table_of(observations, parameters.scale, as_of=as_of)
    return _posteriors(table, solve_people(table, parameters))[0]


def posterior_of_nobody(parameters: Parameters) -> Posterior:
    """Give what is known of somebody nobody has seen: what is known of people in general."""
    scale, unseen = parameters.scale, standing_of_nobody(parameters)
    nothing = (0,) * len(scale.criteria)
    return Posterior(
        mean=tuple(unseen.mean[0].tolist()),
        covariance=tuple(unseen.covariance[0][np.tril_indices(len(scale.criteria))].tolist()),
        observations=nothing,
        unchanged=nothing,
        raters=(0,) * (len(scale.criteria) + len(scale.pools)),
        latest_on=(None,) * len(scale.criteria),
    )


def posteriors_of(fit: Fit) -> dict[Key, Posterior]:
    """Give the posterior of every subject a fit has ratings of."""
    found = _posteriors(fit.table, standings_of(fit))
    return {
        key: one
        for key, one, day in zip(fit.table.subjects, found, fit.table.last_day, strict=True)
        if day > 0
    }


def stacked(posteriors: Sequence[Posterior]) -> tuple[Floats, Floats, Ints]:
    """Give means (people, criteria), covariances (people, criteria, criteria) and latest days, 0 for none."""
    mean = np.array([one.mean for one in posteriors])
    rows, columns = np.tril_indices(mean.shape[1])
    covariance = np.zeros((*mean.shape, mean.shape[1]))
    triangles = np.array([one.covariance for one in posteriors])
    covariance[:, rows, columns] = covariance[:, columns, rows] = triangles
    days = [[day.toordinal() if day else 0 for day in one.latest_on] for one in posteriors]
    return mean, covariance, np.array(days, dtype=np.int64)


def table_of(
    observations: Sequence[Observation], scale: Scale, *, as_of: date, with_own: bool = False
) -> RatingTable:
    """Put observations into the columns the model works on."""
    return RatingTable.from_columns(
        scale=scale,
        subject=[str(one.trainee_id) for one in observations],
        criterion=[one.criterion_code for one in observations],
        level=[one.level for one in observations],
        rater=[str(one.rater_id) for one in observations],
        observed_on=[one.observed_on.toordinal() for one in observations],
        role=[one.rater_role for one in observations],
        as_of=as_of,
        with_own=with_own,
        share=[one.weight for one in observations],
        changed=[one.is_changed for one in observations],
    )


def _posteriors(table: RatingTable, standings: Standings) -> list[Posterior]:
    triangle = np.tril_indices(len(table.scale.criteria))
    counts, raters, latest = table.counts(), table.rater_counts(), table.latest_days()
    unchanged = table.unchanged_counts()
    return [
        Posterior(
            mean=tuple(standings.mean[place].tolist()),
            covariance=tuple(standings.covariance[place][triangle].tolist()),
            observations=tuple(counts[place].tolist()),
            unchanged=tuple(unchanged[place].tolist()),
            raters=tuple(raters[place].tolist()),
            latest_on=tuple(date.fromordinal(day) if day else None for day in latest[place].tolist()),
        )
        for place in range(len(table.subjects))
    ]
