"""LEVELS.csv and RATERS.csv: what the model found, as tables."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from lms.evidence.domain import FindingStatus, RaterRole
from lms.evidence.domain.agreement import UNDATED
from lms.evidence.domain.agreement.units import FloatArray
from lms.evidence.domain.facets import (
    Estimates,
    Fit,
    Linkage,
    RaterResult,
    RatingTable,
    Scale,
    estimates_of,
    fit,
    linkage_of,
    own_results,
    rater_results,
    with_own_group,
)
from lms.evidence.domain.facets.scale import naturally
from lms.evidence.loader.columns import ROLES, SELF, Ratings, names_of

DIGITS = 4
_LEVELS = "subject,criterion,n_observations,n_raters,estimate,std_error,lower90,upper90,level"
_RATERS = "rater,n,severity,std_error,infit,outfit,flags"


@dataclass(frozen=True)
class Estimated:
    """A ratings file under the model."""

    ratings: Ratings
    fit: Fit
    linkage: Linkage
    levels: Estimates

    def count(self, status: FindingStatus) -> int:
        """Count the levels of one status."""
        return sum(row.count(status) for row in self.levels.status)


def estimate_levels(ratings: Ratings, *, as_of: date, half_life_days: float | None = None) -> Estimated:
    """Fit the model to a file's ratings; those after ``as_of`` do not count."""
    days = [None if day == UNDATED else day for day in ratings.day.tolist()]
    table = RatingTable.from_columns(
        scale=Scale.of_codes(ratings.criteria, ratings.n_levels),
        subject=names_of(ratings.subject, ratings.subjects),
        criterion=names_of(ratings.criterion, ratings.criteria),
        level=ratings.level.tolist(),
        rater=names_of(ratings.rater, ratings.raters),
        observed_on=days,
        role=[ROLES[code] for code in ratings.role.tolist()],
        as_of=as_of,
        half_life_days=half_life_days,
    )
    fitted, linkage = fit(table), linkage_of(table)
    return Estimated(ratings, fitted, linkage, estimates_of(fitted, linkage))


def levels_table(estimated: Estimated) -> str:
    """Write one row for every subject and criterion, both in natural order."""
    table, found = estimated.fit.table, estimated.levels
    header = [*_LEVELS.split(","), *(f"p{level}" for level in range(1, table.scale.levels + 1)), "status"]
    shares = rounded_shares(found.probabilities)
    rows = (
        [
            table.subjects[person],
            criterion,
            found.n_observations[person, place],
            found.n_raters[person, place],
            *(
                f"{column[person, place]:.{DIGITS}f}"
                for column in (found.estimate, found.std_error, found.lower90, found.upper90)
            ),
            found.level[person, place],
            *(f"{share:.{DIGITS}f}" for share in shares[person, place].tolist()),
            found.status[person][place].value,
        ]
        for person in _in_order(table.subjects)
        for place, criterion in enumerate(table.scale.criteria)
    )
    return _csv(header, rows)


def raters_table(estimated: Estimated) -> str:
    """Write one row for every rater in each of their roles, in natural order."""
    own = own_results(estimated.fit, with_own_group(estimated.fit))
    names = _own_names(estimated.ratings)
    listed = [(result.rater, result) for result in rater_results(estimated.fit, estimated.linkage)]
    listed += [(names[result.rater], result) for result in own]
    listed.sort(key=lambda pair: (naturally(pair[0]), list(RaterRole).index(pair[1].role)))
    return _csv(_RATERS.split(","), (_rater_row(name, result) for name, result in listed))


def _rater_row(name: str, result: RaterResult) -> list[object]:
    figures = (result.severity, result.std_error, result.infit, result.outfit)
    return [name, result.n, *(f"{one:.{DIGITS}f}" for one in figures), ";".join(result.flags)]


def _own_names(ratings: Ratings) -> dict[str, str]:
    """Find the name under which each subject judged themselves: files name raters freely."""
    own = ratings.where(ratings.role == SELF)
    pairs = zip(names_of(own.subject, ratings.subjects), names_of(own.rater, ratings.raters), strict=True)
    return dict(reversed(list(pairs)))


def rounded_shares(shares: FloatArray) -> FloatArray:
    """Round shares (…, K) to four digits so that they still sum to 1 (largest remainders)."""
    unit = 10**DIGITS
    whole = np.floor(shares * unit)
    missing = np.rint(unit - whole.sum(axis=-1, keepdims=True))
    rank = np.argsort(np.argsort(-(shares * unit - whole), axis=-1, kind="stable"), axis=-1)
    return np.asarray((whole + (rank < missing)) / unit)


def _in_order(names: Sequence[str]) -> list[int]:
    return sorted(range(len(names)), key=lambda place: (naturally(names[place]), names[place]))


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
