"""Verbs on observations: make them from a judgement, void them, bring in past ones; fit the model."""

from lms.evidence.commands.importing import ImportReport, import_observations
from lms.evidence.commands.judging import make_observations, void_observations
from lms.evidence.commands.linking import Reference, add_linking_ratings, set_linking_reference
from lms.evidence.commands.own_view import record_own_view, save_own_view, submit_own_view
from lms.evidence.commands.refitting import refit

__all__ = [
    "ImportReport",
    "Reference",
    "add_linking_ratings",
    "import_observations",
    "make_observations",
    "record_own_view",
    "refit",
    "save_own_view",
    "set_linking_reference",
    "submit_own_view",
    "void_observations",
]
