"""Verbs on target profiles."""

from lms.targets.commands.assigning import assign_profile, end_assignment
from lms.targets.commands.loading import Loading, Outcome, load_profiles
from lms.targets.commands.publishing import draft_of, end_profile, publish_profile, revise_profile
from lms.targets.commands.reminding import ask_to_review

__all__ = [
    "Loading",
    "Outcome",
    "ask_to_review",
    "assign_profile",
    "draft_of",
    "end_assignment",
    "end_profile",
    "load_profiles",
    "publish_profile",
    "revise_profile",
]
