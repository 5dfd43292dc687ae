"""How a case stands beside what was proposed and decided for it."""

from uuid import UUID

from lms.pairing.domain.decisions import Seated, state_mark
from lms.pairing.domain.problem import Role
from lms.pairing.models import PairingProposal


def team_now(proposal: PairingProposal) -> list[Seated]:
    """Return who is on the case now; the case's advisors must be loaded."""
    return [Seated(row.advisor_id, Role(row.role)) for row in proposal.case.current_advisors]


def team_expected(proposal: PairingProposal) -> list[Seated]:
    """Return who is on the case if nobody else changed it: the last team decided, else who was there."""
    for decision in reversed(proposal.decisions):
        if decision.people:
            return [Seated(person.advisor_id, person.role) for person in decision.people]
    return [Seated(UUID(person_id), Role(role)) for person_id, role in proposal.team_before]


def mark_expected(proposal: PairingProposal) -> int:
    """Sum up the state a proposal is in if nobody changed its case behind its back."""
    return state_mark(len(proposal.decisions), team_expected(proposal))


def mark_now(proposal: PairingProposal) -> int:
    """Sum up the state a proposal is in; the case's advisors must be loaded."""
    return state_mark(len(proposal.decisions), team_now(proposal))
