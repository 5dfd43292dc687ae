"""The words that pages of decisions share."""

from lms.decisions.domain import Choice, Interest, Majority, Outcome
from lms.decisions.queries import DecisionState, Sign
from lms.web.i18n import LazyString
from lms.web.i18n import lazy_gettext as _l

VOTE_LABELS: dict[Choice, LazyString] = {
    Choice.AWARD: _l("Award the level"),
    Choice.REFUSE: _l("Do not award it"),
    Choice.DEFER: _l("Leave it for now"),
}
SAID_LABELS: dict[Choice, LazyString] = {**VOTE_LABELS, Choice.RECUSE: _l("Takes no part")}
INTEREST_LABELS: dict[Interest, LazyString] = {
    Interest.CANDIDATE: _l("It is about them"),
    Interest.PROPOSER: _l("They proposed it"),
    Interest.SOLE_RATER: _l("They alone made all the cited observations"),
    Interest.KINSHIP: _l("Family or kinship"),
    Interest.DEALINGS: _l("Money or business between us"),
    Interest.CLOSENESS: _l("Close personal ties"),
    Interest.OTHER: _l("Something else"),
}
OUTCOME_LABELS: dict[Outcome, LazyString] = {
    Outcome.OPEN: _l("Before the committee"),
    Outcome.AWARDED: _l("Awarded"),
    Outcome.REFUSED: _l("Not awarded"),
    Outcome.DEFERRED: _l("Left for now"),
    Outcome.WITHDRAWN: _l("Taken back"),
}
OUTCOME_TONES: dict[Outcome, str] = {
    Outcome.OPEN: "active",
    Outcome.AWARDED: "good",
    Outcome.REFUSED: "neutral",
    Outcome.DEFERRED: "neutral",
    Outcome.WITHDRAWN: "neutral",
}
SIGN_LABELS: dict[Sign, LazyString] = {
    Sign.IN_FORCE: _l("Holds"),
    Sign.EXPIRED: _l("Run out"),
    Sign.UNCONFIRMED: _l("To be confirmed"),
    Sign.REPLACED: _l("Replaced by a newer one"),
    Sign.REVERSED: _l("Reversed"),
    Sign.AWARDED: _l("Awarded"),
}
SIGN_TONES: dict[Sign, str] = {
    Sign.IN_FORCE: "good",
    Sign.EXPIRED: "warning",
    Sign.UNCONFIRMED: "warning",
    Sign.REPLACED: "neutral",
    Sign.REVERSED: "bad",
    Sign.AWARDED: "good",
}
MAJORITY_LABELS: dict[Majority, LazyString] = {
    Majority.SIMPLE: _l("More than half of the votes cast"),
    Majority.TWO_THIRDS: _l("At least two thirds of the votes cast"),
}
STATE_LABELS: dict[DecisionState, LazyString] = {
    DecisionState.STANDING: _l("Not reversed"),
    DecisionState.REVERSED: _l("Reversed"),
}
BY_LABELS: dict[str, LazyString] = {"committee": _l("By a committee"), "supervisor": _l("By one person")}
