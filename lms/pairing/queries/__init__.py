"""Reads of pairing: what a run is made from, and what runs say."""

from lms.pairing.queries.candidates import (
    PersonCard,
    find_comparison,
    list_cards,
    list_eligible,
    list_people_named,
)
from lms.pairing.queries.gating import GateLevel, list_gate_levels
from lms.pairing.queries.runs import (
    Overview,
    ProposalCounts,
    ProposalFilter,
    ProposalState,
    RunCard,
    count_proposals,
    count_runs,
    find_overview,
    get_proposal,
    get_run,
    list_proposals,
    list_runs,
    proposal_to_decide,
    undecided_case_ids,
    visible_to,
)
from lms.pairing.queries.situation import Situation, list_run_organisations, read_situation
from lms.pairing.queries.standing import mark_expected, mark_now, team_expected, team_now

__all__ = [
    "GateLevel",
    "Overview",
    "PersonCard",
    "ProposalCounts",
    "ProposalFilter",
    "ProposalState",
    "RunCard",
    "Situation",
    "count_proposals",
    "count_runs",
    "find_comparison",
    "find_overview",
    "get_proposal",
    "get_run",
    "list_cards",
    "list_eligible",
    "list_gate_levels",
    "list_people_named",
    "list_proposals",
    "list_run_organisations",
    "list_runs",
    "mark_expected",
    "mark_now",
    "proposal_to_decide",
    "read_situation",
    "team_expected",
    "team_now",
    "undecided_case_ids",
    "visible_to",
]
