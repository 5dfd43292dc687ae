"""A chamber at work: the cast, the published rubric, and cases at the chamber, its neighbour and outside."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from lms.clients.models import Case
from lms.kernel.clock import FrozenClock
from lms.ojt import commands
from lms.ojt.domain import EntryDraft
from lms.ojt.models import OjtEntry, OjtRating
from lms.people.models import Organisation
from lms.rubric.domain import Rubric
from tests.cast import Cast
from tests.factories.clients import CaseFactory, ClientFactory
from tests.factories.ojt import EntryDraftFactory
from tests.factories.rubric import load


@dataclass(frozen=True)
class World:
    """What the tests of entries stand on, and an entry in any state on request."""

    session: Session
    cast: Cast
    rubric: Rubric
    case: Case
    neighbours_case: Case
    outside_case: Case
    clock: FrozenClock

    def draft(self, **facts) -> EntryDraft:
        return EntryDraftFactory(**{"advisor_id": self.cast.aoi.id, "case_id": self.case.id, **facts})

    def record(self, *, and_submit: bool = True, by=None, **facts) -> UUID:
        actor = self.cast.actor(by or self.cast.mori)
        entry_id = commands.record_entry(
            self.session, actor=actor, draft=self.draft(**facts), and_submit=and_submit, clock=self.clock
        )
        self.session.flush()
        return entry_id

    def entry(self, entry_id: UUID) -> OjtEntry:
        self.session.flush()
        query = select(OjtEntry).where(OjtEntry.id == entry_id)
        loads = selectinload(OjtEntry.ratings).joinedload(OjtRating.criterion)
        query = query.options(selectinload(OjtEntry.practices))
        return self.session.scalars(query.options(loads).execution_options(populate_existing=True)).one()

    def step(self, command: Callable, entry_id: UUID, by, **words) -> None:
        version = self.entry(entry_id).version
        command(
            self.session,
            actor=self.cast.actor(by),
            entry_id=entry_id,
            version=version,
            clock=self.clock,
            **words,
        )
        self.session.flush()

    def acknowledged(self, **facts) -> UUID:
        entry_id = self.record(**facts)
        self.step(commands.acknowledge_entry, entry_id, self.cast.aoi, text="次は質問を減らします")
        return entry_id

    def signed(self, **facts) -> UUID:
        entry_id = self.acknowledged(**facts)
        self.step(commands.sign_entry, entry_id, facts.get("by") or self.cast.mori)
        return entry_id

    def disputed(self, **facts) -> UUID:
        entry_id = self.record(**facts)
        self.step(commands.dispute_entry, entry_id, self.cast.aoi, text="在庫の件は私から切り出しました")
        return entry_id


@pytest.fixture
def world(session: Session, cast: Cast, clock: FrozenClock) -> World:
    rubric = load(session, publisher_id=cast.council.id, clock=clock)

    def open_case(organisation: Organisation) -> Case:
        client = ClientFactory(organisation_id=organisation.id)
        case = CaseFactory(client_id=client.id, organisation_id=organisation.id)
        session.add_all([client, case])
        session.flush()
        return case

    return World(
        session=session,
        cast=cast,
        rubric=rubric,
        case=open_case(cast.chamber),
        neighbours_case=open_case(cast.neighbour),
        outside_case=open_case(cast.outside),
        clock=clock,
    )
