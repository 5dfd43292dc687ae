"""Tables of vignettes, sessions and answers."""

from lms.moderation.models.answer import CalibrationAnswer, CalibrationDraft, CalibrationOutcome
from lms.moderation.models.calibration import (
    Calibration,
    CalibrationDisclosure,
    CalibrationMinutes,
    CalibrationRater,
    CalibrationVignette,
)
from lms.moderation.models.vignette import Vignette, VignetteReference

__all__ = [
    "Calibration",
    "CalibrationAnswer",
    "CalibrationDisclosure",
    "CalibrationDraft",
    "CalibrationMinutes",
    "CalibrationOutcome",
    "CalibrationRater",
    "CalibrationVignette",
    "Vignette",
    "VignetteReference",
]
