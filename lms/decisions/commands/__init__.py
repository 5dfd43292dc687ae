"""Verbs on committees, proposals, votes and decisions. What was said or decided is only ever added to."""

from lms.decisions.commands.committees import change_committee, set_up_committee
from lms.decisions.commands.deciding import decide_level, reverse_decision
from lms.decisions.commands.proposing import propose_level, withdraw_proposal
from lms.decisions.commands.voting import cast_vote, close_proposal, recuse_member

__all__ = [
    "cast_vote",
    "change_committee",
    "close_proposal",
    "decide_level",
    "propose_level",
    "recuse_member",
    "reverse_decision",
    "set_up_committee",
    "withdraw_proposal",
]
