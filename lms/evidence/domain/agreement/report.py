"""The figures of agreement as the document that ``lms evidence agreement`` prints: plain numbers or null."""

from collections.abc import Mapping
from typing import TypeAlias

from lms.evidence.domain.agreement.figure import Figure
from lms.evidence.domain.agreement.intraclass import OF_MEANS, SINGLE
from lms.evidence.domain.agreement.summary import Agreement

DIGITS = 6

Json: TypeAlias = "int | float | str | list[Json] | dict[str, Json] | None"


def agreement_document(agreement: Agreement) -> dict[str, Json]:
    """Lay the figures out by name, their intervals and the reasons of what is missing beside them."""
    parts: dict[str, Mapping[str, Figure]] = {
        "krippendorff_alpha": {metric.value: figure for metric, figure in agreement.alpha.items()},
        "weighted_kappa": {weighting.value: figure for weighting, figure in agreement.kappa.items()},
        "icc": {form.value: agreement.icc[form] for form in SINGLE},
        "icc_mean": {form.value: agreement.icc[form] for form in OF_MEANS},
    }
    missing = {
        f"{part}.{name}": figure.missing.value
        for part, figures in parts.items()
        for name, figure in figures.items()
        if figure.missing is not None
    }
    return {
        **{
            part: {name: _rounded(one.value) for name, one in figures.items()}
            for part, figures in parts.items()
        },
        "n_units": agreement.n_units,
        "n_raters": agreement.n_raters,
        "n_double_units": agreement.n_double_units,
        "n_crossed_units": agreement.n_crossed,
        "n_pairs": agreement.n_pairs,
        "reading": agreement.reading.value,
        "intervals": {
            part: {name: _interval(one) for name, one in figures.items()} for part, figures in parts.items()
        },
        "missing": dict(missing),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS) + 0.0  # no -0.0


def _interval(figure: Figure) -> Json:
    return None if figure.interval is None else [round(bound, DIGITS) for bound in figure.interval]
