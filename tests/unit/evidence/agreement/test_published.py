"""The published tables of the field, reproduced."""

import csv
from pathlib import Path

import numpy as np
import pytest

from lms.evidence.domain.agreement import (
    Form,
    Metric,
    Weighting,
    intraclass_correlations,
    krippendorff_alpha,
    mean_kappa,
    measure_agreement,
)
from lms.evidence.domain.agreement.kappa import disagreement_weights
from tests.factories.agreement import (
    COHEN,
    COHEN_WEIGHTS,
    KRIPPENDORFF,
    SHROUT_FLEISS,
    cohen_kappa,
    matrix_rows,
    rows_of,
    units_of,
)

REFERENCE = Path(__file__).resolve().parents[4].parent / "shared" / "reference" / "ratings"


@pytest.fixture(scope="module")
def reference_values() -> dict[tuple[str, str], float]:
    file = REFERENCE / "reference_values.csv"
    if not file.exists():
        pytest.skip(f"NOT CHECKED AGAINST OTHER PROGRAMS: {file.name} is not beside the project")
    with file.open(encoding="utf-8", newline="") as stream:
        return {(row["dataset"], row["statistic"]): float(row["value"]) for row in csv.DictReader(stream)}


@pytest.mark.parametrize(
    ("metric", "published"), [(Metric.NOMINAL, 0.743), (Metric.ORDINAL, 0.815), (Metric.INTERVAL, 0.849)]
)
def test_krippendorff_1980(metric, published):
    assert round(krippendorff_alpha(units_of(rows_of(KRIPPENDORFF)))[metric].value, 3) == published


@pytest.mark.parametrize(
    ("form", "published"),
    [
        (Form.ICC1, 0.17),
        (Form.ICC2, 0.29),
        (Form.ICC3, 0.71),
        (Form.ICC1K, 0.44),
        (Form.ICC2K, 0.62),
        (Form.ICC3K, 0.91),
    ],
)
def test_shrout_and_fleiss_1979(form, published):
    assert round(intraclass_correlations(SHROUT_FLEISS)[form].value, 2) == published


def test_cohen_1968():
    unweighted = cohen_kappa(COHEN, 1 - np.eye(3))
    assert round(unweighted, 3) == 0.492
    assert round(cohen_kappa(COHEN, COHEN_WEIGHTS), 3) == 0.348
    assert round(cohen_kappa(COHEN * 200, COHEN_WEIGHTS), 3) == 0.348


def test_the_mean_kappa_is_the_mean_of_the_pairs_tables():
    ratings = units_of(rows_of(KRIPPENDORFF))
    means = mean_kappa(ratings)
    raters = list(KRIPPENDORFF.values())
    for weighting in Weighting:
        kappas = []
        for place, one in enumerate(raters):
            for other in raters[place + 1 :]:
                table = np.zeros((5, 5))
                for first, second in zip(one, other, strict=True):
                    if first is not None and second is not None:
                        table[first - 1, second - 1] += 1
                kappas.append(cohen_kappa(table, disagreement_weights(weighting, 5)))
        assert means[weighting].value == pytest.approx(np.mean(kappas))


@pytest.mark.parametrize("metric", Metric)
def test_alpha_equals_what_another_program_computes(metric, reference_values):
    alpha = krippendorff_alpha(units_of(rows_of(KRIPPENDORFF)))[metric].value
    assert alpha == pytest.approx(reference_values["krippendorff_C.csv", f"alpha_{metric}"], abs=5e-8)


@pytest.mark.parametrize("form", Form)
def test_icc_and_its_interval_equal_what_another_program_computes(form, reference_values):
    figure = intraclass_correlations(SHROUT_FLEISS)[form]
    due = [
        reference_values["shrout_fleiss_1979.csv", f"ICC_{form}{end}"] for end in ("", "_lower95", "_upper95")
    ]
    assert [figure.value, *figure.interval] == pytest.approx(due, abs=5e-8)


@pytest.mark.parametrize(("weights", "name"), [(1 - np.eye(3), "unweighted"), (COHEN_WEIGHTS, "weighted")])
def test_kappa_equals_what_another_program_computes(weights, name, reference_values):
    due = reference_values["cohen_1968.csv", f"kappa_{name}"]
    assert cohen_kappa(COHEN, weights) == pytest.approx(due, abs=5e-8)


def test_a_reference_table_gets_all_figures_at_once():
    found = measure_agreement(units_of(matrix_rows(SHROUT_FLEISS)))
    assert (found.n_units, found.n_double_units, found.n_crossed, found.n_raters) == (6, 6, 6, 4)
    assert (found.n_pairs, found.reading) == (36, "indicative")
    figures = [*found.alpha.values(), *found.kappa.values(), *found.icc.values()]
    assert all(figure.interval[0] <= figure.value <= figure.interval[1] for figure in figures)
