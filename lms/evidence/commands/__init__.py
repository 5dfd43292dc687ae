"""Verbs on observations: make them from a judgement, void them, bring in past ones."""

from lms.evidence.commands.importing import ImportReport, import_observations
from lms.evidence.commands.judging import make_observations, void_observations

__all__ = ["ImportReport", "import_observations", "make_observations", "void_observations"]
