"""A chamber at work: rubric and course of the council, cases, and visits that were recorded and signed."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.clients.models import Case
from lms.courses import commands as courses
from lms.kernel.clock import FrozenClock
from lms.ojt import commands as ojt
from lms.ojt.domain import EntryDraft
from lms.ojt.models import OjtEntry
from lms.people import commands as people
from lms.people.domain import RoleCode
from lms.people.models import Organisation, Person, Role
from tests.cast import JOINED, Cast
from tests.factories.clients import CaseFactory, ClientFactory
from tests.factories.courses import publish
from tests.factories.ojt import EntryDraftFactory
from tests.factories.rubric import load

SECRET = "社外秘の商談"


@dataclass(frozen=True)
class Office:
    """The cast at work, and visits in any state on request."""

    session: Session
    cast: Cast
    case: Case
    secret_case: Case
    clock: FrozenClock

    def record(self, advisor: Person | None = None, *, by: Person | None = None, **facts) -> UUID:
        """Record and hand over a visit; by default Mori's with Aoi."""
        draft: EntryDraft = EntryDraftFactory(
            advisor_id=(advisor or self.cast.aoi).id, **{"case_id": self.case.id, **facts}
        )
        actor = self.cast.actor(by or self.cast.mori)
        entry_id = ojt.record_entry(self.session, actor=actor, draft=draft, and_submit=True, clock=self.clock)
        self.session.flush()
        return entry_id

    def sign(self, entry_id: UUID, *, advisor: Person | None = None, by: Person | None = None) -> UUID:
        """Let the advisor acknowledge the visit and the supervisor sign it."""
        self.acknowledge(entry_id, advisor or self.cast.aoi)
        self._step(ojt.sign_entry, entry_id, by or self.cast.mori)
        return entry_id

    def acknowledge(self, entry_id: UUID, advisor: Person) -> None:
        """Let the advisor acknowledge the visit."""
        self._step(ojt.acknowledge_entry, entry_id, advisor, text="次は質問を減らします")

    def _step(self, command, entry_id: UUID, by: Person, **words) -> None:
        version = self.session.get_one(OjtEntry, entry_id).version
        actor = self.cast.actor(by)
        command(self.session, actor=actor, entry_id=entry_id, version=version, clock=self.clock, **words)
        self.session.flush()

    def hire(self, login: str, name: str, employer: Organisation) -> Person:
        """Employ one more advisor."""
        person = people.register_person(
            self.session,
            email=f"{login}@example.jp",
            name=name,
            name_kana=login,
            employer=employer,
            employed_on=JOINED,
        )
        people.grant_role(
            self.session, person=person, organisation=employer, role_code=RoleCode.ADVISOR, starts_on=JOINED
        )
        self.session.flush()
        return person

    def role(self, code: str) -> UUID:
        """Return the id of a standard role."""
        return self.session.scalars(select(Role.id).where(Role.code == code)).one()

    def begin_course(self, person: Person) -> None:
        """Let somebody read the first lesson of the small course."""
        actor = self.cast.actor(person)
        courses.complete_lesson(
            self.session, actor=actor, slug="small", lesson_slug="first", clock=self.clock
        )
        self.session.flush()


@pytest.fixture
def office(session: Session, cast: Cast, clock: FrozenClock) -> Office:
    load(session, publisher_id=cast.council.id, clock=clock)
    publish(session, publisher_id=cast.council.id, clock=clock)

    def open_case(organisation: Organisation, **facts) -> Case:
        client = ClientFactory(organisation_id=organisation.id)
        case = CaseFactory(client_id=client.id, organisation_id=organisation.id, **facts)
        session.add_all([client, case])
        session.flush()
        return case

    secret = {"ja": SECRET, "en": "Secret deal"}
    return Office(session, cast, open_case(cast.chamber), open_case(cast.outside, title=secret), clock)
