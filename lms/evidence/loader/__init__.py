"""Ratings files: what they hold as columns, what is wrong with them, and the tables of what was found."""

from lms.evidence.loader.columns import Ratings
from lms.evidence.loader.ratings import (
    MOST_COUNTED,
    MOST_LEVELS,
    RatingsFile,
    RatingsRefused,
    Repeat,
    read_ratings,
)
from lms.evidence.loader.results import (
    Estimated,
    estimate_levels,
    levels_table,
    raters_table,
)
from lms.evidence.loader.wording import problem_sentence, repeat_sentence

__all__ = [
    "MOST_COUNTED",
    "MOST_LEVELS",
    "Estimated",
    "Ratings",
    "RatingsFile",
    "RatingsRefused",
    "Repeat",
    "estimate_levels",
    "levels_table",
    "problem_sentence",
    "raters_table",
    "read_ratings",
    "repeat_sentence",
]
