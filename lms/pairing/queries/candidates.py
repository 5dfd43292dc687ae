"""The people a page of pairing speaks of: who proposals name, and who could be put on a case instead."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from lms.evidence.domain.facets import Comparison, worst_of
from lms.evidence.queries import find_comparisons
from lms.pairing.models import PairingProposal, PairingRun
from lms.pairing.queries.situation import employer_of
from lms.people.domain import RoleCode
from lms.people.models import Employment, Organisation, Person
from lms.people.queries import list_people_with_role
from lms.rubric.domain import Rubric
from lms.storage.base import Localised


@dataclass(frozen=True)
class PersonCard:
    """Somebody's name and who employs them."""

    person_id: UUID
    name: str
    organisation_id: UUID | None
    organisation_name: Localised | None
    region: str | None


def list_people_named(
    session: Session, proposals: Sequence[PairingProposal], *, on: date
) -> Mapping[UUID, PersonCard]:
    """Find everybody whom these proposals name: proposed, alternative, decided or there before."""
    ids = {row.advisor_id for proposal in proposals for row in proposal.members}
    ids |= {row.advisor_id for proposal in proposals for row in proposal.alternatives}
    ids |= {
        person.advisor_id for one in proposals for decision in one.decisions for person in decision.people
    }
    ids |= {UUID(person_id) for proposal in proposals for person_id, _role in proposal.team_before}
    return list_cards(session, ids, on=on)


def list_cards(session: Session, person_ids: Collection[UUID], *, on: date) -> Mapping[UUID, PersonCard]:
    """Find the names and employers of people a visible page refers to."""
    people = session.scalars(
        select(Person)
        .where(Person.id.in_(person_ids))
        .options(selectinload(Person.employments).joinedload(Employment.organisation))
    )
    return {person.id: _card(person, on) for person in people}


def find_comparison(session: Session, rubric: Rubric, cards: Iterable[PersonCard]) -> Comparison:
    """Say how far levels of people of these employers may be laid beside each other: the worst of them."""
    employers = {card.organisation_id for card in cards if card.organisation_id}
    return worst_of(find_comparisons(session, rubric), employers)


def list_eligible(session: Session, run: PairingRun, *, on: date) -> Sequence[PersonCard]:
    """List the advisors of the organisations a visible run covers, by the reading of their names."""
    below = select(Organisation.id).where(Organisation.path.startswith(run.organisation.path))
    people = list_people_with_role(session, role=RoleCode.ADVISOR, organisation_ids=below, on=on)
    return [_card(person, on) for person in people]


def _card(person: Person, on: date) -> PersonCard:
    employer = employer_of(person, on=on)
    return PersonCard(
        person_id=person.id,
        name=person.name,
        organisation_id=None if employer is None else employer.id,
        organisation_name=None if employer is None else employer.name,
        region=None if employer is None else employer.region,
    )
