"""Forms of decisions and committees, and the words they share."""

from lms.decisions.forms.committee import EMPTY_SEATS, FEWEST_SEATS, CommitteeForm, values_of
from lms.decisions.forms.filter import read_filter
from lms.decisions.forms.level import ALONE, DAY, LevelForm
from lms.decisions.forms.voting import (
    CloseForm,
    RecuseForm,
    ReverseForm,
    VoteForm,
    WithdrawForm,
    reason_field,
)
from lms.decisions.forms.words import (
    BY_LABELS,
    INTEREST_LABELS,
    MAJORITY_LABELS,
    OUTCOME_LABELS,
    OUTCOME_TONES,
    SAID_LABELS,
    SIGN_LABELS,
    SIGN_TONES,
    STATE_LABELS,
    VOTE_LABELS,
)

__all__ = [
    "ALONE",
    "BY_LABELS",
    "DAY",
    "EMPTY_SEATS",
    "FEWEST_SEATS",
    "INTEREST_LABELS",
    "MAJORITY_LABELS",
    "OUTCOME_LABELS",
    "OUTCOME_TONES",
    "SAID_LABELS",
    "SIGN_LABELS",
    "SIGN_TONES",
    "STATE_LABELS",
    "VOTE_LABELS",
    "CloseForm",
    "CommitteeForm",
    "LevelForm",
    "RecuseForm",
    "ReverseForm",
    "VoteForm",
    "WithdrawForm",
    "read_filter",
    "reason_field",
    "values_of",
]
