"""Forms of rubrics: each for one part of a draft, or one step."""

from lms.rubric.forms.about import CHANGE_LABELS, CHANGE_TEXTS, AboutForm, LevelsForm
from lms.rubric.forms.base import PREVIEW, SAVE, DraftForm
from lms.rubric.forms.criterion import CriterionForm
from lms.rubric.forms.crosswalk import KIND_NAMES, KIND_TEXTS, LineForm, RemoveForm, find_line
from lms.rubric.forms.domains import DomainsForm
from lms.rubric.forms.examples import ExamplesForm
from lms.rubric.forms.steps import ArchiveForm, Offer, StartForm, StepForm

__all__ = [
    "CHANGE_LABELS",
    "CHANGE_TEXTS",
    "KIND_NAMES",
    "KIND_TEXTS",
    "PREVIEW",
    "SAVE",
    "AboutForm",
    "ArchiveForm",
    "CriterionForm",
    "DomainsForm",
    "DraftForm",
    "ExamplesForm",
    "LevelsForm",
    "LineForm",
    "Offer",
    "RemoveForm",
    "StartForm",
    "StepForm",
    "find_line",
]
