"""Pages of decisions and committees: see ``deciding`` and ``committees`` for their addresses."""

from flask import Blueprint

from lms.decisions import forms
from lms.decisions.views import committees, deciding, voting

bp = Blueprint("decisions", __name__, template_folder="../templates")


@bp.context_processor
def words() -> dict[str, object]:
    """Give every page of the feature the labels it speaks in."""
    return {
        "vote_labels": forms.VOTE_LABELS,
        "said_labels": forms.SAID_LABELS,
        "interest_labels": forms.INTEREST_LABELS,
        "outcome_labels": forms.OUTCOME_LABELS,
        "outcome_tones": forms.OUTCOME_TONES,
        "sign_labels": forms.SIGN_LABELS,
        "sign_tones": forms.SIGN_TONES,
        "majority_labels": forms.MAJORITY_LABELS,
    }


deciding.add_to(bp)
voting.add_to(bp)
committees.add_to(bp)
