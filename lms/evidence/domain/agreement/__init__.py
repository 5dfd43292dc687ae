"""How far raters agree, and how many of them it takes: statistics on double ratings, numpy and scipy only."""

from lms.evidence.domain.agreement.alpha import Metric, krippendorff_alpha
from lms.evidence.domain.agreement.components import (
    Component,
    RatingColumns,
    VarianceComponents,
    estimate_components,
)
from lms.evidence.domain.agreement.dependability import (
    DEPENDABLE,
    MOST_ENTRIES,
    MOST_RATERS,
    DecisionStudy,
    Dependability,
    Verdict,
    dependability,
    study_decisions,
)
from lms.evidence.domain.agreement.figure import Figure, Missing
from lms.evidence.domain.agreement.intraclass import Form, intraclass_correlations
from lms.evidence.domain.agreement.kappa import Weighting, mean_kappa
from lms.evidence.domain.agreement.report import agreement_document
from lms.evidence.domain.agreement.resampling import CONFIDENCE
from lms.evidence.domain.agreement.summary import (
    FEWEST_PAIRS,
    Agreement,
    Reading,
    measure_agreement,
    reading_of,
)
from lms.evidence.domain.agreement.units import UNDATED, UnitRatings, as_codes, combine, number_occasions

__all__ = [
    "CONFIDENCE",
    "DEPENDABLE",
    "FEWEST_PAIRS",
    "MOST_ENTRIES",
    "MOST_RATERS",
    "UNDATED",
    "Agreement",
    "Component",
    "DecisionStudy",
    "Dependability",
    "Figure",
    "Form",
    "Metric",
    "Missing",
    "RatingColumns",
    "Reading",
    "UnitRatings",
    "VarianceComponents",
    "Verdict",
    "Weighting",
    "agreement_document",
    "as_codes",
    "combine",
    "dependability",
    "estimate_components",
    "intraclass_correlations",
    "krippendorff_alpha",
    "mean_kappa",
    "measure_agreement",
    "number_occasions",
    "reading_of",
    "study_decisions",
]
