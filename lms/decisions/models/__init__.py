"""Tables of committees, of what is put before them and what they say, and of the decisions made."""

from lms.decisions.models.committee import Committee as Committee
from lms.decisions.models.committee import CommitteeMember as CommitteeMember
from lms.decisions.models.decision import DecisionCitation as DecisionCitation
from lms.decisions.models.decision import LevelDecision as LevelDecision
from lms.decisions.models.decision import LevelReversal as LevelReversal
from lms.decisions.models.proposal import LevelProposal as LevelProposal
from lms.decisions.models.proposal import LevelVote as LevelVote
from lms.decisions.models.proposal import ProposalCitation as ProposalCitation
from lms.decisions.models.proposal import ProposalSeat as ProposalSeat
