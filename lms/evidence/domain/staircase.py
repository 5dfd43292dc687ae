"""From the plain mean to the estimate in steps somebody can follow, and what may be said of the raters.

All figures are points on the rubric's scale (1–K), rounded to two decimals so that what is written adds up.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from lms.evidence.domain.strictness import LARGEST_SHARE

DECIMALS = 2


class Correction(StrEnum):
    """What may be said of how strict and lenient raters were evened out."""

    SHOWN = "shown"
    INCLUDED = "included"
    BORROWED = "borrowed"
    UNLINKED = "unlinked"
    ALIKE = "alike"


class StepKind(StrEnum):
    """What a step of the way to the estimate stands for."""

    MEAN = "mean"
    AVERAGE = "average"
    SEVERITY = "severity"
    EVIDENCE = "evidence"
    ESTIMATE = "estimate"


@dataclass(frozen=True)
class Step:
    """One step: where one stands after it, and by how much it moved (None where a way begins or ends)."""

    kind: StepKind
    stands: float
    change: float | None = None


def correction_to_show(
    *, reader_id: UUID, rater_ids: Collection[UUID], is_corrected: bool, is_linked: bool
) -> Correction:
    """Say how far the correction for severity may be shown to a reader.

    Its effect is a figure about the raters of ``rater_ids``, who stand there once for each rating. With fewer
    than two of them besides the reader, who knows their own severity, it would be the severity of one named
    colleague; with two of whom one has hardly rated, nearly so. Without any it is part of what was borrowed.
    """
    if not is_corrected:
        return Correction.ALIKE if is_linked else Correction.UNLINKED
    if not rater_ids:
        return Correction.BORROWED
    others = Counter(rater_id for rater_id in rater_ids if rater_id != reader_id)
    is_mixed = bool(others) and max(others.values()) <= LARGEST_SHARE * others.total()
    return Correction.SHOWN if is_mixed else Correction.INCLUDED


def climb(
    *,
    plain_mean: float | None,
    average: float,
    severity_points: float,
    estimate: float,
    correction: Correction,
) -> tuple[Step, ...]:
    """Break the way to the estimate into steps.

    It begins at the mean of the ratings, or, where nobody has rated this, at the ``average``: where a person
    of whom nothing is known would stand. What was borrowed is then a single step.
    """
    end = _written(estimate)
    if plain_mean is None:
        here = _written(average)
        steps = [Step(StepKind.AVERAGE, here)]
    else:
        here = _written(plain_mean)
        steps = [Step(StepKind.MEAN, here)]
        if correction is Correction.SHOWN:
            corrected = _written(plain_mean + severity_points)
            steps.append(Step(StepKind.SEVERITY, corrected, _written(corrected - here)))
            here = corrected
    steps.append(Step(StepKind.EVIDENCE, end, _written(end - here)))
    return (*steps, Step(StepKind.ESTIMATE, end))


def _written(points: float) -> float:
    """Round as it is written; never a minus before zero."""
    return round(points, DECIMALS) + 0.0
