"""A chamber with observations of Aoi by two supervisors, and a committee of four at the council."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.decisions import commands, queries
from lms.decisions.domain import Choice, Interest, LevelDraft, Outcome
from lms.decisions.models import CommitteeMember, LevelDecision, LevelProposal
from lms.evidence.models import ObservationRow
from lms.kernel.clock import FrozenClock
from lms.people import commands as people_commands
from lms.people.domain import RoleCode
from lms.people.models import Person
from lms.rubric.domain import Rubric
from tests.cast import JOINED, TODAY, Cast
from tests.factories.decisions import CommitteeDraftFactory, LevelDraftFactory, MemberDraftFactory
from tests.factories.evidence import ObservationRowFactory
from tests.factories.rubric import load


@dataclass(frozen=True)
class World:
    """What the tests of decisions stand on, and any step on request.

    ``panel``: chair, and three members who have no other part: none of them works at the chamber.
    """

    session: Session
    cast: Cast
    rubric: Rubric
    clock: FrozenClock
    panel: list[Person]

    def observe(
        self, code: str = "B1", *, by: Person | None = None, of: Person | None = None, **facts
    ) -> UUID:
        trainee = of or self.cast.aoi
        row = ObservationRowFactory(
            organisation_id=facts.pop("organisation_id", self.cast.chamber.id),
            trainee_id=trainee.id,
            rater_id=(by or self.cast.mori).id,
            rubric_version_id=self.rubric.id,
            criterion_id=self.rubric.criterion(code).id,
            **facts,
        )
        self.session.add(row)
        self.session.flush()
        return row.id

    def both(self, code: str = "B1") -> frozenset[UUID]:
        """Have the two supervisors observe Aoi."""
        return frozenset({self.observe(code), self.observe(code, by=self.cast.sato)})

    def void(self, observation_id: UUID) -> None:
        row = self.session.get_one(ObservationRow, observation_id)
        row.voided_at, row.voided_by_id, row.voided_reason = self.clock.now(), self.cast.mori.id, "誤り"
        self.session.flush()

    def draft(self, **facts) -> LevelDraft:
        cited = facts.pop("citations", None)
        return LevelDraftFactory(
            **{
                "person_id": self.cast.aoi.id,
                "citations": self.both() if cited is None else frozenset(cited),
                **facts,
            }
        )

    def decide(self, *, by: Person | None = None, clock: FrozenClock | None = None, **facts) -> UUID:
        return self.decide_as(by or self.cast.mori, self.draft(**facts), clock=clock)

    def decide_as(self, person: Person, draft: LevelDraft, *, clock: FrozenClock | None = None) -> UUID:
        decision_id = commands.decide_level(
            self.session, actor=self.cast.actor(person), draft=draft, clock=clock or self.clock
        )
        self.session.flush()
        return decision_id

    def reverse(
        self, decision_id: UUID, *, by: Person | None = None, reason: str = "面談で事実の誤りが分かった"
    ) -> None:
        commands.reverse_decision(
            self.session,
            actor=self.cast.actor(by or self.cast.mori),
            decision_id=decision_id,
            reason=reason,
            clock=self.clock,
        )
        self.session.flush()

    def committee(self, *, people: list[Person] | None = None, organisation=None, **facts) -> UUID:
        members = people or self.panel
        draft = CommitteeDraftFactory(
            **{
                "members": tuple(
                    MemberDraftFactory(person_id=one.id, row=row, is_chair=row == 0)
                    for row, one in enumerate(members)
                ),
                **facts,
            }
        )
        committee_id = commands.set_up_committee(
            self.session,
            actor=self.cast.actor(self.cast.hara),
            organisation_id=(organisation or self.cast.council).id,
            draft=draft,
            clock=self.clock,
        )
        self.session.flush()
        return committee_id

    def propose(self, committee_id: UUID | None = None, *, by: Person | None = None, **facts) -> UUID:
        vote_by = facts.pop("vote_by", date(2026, 12, 4))
        proposal_id = commands.propose_level(
            self.session,
            actor=self.cast.actor(by or self.cast.mori),
            draft=self.draft(**facts),
            committee_id=committee_id or self.committee(),
            vote_by=vote_by,
            clock=self.clock,
        )
        self.session.flush()
        return proposal_id

    def vote(
        self,
        proposal_id: UUID,
        by: Person,
        choice: Choice = Choice.AWARD,
        *,
        reason: str = "記録から十分に読み取れる",
        clock: FrozenClock | None = None,
    ) -> None:
        commands.cast_vote(
            self.session,
            actor=self.cast.actor(by),
            proposal_id=proposal_id,
            choice=choice,
            reason=reason,
            clock=clock or self.clock,
        )
        self.session.flush()

    def recuse(
        self, proposal_id: UUID, by: Person, interest: Interest = Interest.KINSHIP, reason: str = ""
    ) -> None:
        commands.recuse_member(
            self.session,
            actor=self.cast.actor(by),
            proposal_id=proposal_id,
            interest=interest,
            reason=reason,
            clock=self.clock,
        )
        self.session.flush()

    def close(
        self,
        proposal_id: UUID,
        by: Person | None = None,
        *,
        clock: FrozenClock | None = None,
        n_said: int | None = None,
    ) -> Outcome:
        said = len(self.proposal(proposal_id).votes) if n_said is None else n_said
        outcome = commands.close_proposal(
            self.session,
            actor=self.cast.actor(by or self.panel[0]),
            proposal_id=proposal_id,
            reason="5件の記録に、課題の言い直しが一貫して見られる",
            n_said=said,
            clock=clock or self.clock,
        )
        self.session.flush()
        return outcome

    def withdraw(
        self, proposal_id: UUID, *, by: Person | None = None, reason: str = "記録が足りなかった"
    ) -> None:
        commands.withdraw_proposal(
            self.session,
            actor=self.cast.actor(by or self.cast.mori),
            proposal_id=proposal_id,
            reason=reason,
            clock=self.clock,
        )
        self.session.flush()

    def join(self, committee_id: UUID, person: Person) -> None:
        """Let somebody sit on a committee from today on."""
        seat = CommitteeMember(
            committee_id=committee_id, person_id=person.id, is_chair=False, starts_on=TODAY
        )
        self.session.add(seat)
        self.session.flush()

    def leave(self, committee_id: UUID, person: Person) -> None:
        """End somebody's term today."""
        seat = self.session.scalars(
            select(CommitteeMember).where(
                CommitteeMember.committee_id == committee_id, CommitteeMember.person_id == person.id
            )
        ).one()
        seat.ends_on = TODAY
        self.session.flush()

    def awarded(self, **facts) -> UUID:
        """Have the committee award what is proposed."""
        proposal_id = self.propose(**facts)
        for member in self.panel:
            self.vote(proposal_id, member)
        assert self.close(proposal_id) is Outcome.AWARDED
        return proposal_id

    def proposal(self, proposal_id: UUID) -> LevelProposal:
        query = select(LevelProposal).where(LevelProposal.id == proposal_id)
        loaded = query.options(*queries.proposal_loads()).execution_options(populate_existing=True)
        return self.session.scalars(loaded).one()

    def decision(self, decision_id: UUID) -> LevelDecision:
        query = select(LevelDecision).where(LevelDecision.id == decision_id)
        loaded = query.options(*queries.decision_loads()).execution_options(populate_existing=True)
        return self.session.scalars(loaded).one()

    def in_force(self, *, on: date = TODAY, by: Person | None = None, rubric: Rubric | None = None) -> dict:
        """Return Aoi's levels that stand, by scope."""
        found = queries.list_in_force(
            self.session,
            self.cast.actor(by or self.cast.mori),
            [self.cast.aoi.id],
            on,
            rubric=rubric or self.rubric,
        )
        return {
            one.standing.scope.key: (one.decision.level, one.standing.kind)
            for one in found.get(self.cast.aoi.id, ())
        }


@pytest.fixture
def add_person(session: Session):
    def add(login: str, name: str, organisation, role: RoleCode) -> Person:
        person = people_commands.register_person(
            session,
            email=f"{login}@example.jp",
            name=name,
            name_kana=login,
            employer=organisation,
            employed_on=JOINED,
        )
        people_commands.grant_role(
            session, person=person, organisation=organisation, role_code=role, starts_on=JOINED
        )
        session.flush()
        return person

    return add


@pytest.fixture
def world(session: Session, cast: Cast, clock: FrozenClock, add_person) -> World:
    rubric = load(session, publisher_id=cast.council.id, clock=clock)
    panel = [
        add_person("iin1", "委員 一", cast.yorozu, RoleCode.HOST),
        add_person("iin2", "委員 二", cast.yorozu, RoleCode.HOST),
        add_person("iin3", "委員 三", cast.neighbour, RoleCode.HOST),
        add_person("iin4", "委員 四", cast.neighbour, RoleCode.HOST),
    ]
    return World(session, cast, rubric, clock, panel)
