"""What is done with vignettes and sessions."""

from lms.moderation.commands.loading import Loading, archive_vignette, load_vignette
from lms.moderation.commands.planning import (
    create_calibration,
    invite_raters,
    revise_calibration,
    withdraw_rater,
)
from lms.moderation.commands.rating import hand_in, save_answers
from lms.moderation.commands.sharing import NAMES_OPEN, open_names, save_minutes
from lms.moderation.commands.steps import keep_time, remind_raters, take_step

__all__ = [
    "NAMES_OPEN",
    "Loading",
    "archive_vignette",
    "create_calibration",
    "hand_in",
    "invite_raters",
    "keep_time",
    "load_vignette",
    "open_names",
    "remind_raters",
    "revise_calibration",
    "save_answers",
    "save_minutes",
    "take_step",
    "withdraw_rater",
]
