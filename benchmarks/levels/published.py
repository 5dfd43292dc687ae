"""The level model on published ratings of essays: severities against two programs, and ratings kept from it.

Source of the ratings and of the severities: Robitzsch & Steinfeld 2018 (R packages sirt, TAM); the files stay
outside the repository.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from benchmarks.demo_site import ROOT
from benchmarks.levels.simulation import Floats
from lms.evidence.domain.facets import Fit, RatingTable, Scale, fit, posteriors_of
from lms.evidence.domain.facets.outlook import Curve
from lms.evidence.domain.facets.posterior import posterior_of_nobody, stacked
from lms.evidence.domain.facets.response import fair_scores
from lms.evidence.domain.observation import RaterRole

FOLDER = ROOT.parent / "shared" / "reference" / "ratings"
FOLDS = 5
LEVELS = 4
AS_OF = date(2026, 11, 20)
_POINTS, _WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True)
class Row:
    """One rating, 1 to 4."""

    subject: str
    rater: str
    criterion: str
    level: int


def is_there() -> bool:
    return FOLDER.is_dir()


def severity_correlations() -> Iterator[tuple[str, float]]:
    """Correlate the severities of seven raters with those two other programs find."""
    found = _severities(_fit(_essays()))
    yield "TAM", _correlation(found, _references("ref_ratings1_TAM_xsi.csv", "parameter", "xsi"))
    yield "sirt", _correlation(found, _references("ref_ratings1_rmfacets_rater.csv", "rater", "b.cent"))


def errors_on_hidden_sheets() -> dict[str, float]:
    """Predict the sheet of one of an essay's raters from the others': the error of each way to do it.

    Each sheet of an essay with two or more is hidden once, a fifth of them at a time. The simple rule is half
    the mean of the essay's other ratings in the criterion and half that of all its other ratings: better than
    either.
    """
    rows = _essays()
    errors: dict[str, list[float]] = {"mean": [], "model, raters alike": [], "model": []}
    for hidden in _hidden_sheets(rows):
        kept = [row for row in rows if (row.subject, row.rater) not in hidden]
        asked = [row for row in rows if (row.subject, row.rater) in hidden]
        actual = np.array([row.level for row in asked])
        for name, said in _predictions(kept, asked).items():
            errors[name].extend((said - actual).tolist())
    return {name: float(np.sqrt(np.mean(np.square(found)))) for name, found in errors.items()}


def _essays() -> list[Row]:
    with (FOLDER / "sirt_data.ratings1.csv").open(encoding="utf-8", newline="") as file:
        return [
            Row(sheet["idstud"], sheet["rater"], code, int(points) + 1)
            for sheet in csv.DictReader(file)
            for code, points in sheet.items()
            if code.startswith("k") and points.isdecimal()
        ]


def _fit(rows: Sequence[Row]) -> Fit:
    return fit(
        RatingTable.from_columns(
            scale=Scale.of_codes((row.criterion for row in rows), LEVELS),
            subject=[row.subject for row in rows],
            criterion=[row.criterion for row in rows],
            level=[row.level for row in rows],
            rater=[row.rater for row in rows],
            observed_on=[None] * len(rows),
            role=[RaterRole.SUPERVISOR] * len(rows),
            as_of=AS_OF,
        )
    )


def _severities(found: Fit) -> dict[str, float]:
    parameters = found.parameters
    return {key: float(one) for (key, _), one in zip(parameters.raters, parameters.severities, strict=True)}


def _references(name: str, key: str, value: str) -> dict[str, float]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return {row[key].removeprefix("rater"): float(row[value]) for row in csv.DictReader(file)}


def _correlation(found: dict[str, float], reference: dict[str, float]) -> float:
    pairs = [(found[rater], reference[rater]) for rater in sorted(found)]
    return float(np.corrcoef(np.array(pairs).T)[0, 1])


def _hidden_sheets(rows: Sequence[Row]) -> list[set[tuple[str, str]]]:
    sheets: dict[str, set[str]] = {}
    for row in rows:
        sheets.setdefault(row.subject, set()).add(row.rater)
    folds: list[set[tuple[str, str]]] = [set() for _fold in range(FOLDS)]
    for essay, (subject, own) in enumerate(sorted(sheets.items())):
        for place, rater in enumerate(sorted(own) if len(own) > 1 else ()):
            folds[(essay + place) % FOLDS].add((subject, rater))
    return folds


def _predictions(kept: Sequence[Row], asked: Sequence[Row]) -> dict[str, Floats]:
    found = _fit(kept)
    parameters, known = found.parameters, posteriors_of(found)
    curve, nobody = Curve.of(parameters), posterior_of_nobody(parameters)
    place = {code: number for number, code in enumerate(parameters.scale.criteria)}
    criterion = [place[row.criterion] for row in asked]
    mean, covariance, _latest = stacked([known.get(row.subject, nobody) for row in asked])
    own = np.arange(len(asked))
    spread = np.sqrt(covariance[own, criterion, criterion])
    standing = mean[own, criterion][:, None] + spread[:, None] * _POINTS
    severities = _severities(found)
    severity = np.array([severities.get(row.rater, 0.0) for row in asked])
    steps = curve.steps[criterion][:, None]
    return {
        "mean": _means(kept, asked),
        "model, raters alike": fair_scores(standing, steps) @ _WEIGHTS,
        "model": fair_scores(standing - severity[:, None], steps) @ _WEIGHTS,
    }


def _means(kept: Sequence[Row], asked: Sequence[Row]) -> Floats:
    by_cell: dict[tuple[str, str], list[int]] = {}
    by_subject: dict[str, list[int]] = {}
    for row in kept:
        by_cell.setdefault((row.subject, row.criterion), []).append(row.level)
        by_subject.setdefault(row.subject, []).append(row.level)
    return np.array(
        [
            (np.mean(by_cell[row.subject, row.criterion]) + np.mean(by_subject[row.subject])) / 2
            for row in asked
        ]
    )
