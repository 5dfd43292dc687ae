"""Reads of one decision or proposal, and of whom one may decide about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session, selectinload

from lms.decisions.access import MatterFacts, Part, can_decide, part_in
from lms.decisions.domain import Poll
from lms.decisions.models import LevelDecision, LevelProposal
from lms.decisions.queries.citations import CitedObservation, Record, in_records, list_cited, list_readable
from lms.decisions.queries.decisions import decision_loads
from lms.decisions.queries.proposals import poll_of, proposal_loads
from lms.decisions.queries.visibility import visible_decisions, visible_proposals
from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound, RuleViolation
from lms.people.models import Employment, Organisation, Person
from lms.people.queries import visible_to as people_visible_to


@dataclass(frozen=True)
class Matter:
    """A decision, the proposal behind it, or a proposal that led to none; ``part``: as what it is read.

    ``level`` is the one with person, scope and level: the decision where there is one. ``n_elsewhere``: how
    many of what it cites are another organisation's to read, as when the person has changed employers.
    """

    id: UUID
    level: LevelDecision | LevelProposal
    decision: LevelDecision | None
    proposal: LevelProposal | None
    poll: Poll | None
    facts: MatterFacts
    part: Part
    cited: Sequence[CitedObservation]
    n_elsewhere: int

    @property
    def records(self) -> tuple[Record, ...]:
        """What it cites, as it was written down together."""
        return in_records(self.cited)


@dataclass(frozen=True)
class Candidate:
    """Somebody the actor may decide about, and who employs them today."""

    person: Person
    employer: Organisation


def get_matter(session: Session, actor: Actor, matter_id: UUID, *, on: date) -> Matter:
    """Return a visible decision or proposal with everything on it.

    Raises NotFound("decisions.matter_unknown").
    """
    proposal = session.scalar(
        visible_proposals(actor, on).where(LevelProposal.id == matter_id).options(*proposal_loads())
    )
    decision = session.scalar(
        visible_decisions(actor, on).where(LevelDecision.id == matter_id).options(*decision_loads())
    )
    row = decision or proposal
    poll = poll_of(proposal, on) if proposal else None
    facts = facts_of(row, poll) if row else None
    part = part_in(actor, facts) if facts else None
    if row is None or facts is None or part is None:
        raise NotFound("decisions.matter_unknown")
    cited = list_cited(session, matter_id)
    shown = cited
    if part is Part.READER:
        readable = list_readable(session, actor, matter_id)
        shown = [one for one in cited if one.id in readable]
    n_elsewhere = len(cited) - len(shown)
    return Matter(matter_id, row, decision, proposal, poll, facts, part, shown, n_elsewhere)


def facts_of(row: LevelDecision | LevelProposal, poll: Poll | None) -> MatterFacts:
    """Return what access to a decision or proposal depends on."""
    return MatterFacts(
        person_id=row.person_id,
        organisation_path=row.organisation.path,
        committee_path=row.committee.organisation.path if row.committee else None,
        entitled=poll.entitled if poll else frozenset(),
    )


def find_candidate(session: Session, actor: Actor, person_id: UUID, *, on: date) -> Candidate:
    """Return somebody the actor may decide about today.

    Raises RuleViolation("decisions.own_level") for oneself; NotFound("decisions.person_unknown").
    """
    if person_id == actor.person_id:
        raise RuleViolation("decisions.own_level")
    person = session.scalar(
        people_visible_to(actor, on)
        .where(Person.id == person_id)
        .options(selectinload(Person.employments).joinedload(Employment.organisation))
    )
    if person is None:
        raise NotFound("decisions.person_unknown")
    employer = person.employer_on(on)
    if employer is None or not can_decide(actor, person_id=person_id, organisation_path=employer.path):
        raise NotFound("decisions.person_unknown")
    return Candidate(person, employer)
