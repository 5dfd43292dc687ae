"""What a decision is about and rests on, how a committee comes to one, which one is in force. Pure."""

from lms.decisions.domain.basis import Citation, check_basis, list_raters
from lms.decisions.domain.committee import (
    CommitteeDraft,
    Majority,
    MemberDraft,
    check_committee,
)
from lms.decisions.domain.draft import (
    MAX_TEXT,
    USUAL_VOTING,
    LevelDraft,
    check_dates,
    check_level,
    check_text,
    check_vote_by,
)
from lms.decisions.domain.scope import Scope, ScopeKind, ScopeWords, list_scopes, words_of
from lms.decisions.domain.standing import Award, Coverage, Standing, StandingKind, stand, translate
from lms.decisions.domain.voting import (
    DECLARED,
    Ballot,
    Choice,
    Interest,
    Missing,
    Outcome,
    Poll,
    Seat,
    automatic_interest,
)

__all__ = [
    "DECLARED",
    "MAX_TEXT",
    "USUAL_VOTING",
    "Award",
    "Ballot",
    "Choice",
    "Citation",
    "CommitteeDraft",
    "Coverage",
    "Interest",
    "LevelDraft",
    "Majority",
    "MemberDraft",
    "Missing",
    "Outcome",
    "Poll",
    "Scope",
    "ScopeKind",
    "ScopeWords",
    "Seat",
    "Standing",
    "StandingKind",
    "automatic_interest",
    "check_basis",
    "check_committee",
    "check_dates",
    "check_level",
    "check_text",
    "check_vote_by",
    "list_raters",
    "list_scopes",
    "stand",
    "translate",
    "words_of",
]
